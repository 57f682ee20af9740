/* SPDX-License-Identifier: MIT */
/*
 * modem/caller - who is calling, from what modems print about it: +CLIP and +CCWA
 * (27.007 7.6, 7.12), and the formatted caller-ID lines of analog modems.
 */
#ifndef ATDIALLER_MODEM_CALLER_H
#define ATDIALLER_MODEM_CALLER_H

#include <stdbool.h>

#include "util/text.h"

enum {
	CALLER_NAME_MAX = 63
};

struct caller {
	char number[TEXT_PHONE_MAX + 1]; /* only 0-9 * # and a leading '+'; "" when unknown or withheld */
	char name[CALLER_NAME_MAX + 1]; /* as the modem gave it, not checked; for the log */
	bool withheld;                  /* said so, or said nothing where a number belongs */
	bool doubtful;                  /* the check sum says that it was not heard well */
};

/*
 * Sets the number as the network gave it: '+' is added when `type` is 145
 * (international, 24.008 10.5.4.7), separators are dropped, and anything that is no number
 * (P, O, UNAVAILABLE) makes the caller withheld.
 */
void caller_set_number(struct caller *caller, const char *text, long type);

/* Each reads one line into *caller and answers false, touching nothing, for other lines. */
bool caller_read_clip(struct caller *caller, const char *line);
bool caller_read_ccwa(struct caller *caller, const char *line);

/* A ring of an ISDN adapter that says who calls: RING;from;to, RING: type DNn from. */
bool caller_read_ring(struct caller *caller, const char *line);

/*
 * One line of an analog caller-ID block (DATE, TIME, NMBR, NAME, MESG and their kin): adds to
 * *caller, where the first number and the first name count, since some exchanges
 * send a masking second one. True for any line of such a block, also for one that tells nothing,
 * but not for a record that announces no call.
 */
bool caller_read_block(struct caller *caller, const char *line);

#endif
