/* SPDX-License-Identifier: MIT */
/*
 * report/words - text that grows piece by piece; what does not fit is left out.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_WORDS_H
#define ATDIALLER_REPORT_WORDS_H

#include <stddef.h>

struct words {
	char *out;                      /* always ends in a NUL */
	size_t size;                    /* bytes, more than 0 */
	size_t n;                       /* without the NUL */
};

void words_say(struct words *words, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
