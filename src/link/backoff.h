/* SPDX-License-Identifier: MIT */
/*
 * link/backoff - how long to wait before the next try: 1 s, doubling to 30 s,
 * each with 20 % of jitter either way.
 */
#ifndef ATDIALLER_LINK_BACKOFF_H
#define ATDIALLER_LINK_BACKOFF_H

#include <stdint.h>

#include "util/ms.h"

enum {
	BACKOFF_FIRST_MS = 1000,
	BACKOFF_LONGEST_MS = 30000,
	BACKOFF_JITTER_PERCENT = 20
};

struct backoff {
	ms_t next;                      /* without jitter; 0: start at the first */
};

/* The wait before the next try, in ms; `random` is any number, evenly spread. */
ms_t backoff_next(struct backoff *backoff, uint32_t random);

/* The service was good: begin again at the first. */
void backoff_reset(struct backoff *backoff);

#endif
