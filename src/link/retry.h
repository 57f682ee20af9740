/* SPDX-License-Identifier: MIT */
/*
 * link/retry - how long a server asks to be left alone: Retry-After (RFC 9110 10.2.3).
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_LINK_RETRY_H
#define ATDIALLER_LINK_RETRY_H

#include <stdint.h>

enum {
	RETRY_AFTER_MAX = 24 * 60 * 60  /* s; what is longer is cut to this */
};

/*
 * The seconds that the header's value asks for: a number of them, or a date. `date` is the
 * answer's own Date, "" when it has none: against it our clock, `now` in seconds since 1970,
 * does not matter. 0 for what is over, or cannot be read.
 */
int64_t retry_after(const char *value, const char *date, int64_t now);

#endif
