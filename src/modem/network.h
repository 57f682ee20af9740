/* SPDX-License-Identifier: MIT */
/*
 * modem/network - what a cellular modem says of its SIM, its registration and its signal.
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
	NETWORK_HOME,                   /* voice calls are possible, here and in the next */
	NETWORK_ROAMING,
	NETWORK_SEARCHING,
	NETWORK_DENIED,
	NETWORK_NONE
};

enum {
	NETWORK_NAME_MAX = 32,
	NETWORK_SIGNAL_MAX = 31,        /* -51 dBm or more; 0 is -113 dBm or less (27.007 8.5) */
	NETWORK_SIGNAL_UNKNOWN = -1,    /* not asked, or no answer that we understand */
	NETWORK_SIGNAL_NONE = 99        /* "not known or not detectable" */
};

struct network {
	enum network_sim sim;
	enum network_registration registration;
	bool registered_anew;           /* the name of this network has not been asked for */
	int signal;
	char operator_name[NETWORK_NAME_MAX + 1]; /* printable; "": not known */
};

/* Nothing is known. */
void network_init(struct network *network);

/*
 * Reads +CPIN: (27.007 8.3), +CREG: (27.007 7.2), the answer's form and the unasked one, +CSQ:
 * (27.007 8.5) and +COPS: (27.007 7.3). False for any other line.
 */
bool network_read(struct network *network, const char *line);

/* What an error answer tells of the SIM (27.007 9.2.1). */
void network_read_error(struct network *network, int cme);

/* Voice calls are possible. */
bool network_is_registered(const struct network *network);

/* Nothing is heard of any network: more than "not registered", less than a fault of the SIM. */
bool network_is_unheard(const struct network *network);

/* "home", "searching", ...; "" when not known. */
const char *network_registration_name(enum network_registration registration);

#endif
