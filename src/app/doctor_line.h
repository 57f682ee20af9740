/* SPDX-License-Identifier: MIT */
/*
 * app/doctor_line - the doctor's questions to a modem that is up: its SIM card, its network, and
 * what the two can do. What does not apply to its kind is left out.
 */
#ifndef ATDIALLER_APP_DOCTOR_LINE_H
#define ATDIALLER_APP_DOCTOR_LINE_H

#include "app/checklist.h"
#include "app/doctor_modem.h"

/* All behind doctor_modem_call, which was well. */
void doctor_line_sim(struct doctor_modem *modem, struct check *check);
void doctor_line_pin(struct doctor_modem *modem, struct check *check);
void doctor_line_registration(struct doctor_modem *modem, struct check *check);
void doctor_line_signal(struct doctor_modem *modem, struct check *check);
void doctor_line_voice(struct doctor_modem *modem, struct check *check);
void doctor_line_caller_id(struct doctor_modem *modem, struct check *check);
void doctor_line_call_waiting(struct doctor_modem *modem, struct check *check);
void doctor_line_call_list(struct doctor_modem *modem, struct check *check);

#endif
