/* SPDX-License-Identifier: MIT */
/*
 * modem/track - what the line's call is, made up from everything the modem says about it.
 *
 * Where the modem has a list of its calls (+CLCC), the list is the judge: "NO CARRIER" and
 * its like only make us look. Where it has none, what it says is believed.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_TRACK_H
#define ATDIALLER_MODEM_TRACK_H

#include <stdbool.h>
#include <stddef.h>

#include "modem/call.h"
#include "modem/caller.h"
#include "modem/clcc.h"
#include "modem/signs.h"
#include "util/ms.h"

enum {
	TRACK_RING_SILENCE_MS = 12000,  /* two periods of the slowest cadence: the caller gave up */
	TRACK_FIRST_LOOK_MS = 500,      /* from the dial command's OK to the first look */
	TRACK_RING_LOOK_MS = 300,       /* from the first ring, in case no number comes with it */
	TRACK_AGAIN_MS = 100,           /* from a list that was older than the news that came with it */
	TRACK_LOOK_MS = 1000,           /* between looks while a call comes or goes */
	TRACK_LOOK_ENDING_MS = 500,
	TRACK_LOOK_ACTIVE_MS = 5000,
	TRACK_YOUNG_MS = 5000,          /* a call this young may not be in the list yet */
	TRACK_WHY_MS = 1000,            /* from "it is over" to the line that says why */
	TRACK_LOOKS_MAX = 3,            /* that fail before a modem that said "over" is believed */
	TRACK_NEWS_MAX = 8
};

struct track {
	struct call call;
	bool has_list;                  /* the modem can be asked */
	ms_t list_at;                   /* when it should be; NEVER: no need */

	long index;                     /* of the call in the list; 0: not known */
	char name[CALLER_NAME_MAX + 1]; /* of the present caller, as the modem gave it; "": not known */
	bool name_is_new;
	struct caller block;            /* what a caller-ID block told so far */
	ms_t began_at;
	ms_t ring_at;                   /* the last sign of ringing */
	ms_t hung_up_at;                /* when the last call that we ended was over */
	bool asked;                     /* the list command is in flight */
	bool outdated;                  /* and was so before the call was over: it may still show it */
	bool told_end;                  /* the modem said it is over; the list has not confirmed */
	bool told_since;                /* it said so after the list was asked for */
	enum call_end told_why;
	ms_t why_by;                    /* it is over, and why is awaited until then; NEVER: not so */
	unsigned missing;               /* looks in a row that did not show the call */
	struct signs signs;

	struct call news[TRACK_NEWS_MAX];
	size_t news_count;
};

void track_init(struct track *track);

/* A dial command is to be written (CALL_ORDER_NONE: there is a call, do not); a hang-up was asked for. */
enum call_order track_dial(struct track *track, const char *number, ms_t now);
enum call_order track_hangup(struct track *track);

/* A sign of ringing, with what is known of the caller (NULL: nothing new). */
void track_ring(struct track *track, const struct caller *caller, ms_t now);

/* One line of an analog caller-ID block, which may come before any ring; false: it is none. */
bool track_block(struct track *track, const char *line, ms_t now);

/* The modem says so about the call we follow: alerting or answered. */
void track_progress(struct track *track, enum call_event event, ms_t now);

/* One call of the list, told unasked: as the list, but it says nothing about other calls. */
void track_entry(struct track *track, const struct clcc_entry *entry, ms_t now);

/* The modem says it is over; believed at once only when there is no list. */
void track_told_end(struct track *track, enum call_end why, ms_t now);

/*
 * The same, said of the call with that index in the list (0: it does not say which), and believed
 * at once unless it may be about a caller who waited. When that tells nothing of a call which nobody
 * has answered yet, the list is looked at first, for TRACK_WHY_MS at most: BUSY comes behind.
 */
void track_ended(struct track *track, long index, enum call_end why, ms_t now);

/* It is over, for certain. */
void track_over(struct track *track, enum call_end why, ms_t now);

/* Why the call that is over ended, as it has turned out since. */
void track_explain(struct track *track, enum call_end why);

/* Look at the list at `at`, or earlier if that is planned. */
void track_look(struct track *track, ms_t at);

/* The list command is being sent; track_judge or track_look_failed follows. */
void track_asked(struct track *track);

/*
 * What the complete list says. True when it shows a call that the operator has just hung up:
 * it is to be hung up again.
 */
bool track_judge(struct track *track, const struct clcc *list, ms_t now);

/*
 * A look brought nothing (error, time-out): that is no information, least of all an empty list.
 * But where the modem said that the call is over and no list can be had, that has to do.
 */
void track_look_failed(struct track *track, ms_t now);

/* The call after each change, in order; false when there is no more. */
bool track_next(struct track *track, struct call *call);

/* The caller's name, once, when there is one; else NULL. */
const char *track_next_name(struct track *track);

/* Silence after ringing, or no word about why. list_at is for the owner, who has the modem to ask. */
ms_t track_due(const struct track *track);
void track_tick(struct track *track, ms_t now);

#endif
