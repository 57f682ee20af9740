/* SPDX-License-Identifier: MIT */
/*
 * app/once - what has been said already, so that it is said once.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_ONCE_H
#define ATDIALLER_APP_ONCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ONCE_MAX = 32                   /* texts; then nothing is new any more */
};

struct once {
	uint64_t seen[ONCE_MAX];        /* hashes */
	size_t n;
};

void once_init(struct once *once);

/* True, and kept, for a text that was not seen before and while there is room. */
bool once_new(struct once *once, const char *text);
bool once_full(const struct once *once);

#endif
