/* SPDX-License-Identifier: MIT */
/*
 * modem/dialect - how one family of modems wants to be spoken to: data, no code.
 *
 * To add a family: copy dialect_template.c, give its table a line in the list below and its file
 * one in Makefile.am, and record its dialogues in tests/dialogues. If a quirk does not fit, the
 * table type gets a new named field; nothing ever asks which dialect it is.
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
	bool ours;                      /* only while a call that we dialled is not yet answered */
	enum call_end why;              /* of CALL_HEARD_END */
	unsigned cause;                 /* of CALL_HEARD_END: the field with a cause of 24.008 10.5.4.11; 0: none */
	bool sure;                      /* of CALL_HEARD_END: believed without a look at the call list, */
	unsigned call;                  /*   when this field has our call's index there; 0: none has */
	bool twice;                     /* of CALL_HEARD_END: a tone that counts when it comes again soon */
	bool answers;                   /* of CALL_HEARD_END: the first one in a call is the answer */
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
	bool resets;                    /* the modem starts anew: it is brought up again */
	bool goes_on;                   /* its OK ends nothing yet: the next rung belongs to it */
	ms_t pause;                     /* before the next rung of such a pair */
};

/* One command before a dial command. */
struct dialect_step {
	const char *command;            /* NULL ends the list */
	bool may_fail;                  /* else nothing is dialled unless it is answered OK */
};

/*
 * A second way to dial: in a class of its own, where the modem listens to the line and holds it
 * until it is told to let go (V.253, class 8).
 */
struct dialect_class {
	const char *classes;            /* asks which classes there are; 8 must be one of them */
	const struct dialect_step *prepare;
	const char *dial;               /* as in struct dialect */
	const char *release;            /* when the far end is gone */
	const char *const *restore;     /* after each call; NULL-terminated */
};

struct dialect {
	const char *name;               /* as --modem takes it */
	const char *about;              /* one line for people */
	const struct dialect *like;     /* its init comes before ours, its news behind ours; NULL: none */
	const char *const *identity;    /* any of these in what the modem says it is, in lower case; one that
	                                   begins with a digit must stand alone; NULL: none */
	bool cellular;                  /* has a SIM and a registration (27.007 7.2, 8.3) */
	ms_t gap;                       /* between a result and the next command, once it is up */
	const char *const *init;        /* after identification, one command each, any may fail; NULL-terminated */
	const char *dtr;                /* makes DTR low hang up, where nobody but us moves DTR; NULL: it has none */
	const char *const *caller_id;   /* tried in turn until one is answered OK; NULL: none */
	const char *dial;               /* $ is the number */
	bool dials_plus;                /* '+' is a digit to it; on an analog line it is none */
	ms_t dial_timeout;
	enum call_event dial_ok;        /* what OK to the dial command means */
	const struct dialect_class *voice; /* NULL: it has none */
	const struct dialect_rung *hangup;
	const struct dialect_rung *reject; /* of a ringing call; NULL: as hangup */
	const char *list;               /* names the calls that exist (27.007 7.18); NULL: the modem cannot tell */
	const char *reset;              /* the last word to a modem that answers nothing, when there is no call */
	const char *alive;              /* asked when idle, so that a silent modem is noticed */
	const char *cause;              /* asks why a call ended (27.007 6.10); NULL: it cannot tell */
	const char *speaks;             /* asks whether it makes voice calls at all, 0 is yes; NULL: it cannot tell */
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
	.reset = "AT+CFUN=1,1", \
	.alive = "AT+CREG?"

/* What every analog dialect has in common with the generic one. */
#define DIALECT_ON_ANALOG_LINE \
	.gap = 100, \
	.dtr = "AT&D2", \
	.dial = "ATDT$;", \
	.dial_timeout = 90000, \
	.dial_ok = CALL_HEARD_ANSWER, \
	.hangup = dialect_analog_hangup, \
	.reject = dialect_analog_reject, \
	.reset = "ATZ", \
	.alive = "AT"

extern const struct dialect_rung dialect_cellular_hangup[];
extern const struct dialect_rung dialect_analog_hangup[];
extern const struct dialect_rung dialect_analog_reject[];
extern const char *const dialect_analog_caller_id[];
extern const struct dialect_class dialect_class8;

/* All of them; those with an identity are tried in this order. */
#define DIALECTS(X) \
	X(cellular) \
	X(cinterion) \
	X(huawei) \
	X(infineon) \
	X(motorola) \
	X(option) \
	X(quectel) \
	X(sierra) \
	X(simcom) \
	X(sonyericsson) \
	X(telit) \
	X(ublox) \
	X(wavecom) \
	X(zte) \
	X(analog) \
	X(voice) \
	X(conexant) \
	X(si24xx) \
	X(rockwell)

#define DIALECT_DECLARE(name) extern const struct dialect dialect_##name;
DIALECTS(DIALECT_DECLARE)

enum dialect_kind {
	DIALECT_ANALOG,
	DIALECT_CELLULAR,
	DIALECT_VOICE                   /* analog, with class 8 */
};

/* The dialect of that name; NULL when there is none. */
const struct dialect *dialect_named(const char *name);

/* The nth dialect, for lists; NULL behind the last. */
const struct dialect *dialect_at(size_t n);

/*
 * Chooses by what the modem says it is (+CGMI, +CGMM, ATI); the generic dialect of its kind
 * when nobody knows it.
 */
const struct dialect *dialect_choose(enum dialect_kind kind, const char *identity);

/* The same; NULL when nobody knows it. */
const struct dialect *dialect_known(enum dialect_kind kind, const char *identity);

/* The nth init command; NULL behind the last. */
const char *dialect_init(const struct dialect *dialect, size_t n);

/*
 * Writes the dial command for a number that text_phone, or on an analog line text_wire, passes.
 * -1 and a fault for any other.
 */
int dialect_dial(const struct dialect *dialect, const char *wire, char *out, size_t size,
    struct fault *fault);

/* The same in a class of its own; NULL: without one. */
int dialect_dial_in(const struct dialect_class *class, const struct dialect *dialect,
    const char *wire, char *out, size_t size, struct fault *fault);

/* The row that knows the line, or NULL. */
const struct dialect_news *dialect_read(const struct dialect *dialect, const char *line);

/* The same for a line that reads like one of the call list. */
const struct dialect_entry *dialect_read_entry(const struct dialect *dialect, const char *line);

/* The index in the call list of the call that the line is about; 0: it does not say. */
long dialect_call(const struct dialect_news *news, const char *line);

/* Why a call ended: the row's reason, or better the cause in the line, when that says more. */
enum call_end dialect_why(const struct dialect_news *news, const char *line);

#endif
