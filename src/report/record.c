/* SPDX-License-Identifier: MIT */
#include "report/record.h"

#include <assert.h>
#include <string.h>

#include "util/text.h"

void
record_init(struct record *record)
{
	record->state = RECORD_IDLE;
	record->cause_by = NEVER;
	record->done_count = 0;
}

static void
begin(struct call_record *call, enum record_kind kind, enum record_instant first, ms_t now)
{
	call->kind = kind;
	call->outbound = kind == RECORD_DIAL;
	call->withheld = false;
	call->outcome = RECORD_LOST_SIGHT;
	call->number[0] = '\0';
	call->cause[0] = '\0';
	call->refused[0] = '\0';
	for (int i = 0; i < RECORD_INSTANTS; i++)
		call->at[i] = NEVER;
	call->at[first] = now;
	call->epoch = 0;
}

static void
mark(struct call_record *call, enum record_instant instant, ms_t now)
{
	if (call->at[instant] == NEVER)
		call->at[instant] = now;
}

static struct call_record *
add_done(struct record *record)
{
	assert(record->done_count < RECORD_DONE_MAX);
	return &record->done[record->done_count++];
}

static void
finish(struct record *record)
{
	*add_done(record) = record->open;
	record->state = RECORD_IDLE;
	record->cause_by = NEVER;
}

/* Something else begins: what was open gets no more news. */
static void
make_way(struct record *record, ms_t now)
{
	if (record->state == RECORD_IDLE)
		return;
	mark(&record->open, RECORD_ENDED, now);
	finish(record);
}

void
record_resume(struct record *record, const struct call_record *open, ms_t shift)
{
	record->open = *open;
	for (int i = 0; i < RECORD_INSTANTS; i++)
		if (open->at[i] != NEVER)
			record->open.at[i] += shift;
	record->state = RECORD_RESUMED;
	if (open->at[RECORD_ENDED] != NEVER)
		finish(record);
}

void
record_dial(struct record *record, const char *number, ms_t now)
{
	make_way(record, now);
	begin(&record->open, RECORD_DIAL, RECORD_REQUESTED, now);
	text_copy(record->open.number, sizeof(record->open.number), number);
	record->state = RECORD_ASKED;
}

static void
print(char out[RECORD_TEXT_MAX + 1], const char *text)
{
	text_printable(text, strlen(text), out, RECORD_TEXT_MAX + 1);
}

static void
refuse(struct call_record *call, const char *why, ms_t now)
{
	print(call->refused, why);
	call->outcome = RECORD_REFUSED;
	call->at[RECORD_ENDED] = now;
}

void
record_refuse(struct record *record, const char *number, const char *why, ms_t now)
{
	struct call_record *call;

	record_settle(record);
	call = add_done(record);
	begin(call, RECORD_DIAL, RECORD_REQUESTED, now);
	print(call->number, number);
	refuse(call, why, now);
}

void
record_hang_up(struct record *record, const char *refused, ms_t now)
{
	struct call_record *call;

	if (record->state != RECORD_IDLE && record->state != RECORD_OVER) {
		mark(&record->open, RECORD_HANGUP_REQUESTED, now);
		return;
	}
	make_way(record, now);
	call = add_done(record);
	begin(call, RECORD_HANGUP, RECORD_REQUESTED, now);
	call->outcome = RECORD_NO_CALL;
	call->at[RECORD_ENDED] = now;
	if (refused != NULL)
		refuse(call, refused, now);
}

/* The modem shows a call: is it the one that is open? */
static bool
is_open(const struct record *record, const struct call *call)
{
	const struct call_record *open = &record->open;

	switch (record->state) {
	case RECORD_IDLE:
	case RECORD_OVER:
		return false;
	case RECORD_ASKED:
	case RECORD_UP:
		return open->outbound == call->outbound;
	case RECORD_RESUMED:
		return open->outbound == call->outbound && (open->outbound ||
		    open->number[0] == '\0' || call->number[0] == '\0' ||
		    strcmp(open->number, call->number) == 0);
	}
	return false;
}

static void
begin_call(struct record *record, const struct call *call, ms_t now)
{
	bool rings = call->state == CALL_INCOMING;

	make_way(record, now);
	begin(&record->open, rings ? RECORD_INCOMING : RECORD_FOUND, RECORD_SEEN, now);
	record->open.outbound = call->outbound;
	record->state = RECORD_UP;
}

static void
follow(struct record *record, const struct call *call, ms_t first_digit, ms_t now)
{
	struct call_record *open = &record->open;

	if (!is_open(record, call))
		begin_call(record, call, now);
	record->state = RECORD_UP;
	if (open->kind == RECORD_DIAL) {
		if (first_digit != NEVER)
			mark(open, RECORD_FIRST_DIGIT, first_digit);
	} else if (call->number[0] != '\0') {
		text_copy(open->number, sizeof(open->number), call->number);
	}
	open->withheld = call->withheld;
	if (call->state == CALL_ALERTING || call->state == CALL_INCOMING)
		mark(open, RECORD_RINGING, now);
	if (call->state == CALL_ACTIVE)
		mark(open, RECORD_ANSWERED, now);
}

static void
end(struct record *record, const struct modem_news *news, ms_t first_digit, bool cause_follows,
    ms_t now)
{
	struct call_record *open = &record->open;

	/* RESUMED: the news is of another call, whose beginning we were not told. */
	if (record->state != RECORD_UP && record->state != RECORD_ASKED)
		return;
	if (open->kind == RECORD_DIAL && first_digit != NEVER)
		mark(open, RECORD_FIRST_DIGIT, first_digit);
	open->outcome = RECORD_CALL + (unsigned)news->call.end;
	print(open->cause, news->text);
	open->at[RECORD_ENDED] = now;
	record->state = RECORD_OVER;
	record->cause_by = now + RECORD_CAUSE_MS;
	if (!cause_follows)
		finish(record);
}

static void
give_up_dial(struct record *record, const char *why, ms_t now)
{
	struct call_record *open = &record->open;

	if (open->kind != RECORD_DIAL ||
	    (record->state != RECORD_ASKED && record->state != RECORD_UP))
		return;
	open->outcome = RECORD_NOT_DIALLED;
	open->at[RECORD_FIRST_DIGIT] = NEVER;
	print(open->cause, why);
	open->at[RECORD_ENDED] = now;
	finish(record);
}

static void
explain(struct record *record, const struct modem_news *news)
{
	if (record->state != RECORD_OVER)
		return;
	record->open.outcome = RECORD_CALL + (unsigned)news->call.end;
	print(record->open.cause, news->text);
	finish(record);
}

void
record_hear(struct record *record, const struct modem_news *news, ms_t first_digit,
    bool cause_follows, ms_t now)
{
	switch (news->event) {
	case MODEM_NEWS_CALL:
		if (news->call.state == CALL_IDLE)
			end(record, news, first_digit, cause_follows, now);
		else
			follow(record, &news->call, first_digit, now);
		return;
	case MODEM_NEWS_NOT_DIALLED:
		give_up_dial(record, news->text, now);
		return;
	case MODEM_NEWS_CAUSE:
		explain(record, news);
		return;
	case MODEM_NEWS_STATE:
	case MODEM_NEWS_NAME:
	case MODEM_NEWS_NOTE:
	case MODEM_NEWS_STUCK:
	case MODEM_NEWS_DROP_DTR:
	case MODEM_NEWS_REOPEN:
		return;
	}
}

void
record_ready(struct record *record, ms_t now)
{
	if (record->state == RECORD_RESUMED)
		make_way(record, now);
}

void
record_settle(struct record *record)
{
	if (record->state == RECORD_OVER)
		finish(record);
}

void
record_stop(struct record *record, bool kept, ms_t now)
{
	if (record->state == RECORD_ASKED)
		give_up_dial(record, "stopped before it was dialled", now);
	else if (record->state == RECORD_OVER || !kept)
		make_way(record, now);
}

bool
record_resumed(const struct record *record)
{
	return record->state == RECORD_RESUMED;
}

bool
record_same(const struct call_record *a, const struct call_record *b)
{
	return a->kind == b->kind && strcmp(a->number, b->number) == 0 &&
	    a->at[RECORD_REQUESTED] == b->at[RECORD_REQUESTED] &&
	    a->at[RECORD_SEEN] == b->at[RECORD_SEEN];
}

const struct call_record *
record_open(const struct record *record)
{
	return record->state == RECORD_IDLE ? NULL : &record->open;
}

bool
record_next(struct record *record, struct call_record *done)
{
	if (record->done_count == 0)
		return false;
	*done = record->done[0];
	record->done_count--;
	memmove(record->done, record->done + 1, record->done_count * sizeof(record->done[0]));
	return true;
}

ms_t
record_due(const struct record *record)
{
	return record->cause_by;
}

void
record_tick(struct record *record, ms_t now)
{
	if (record->cause_by <= now)
		finish(record);
}

const char *
record_kind_name(enum record_kind kind)
{
	static const char *const names[] = {
		[RECORD_DIAL] = "dial",
		[RECORD_INCOMING] = "incoming",
		[RECORD_FOUND] = "found",
		[RECORD_HANGUP] = "hangup",
	};

	return names[kind];
}

const char *
record_outcome_name(unsigned outcome)
{
	static const char *const names[] = {
		[RECORD_REFUSED] = "refused",
		[RECORD_NOT_DIALLED] = "not-dialled",
		[RECORD_NO_CALL] = "no-call",
		[RECORD_LOST_SIGHT] = "unknown",
		[RECORD_CALL + CALL_END_UNKNOWN] = "ended",
		[RECORD_CALL + CALL_END_LOCAL] = "hung-up",
		[RECORD_CALL + CALL_END_REMOTE] = "far-end-hung-up",
		[RECORD_CALL + CALL_END_MISSED] = "missed",
		[RECORD_CALL + CALL_END_BUSY] = "busy",
		[RECORD_CALL + CALL_END_NO_ANSWER] = "no-answer",
		[RECORD_CALL + CALL_END_REJECTED] = "rejected",
		[RECORD_CALL + CALL_END_NO_DIALTONE] = "no-dialtone",
		[RECORD_CALL + CALL_END_LINE_IN_USE] = "line-in-use",
		[RECORD_CALL + CALL_END_NOT_REGISTERED] = "no-service",
		[RECORD_CALL + CALL_END_BARRED] = "barred",
		[RECORD_CALL + CALL_END_FAILED] = "failed",
		[RECORD_CALL + CALL_END_MODEM_LOST] = "modem-lost",
	};

	return names[outcome];
}

const char *
record_instant_name(enum record_instant instant)
{
	static const char *const names[] = {
		[RECORD_REQUESTED] = "requested",
		[RECORD_FIRST_DIGIT] = "firstDigit",
		[RECORD_SEEN] = "seen",
		[RECORD_RINGING] = "ringing",
		[RECORD_ANSWERED] = "answered",
		[RECORD_HANGUP_REQUESTED] = "hangupRequested",
		[RECORD_ENDED] = "ended",
	};

	return names[instant];
}

ms_t
record_duration(const struct call_record *call)
{
	bool talked = call->at[RECORD_ANSWERED] != NEVER && call->at[RECORD_ENDED] != NEVER;

	return talked ? call->at[RECORD_ENDED] - call->at[RECORD_ANSWERED] : 0;
}
