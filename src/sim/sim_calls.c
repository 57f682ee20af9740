/* SPDX-License-Identifier: MIT */
#include "sim/sim_calls.h"

#include <string.h>

#include "util/array.h"
#include "util/text.h"

static void
tell(struct sim_calls *calls, enum sim_event event, const struct sim_call *call)
{
	size_t last = (calls->news_first + calls->news_count) % SIM_CALLS_NEWS_MAX;

	if (calls->news_count == SIM_CALLS_NEWS_MAX)
		return;
	calls->news[last] = (struct sim_calls_news){
		.event = event,
		.call = *call,
		.index = (int)(call - calls->call) + 1,
	};
	calls->news_count++;
}

static void
forget(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	struct sim_call *waiting;

	*call = (struct sim_call){ .due = NEVER };
	waiting = sim_calls_find(calls, SIM_CALL_WAITING);
	if (waiting != NULL) {
		waiting->state = SIM_CALL_INCOMING;
		waiting->due = now;
	}
}

static void
end(struct sim_calls *calls, struct sim_call *call, enum sim_event event, ms_t now)
{
	tell(calls, event, call);
	forget(calls, call, now);
}

void
sim_calls_init(struct sim_calls *calls, const struct sim_timing *timing)
{
	*calls = (struct sim_calls){ .timing = timing };
	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		calls->call[i].due = NEVER;
}

enum sim_fate
sim_fate_of(const char *number, const struct sim_timing *timing)
{
	size_t n = strlen(number);

	if (timing->manual)
		return SIM_FATE_UNDECIDED;
	switch (n == 0 ? '\0' : number[n - 1]) {
	case '1': return SIM_FATE_BUSY;
	case '2': return SIM_FATE_NO_ANSWER;
	case '3': return SIM_FATE_SHORT_TALK;
	case '4': return SIM_FATE_REJECTED;
	case '5': return SIM_FATE_REFUSED;
	default:  return SIM_FATE_ANSWERED;
	}
}

const char *
sim_call_state_name(enum sim_call_state state)
{
	static const char *const names[] = {
		[SIM_CALL_NONE] = "idle",
		[SIM_CALL_DIALLING] = "dialling",
		[SIM_CALL_ALERTING] = "alerting",
		[SIM_CALL_ACTIVE] = "active",
		[SIM_CALL_INCOMING] = "incoming",
		[SIM_CALL_WAITING] = "waiting",
	};

	return names[state];
}

struct sim_call *
sim_calls_find(struct sim_calls *calls, enum sim_call_state state)
{
	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		if (calls->call[i].state == state)
			return &calls->call[i];
	return NULL;
}

struct sim_call *
sim_calls_setting_up(struct sim_calls *calls)
{
	struct sim_call *call = sim_calls_find(calls, SIM_CALL_DIALLING);

	return call != NULL ? call : sim_calls_find(calls, SIM_CALL_ALERTING);
}

bool
sim_calls_idle(const struct sim_calls *calls)
{
	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		if (calls->call[i].state != SIM_CALL_NONE)
			return false;
	return true;
}

void
sim_calls_dial(struct sim_calls *calls, const char *number, ms_t now)
{
	struct sim_call *call = &calls->call[0];

	*call = (struct sim_call){
		.state = SIM_CALL_DIALLING,
		.fate = sim_fate_of(number, calls->timing),
		.due = now + calls->timing->alert_after,
	};
	text_copy(call->number, sizeof(call->number), number);
	tell(calls, SIM_EVENT_DIALLED, call);
}

static void
connect_call(struct sim_calls *calls, struct sim_call *call, enum sim_event event, ms_t now)
{
	call->state = SIM_CALL_ACTIVE;
	call->since = now;
	call->due = call->fate == SIM_FATE_SHORT_TALK ? now + calls->timing->talk : NEVER;
	tell(calls, event, call);
}

void
sim_calls_pick_up(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	connect_call(calls, call, SIM_EVENT_PICKED_UP, now);
}

void
sim_calls_hangup(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	end(calls, call, SIM_EVENT_HUNG_UP, now);
}

void
sim_calls_hangup_all(struct sim_calls *calls)
{
	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		calls->call[i] = (struct sim_call){ .due = NEVER };
}

int
sim_calls_ring(struct sim_calls *calls, const char *number, ms_t now, struct fault *fault)
{
	bool second = sim_calls_find(calls, SIM_CALL_ACTIVE) != NULL;
	struct sim_call *call = sim_calls_find(calls, SIM_CALL_NONE);

	if (call == NULL || (!second && !sim_calls_idle(calls)))
		return fault_set(fault, "the line is taken: the caller hears the busy tone");
	*call = (struct sim_call){
		.state = second ? SIM_CALL_WAITING : SIM_CALL_INCOMING,
		.incoming = true,
		.due = second ? NEVER : now,
	};
	text_copy(call->number, sizeof(call->number), number);
	if (second)
		tell(calls, SIM_EVENT_WAITING, call);
	return 0;
}

/* Ours: the called party answers. Theirs: somebody picks up another telephone. */
int
sim_calls_far_answer(struct sim_calls *calls, ms_t now, struct fault *fault)
{
	struct sim_call *call = sim_calls_setting_up(calls);

	if (call != NULL) {
		connect_call(calls, call, SIM_EVENT_ANSWERED, now);
		return 0;
	}
	call = sim_calls_find(calls, SIM_CALL_INCOMING);
	if (call == NULL)
		return fault_set(fault, "nothing rings");
	connect_call(calls, call, SIM_EVENT_TAKEN, now);
	return 0;
}

int
sim_calls_far_refuse(struct sim_calls *calls, enum sim_event event, ms_t now,
    struct fault *fault)
{
	struct sim_call *call = sim_calls_setting_up(calls);

	if (call == NULL)
		return fault_set(fault, "no outgoing call waits for an answer");
	end(calls, call, event, now);
	return 0;
}

int
sim_calls_far_hangup(struct sim_calls *calls, bool waiting, ms_t now, struct fault *fault)
{
	static const struct {
		enum sim_call_state state;
		enum sim_event event;
	} order[] = {
		{ SIM_CALL_ACTIVE, SIM_EVENT_REMOTE_HANGUP },
		{ SIM_CALL_INCOMING, SIM_EVENT_MISSED },
		{ SIM_CALL_DIALLING, SIM_EVENT_REJECTED },
		{ SIM_CALL_ALERTING, SIM_EVENT_REJECTED },
		{ SIM_CALL_WAITING, SIM_EVENT_WAITING_MISSED },
	};

	for (size_t i = waiting ? ARRAY_LEN(order) - 1 : 0; i < ARRAY_LEN(order); i++) {
		struct sim_call *call = sim_calls_find(calls, order[i].state);

		if (call != NULL) {
			end(calls, call, order[i].event, now);
			return 0;
		}
	}
	return fault_set(fault, waiting ? "nobody waits" : "there is no call");
}

void
sim_calls_pretend(struct sim_calls *calls, enum sim_call_state state, bool incoming,
    const char *number)
{
	struct sim_call *call = &calls->call[0];

	sim_calls_hangup_all(calls);
	call->state = state;
	call->incoming = incoming;
	text_copy(call->number, sizeof(call->number), number);
}

bool
sim_calls_next(struct sim_calls *calls, struct sim_calls_news *news)
{
	if (calls->news_count == 0)
		return false;
	*news = calls->news[calls->news_first];
	calls->news_first = (calls->news_first + 1) % SIM_CALLS_NEWS_MAX;
	calls->news_count--;
	return true;
}

ms_t
sim_calls_due(const struct sim_calls *calls)
{
	ms_t due = NEVER;

	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		due = ms_min(due, calls->call[i].due);
	return due;
}

/* The network has found the far end, or why it cannot. */
static void
leave_dialling(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	const struct sim_timing *timing = calls->timing;

	call->state = SIM_CALL_ALERTING;
	switch (call->fate) {
	case SIM_FATE_BUSY:
		end(calls, call, SIM_EVENT_BUSY, now);
		return;
	case SIM_FATE_REJECTED:
	case SIM_FATE_REFUSED:
		end(calls, call, SIM_EVENT_REJECTED, now);
		return;
	case SIM_FATE_ANSWERED:
	case SIM_FATE_SHORT_TALK:
		call->due = now + timing->answer_after;
		break;
	case SIM_FATE_NO_ANSWER:
		call->due = now + timing->give_up_after;
		break;
	case SIM_FATE_UNDECIDED:
		call->due = NEVER;
		break;
	}
	tell(calls, SIM_EVENT_ALERTING, call);
}

static void
leave_alerting(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	if (call->fate == SIM_FATE_NO_ANSWER)
		end(calls, call, SIM_EVENT_NO_ANSWER, now);
	else
		connect_call(calls, call, SIM_EVENT_ANSWERED, now);
}

static void
advance(struct sim_calls *calls, struct sim_call *call, ms_t now)
{
	switch (call->state) {
	case SIM_CALL_DIALLING:
		leave_dialling(calls, call, now);
		break;
	case SIM_CALL_ALERTING:
		leave_alerting(calls, call, now);
		break;
	case SIM_CALL_ACTIVE:
		end(calls, call, SIM_EVENT_REMOTE_HANGUP, now);
		break;
	case SIM_CALL_INCOMING:
		call->rings++;
		call->due = now + calls->timing->ring_every;
		tell(calls, SIM_EVENT_RING, call);
		if (call->rings == 1)
			tell(calls, SIM_EVENT_INCOMING, call);
		break;
	case SIM_CALL_NONE:
	case SIM_CALL_WAITING:
		call->due = NEVER;
		break;
	}
}

void
sim_calls_tick(struct sim_calls *calls, ms_t now)
{
	for (size_t i = 0; i < SIM_CALLS_MAX; i++)
		if (calls->call[i].due <= now)
			advance(calls, &calls->call[i], now);
}
