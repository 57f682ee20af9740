/* SPDX-License-Identifier: MIT */
/*
 * app/herald - tells that nothing can be dialled, and that it can be again: in the log, and by the
 * command of --on-change.
 */
#ifndef ATDIALLER_APP_HERALD_H
#define ATDIALLER_APP_HERALD_H

#include <poll.h>
#include <stdbool.h>

#include "app/config.h"
#include "io/runner.h"
#include "report/readiness.h"
#include "report/snapshot.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	HERALD_COMMAND_MS = 60000,      /* for the command to end */
	HERALD_PAUSE_MS = 10000         /* from one start of it to the next */
};

struct herald {
	struct readiness readiness;
	struct runner runner;
	bool ran;                       /* the command, for the state */
	bool ran_ready;
	ms_t run_at;                    /* not before */
};

/* Before the process holds a secret or a thread. -1 and a fault that names the option. */
int herald_open(struct herald *herald, const struct config *config, struct fault *fault);

void herald_start(struct herald *herald, ms_t now);

/* Fills in the command's poll slot, and takes what poll says of it. */
void herald_prepare(const struct herald *herald, struct pollfd *slot);
void herald_ready(struct herald *herald, const struct pollfd *slot);

/* How everything is now. */
void herald_see(struct herald *herald, const struct snapshot *snapshot, ms_t now);

ms_t herald_due(const struct herald *herald);
void herald_finish(struct herald *herald);

#endif
