/* SPDX-License-Identifier: MIT */
/*
 * app/doctor - atdialler --doctor: walks from the operator's Patriot to the telephone line, and
 * says of each step what was seen, and what to do if it is not as it should be.
 *
 * It leaves a running daemon, and a line with a call on it, alone; it tries no PIN; it tells the
 * modem nothing that the daemon would not; and to Patriot it says the authentication-request and
 * goodbye.
 */
#ifndef ATDIALLER_APP_DOCTOR_H
#define ATDIALLER_APP_DOCTOR_H

#include <stdbool.h>

#include "app/checklist.h"
#include "app/config.h"
#include "app/doctor_desk.h"
#include "app/doctor_modem.h"
#include "app/doctor_port.h"

struct doctor {
	const char *misread;            /* what is wrong with the configuration; NULL: nothing */
	struct checklist list;
	struct doctor_desk desk;
	struct doctor_port port;
	struct doctor_modem modem;
	bool left_alone;                /* a running daemon has the modem, and Patriot perhaps */
};

/*
 * Makes all checks and prints them on standard output. `doctor` is zeroed; `misread` is why the
 * configuration could not be read, or NULL. True when nothing is bad.
 */
bool doctor_run(struct doctor *doctor, const struct config *config, const char *misread);

#endif
