/* SPDX-License-Identifier: MIT */
/*
 * report/readiness - when somebody must be told that nothing can be dialled, and that it can be
 * again.
 *
 * What mends itself within a moment wakes nobody: a lost link is made again after a second or
 * two, and a modem needs some seconds after the start. What does not is told, and
 * again each hour.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_READINESS_H
#define ATDIALLER_REPORT_READINESS_H

#include <stdbool.h>

#include "util/ms.h"

enum {
	READINESS_GRACE_MS = 5000,      /* from ready to not ready, until that is told */
	READINESS_START_MS = 15000,     /* the same from the start */
	READINESS_REPEAT_MS = 3600000   /* until it is told again */
};

enum readiness_event {
	READINESS_NOTHING,
	READINESS_CAN,                  /* after the start */
	READINESS_CANNOT,
	READINESS_STILL_CANNOT,
	READINESS_CAN_AGAIN
};

struct readiness {
	bool ready;                     /* as it is */
	bool told;                      /* `told_ready` was */
	bool told_ready;
	ms_t since;                     /* it is as it is */
	ms_t down_since;                /* it is not ready, or was not before it came back */
	ms_t tell_at;                   /* NEVER: there is nothing to tell */
};

/* Not ready, as every start. */
void readiness_init(struct readiness *readiness, ms_t now);

/* How it is now. `hopeless`: it cannot mend itself, so there is no use in waiting. */
void readiness_feed(struct readiness *readiness, bool ready, bool hopeless, ms_t now);

/* What is to be told now; and for how long it was, or has been, not ready. */
enum readiness_event readiness_next(struct readiness *readiness, ms_t *down, ms_t now);

/* When readiness_next has something to tell although nothing changes. */
ms_t readiness_due(const struct readiness *readiness);

#endif
