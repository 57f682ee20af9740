/* SPDX-License-Identifier: MIT */
/*
 * modem/network - what a cellular modem says of its SIM and its registration.
 */
#ifndef ATDIALLER_MODEM_NETWORK_H
#define ATDIALLER_MODEM_NETWORK_H

#include <stdbool.h>

#include "at/codes.h"

enum network_sim {
	NETWORK_SIM_UNKNOWN,            /* not asked, or the modem has no such question */
	NETWORK_SIM_READY,
	NETWORK_SIM_BUSY,               /* still starting: ask again soon */
	NETWORK_SIM_NONE,
	NETWORK_SIM_PIN,
	NETWORK_SIM_PUK,
	NETWORK_SIM_FAILED
};

enum network_registration {
	NETWORK_UNKNOWN,                /* not asked, or the modem has no such question */
	NETWORK_REGISTERED,             /* voice calls are possible */
	NETWORK_SEARCHING,
	NETWORK_DENIED,
	NETWORK_NONE
};

struct network {
	enum network_sim sim;
	enum network_registration registration;
};

/*
 * Reads +CPIN: (27.007 8.3) and +CREG: (27.007 7.2), the answer's form and the unasked one. False
 * for any other line.
 */
bool network_read(struct network *network, const char *line);

/* What an error answer tells of the SIM (27.007 9.2.1). */
void network_read_error(struct network *network, int cme);

#endif
