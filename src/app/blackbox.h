/* SPDX-License-Identifier: MIT */
/*
 * app/blackbox - the last five minutes of both wires, written to a file when a call fails or a half
 * falls over: a dialogue with masked numbers, as --trace writes them.
 *
 * It is written some time after the event, when Patriot has been told and what came of it is on the
 * tape, too. Files are in the state directory, and the oldest make room for new ones.
 */
#ifndef ATDIALLER_APP_BLACKBOX_H
#define ATDIALLER_APP_BLACKBOX_H

#include <stdbool.h>

#include "modem/modem.h"
#include "report/record.h"
#include "report/tape.h"
#include "util/ms.h"

enum {
	BLACKBOX_AFTER_MS = 2000,       /* from the event to the file */
	BLACKBOX_FILES_MAX = 20
};

enum blackbox_reason {
	BLACKBOX_CALL_FAILED,           /* by modem, network or line, not by people */
	BLACKBOX_NOT_DIALLED,
	BLACKBOX_HANG_UP,               /* the modem did not do it when asked the first time */
	BLACKBOX_MODEM_LOST,
	BLACKBOX_LINK_LOST,
	BLACKBOX_REASONS
};

struct blackbox {
	bool on;
	ms_t write_at;                  /* NEVER: there is no reason */
	enum blackbox_reason reason;    /* the first */
	ms_t quiet_until[BLACKBOX_REASONS]; /* the same reason again is none */
	struct tape tape;
};

void blackbox_init(struct blackbox *blackbox, bool on);

/* The tape to record; NULL: it is off. */
struct tape *blackbox_tape(struct blackbox *blackbox);

/* Something happened that somebody may want to look into. */
void blackbox_mark(struct blackbox *blackbox, enum blackbox_reason reason, ms_t now);

/* The same for a finished record, if it is one of those. */
void blackbox_judge(struct blackbox *blackbox, const struct call_record *call, ms_t now);

ms_t blackbox_due(const struct blackbox *blackbox);

/* Writes the file; `modem` tells which dialect was spoken. */
void blackbox_tick(struct blackbox *blackbox, const struct modem *modem, ms_t now);

#endif
