/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_script_line - one line that tells patriot-sim what to do, typed or in a script.
 */
#ifndef ATDIALLER_SIM_SIM_SCRIPT_LINE_H
#define ATDIALLER_SIM_SIM_SCRIPT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/message.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_SCRIPT_PATIENCE_MS = 10000  /* for an expectation without "within" */
};

enum sim_script_verb {
	SIM_SCRIPT_NONE,                /* an empty line, or a comment */
	SIM_SCRIPT_DIAL,
	SIM_SCRIPT_HANGUP,
	SIM_SCRIPT_STATUS,
	SIM_SCRIPT_SEND,
	SIM_SCRIPT_DROP,
	SIM_SCRIPT_CLOSE,
	SIM_SCRIPT_SAY,
	SIM_SCRIPT_SLEEP,
	SIM_SCRIPT_EXPECT,
	SIM_SCRIPT_HELP,
	SIM_SCRIPT_QUIT
};

enum sim_script_want {
	SIM_SCRIPT_WANT_CONNECTED,
	SIM_SCRIPT_WANT_AUTHENTICATED,
	SIM_SCRIPT_WANT_REFUSED,
	SIM_SCRIPT_WANT_DISCONNECTED,
	SIM_SCRIPT_WANT_STATUS,
	SIM_SCRIPT_WANT_NOTHING
};

struct sim_script_expectation {
	enum sim_script_want want;
	bool eventually;                /* other messages may come before it */
	bool any_direction;
	bool any_number;
	struct call_status status;
};

struct sim_script_line {
	enum sim_script_verb verb;
	const char *text;               /* what stands behind the verb, in the line itself */
	size_t n;
	uint16_t code;                  /* CLOSE */
	ms_t wait;                      /* SLEEP, EXPECT */
	struct sim_script_expectation expect;
};

/* Reads one line; -1 and a fault that says what would be right. */
int sim_script_line_read(struct sim_script_line *line, const char *text, size_t n,
    struct fault *fault);

/* The i-th command with its arguments, and what it does; false behind the last. */
bool sim_script_line_help(size_t i, const char **usage, const char **what);

#endif
