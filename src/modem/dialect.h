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
	unsigned field;                 /* and this field behind it (1: the first; 0: the line alone tells) */
	long is;                        /*   has this value */
	enum call_event means;
	enum call_end why;              /* of CALL_HEARD_END */
	unsigned cause;                 /* of CALL_HEARD_END: the field with a cause of 24.008 10.5.4.11; 0: none */
	bool sure;                      /* of CALL_HEARD_END: believed without a look at the call list */
};

/* A line the modem sends unasked that reads like one of +CLCC (27.007 7.18). */
struct dialect_entry {
	const char *line;               /* its beginning; NULL ends the table */
	bool reserved;                  /* a field more stands before the number */
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
	const struct dialect *like;     /* its init comes before ours, its news behind ours; NULL: none */
	const char *const *identity;    /* any of these in what the modem says it is, in lower case; NULL: none */
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
	const struct dialect_news *news; /* NULL: none of its own */
	const struct dialect_entry *entries; /* NULL: none */
};

/* What every cellular dialect has in common with the generic one, but for dial_ok. */
#define DIALECT_LIKE_CELLULAR \
	.like = &dialect_cellular, \
	.cellular = true, \
	.dial = "ATD$;", \
	.dials_plus = true, \
	.hangup = dialect_cellular_hangup, \
	.list = "AT+CLCC", \
	.alive = "AT+CREG?"

extern const struct dialect_rung dialect_cellular_hangup[];

extern const struct dialect dialect_analog;
extern const struct dialect dialect_cellular;
extern const struct dialect dialect_cinterion;
extern const struct dialect dialect_huawei;
extern const struct dialect dialect_infineon;
extern const struct dialect dialect_motorola;
extern const struct dialect dialect_option;
extern const struct dialect dialect_quectel;
extern const struct dialect dialect_sierra;
extern const struct dialect dialect_simcom;
extern const struct dialect dialect_sonyericsson;
extern const struct dialect dialect_telit;
extern const struct dialect dialect_ublox;
extern const struct dialect dialect_wavecom;
extern const struct dialect dialect_zte;

/* The dialect of that name; NULL when there is none. */
const struct dialect *dialect_named(const char *name);

/* The nth dialect, for lists; NULL behind the last. */
const struct dialect *dialect_at(size_t n);

/*
 * Chooses by what the modem says it is (+CGMI, +CGMM, ATI); the generic dialect of its kind
 * when nobody knows it.
 */
const struct dialect *dialect_choose(bool cellular, const char *identity);

/* The nth init command; NULL behind the last. */
const char *dialect_init(const struct dialect *dialect, size_t n);

/*
 * Writes the dial command for a number that text_phone has passed. -1 and a fault when
 * this modem cannot dial it.
 */
int dialect_dial(const struct dialect *dialect, const char *phone, char *out, size_t size,
    struct fault *fault);

/* The row that knows the line, or NULL. */
const struct dialect_news *dialect_read(const struct dialect *dialect, const char *line);

/* The same for a line that reads like one of the call list. */
const struct dialect_entry *dialect_read_entry(const struct dialect *dialect, const char *line);

/* Why a call ended: the row's reason, or better the cause in the line, when that says more. */
enum call_end dialect_why(const struct dialect_news *news, const char *line);

#endif
