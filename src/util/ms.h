/* SPDX-License-Identifier: MIT */
/*
 * util/ms - monotonic milliseconds, the one unit of time.
 *
 * Only the loop reads a clock; everybody else is told `now` and answers
 * when it wants to be called again. NEVER is "not at all".
 */
#ifndef ATDIALLER_UTIL_MS_H
#define ATDIALLER_UTIL_MS_H

#include <stdint.h>

typedef int64_t ms_t;

#define NEVER INT64_MAX

static inline ms_t
ms_min(ms_t a, ms_t b)
{
	return a < b ? a : b;
}

#endif
