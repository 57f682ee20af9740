/* SPDX-License-Identifier: MIT */
/*
 * modem/hangup - leads the operator's hang-up down the ladder of the dialect, and further: one that the
 * modem did not take is the first thing it is told when its port is open again.
 */
#ifndef ATDIALLER_MODEM_HANGUP_H
#define ATDIALLER_MODEM_HANGUP_H

#include "modem/core.h"

/* The ladder for the call that there is. */
const struct dialect_rung *hangup_rungs(const struct modem *modem);

/* Ends whatever there is; with a dial command in flight by aborting that first. */
void hangup_begin(struct modem *modem, ms_t now);

/* A ladder was for the call that is over, not for one that waited behind it. */
void hangup_let_stale_go(struct modem *modem);

/* The rung in hand has not helped: takes the next one, or gives up. */
void hangup_climb_down(struct modem *modem, ms_t now);

/* The port has to be opened again: the owner is told why. */
void hangup_give_up(struct modem *modem, const char *why);

#endif
