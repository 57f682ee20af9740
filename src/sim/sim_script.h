/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_script - a file of lines for patriot-sim to obey, and what it shall see.
 *
 * It is checked as a whole before it begins, and stops at the first thing that is
 * not as expected.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_SCRIPT_H
#define ATDIALLER_SIM_SIM_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/message.h"
#include "sim/sim_script_line.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_SCRIPT_HEARD_MAX = 64,      /* messages that may wait to be expected */
	SIM_SCRIPT_WORDS_MAX = 300
};

/* A message that no expectation has met yet. */
struct sim_script_heard {
	bool is_status;
	struct call_status status;
	char words[SIM_SCRIPT_WORDS_MAX];
};

/* How things stand: numbers of connections, and of refused keys since the start. */
struct sim_script_view {
	unsigned present;               /* also those that are just closing */
	unsigned connected;
	unsigned authenticated;
	unsigned refusals;
};

struct sim_script {
	const char *name;
	const char *text;
	size_t n;
	size_t at;
	unsigned number;                /* of the present line */
	bool waiting;                   /* it sleeps or expects */
	struct sim_script_line line;
	ms_t deadline;
	unsigned refusals;              /* expected so far */
	struct sim_script_heard heard[SIM_SCRIPT_HEARD_MAX];
	size_t first;
	size_t count;
	bool overheard;                 /* more than fitted */
};

/*
 * `text` and `name` must outlive the script. -1 and a fault with NAME:LINE when a line
 * cannot be read.
 */
int sim_script_start(struct sim_script *script, const char *name, const char *text, size_t n,
    struct fault *fault);

/* A message came; `status` is NULL when it was no call-status-update. */
void sim_script_hear(struct sim_script *script, const struct call_status *status,
    const char *words);

/*
 * 1: do what *line says (an EXPECT has been met; QUIT also at the end of the text).
 * 0: nothing before something happens, or sim_script_due. -1: it failed, see the fault.
 * Call until it is not 1.
 */
int sim_script_step(struct sim_script *script, const struct sim_script_view *view, ms_t now,
    struct sim_script_line *line, struct fault *fault);

ms_t sim_script_due(const struct sim_script *script);

/* Sets a fault with NAME:LINE in front; returns -1. */
int sim_script_fail(const struct sim_script *script, const char *why, struct fault *fault);

#endif
