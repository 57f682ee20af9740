/* SPDX-License-Identifier: MIT */
/*
 * app/reload - SIGHUP: the options are read again, and each that is another one takes effect, as
 * far as that costs neither line nor call.
 */
#ifndef ATDIALLER_APP_RELOAD_H
#define ATDIALLER_APP_RELOAD_H

#include "app/app.h"
#include "util/ms.h"

/* Logs what changes and what would need a restart; or what is wrong, and all stays as it is. */
void reload_config(struct app *app, ms_t now);

#endif
