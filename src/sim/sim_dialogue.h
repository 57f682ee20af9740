/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_dialogue - a dialogue file as steps, and which of them the host may take next.
 *
 *	> ATD0911234567;	the host must say it; alone: a lone CR
 *	< OK			we say it, CR LF around; beginning with \x10: as it is
 *	~ 1.5			seconds
 *	= alerting 0911		how the call is now; also behind "# expect:" and "given"
 *	@usb-remove		and @usb-add, perhaps behind #: the device goes and returns
 *	# ...			a note, as are "desk<", "desk>", "dialect" and "from start"
 *
 * \xHH, \r, \n and \\ stand for bytes. Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_DIALOGUE_H
#define ATDIALLER_SIM_SIM_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_DIALOGUE_STEPS_MAX = 8192   /* a black box has thousands */
};

enum sim_step_kind {
	SIM_STEP_HOST,                  /* > the host must say it */
	SIM_STEP_MODEM,                 /* < we say it */
	SIM_STEP_RAW,                   /* < \x10...: without CR LF around */
	SIM_STEP_PAUSE,                 /* ~ */
	SIM_STEP_TRUTH,                 /* =, # expect:, given: how the call is now */
	SIM_STEP_NOTE,                  /* not for us: only shown */
	SIM_STEP_UNPLUG,
	SIM_STEP_PLUG
};

struct sim_step {
	enum sim_step_kind kind;
	unsigned line;
	const char *text;               /* unescaped; HOST, MODEM and RAW may hold any byte */
	size_t n;
	ms_t pause;
};

struct sim_dialogue {
	const char *name;
	struct sim_step step[SIM_DIALOGUE_STEPS_MAX];
	size_t count;
};

/*
 * Reads a whole file: `text` ends in NUL, is changed, and must outlive the dialogue, as
 * must `name`. -1 and a fault that begins with file and line when it is none.
 */
int sim_dialogue_read(struct sim_dialogue *dialogue, const char *name, char *text,
    struct fault *fault);

/* What a command line of the host can do to a call. */
enum sim_touch {
	SIM_TOUCH_NOTHING,              /* a question, or a setting */
	SIM_TOUCH_RESET,                /* harmless only while there is no call */
	SIM_TOUCH_CALL                  /* also what is no command line at all */
};

enum sim_touch sim_touch_of(const char *text, size_t n);

bool sim_step_is_question(const struct sim_step *step);

/* True for a result that ends a command. */
bool sim_step_is_final(const struct sim_step *step);

/* Behind the question at `i` and the answer that stands under it. */
size_t sim_dialogue_behind_question(const struct sim_dialogue *dialogue, size_t i);

/*
 * The host's line that may come when the dialogue stands at `from`: the one that says
 * exactly `text`, or, when that is NULL, any. Pauses and questions may be passed over;
 * lines of the modem may not. dialogue->count when there is none.
 */
size_t sim_dialogue_find(const struct sim_dialogue *dialogue, size_t from, const char *text,
    size_t n);

#endif
