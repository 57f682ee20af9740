/* SPDX-License-Identifier: MIT */
/*
 * app/rate - how many dials there were within the last minute.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_RATE_H
#define ATDIALLER_APP_RATE_H

#include <stddef.h>

#include "util/ms.h"

enum {
	RATE_MAX = 60,                  /* the highest limit */
	RATE_WINDOW_MS = 60000
};

/* Zeroed: none yet. */
struct rate {
	ms_t at[RATE_MAX];              /* of the last ones, in a ring */
	size_t next;
	size_t n;
};

void rate_count(struct rate *rate, ms_t now);

/* When the next one is within `limit`, which is 1 to RATE_MAX: then, or at once when that is past. */
ms_t rate_free_at(const struct rate *rate, long limit);

#endif
