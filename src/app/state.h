/* SPDX-License-Identifier: MIT */
/*
 * app/state - the folder for what is to be remembered: $STATE_DIRECTORY, which systemd sets,
 * else ${XDG_STATE_HOME:-~/.local/state}/atdialler.
 */
#ifndef ATDIALLER_APP_STATE_H
#define ATDIALLER_APP_STATE_H

#include <limits.h>

#include "util/fault.h"

/* The path of a file in it; -1 and a fault when there is no such folder to be named. */
int state_path(const char *name, char path[PATH_MAX], struct fault *fault);

#endif
