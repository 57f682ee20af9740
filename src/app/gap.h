/* SPDX-License-Identifier: MIT */
/*
 * app/gap - whether the daemon stood still, so that what it finds in its sockets may be old: it
 * was stopped, the machine slept, or a turn of the loop took too long.
 *
 * Between two turns it may wait for hours, but whatever comes ends that at once. So a long wait
 * alone says nothing: something else must say that nobody was there to be woken.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_GAP_H
#define ATDIALLER_APP_GAP_H

#include <stdbool.h>

#include "util/ms.h"

enum {
	GAP_MAX_MS = 2000               /* a dial-request is dialled within 2 s, or not at all */
};

struct gap {
	ms_t asked_at;                  /* poll was called; NEVER: not since it last came back */
	ms_t back_at;
	ms_t slept;                     /* what the machine had slept by then */
};

void gap_init(struct gap *gap, ms_t now, ms_t slept);

/* Before poll; also again after a signal has interrupted it. */
void gap_ask(struct gap *gap, ms_t now);

/*
 * When poll has come back, which was to wait until `due` at most. `slept`: all that the machine
 * ever slept; `continued`: a SIGCONT came meanwhile. True when what came may be older than
 * GAP_MAX_MS.
 */
bool gap_back(struct gap *gap, ms_t due, ms_t slept, bool continued, ms_t now);

#endif
