/* SPDX-License-Identifier: MIT */
/*
 * app/app - the two halves, and what goes from one to the other.
 */
#ifndef ATDIALLER_APP_APP_H
#define ATDIALLER_APP_APP_H

#include <poll.h>
#include <stdbool.h>

#include "app/blackbox.h"
#include "app/calllog.h"
#include "app/config.h"
#include "app/desk.h"
#include "app/phone.h"
#include "app/policy.h"
#include "app/unfinished.h"
#include "app/unlock.h"
#include "report/record.h"
#include "report/snapshot.h"
#include "util/fault.h"
#include "util/ms.h"

enum slot {
	SLOT_SIGNAL,                    /* the loop's own */
	SLOT_MODEM,                     /* and those of the other addresses that are tried */
	SLOT_LINK = SLOT_MODEM + PHONE_SLOTS, /* likewise */
	SLOT_WATCH = SLOT_LINK + NET_SLOTS, /* the loop's, too */
	SLOT_COUNT
};

enum {
	/*
	 * After ATD is written the terminal driver wants the processor; a status update in
	 * the same turn makes the ATD itself measurably later.
	 */
	APP_AFTER_DIAL_MS = 1,
	APP_TELL_AGAIN_MS = 200,        /* Patriot does not read: the newest status waits for it */
	APP_STOP_MS = 1500              /* for the modem to take a hang-up; a stop must fit in 2 s */
};

struct app {
	struct config config;           /* in force */
	const struct config *start;     /* the first: the text of what needs a restart is its */
	struct phone phone;
	struct unlock unlock;
	struct desk desk;
	struct policy policy;
	ms_t tell_at;                   /* when a change may be told; NEVER: nothing has changed */
	ms_t stop_by;                   /* asked to stop: it waits no longer for the modem; else NEVER */
	bool owed;                      /* an answer that Patriot was too slow to take */
	struct record record;
	struct calllog calllog;
	struct unfinished unfinished;
	struct blackbox blackbox;
	bool modem_answers;             /* as last seen */
	bool linked;                    /* Patriot has accepted our key */
	struct snapshot seen;           /* as of the last app_snapshot */
};

/* How much is logged. app_init and app_reload set it, too; what is logged before needs it. */
void app_set_log(const struct config *config);

/* Begins to look for modem and Patriot. `config` must outlive the app. -1 and a fault. */
int app_init(struct app *app, const struct config *config, ms_t now, struct fault *fault);

/* Each half fills in its own slots, and is told what poll says of them. */
void app_prepare(const struct app *app, struct pollfd slots[SLOT_COUNT]);
void app_ready(struct app *app, const struct pollfd slots[SLOT_COUNT], ms_t now);

/* Nobody was here for some time: what Patriot has asked meanwhile is not to be carried out. */
void app_wake(struct app *app, ms_t now);

ms_t app_due(const struct app *app);
void app_tick(struct app *app, ms_t now);

/*
 * Another configuration from now on, which has been checked and is ours to finish: the one place where
 * a change takes effect. What needs a restart is in it as it was, so that its text may be
 * pointed to for good; the text of everything else is gone with the next reload.
 */
void app_reload(struct app *app, const struct config *config, ms_t now);

/* The files that are appended to may have been renamed, and new ones are wanted. */
void app_reopen(struct app *app, ms_t now);

/*
 * How everything is now, until the next call; `written` is left at 0. What changed since the last
 * call of it, changed now.
 */
const struct snapshot *app_snapshot(struct app *app);

/*
 * Says goodbye to Patriot; a call stays as it is, but a hang-up that was asked for still goes to the
 * modem. app_stopped is true soon.
 */
void app_stop(struct app *app, ms_t now);
bool app_stopped(const struct app *app);

void app_finish(struct app *app);

#endif
