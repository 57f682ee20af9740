/* SPDX-License-Identifier: MIT */
/*
 * app/phone - the telephone half: a modem and the port it is on, found again for ever.
 */
#ifndef ATDIALLER_APP_PHONE_H
#define ATDIALLER_APP_PHONE_H

#include <poll.h>
#include <stdbool.h>

#include "app/trace.h"
#include "io/device.h"
#include "io/port.h"
#include "modem/modem.h"
#include "report/snapshot.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	PHONE_SLOTS = NET_SLOTS,        /* for poll */
	PHONE_ABSENT_MS = 1000,         /* between looks for a device that is not there */
	PHONE_SILENT_MS = 2000,         /* before a silent modem's port is opened again; doubles */
	PHONE_SILENT_MOST_MS = 30000,
	PHONE_DTR_MS = 1000,            /* how long DTR stays low */
	PHONE_RESET_AFTER = 2,          /* openings in vain, until a reset is tried */
	PHONE_RESET_MS = 300000         /* between two such attempts */
};

struct phone_settings {
	const char *device;             /* as device_read takes it */
	long baud;
	struct modem_settings modem;
	const char *trace;              /* NULL: none */
};

struct phone {
	struct phone_settings settings;
	struct modem modem;
	struct device device;
	struct port port;
	ms_t open_at;                   /* NEVER while open or connecting */
	ms_t silent_wait;               /* the next wait for a silent modem */
	ms_t raise_dtr_at;              /* NEVER: it is raised */
	unsigned silent;                /* openings in a row that nothing came of */
	ms_t reset_at;                  /* a reset may be tried from then on */
	bool closed_it;                 /* we have closed the port, and open it again */
	bool restarts;                  /* the modem is to be told so, too, when DTR is up again */
	struct fault last;              /* why it is not open, as last logged */
	struct trace trace;
	unsigned long opens;            /* times that the port was opened, */
	unsigned long resets;           /*   that a reset was tried, by DTR or by command */
};

/*
 * Opens the port at the first tick. The settings' strings must outlive the phone. -1 and a fault.
 */
int phone_init(struct phone *phone, const struct phone_settings *settings, ms_t now,
    struct fault *fault);

/* Fills in its poll slots, and takes what poll says of them. */
void phone_prepare(const struct phone *phone, struct pollfd slots[PHONE_SLOTS]);
void phone_ready(struct phone *phone, const struct pollfd slots[PHONE_SLOTS], ms_t now);

/* Writes what waits for the modem: at once, not in the next turn. */
void phone_flush(struct phone *phone, ms_t now);

/* What is news for the other half: the call, why it ended, an accepted dial that was not made. */
bool phone_next(struct phone *phone, struct modem_news *news, ms_t now);

/* How the half is, but not since when. */
void phone_describe(const struct phone *phone, struct snapshot_modem *modem);

ms_t phone_due(const struct phone *phone);
void phone_tick(struct phone *phone, ms_t now);
void phone_finish(struct phone *phone);

#endif
