/* SPDX-License-Identifier: MIT */
/*
 * app/doctor_modem - the doctor wakes the modem up: does it answer, what is it, and is there a call
 * on its line?
 *
 * The modem is brought up as the daemon does it, but no PIN is entered; and when a call is found
 * nothing is said to it any more.
 */
#ifndef ATDIALLER_APP_DOCTOR_MODEM_H
#define ATDIALLER_APP_DOCTOR_MODEM_H

#include <stdbool.h>

#include "app/ask.h"
#include "app/checklist.h"
#include "app/doctor_port.h"
#include "app/phone.h"

enum {
	DOCTOR_ANSWER_MS = 8000,        /* for a modem to answer AT, */
	DOCTOR_PORTS_MS = 60000,        /*   on one of several ports, */
	DOCTOR_SPEED_MS = 2500,         /*   at each of the other speeds, */
	DOCTOR_BRINGUP_MS = 60000,      /*   then to tell what it is and how its SIM card does, */
	DOCTOR_SEARCH_MS = 10000        /*   and to find a network */
};

struct doctor_modem {
	const struct doctor_port *port;
	struct phone phone;
	bool started;                   /* the phone is to be finished */
	struct ask ask;
};

/* The struct is zeroed; the port must outlive it, and has been found before the checks. */
void doctor_modem_init(struct doctor_modem *doctor, const struct doctor_port *port);

/* In this order. The last leaves the modem ready to be asked more, when it is well. */
void doctor_modem_answers(struct doctor_modem *doctor, struct check *check);
void doctor_modem_identity(struct doctor_modem *doctor, struct check *check);
void doctor_modem_call(struct doctor_modem *doctor, struct check *check);

/*
 * One turn of the loop, `until` at the latest; then the phone may have news. True when the
 * descriptor `signals`, -1 for none, is readable.
 */
bool doctor_modem_turn(struct phone *phone, int signals, ms_t until);

void doctor_modem_finish(struct doctor_modem *doctor);

#endif
