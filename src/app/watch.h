/* SPDX-License-Identifier: MIT */
/*
 * app/watch - how the daemon is seen by those who watch over it: the status file, the file of
 * metrics, and the herald.
 *
 * It looks a moment after a turn of the loop in which something changed: a call has several changes
 * in a moment, and the modem comes first.
 */
#ifndef ATDIALLER_APP_WATCH_H
#define ATDIALLER_APP_WATCH_H

#include <poll.h>
#include <stdbool.h>

#include "app/app.h"
#include "app/config.h"
#include "app/herald.h"
#include "app/sheet.h"
#include "report/metrics.h"
#include "report/status.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	WATCH_SETTLE_MS = 100,          /* from a change to the look at it */
	WATCH_STATUS_MS = 30000,        /* the file is written although nothing has changed */
	WATCH_METRICS_MS = 15000        /* likewise; and a signal may have changed by itself */
};

struct watch {
	struct herald herald;
	struct sheet status;
	struct sheet metrics;
	ms_t look_at;                   /* NEVER: nothing has happened since the last look */
	struct snapshot snapshot;       /* as of the last look; `written` is 0 */
	union {
		char status[STATUS_TEXT_MAX];
		char metrics[METRICS_TEXT_MAX];
	} text;
};

/*
 * First of all, before the process holds a secret or a thread, and may start no other any more. -1
 * and a fault that names the option.
 */
int watch_open(struct watch *watch, const struct config *config, struct fault *fault);

void watch_start(struct watch *watch, const struct config *config, ms_t now);

/* Fills in its poll slot. */
void watch_prepare(const struct watch *watch, struct pollfd *slot);

/* After each turn of the loop, with what poll says of the slot; `busy`: something happened. */
void watch_turn(struct watch *watch, struct app *app, const struct pollfd *slot, bool busy,
    ms_t now);

ms_t watch_due(const struct watch *watch);

/* Asked to stop: the files go, and nobody is told any more. Safe when it was only opened. */
void watch_stop(struct watch *watch);

#endif
