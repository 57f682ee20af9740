/* SPDX-License-Identifier: MIT */
/*
 * app/alive - whether both halves get on, and when that is to be told to a watchdog.
 *
 * A half gets on as long as the instant at which it wants to be woken lies ahead, or changes. It
 * is stuck when that instant has been past for ALIVE_STUCK_MS and nothing that was done about it
 * moved it; or when it has waited as long for nothing at all, though nothing is to be waited
 * for. A modem or a Patriot that is absent is looked for again and again, so its half gets on.
 *
 * A process that hangs tells nothing: that is the watchdog's own part.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_ALIVE_H
#define ATDIALLER_APP_ALIVE_H

#include <stdbool.h>

#include "util/ms.h"

enum {
	ALIVE_STUCK_MS = 10000
};

enum alive_half { ALIVE_MODEM, ALIVE_DESK, ALIVE_HALVES };

struct alive {
	ms_t every;                     /* between two signs of life; 0: nobody watches */
	ms_t next;                      /* NEVER: nobody watches */
	struct {
		ms_t due;               /* as last seen */
		ms_t since;             /* it is that, and past; NEVER: it lies ahead */
	} halves[ALIVE_HALVES];
};

/* A watchdog that wants a sign of life each `limit` gets two; 0: there is none. */
void alive_init(struct alive *alive, ms_t limit, ms_t now);

/*
 * After each turn of the loop: when the half wants to be woken. `resting` is true when
 * it may wait for the other side alone.
 */
void alive_see(struct alive *alive, enum alive_half half, ms_t due, bool resting, ms_t now);

/* NULL, or which half is stuck: "modem", "desk". */
const char *alive_stuck(const struct alive *alive, ms_t now);

/* True when a sign of life is due, and neither half is stuck; the next one is due later. */
bool alive_tells(struct alive *alive, ms_t now);

ms_t alive_due(const struct alive *alive);

#endif
