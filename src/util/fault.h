/* SPDX-License-Identifier: MIT */
/*
 * util/fault - the reason that travels with a -1.
 *
 * Whoever fails sets the text; callers pass the -1 up untouched; the one who
 * decides what happens next logs it, once.
 */
#ifndef ATDIALLER_UTIL_FAULT_H
#define ATDIALLER_UTIL_FAULT_H

struct fault {
	char text[400];                 /* one sentence, no newline; "" when nothing failed */
};

/* Stores the text (cut when too long) and returns -1. */
int fault_set(struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
