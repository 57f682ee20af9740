/* SPDX-License-Identifier: MIT */
/*
 * app/service - the daemon as a service: tells the manager that started it when it runs, how it is,
 * that it is alive, and that it ends.
 *
 * It is ready as soon as its configuration is good and both halves are at work. An absent modem is
 * waited for as an absent Patriot is: it shows in the status, and must not make the unit
 * fail, or the machine's start wait for it.
 */
#ifndef ATDIALLER_APP_SERVICE_H
#define ATDIALLER_APP_SERVICE_H

#include <stdbool.h>

#include "app/alive.h"
#include "app/app.h"
#include "report/snapshot.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	/* A call has several changes in a moment, and the modem comes first. */
	SERVICE_SETTLE_MS = 50
};

struct service {
	struct alive alive;
	bool listens;                   /* somebody does */
	char status[SNAPSHOT_WORDS_MAX + 1]; /* as last told */
	ms_t status_at;                 /* a change of it may be told; NEVER: it has not changed */
};

/* Before the first turn of the loop: ready. */
void service_start(struct service *service, struct app *app, ms_t now);

/* After each turn. -1 and a fault when one half is stuck: only a new start helps. */
int service_turn(struct service *service, struct app *app, ms_t now, struct fault *fault);

/* Around reading the configuration again. */
void service_reloading(void);
void service_reloaded(void);

/* Asked to stop. */
void service_stopping(void);

ms_t service_due(const struct service *service);

#endif
