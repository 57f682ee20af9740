/* SPDX-License-Identifier: MIT */
/*
 * report/record - the call record: what became of each dial-request, of each call, and of a hang-up
 * that no call was there for. Each is finished exactly once.
 *
 * A hang-up-request belongs to the call that it ends, and has no record of its own then. A call may
 * outlive this process: what record_open gives can be kept somewhere and be handed to
 * record_resume later.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_RECORD_H
#define ATDIALLER_REPORT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "modem/modem.h"
#include "util/ms.h"

enum {
	RECORD_TEXT_MAX = 199,          /* of a number that is none, a cause, a reason: printable */
	RECORD_CAUSE_MS = 3000,         /* how long a call that is over waits for the modem's cause */
	RECORD_DONE_MAX = 4             /* finished and not yet taken: one event finishes two at most */
};

enum record_kind {
	RECORD_DIAL,                    /* Patriot asked for it */
	RECORD_INCOMING,
	RECORD_FOUND,                   /* not of our doing: made on the telephone, or before we started */
	RECORD_HANGUP                   /* a hang-up-request without a call */
};

/* In the order in which they come to pass. */
enum record_instant {
	RECORD_REQUESTED,               /* the dial-request, the lone hang-up-request */
	RECORD_FIRST_DIGIT,             /* the port took the first byte of ATD */
	RECORD_SEEN,                    /* an incoming call, or a found one: the first sign of it */
	RECORD_RINGING,                 /* at the far end; an incoming one: here */
	RECORD_ANSWERED,
	RECORD_HANGUP_REQUESTED,
	RECORD_ENDED,                   /* a request that came to nothing: when it was refused */
	RECORD_INSTANTS
};

enum record_outcome {
	RECORD_REFUSED,                 /* `refused` says by what */
	RECORD_NOT_DIALLED,             /* accepted, but nothing of it was written: `cause` says why */
	RECORD_NO_CALL,                 /* a hang-up-request, and there was none */
	RECORD_LOST_SIGHT,              /* over when we were not there to see */
	RECORD_CALL,                    /* + enum call_end */
	RECORD_OUTCOMES = RECORD_CALL + CALL_END_MODEM_LOST + 1
};

struct call_record {
	enum record_kind kind;
	bool outbound;
	bool withheld;                  /* incoming, and the caller hides his number */
	unsigned outcome;               /* enum record_outcome, or RECORD_CALL + why it ended */
	char number[RECORD_TEXT_MAX + 1]; /* as Patriot asked for it; or the caller's; "": not known */
	char cause[RECORD_TEXT_MAX + 1]; /* the modem's own words; "" */
	char refused[RECORD_TEXT_MAX + 1]; /* the rule, or the reason, that refused it; "" */
	ms_t at[RECORD_INSTANTS];       /* NEVER: did not happen */
	int64_t epoch;                  /* UTC, in ms since 1970, of the instant 0: its owner's to set */
};

enum record_state {
	RECORD_IDLE,
	RECORD_RESUMED,                 /* an earlier process's: is it still up? */
	RECORD_ASKED,                   /* a dial-request was accepted, its call has not begun */
	RECORD_UP,
	RECORD_OVER                     /* the modem may still say why */
};

struct record {
	enum record_state state;
	struct call_record open;        /* unless IDLE */
	ms_t cause_by;                  /* NEVER unless OVER */
	struct call_record done[RECORD_DONE_MAX];
	size_t done_count;
};

void record_init(struct record *record);

/*
 * Goes on with what record_open gave to an earlier process, `shift` being how far its clock was
 * ahead of ours; whether the call is still up is yet to be seen.
 */
void record_resume(struct record *record, const struct call_record *open, ms_t shift);

/* True until that has been seen. */
bool record_resumed(const struct record *record);

/* A dial-request, accepted; and one that is not, `why` being the rule's name or the reason. */
void record_dial(struct record *record, const char *number, ms_t now);
void record_refuse(struct record *record, const char *number, const char *why, ms_t now);

/* A hang-up-request; `refused` NULL: it goes to the modem. */
void record_hang_up(struct record *record, const char *refused, ms_t now);

/*
 * News of the modem, in order: CALL, NOT_DIALLED, CAUSE; others are passed over. `first_digit` is
 * modem_dialled_at; `cause_follows` tells whether MODEM_NEWS_CAUSE may come after the end.
 */
void record_hear(struct record *record, const struct modem_news *news, ms_t first_digit,
    bool cause_follows, ms_t now);

/* The modem is ready, so its calls are known: one that was resumed and is not found is over. */
void record_ready(struct record *record, ms_t now);

/* Another request comes: what is over is finished before that is acted on. */
void record_settle(struct record *record);

/*
 * Nothing more will be heard: what is over is finished. A call that is up stays open when `kept`
 * for another process to go on with; else nobody will see its end.
 */
void record_stop(struct record *record, bool kept, ms_t now);

/* What is not finished yet; NULL: nothing. */
const struct call_record *record_open(const struct record *record);

/* What is finished, in order; false when there is no more. */
bool record_next(struct record *record, struct call_record *done);

/* When a call that is over has waited long enough for its cause. */
ms_t record_due(const struct record *record);
void record_tick(struct record *record, ms_t now);

/* True when the two are about the same request or call. */
bool record_same(const struct call_record *a, const struct call_record *b);

/* "dial", "incoming", "found", "hangup" */
const char *record_kind_name(enum record_kind kind);

/* One word each: "refused", "busy", ... */
const char *record_outcome_name(unsigned outcome);

/* "requested", "firstDigit", ... */
const char *record_instant_name(enum record_instant instant);

/* In ms, from the answer to the end; 0 when there was none, or it has not ended. */
ms_t record_duration(const struct call_record *call);

#endif
