/* SPDX-License-Identifier: MIT */
/*
 * app/doctor_call - the doctor's test call: one, to a number that the rules let pass, hung up when
 * it is answered, when it has lasted too long, or when a signal asks for it.
 */
#ifndef ATDIALLER_APP_DOCTOR_CALL_H
#define ATDIALLER_APP_DOCTOR_CALL_H

#include "app/checklist.h"
#include "app/config.h"
#include "app/doctor_modem.h"

enum {
	DOCTOR_CALL_MS = 30000,         /* from ATD to the hang-up at the latest */
	DOCTOR_HANGUP_MS = 20000        /* and for the modem to do that */
};

/* The modem is ready. Says on standard error what it dials, before, and what the line does. */
void doctor_call_make(struct doctor_modem *modem, const struct config *config,
    struct check *check);

#endif
