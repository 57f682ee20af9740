/* SPDX-License-Identifier: MIT */
/*
 * modem/voice - the class of its own that a dialect may want for its calls: into it before the dial
 * command, out of it when the call is over (V.253, +FCLASS=8).
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_VOICE_H
#define ATDIALLER_MODEM_VOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "modem/dialect.h"

enum voice_state {
	VOICE_OUT,
	VOICE_ENTERING,
	VOICE_IN,
	VOICE_LEAVING
};

struct voice {
	const struct dialect_class *class; /* NULL: calls are made without one */
	enum voice_state state;
	size_t step;                    /* of the list of the state */
	bool off_hook;                  /* the modem holds the line */
};

/* Out of it, and calls are made in this one from now on; NULL: without one. */
void voice_init(struct voice *voice, const struct dialect_class *class);

/* A call is to be dialled: begins to enter, unless it is in already or on its way. */
void voice_enter(struct voice *voice);

/* There is no call (any more): begins to leave, unless it is out or on its way. */
void voice_leave(struct voice *voice);

/* The next command of the way in or out, to be answered by voice_answered; NULL: none. */
const char *voice_command(const struct voice *voice);

/* False when the class cannot be entered; then it is being left. */
bool voice_answered(struct voice *voice, bool ok);

/* The class it is in, to dial in; NULL: none. */
const struct dialect_class *voice_class(const struct voice *voice);

/* The dial command is being sent: from now on the modem holds the line. */
void voice_dialled(struct voice *voice);

/* A hang-up command was answered OK. */
void voice_hung_up(struct voice *voice);

#endif
