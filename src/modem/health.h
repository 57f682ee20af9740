/* SPDX-License-Identifier: MIT */
/*
 * modem/health - what a modem is asked while its line is idle: whether it is still there, how well
 * it hears its network (+CSQ, 27.007 8.5), and once in each registration what that is called
 * (+COPS?, 27.007 7.3).
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_HEALTH_H
#define ATDIALLER_MODEM_HEALTH_H

#include <stdbool.h>

#include "at/codes.h"
#include "modem/network.h"
#include "util/ms.h"

enum {
	HEALTH_ALIVE_MS = 24000,        /* idle this long: is it still there? */
	HEALTH_SEARCH_MS = 5000,        /* the same while not registered */
	HEALTH_SIGNAL_MS = 30000        /* between two questions about the signal, at least */
};

enum health_question {
	HEALTH_NOTHING,
	HEALTH_ALIVE,
	HEALTH_SIGNAL,
	HEALTH_OPERATOR
};

struct health {
	ms_t alive_at;                  /* NEVER: not brought up */
	ms_t signal_at;                 /* not before; NEVER: not a modem to be asked */
	bool wants_signal;
	enum health_question asked;
};

/* Nothing is asked before health_begin: the modem is brought up. */
void health_init(struct health *health);
void health_begin(struct health *health, bool cellular, ms_t now);

/* The modem has answered something, no matter what: it is still there. */
void health_heard(struct health *health, const struct network *network, ms_t now);

/* What to ask now; its answer's lines are network_read's. */
enum health_question health_ask(struct health *health, const struct network *network, ms_t now);

/* The answer to it is complete, or did not come. */
void health_answered(struct health *health, const struct at_code *code, struct network *network,
    ms_t now);

/* When health_ask is wanted; a time that has come, one to come, or NEVER. */
ms_t health_due(const struct health *health, const struct network *network);

#endif
