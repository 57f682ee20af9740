/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_play - plays a written dialogue: says the modem's lines, and holds the host to
 * its own.
 *
 * Lines of the file that touch a call (ATD, ATA, ATH, +CHUP, +CHLD, +VTS, a lone CR) must
 * come, in their order, and none may come that is not there. Every other command is a
 * question: the file's own answer is given when the file has it next, or later with only
 * pauses and other questions between; else a modem that behaves answers, with the calls
 * the file last spoke of. A question that nobody asks holds the file up for
 * SIM_PLAY_QUESTION_MS and is then passed over with its answer. While ATD or ATA has no
 * result no byte may come but those of the next line, if that is the host's.
 *
 * Nothing is said before the host has brought the modem up: it has spoken, and was then
 * quiet for SIM_PLAY_QUIET_MS, or has said a line of the file. A pause before a line of
 * the host does not hold the host back.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_PLAY_H
#define ATDIALLER_SIM_SIM_PLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/sim_dialogue.h"
#include "sim/sim_modem.h"
#include "util/buf.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_PLAY_QUIET_MS = 800,        /* silence that ends the host's bring-up */
	SIM_PLAY_QUESTION_MS = 15000,
	SIM_PLAY_LINGER_MS = 1000       /* after the last line, to hear what is wrong there */
};

enum sim_play_event {
	SIM_PLAY_SHOW,                  /* `text` */
	SIM_PLAY_UNPLUG,
	SIM_PLAY_PLUG,
	SIM_PLAY_DONE,
	SIM_PLAY_FAILED                 /* `text` says file, line, expected and heard */
};

struct sim_play_news {
	enum sim_play_event event;
	const char *text;
};

struct sim_play {
	const struct sim_dialogue *dialogue;
	size_t at;
	size_t skip_to;                 /* steps below are only shown */
	struct sim_modem modem;         /* answers what the file does not */
	const struct sim_family *family;
	struct sim_timing timing;
	struct buf out;
	char out_bytes[SIM_OUT_SIZE];
	char line[SIM_LINE_MAX];        /* of the host, so far */
	size_t len;
	bool begun;                     /* the host has finished its bring-up */
	ms_t quiet_since;               /* NEVER: the host has not said anything */
	unsigned pending;               /* line of the ATD or ATA that has no result */
	ms_t resume;                    /* end of the pause, or of the patience, at `at` */
	ms_t due;
	bool over;
	bool failed;
	struct fault fault;
};

/* At the beginning of the dialogue, which must outlive the play. The struct must not move. */
void sim_play_start(struct sim_play *play, const struct sim_dialogue *dialogue,
    const struct sim_family *family, const struct sim_timing *timing);

/*
 * Eats the host's bytes up to the end of one line and returns how many; call
 * sim_play_next before feeding the rest.
 */
size_t sim_play_feed(struct sim_play *play, const char *bytes, size_t n, ms_t now);

/* Plays on until there is something to tell; false when it must wait, see sim_play_due. */
bool sim_play_next(struct sim_play *play, ms_t now, struct sim_play_news *news);
ms_t sim_play_due(const struct sim_play *play);

/* What is said to the host, to be taken away after each sim_play_next. */
const char *sim_play_output(const struct sim_play *play, size_t *n);
void sim_play_wrote(struct sim_play *play, size_t n);

/* Where it stands, for one who gives up: "FILE:LINE: waits for ...". */
void sim_play_describe(const struct sim_play *play, struct fault *where);

#endif
