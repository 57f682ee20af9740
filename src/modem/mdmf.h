/* SPDX-License-Identifier: MIT */
/*
 * modem/mdmf - caller ID as the exchange sends it, which some modems print as it comes, in
 * hexadecimal: one record with a check sum, of a single message (SDMF) or of several parameters
 * (MDMF), or without it one parameter that the modem itself had no name for (ETSI EN 300 659-3).
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_MDMF_H
#define ATDIALLER_MODEM_MDMF_H

#include <stdbool.h>

enum {
	MDMF_TEXT_MAX = 63
};

struct mdmf {
	char number[MDMF_TEXT_MAX + 1]; /* as it was sent, not checked; "" when it does not say */
	char name[MDMF_TEXT_MAX + 1];   /* likewise */
	bool absent;                    /* it says that there is no number, and why */
	bool record;                    /* a record, as long as it says it is; not a parameter alone */
	bool checked;                   /*   with a check sum, and the right one */
};

/*
 * Reads the hexadecimal digits up to the end of the text. False for what is none, and for a record
 * that announces no call, such as "message waiting".
 */
bool mdmf_read(struct mdmf *mdmf, const char *hex);

#endif
