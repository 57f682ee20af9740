/* SPDX-License-Identifier: MIT */
/*
 * app/status - the status of a daemon that runs: where its status file is, and what
 * atdialler --status says of it.
 */
#ifndef ATDIALLER_APP_STATUS_H
#define ATDIALLER_APP_STATUS_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "app/config.h"
#include "report/snapshot.h"

enum {
	STATUS_STALE_S = 90             /* not written for so long, it is no longer believed */
};

/*
 * Where the daemon writes it: status-file, else status.json in $RUNTIME_DIRECTORY, which systemd
 * sets; "" when that is not set either. Returns path.
 */
const char *status_path(const struct config *config, char path[PATH_MAX]);

/*
 * The same for whoever wants to read it: /run/atdialler/status.json when neither is set. Then
 * reads it: true when a daemon runs and this is how it is. False: none does, or none that we
 * know of, and `snapshot` is not ready, for that reason; with a pid: one that hangs.
 */
bool status_look(const struct config *config, struct snapshot *snapshot);

/* Prints that, for people or as JSON; true when it is ready. */
bool status_print(const struct config *config, FILE *out);

#endif
