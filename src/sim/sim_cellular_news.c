/* SPDX-License-Identifier: MIT */
#include "sim/sim_cellular_news.h"

#include <string.h>

#include "sim/sim_phrase.h"
#include "util/array.h"

/* By the letter of 27.007; what is not here is for +CLCC to tell. */
static const struct sim_saying standard[] = {
	{ SIM_EVENT_RING, SIM_SET_NONE, "@RING\n@CLIP" },
	{ SIM_EVENT_WAITING, SIM_SET_NONE, "@CCWA" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, "@DONE" },
	{ SIM_EVENT_ANSWERED, SIM_SET_NONE, "@DONE" },
	{ SIM_EVENT_BUSY, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_REJECTED, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_MISSED, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};

/* How a call can end, by the network's word. */
static const struct {
	enum sim_event event;
	enum sim_result code;
	const char *cause;
} ends[] = {
	{ SIM_EVENT_BUSY, SIM_BUSY, "User busy" },
	{ SIM_EVENT_NO_ANSWER, SIM_NO_ANSWER, "No answer from user (user alerted)" },
	{ SIM_EVENT_REJECTED, SIM_NO_CARRIER, "Call rejected" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_NO_CARRIER, "Normal call clearing" },
	{ SIM_EVENT_MISSED, SIM_NO_CARRIER, "Normal call clearing" },
};

struct moment {
	struct sim_core *core;
	const struct sim_calls_news *news;
	struct sim_phrase phrase;
	enum sim_result code;
	bool done;                      /* ATD has waited until now */
};

static void
say_phrase(struct sim_core *core, const struct sim_phrase *phrase, const char *text, size_t n)
{
	char line[200];

	sim_core_unasked(core, "%s", sim_phrase_fill(text, n, phrase, line, sizeof(line)));
}

static void
say_ring(const struct moment *moment, const char *rest, size_t n)
{
	(void)rest;
	(void)n;
	if (moment->core->setting[SIM_SET_CRC])
		sim_core_unasked(moment->core, "+CRING: VOICE");
	else
		sim_core_result(moment->core, SIM_RING);
}

/* The last field is the validity: 1 is "withheld by the caller" (27.007 7.6, 7.12). */
static void
say_caller(const struct moment *moment, const char *rest, size_t n)
{
	const char *number = moment->news->call.number;

	(void)rest;
	(void)n;
	if (moment->core->setting[SIM_SET_CLIP])
		sim_core_unasked(moment->core, "+CLIP: \"%s\",%d,,,,%d", number,
		    sim_phrase_type(number), number[0] == '\0');
}

static void
say_waiting(const struct moment *moment, const char *rest, size_t n)
{
	const char *number = moment->news->call.number;

	(void)rest;
	(void)n;
	if (moment->core->setting[SIM_SET_CCWA])
		sim_core_unasked(moment->core, "+CCWA: \"%s\",%d,1,,%d", number,
		    sim_phrase_type(number), number[0] == '\0');
}

/* The result of an ATD that waited for this; where it did not, ATD said OK long ago. */
static void
say_done(const struct moment *moment, const char *rest, size_t n)
{
	const char *number = moment->news->call.number;

	(void)rest;
	(void)n;
	if (!moment->done)
		return;
	if (moment->core->setting[SIM_SET_COLP] && moment->code == SIM_OK)
		sim_core_unasked(moment->core, "+COLP: \"%s\",%d", number,
		    sim_phrase_type(number));
	sim_core_result(moment->core, moment->code);
}

static void
say_code(const struct moment *moment, const char *rest, size_t n)
{
	(void)rest;
	(void)n;
	sim_core_result(moment->core, moment->code);
}

static void
say_each_call(const struct moment *moment, const char *rest, size_t n)
{
	for (int i = 0; i < SIM_CALLS_MAX; i++) {
		struct sim_phrase phrase = moment->phrase;

		phrase.call = &moment->core->calls.call[i];
		phrase.index = i + 1;
		if (phrase.call->state != SIM_CALL_NONE)
			say_phrase(moment->core, &phrase, rest, n);
	}
}

static const struct {
	const char *word;
	void (*say)(const struct moment *moment, const char *rest, size_t n);
} standard_lines[] = {
	{ "@RING", say_ring },
	{ "@CLIP", say_caller },
	{ "@CCWA", say_waiting },
	{ "@DONE", say_done },
	{ "@CODE", say_code },
	{ "@CALLS", say_each_call },
};

static void
say_line(const struct moment *moment, const char *line, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(standard_lines); i++) {
		size_t length = strlen(standard_lines[i].word);

		if (n >= length && strncmp(line, standard_lines[i].word, length) == 0) {
			standard_lines[i].say(moment, line + length, n - length);
			return;
		}
	}
	say_phrase(moment->core, &moment->phrase, line, n);
}

static void
say_lines(const struct moment *moment, const char *lines)
{
	while (*lines != '\0') {
		size_t n = strcspn(lines, "\n");

		say_line(moment, lines, n);
		lines += n + (lines[n] == '\n');
	}
}

/* False when the table says nothing of it, with the settings as they are. */
static bool
say_from(const struct moment *moment, const struct sim_saying *sayings)
{
	const struct sim_core *core = moment->core;
	bool said = false;

	for (; sayings != NULL && sayings->lines != NULL; sayings++) {
		if (sayings->event != moment->news->event ||
		    (sayings->needs != SIM_SET_NONE && core->setting[sayings->needs] == 0))
			continue;
		say_lines(moment, sayings->lines);
		said = true;
	}
	return said;
}

/* ATD waits no longer, for what it waited for or for the end of the call. */
static void
settle_call(struct moment *moment)
{
	struct sim_core *core = moment->core;
	bool waits = core->pending == SIM_PENDING_CALL;

	moment->done = waits && core->pending_event == moment->news->event;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (ends[i].event != moment->news->event)
			continue;
		moment->code = ends[i].code;
		moment->done = waits;
		core->cause = ends[i].cause;
	}
	if (moment->done)
		sim_core_settle(core);
}

void
sim_cellular_tell(struct sim_core *core, const struct sim_calls_news *news, ms_t now)
{
	const struct sim_call *call = &news->call;
	struct moment moment = {
		.core = core,
		.news = news,
		.phrase = {
			.call = call,
			.index = news->index,
			.seconds = call->state == SIM_CALL_ACTIVE ? (now - call->since) / 1000 : 0,
			.stamp = core->stamp,
		},
		.code = SIM_OK,
	};

	settle_call(&moment);
	if (!say_from(&moment, core->family->sayings))
		(void)say_from(&moment, standard);
}
