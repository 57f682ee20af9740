/* SPDX-License-Identifier: MIT */
/*
 * modem/modem - a modem and its line: bytes in, news of the call out; dial and hang-up
 * in, bytes out.
 *
 * It brings the modem up, follows the call by what the modem says - the call list is the
 * judge where there is one -, leads a hang-up down the dialect's ladder and notices when
 * the modem falls silent. Its owner opens and closes the port and carries the bytes.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_MODEM_H
#define ATDIALLER_MODEM_MODEM_H

#include <stdbool.h>
#include <stddef.h>

#include "modem/core.h"
#include "util/fault.h"
#include "util/ms.h"

/* Off. `forced` is the dialect to use whatever the modem says; NULL: choose. */
void modem_init(struct modem *modem, const struct dialect *forced);

/* The same with all that can be wished for. */
void modem_set_up(struct modem *modem, const struct modem_settings *settings);

/* Unlocks a SIM that wants it with this PIN, which pin_check has passed: once, until it is another one. */
void modem_set_pin(struct modem *modem, const char *pin);

/* The port is open: brings the modem up. */
void modem_start(struct modem *modem, ms_t now);

/*
 * The same for one that has answered nothing for long: when there is no call, the first thing that it
 * is told is to reset itself.
 */
void modem_restart(struct modem *modem, ms_t now);

/* The port is gone or cannot be opened, and any call is gone with it. */
void modem_lost(struct modem *modem, ms_t now);

/*
 * The port was closed because of MODEM_NEWS_REOPEN. A call stays: that the modem is deaf to us does
 * not end it. What the modem says when it is back decides, or the end of MODEM_DEAF_MS.
 */
void modem_closed(struct modem *modem, ms_t now);

/* Bytes from the port; all are taken. */
void modem_feed(struct modem *modem, const char *bytes, size_t n, ms_t now);

/* What happened since, in order; false when there is no more. */
bool modem_next(struct modem *modem, struct modem_news *news);

/*
 * Dials `wire`, in a form that dialect_dial takes: one ATD within MODEM_DIAL_MS, or
 * MODEM_NEWS_NOT_DIALLED. The call bears the number `shown`, which text_phone has passed. -1 and
 * a fault, and nothing kept, when the modem is not ready or a call exists.
 */
int modem_dial(struct modem *modem, const char *shown, const char *wire, ms_t now,
    struct fault *fault);

/* True when the line takes a '+' for a digit, as cellular ones do; only what is ready knows. */
bool modem_dials_plus(const struct modem *modem);

/* A dial that was accepted and of which the port has taken nothing yet never will be made. */
void modem_forget_dial(struct modem *modem, const char *why, ms_t now);

/*
 * Ends whatever there is, also when we believe there is nothing; a modem that is deaf is told as soon
 * as it listens. -1 and a fault when there is no modem to tell.
 */
int modem_hangup(struct modem *modem, ms_t now, struct fault *fault);

/* True until the port has taken the first command of a hang-up that was asked for. */
bool modem_owes_hangup(const struct modem *modem);

enum modem_state modem_state(const struct modem *modem);

/* The call as it is now. */
const struct call *modem_call(const struct modem *modem);

/* When the port took the first byte of the last dial command; NEVER: it has not. */
ms_t modem_dialled_at(const struct modem *modem);

/* True while MODEM_NEWS_CAUSE may still come for the call that is over. */
bool modem_asks_cause(const struct modem *modem);

/* Maker and model as far as known, printable. */
const char *modem_identity(const struct modem *modem);

/* "huawei", ...; "" until it is known. */
const char *modem_dialect_name(const struct modem *modem);
bool modem_is_cellular(const struct modem *modem);

/* How a cellular modem hears its network: 0 to 31, or -1 when that is not known (27.007 8.5). */
int modem_signal(const struct modem *modem);

/* What that calls itself, printable; "" when not known. */
const char *modem_operator(const struct modem *modem);

/* "home", "roaming", "searching", "denied", "not registered"; "" when not known or not cellular. */
const char *modem_registration(const struct modem *modem);

/* True while what is written and read must not be shown: it may hold the PIN. */
bool modem_is_secret(const struct modem *modem);

/* Bytes for the port; modem_wrote says how many of them went. */
const char *modem_output(const struct modem *modem, size_t *n);

/* True when they have waited too long and may not be written: a dial would come too late. */
bool modem_late(const struct modem *modem, ms_t now);

void modem_wrote(struct modem *modem, size_t n, ms_t now);

ms_t modem_due(const struct modem *modem);
void modem_tick(struct modem *modem, ms_t now);

/* "ready", "SIM card needs its PIN", ... */
const char *modem_state_name(enum modem_state state);

#endif
