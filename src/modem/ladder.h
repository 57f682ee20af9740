/* SPDX-License-Identifier: MIT */
/*
 * modem/ladder - the way down from the polite hang-up command to a modem reset, a rung at a
 * time, each with its deadline.
 */
#ifndef ATDIALLER_MODEM_LADDER_H
#define ATDIALLER_MODEM_LADDER_H

#include <stdbool.h>

#include "modem/dialect.h"
#include "util/ms.h"

enum {
	LADDER_ANSWER_MS = 10000,       /* for the answer to a rung's command */
	LADDER_CONFIRM_MS = 5000,       /* for the call to go after it */
	LADDER_DOUBT_MS = 1000          /* the same when the answer was an error */
};

struct ladder {
	const struct dialect_rung *rung; /* NULL: nothing is being hung up */
	bool taken;
	bool owed;                      /* to be taken even when the call is over by then */
	ms_t at;                        /* when to take it; once taken: when it has failed */
};

/* Begins at the top; does nothing when on the way already: a second click skips no rung. */
void ladder_begin(struct ladder *ladder, const struct dialect_rung *rungs, ms_t now);

void ladder_stop(struct ladder *ladder);

/* There is nothing (more) to end: goes no further down, but what was begun is done. */
void ladder_let_go(struct ladder *ladder);

/* True when the present rung is to be taken now; then it counts as taken. */
bool ladder_take(struct ladder *ladder, ms_t now);

/*
 * The rung's command was answered (or did not need to be): the call must go by itself now.
 * Returns true when the next rung follows by itself, belonging to this one.
 */
bool ladder_answered(struct ladder *ladder, bool ok, ms_t now);

/* To the next rung, at once; false when there is none left. */
bool ladder_climb_down(struct ladder *ladder, ms_t now);

/*
 * True while a rung waits that has to be taken in any case: the first, since what the operator asks
 * for always reaches the line, and the second of a pair.
 */
bool ladder_owes(const struct ladder *ladder);

/* When ladder_take is wanted, and when the rung in hand has failed; NEVER each. */
ms_t ladder_take_at(const struct ladder *ladder);
ms_t ladder_fails_at(const struct ladder *ladder);

#endif
