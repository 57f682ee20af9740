/* SPDX-License-Identifier: MIT */
#include "modem/track.h"

#include <string.h>

void
track_init(struct track *track)
{
	*track = (struct track){
		.list_at = NEVER, .hung_up_at = -TRACK_YOUNG_MS, .why_by = NEVER
	};
	signs_begin(&track->signs, 0);
}

static void
add_news(struct track *track)
{
	/* The newest counts: a modem that outruns us loses history, never the present. */
	if (track->news_count == TRACK_NEWS_MAX)
		track->news_count--;
	track->news[track->news_count++] = track->call;
}

bool
track_next(struct track *track, struct call *call)
{
	if (track->news_count == 0)
		return false;
	*call = track->news[0];
	track->news_count--;
	memmove(track->news, track->news + 1, track->news_count * sizeof(track->news[0]));
	return true;
}

void
track_look(struct track *track, ms_t at)
{
	if (track->has_list)
		track->list_at = ms_min(track->list_at, at);
}

static enum call_order
step(struct track *track, enum call_event event)
{
	enum call_state before = track->call.state;
	enum call_order order = call_step(&track->call, event);

	track->call.answered = track->call.answered || track->call.state == CALL_ACTIVE;
	if (track->call.state == before)
		return order;
	if (track->call.state == CALL_ACTIVE)
		track->why_by = NEVER;  /* it was not over */
	if (!track->told_end)
		track->told_why = CALL_END_UNKNOWN; /* the call has outlived it */
	add_news(track);
	return order;
}

static void
begin(struct track *track, bool outbound, const char *number, bool withheld, ms_t now)
{
	track->call.outbound = outbound;
	track->call.answered = false;
	track->call.withheld = withheld;
	text_copy(track->call.number, sizeof(track->call.number), number);
	track->name[0] = '\0';
	track->name_is_new = false;
	track->index = 0;
	track->missing = 0;
	track->told_end = false;
	track->told_why = CALL_END_UNKNOWN;
	track->why_by = NEVER;
	signs_begin(&track->signs, now);
	track->began_at = now;
	track->ring_at = now;
}

enum call_order
track_dial(struct track *track, const char *number, ms_t now)
{
	if (track->call.state != CALL_IDLE)
		return CALL_ORDER_NONE;
	begin(track, true, number, false, now);
	track->list_at = NEVER;         /* nothing may be asked before the dial command is answered */
	return step(track, CALL_ASKED_DIAL);
}

enum call_order
track_hangup(struct track *track)
{
	return step(track, CALL_ASKED_HANGUP);
}

/*
 * Telit: "#ECAM: 1,7,1", BUSY and then "#ECAM: 1,0,1", which says no more than that it is over; the
 * same without a word about it: the call may still be listed between the two.
 */
static enum call_end
better_reason(const struct track *track, enum call_end why)
{
	bool told = track->told_why != CALL_END_UNKNOWN && !track->call.answered;

	return told && why == CALL_END_REMOTE ? track->told_why : why;
}

void
track_over(struct track *track, enum call_end why, ms_t now)
{
	enum call_state state = track->call.state;

	if (state == CALL_IDLE)
		return;
	why = better_reason(track, why);
	if (state == CALL_ENDING)
		track->hung_up_at = now;
	if (why == CALL_END_MODEM_LOST)
		track->call.end = why;
	else if (state == CALL_ENDING)
		track->call.end = CALL_END_LOCAL;
	else if (state == CALL_INCOMING)
		track->call.end = CALL_END_MISSED;
	else
		track->call.end = why;
	step(track, why == CALL_END_MODEM_LOST ? CALL_LOST : CALL_HEARD_END);
	track->told_end = false;
	track->outdated = track->asked;
	track->why_by = NEVER;
	track->block = (struct caller){ .withheld = false };
	/* Another call may have waited, or this one may come up after all. */
	track->list_at = NEVER;
	track_look(track, now + TRACK_LOOK_MS);
}

void
track_explain(struct track *track, enum call_end why)
{
	if (track->call.state == CALL_IDLE)
		track->call.end = why;
}

void
track_told_end(struct track *track, enum call_end why, ms_t now)
{
	if (track->call.state == CALL_IDLE)
		return;
	if (!track->has_list || (track->why_by != NEVER && why != CALL_END_REMOTE)) {
		track_over(track, why, now);
		return;
	}
	track->told_why = better_reason(track, why);
	track->told_end = true;
	track->told_since = track->asked;
	track_look(track, now);
}

/* Of a call that nobody has answered, "the far end hung up" says nothing: it may be busy. */
static bool
lacks_why(const struct track *track, enum call_end why)
{
	const struct call *call = &track->call;

	return track->has_list && call->outbound && better_reason(track, why) == CALL_END_REMOTE &&
	    (call->state == CALL_DIALLING || call->state == CALL_ALERTING);
}

/* It is over, for certain. */
static void
end(struct track *track, enum call_end why, ms_t now)
{
	if (!lacks_why(track, why)) {
		track_over(track, why, now);
		return;
	}
	if (track->why_by == NEVER)
		track->why_by = now + TRACK_WHY_MS;
	track_told_end(track, why, now);
}

void
track_ended(struct track *track, long index, enum call_end why, ms_t now)
{
	bool known = index != 0 && track->index != 0;

	if (known && index != track->index)
		track_look(track, now);
	else if (!known && track->call.state == CALL_ACTIVE)
		track_told_end(track, why, now);
	else
		end(track, why, now);
}

/* One letter is no name but the reason why there is none: P, O. */
static void
learn_name(struct track *track, const char *name)
{
	if (strlen(name) < 2 || strcmp(name, track->name) == 0)
		return;
	text_copy(track->name, sizeof(track->name), name);
	track->name_is_new = true;
}

const char *
track_next_name(struct track *track)
{
	if (!track->name_is_new)
		return NULL;
	track->name_is_new = false;
	return track->name;
}

static void
begin_ringing(struct track *track, const struct caller *caller, ms_t now)
{
	begin(track, false, caller != NULL ? caller->number : "",
	    caller != NULL && caller->withheld, now);
	learn_name(track, caller != NULL ? caller->name : "");
	step(track, CALL_HEARD_RING);
	track_look(track, now + TRACK_RING_LOOK_MS);
}

void
track_ring(struct track *track, const struct caller *caller, ms_t now)
{
	struct call *call = &track->call;

	if (call->state == CALL_IDLE) {
		begin_ringing(track, caller, now);
		return;
	}
	if (call->state != CALL_INCOMING) {
		track_look(track, now); /* a second call, or one that we have missed the end of */
		return;
	}
	track->ring_at = now;
	learn_name(track, caller != NULL ? caller->name : "");
	/* Some exchanges send the number once and then masked: what is known stays known. */
	if (caller == NULL || (caller->number[0] == '\0' && call->number[0] != '\0'))
		return;
	if (strcmp(call->number, caller->number) == 0 && call->withheld == caller->withheld)
		return;
	text_copy(call->number, sizeof(call->number), caller->number);
	call->withheld = caller->withheld;
	add_news(track);
}

bool
track_block(struct track *track, const char *line, ms_t now)
{
	/* In a call it would be a caller who waits, on a line that has no second place for him. */
	if (track->call.state != CALL_IDLE && track->call.state != CALL_INCOMING)
		return false;
	if (!caller_read_block(&track->block, line))
		return false;
	track_ring(track, track->block.number[0] != '\0' || track->block.withheld ?
	    &track->block : NULL, now);
	return true;
}

void
track_progress(struct track *track, enum call_event event, ms_t now)
{
	/* Of a call that we know; one that we do not know is the list's to show. */
	if (track->call.state != CALL_IDLE)
		step(track, event);
	else
		track_look(track, now);
}

/* The list */

static void
plan_next_look(struct track *track, ms_t now)
{
	static const ms_t pauses[] = {
		[CALL_IDLE] = NEVER,
		[CALL_DIALLING] = TRACK_LOOK_MS,
		[CALL_ALERTING] = TRACK_LOOK_MS,
		[CALL_ACTIVE] = TRACK_LOOK_ACTIVE_MS,
		[CALL_INCOMING] = TRACK_LOOK_MS,
		[CALL_ENDING] = TRACK_LOOK_ENDING_MS,
	};
	ms_t pause = pauses[track->call.state];

	if (pause != NEVER && track->missing > 0)
		pause = ms_min(pause, TRACK_LOOK_MS);
	track->list_at = pause == NEVER ? NEVER : now + pause;
}

void
track_asked(struct track *track)
{
	track->asked = true;
	track->outdated = false;
	track->told_since = false;
}

void
track_look_failed(struct track *track, ms_t now)
{
	track->asked = false;
	if (track->told_end && ++track->missing >= TRACK_LOOKS_MAX)
		track_over(track, track->told_why, now);
	else
		plan_next_look(track, now);
}

static void
follow(struct track *track, const struct clcc_entry *entry, ms_t now)
{
	enum call_event event = clcc_event(entry);

	track->missing = 0;
	/* Listed all the same: an early NO CARRIER, say, while 4G falls back to 3G. */
	track->told_end = track->told_since;
	track->index = entry->index;
	if (event == CALL_HEARD_RING)
		track_ring(track, entry->party.number[0] != '\0' ? &entry->party : NULL, now);
	else
		step(track, event);
}

/* How many such lists without the call make its end. */
static unsigned
lists_to_believe(const struct track *track, const struct clcc *list, ms_t now)
{
	bool young = track->call.outbound && now < track->began_at + TRACK_YOUNG_MS;

	if (track->told_end || track->call.state == CALL_ENDING)
		return 1;
	if (young)
		return 3;
	return list->count > 0 ? 1 : 2; /* one that shows other calls is no slip of the modem */
}

static bool
adopt(struct track *track, const struct clcc_entry *entry, ms_t now)
{
	begin(track, entry->outbound, entry->party.number, entry->party.withheld, now);
	track->index = entry->index;
	learn_name(track, entry->outbound ? "" : entry->party.name);
	step(track, clcc_event(entry));
	return entry->outbound && now < track->hung_up_at + TRACK_YOUNG_MS;
}

void
track_entry(struct track *track, const struct clcc_entry *entry, ms_t now)
{
	bool ours = track->call.state != CALL_IDLE && track->call.outbound == entry->outbound &&
	    (track->index == 0 || track->index == entry->index);

	if (ours && entry->stat == CLCC_RELEASED)
		end(track, CALL_END_REMOTE, now);
	else if (ours)
		follow(track, entry, now);
	else if (track->call.state == CALL_IDLE && entry->stat != CLCC_RELEASED)
		adopt(track, entry, now);
	track_look(track, now + TRACK_LOOK_MS);
}

bool
track_judge(struct track *track, const struct clcc *list, ms_t now)
{
	const struct clcc_entry *entry;
	bool hang_up_again = false;

	track->list_at = NEVER;
	track->asked = false;
	if (track->outdated) {
		track_look(track, now + TRACK_AGAIN_MS);
		return false;
	}
	if (track->call.state != CALL_IDLE) {
		entry = clcc_find(list, track->index, track->call.outbound);
		if (entry != NULL)
			follow(track, entry, now);
		else if (++track->missing >= lists_to_believe(track, list, now))
			track_over(track, CALL_END_REMOTE, now);
	}
	if (track->call.state == CALL_IDLE && (entry = clcc_foremost(list)) != NULL)
		hang_up_again = adopt(track, entry, now);
	if (track->call.state != CALL_IDLE)
		plan_next_look(track, now);
	if (track->told_end)
		track_look(track, now + TRACK_AGAIN_MS); /* this list was older than the news */
	return hang_up_again;
}

static ms_t
silence_at(const struct track *track)
{
	return track->call.state == CALL_INCOMING ?
	    track->ring_at + TRACK_RING_SILENCE_MS : NEVER;
}

ms_t
track_due(const struct track *track)
{
	return ms_min(silence_at(track), track->why_by);
}

void
track_tick(struct track *track, ms_t now)
{
	if (track->why_by <= now) {
		track_over(track, CALL_END_REMOTE, now);
	} else if (silence_at(track) <= now) {
		track->ring_at = now;   /* if the list still shows it, it rings on */
		track_told_end(track, CALL_END_MISSED, now);
	}
}
