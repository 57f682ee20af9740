/* SPDX-License-Identifier: MIT */
/*
 * app/phone - the telephone half: a modem and the serial port it is on, found again for
 * ever.
 */
#ifndef ATDIALLER_APP_PHONE_H
#define ATDIALLER_APP_PHONE_H

#include <poll.h>
#include <stdbool.h>

#include "io/serial.h"
#include "modem/modem.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	PHONE_ABSENT_MS = 1000,         /* between looks for a device that is not there */
	PHONE_SILENT_MS = 2000,         /* before a silent modem's port is opened again; doubles */
	PHONE_SILENT_MOST_MS = 30000,
	PHONE_DTR_MS = 1000,            /* how long DTR stays low */
	PHONE_REPEAT_MS = 3600000       /* a reason that persists is logged again after this */
};

struct phone {
	struct modem modem;
	struct serial serial;
	const char *device;
	long baud;
	ms_t open_at;                   /* NEVER while open */
	ms_t silent_wait;               /* the next wait for a silent modem */
	ms_t raise_dtr_at;              /* NEVER: it is raised */
	struct fault last;              /* why it is not open, as last logged */
	ms_t last_at;
};

/* Opens the port at the first tick. `device` must outlive the phone. */
void phone_init(struct phone *phone, const char *device, long baud, const struct dialect *forced,
    ms_t now);

/* Fills in its poll slot, and takes what poll says of it. */
void phone_prepare(const struct phone *phone, struct pollfd *slot);
void phone_ready(struct phone *phone, const struct pollfd *slot, ms_t now);

/* Writes what waits for the modem: at once, not in the next turn. */
void phone_flush(struct phone *phone, ms_t now);

/* What is news for the other half: the call, an accepted dial that was not made. */
bool phone_next(struct phone *phone, struct modem_news *news, ms_t now);

ms_t phone_due(const struct phone *phone);
void phone_tick(struct phone *phone, ms_t now);
void phone_finish(struct phone *phone);

#endif
