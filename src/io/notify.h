/* SPDX-License-Identifier: MIT */
/*
 * io/notify - what a service manager is told, sd_notify(3): that we run, how we are, and that we
 * are alive.
 *
 * Nobody listens unless $NOTIFY_SOCKET is set, and then nothing happens. What cannot be
 * told is lost: a manager that does not read must not stop us.
 */
#ifndef ATDIALLER_IO_NOTIFY_H
#define ATDIALLER_IO_NOTIFY_H

#include <stdbool.h>

#include "util/ms.h"

/* Somebody listens. */
bool notify_wanted(void);

/* This build can tell him: it was built with libsystemd. */
bool notify_possible(void);

/* The longest time that he lets us be without WATCHDOG=1; 0: he does not care. */
ms_t notify_watchdog(void);

/* Lines of NAME=VALUE, as in sd_notify(3). */
void notify_send(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The configuration is being read again; READY=1 ends it. */
void notify_reloading(void);

#endif
