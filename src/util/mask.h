/* SPDX-License-Identifier: MIT */
/*
 * util/mask - hides telephone numbers in text that is to be read by others.
 */
#ifndef ATDIALLER_UTIL_MASK_H
#define ATDIALLER_UTIL_MASK_H

#include <stddef.h>

/*
 * Puts `fill` in place of all but the last three digits of whatever may be a telephone number,
 * formatted or not: seven digits and more; also fewer, of four at least, in quotes or
 * where a modem is told or tells a number. Hides rather too much than too little.
 */
void mask_numbers(char *text, size_t n, char fill);

/* The same where there is nothing else that might have four digits. */
void mask_short_numbers(char *text, size_t n, char fill);

/* Every digit there is. */
void mask_all(char *text, size_t n, char fill);

#endif
