/* SPDX-License-Identifier: MIT */
/*
 * app/loop - poll() on a fixed set of slots, until a signal asks to stop.
 */
#ifndef ATDIALLER_APP_LOOP_H
#define ATDIALLER_APP_LOOP_H

#include "app/app.h"
#include "app/service.h"
#include "app/watch.h"
#include "util/fault.h"

/*
 * From here on SIGINT and SIGTERM ask to stop, SIGHUP to read the configuration again; SIGPIPE
 * is ignored. -1 and a fault on failure.
 */
int loop_init(struct fault *fault);

/*
 * Runs until asked to stop: 0; -1 and a fault when poll itself fails, or a half is
 * stuck.
 */
int loop_run(struct app *app, struct service *service, struct watch *watch, struct fault *fault);

void loop_finish(void);

#endif
