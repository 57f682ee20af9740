/* SPDX-License-Identifier: MIT */
/*
 * modem/start - brings the modem up, when the port is open and again when it has restarted; and what
 * becomes of a call that was up before.
 */
#ifndef ATDIALLER_MODEM_START_H
#define ATDIALLER_MODEM_START_H

#include "modem/core.h"

/* From the beginning: wakes it up. */
void start_begin(struct modem *modem, ms_t now);

/* A reset was answered OK: its settings are gone now, and a call should be. */
void start_after_reset(struct modem *modem, ms_t now);

/* Bring-up is done. */
void start_ready(struct modem *modem, ms_t now);

#endif
