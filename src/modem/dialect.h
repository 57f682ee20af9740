/* SPDX-License-Identifier: MIT */
/*
 * modem/dialect - how one family of modems wants to be spoken to: data, no code.
 *
 * To add a family: copy the nearest dialect_*.c, give its table a line in the list in
 * dialect.c and its file one in Makefile.am, and record its dialogues in tests/dialogues. If a
 * quirk does not fit, the table type gets a new named field; nothing ever asks which
 * dialect it is.
 */
#ifndef ATDIALLER_MODEM_DIALECT_H
#define ATDIALLER_MODEM_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "modem/call.h"
#include "util/fault.h"
#include "util/ms.h"

/* A line the modem sends unasked, and what it means for the call. */
struct dialect_news {
	const char *line;               /* its beginning; NULL ends the table */
	enum call_event means;
	enum call_end why;              /* of CALL_HEARD_END */
};

/* One step down the ladder that ends a call. */
struct dialect_rung {
	const char *command;            /* NULL ends the ladder */
	bool drops_dtr;                 /* not a command: DTR goes low for a second (V.250 6.2.9) */
	bool goes_on;                   /* its OK ends nothing yet: the next rung belongs to it */
	ms_t pause;                     /* before the next rung of such a pair */
};

struct dialect {
	const char *name;               /* as --modem takes it */
	const char *about;              /* one line for people */
	bool cellular;                  /* has a SIM and a registration (27.007 7.2, 8.3) */
	ms_t gap;                       /* between a result and the next command, once it is up */
	const char *const *init;        /* after identification, one command each, any may fail; NULL-terminated */
	const char *dial;               /* $ is the number */
	bool dials_plus;                /* '+' is a digit to it; on an analog line it is none */
	ms_t dial_timeout;
	enum call_event dial_ok;        /* what OK to the dial command means */
	const struct dialect_rung *hangup;
	const struct dialect_rung *reject; /* of a ringing call; NULL: as hangup */
	const char *list;               /* names the calls that exist (27.007 7.18); NULL: the modem cannot tell */
	const char *alive;              /* asked when idle, so that a silent modem is noticed */
	const struct dialect_news *news;
};

extern const struct dialect dialect_analog;
extern const struct dialect dialect_cellular;

/* The dialect of that name; NULL when there is none. */
const struct dialect *dialect_named(const char *name);

/* The nth dialect, for lists; NULL behind the last. */
const struct dialect *dialect_at(size_t n);

/* Chooses by what the modem answered to +GCAP, +CGMI and so on. */
const struct dialect *dialect_choose(bool cellular);

/*
 * Writes the dial command for a number that text_phone has passed. -1 and a fault when
 * this modem cannot dial it.
 */
int dialect_dial(const struct dialect *dialect, const char *phone, char *out, size_t size,
    struct fault *fault);

/* The row that knows the line, or NULL. */
const struct dialect_news *dialect_read(const struct dialect *dialect, const char *line);

#endif
