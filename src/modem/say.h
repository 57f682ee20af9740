/* SPDX-License-Identifier: MIT */
/*
 * modem/say - what the modem is told and asked next: one command at a time, the most urgent first.
 */
#ifndef ATDIALLER_MODEM_SAY_H
#define ATDIALLER_MODEM_SAY_H

#include "modem/core.h"

/* Says the next thing, if there is one and the modem listens. */
void say_next(struct modem *modem, ms_t now);

/* When there will be something to say and the modem will listen. */
ms_t say_due(const struct modem *modem);

/* A dial that was accepted is not made after all. */
void say_refuse_dial(struct modem *modem, const char *why);

/* Takes back a dial command of which the port has taken nothing yet. */
void say_withdraw_dial(struct modem *modem, const char *why, ms_t now);

/* Either of the two. */
void say_forget_dial(struct modem *modem, const char *why, ms_t now);

#endif
