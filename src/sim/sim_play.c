/* SPDX-License-Identifier: MIT */
#include "sim/sim_play.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "sim/sim_truth.h"
#include "util/text.h"

static void
power_on(struct sim_play *play)
{
	sim_modem_init(&play->modem, play->family, &play->timing);
	play->len = 0;
	play->pending = 0;
	play->begun = false;
	play->quiet_since = NEVER;
}

void
sim_play_start(struct sim_play *play, const struct sim_dialogue *dialogue,
    const struct sim_family *family, const struct sim_timing *timing)
{
	play->dialogue = dialogue;
	play->family = family;
	play->timing = *timing;
	play->at = 0;
	play->skip_to = 0;
	play->resume = NEVER;
	play->due = 0;
	play->over = false;
	play->failed = false;
	buf_init(&play->out, play->out_bytes, sizeof(play->out_bytes));
	power_on(play);
}

static bool
begins(const char *text, size_t n, const char *prefix)
{
	size_t length = strlen(prefix);

	return n >= length && strncasecmp(text, prefix, length) == 0;
}

/* The host's line that may come next, see sim_dialogue_find. */
static size_t
look_ahead(const struct sim_play *play, const char *text, size_t n)
{
	size_t from = play->at > play->skip_to ? play->at : play->skip_to;

	return sim_dialogue_find(play->dialogue, from, text, n);
}

enum {
	QUOTED_SIZE = 100
};

static const char *
quoted(const char *bytes, size_t n, char out[QUOTED_SIZE])
{
	char text[QUOTED_SIZE - 2];

	if (n == 0)
		return "a lone CR";
	snprintf(out, QUOTED_SIZE, "\"%s\"", text_printable(bytes, n, text, sizeof(text)));
	return out;
}

void
sim_play_describe(const struct sim_play *play, struct fault *where)
{
	char text[QUOTED_SIZE];
	size_t next = look_ahead(play, NULL, 0);
	const struct sim_step *step;

	if (next < play->dialogue->count) {
		step = &play->dialogue->step[next];
		fault_set(where, "%s:%u: expected %s from the host", play->dialogue->name,
		    step->line, quoted(step->text, step->n, text));
	} else if (play->at < play->dialogue->count) {
		fault_set(where, "%s:%u: expected nothing from the host yet", play->dialogue->name,
		    play->dialogue->step[play->at].line);
	} else {
		fault_set(where, "%s: expected nothing more from the host", play->dialogue->name);
	}
}

static void
fail(struct sim_play *play, const char *bytes, size_t n)
{
	struct fault where;
	char text[QUOTED_SIZE];

	if (play->failed)
		return;
	play->failed = true;
	sim_play_describe(play, &where);
	if (play->pending != 0)
		fault_set(&play->fault, "%s, as line %u has no result yet; came %s", where.text,
		    play->pending, quoted(bytes, n, text));
	else
		fault_set(&play->fault, "%s; came %s", where.text, quoted(bytes, n, text));
}

static void
drain_modem(struct sim_play *play, bool aloud)
{
	size_t n;
	const char *bytes = sim_modem_output(&play->modem, &n);

	if (aloud)
		(void)buf_put(&play->out, bytes, n);
	sim_modem_wrote(&play->modem, n);
}

static void
ask_modem(struct sim_play *play, bool aloud, ms_t now)
{
	sim_modem_feed(&play->modem, play->line, play->len, now);
	sim_modem_feed(&play->modem, "\r", 1, now);
	drain_modem(play, aloud);
}

static const struct sim_call *
pretended(const struct sim_play *play)
{
	return &play->modem.core.calls.call[0];
}

static void
pretend(struct sim_play *play, enum sim_call_state state, bool incoming, const char *number)
{
	char copy[SIM_NUMBER_MAX + 1];

	text_copy(copy, sizeof(copy), number);
	sim_calls_pretend(&play->modem.core.calls, state, incoming, copy);
}

/* ATD and ATA change the call even before the file says so. */
static void
note_call_command(struct sim_play *play, const struct sim_step *step)
{
	char number[SIM_NUMBER_MAX + 1] = "";
	char args[SIM_LINE_MAX + 1];
	bool voice;

	if (begins(step->text, step->n, "ATD")) {
		memcpy(args, step->text + 3, step->n - 3);
		args[step->n - 3] = '\0';
		(void)sim_core_number(args, number, &voice);
		pretend(play, SIM_CALL_DIALLING, false, number);
		play->pending = step->line;
	} else if (begins(step->text, step->n, "ATA") && step->n == 3) {
		pretend(play, SIM_CALL_ACTIVE, true, pretended(play)->number);
		play->pending = step->line;
	} else {
		play->pending = 0;      /* whatever else the file lets come ends the wait */
	}
}

static void
hear_line(struct sim_play *play, ms_t now)
{
	size_t next = look_ahead(play, play->line, play->len);
	enum sim_touch touch = sim_touch_of(play->line, play->len);

	if (next < play->dialogue->count) {
		play->skip_to = next + 1;
		play->resume = NEVER;
		play->begun = true;
		if (touch != SIM_TOUCH_CALL)
			ask_modem(play, false, now);
		note_call_command(play, &play->dialogue->step[next]);
	} else if (play->pending != 0 || (touch == SIM_TOUCH_CALL && play->len > 0) ||
	    (touch == SIM_TOUCH_RESET && pretended(play)->state != SIM_CALL_NONE)) {
		fail(play, play->line, play->len);
	} else if (play->len > 0) {
		ask_modem(play, true, now);
	}
	play->len = 0;
}

static size_t
rest_of_line(const char *bytes, size_t n)
{
	const char *cr = memchr(bytes, '\r', n);

	return cr == NULL ? n : (size_t)(cr - bytes);
}

size_t
sim_play_feed(struct sim_play *play, const char *bytes, size_t n, ms_t now)
{
	for (size_t i = 0; i < n; i++) {
		play->quiet_since = now;
		if (play->pending != 0 && look_ahead(play, NULL, 0) == play->dialogue->count)
			fail(play, bytes + i, rest_of_line(bytes + i, n - i));
		if (bytes[i] == '\r') {
			hear_line(play, now);
			return i + 1;
		}
		if (play->len == sizeof(play->line))
			fail(play, play->line, play->len);
		else if (bytes[i] != '\n' || play->len > 0)
			play->line[play->len++] = bytes[i];
	}
	return n;
}

static void
say(struct sim_play *play, const struct sim_step *step)
{
	bool framed = step->kind == SIM_STEP_MODEM;

	if (framed)
		(void)buf_put(&play->out, "\r\n", 2);
	(void)buf_put(&play->out, step->text, step->n);
	if (framed)
		(void)buf_put(&play->out, "\r\n", 2);
	if (sim_step_is_final(step))
		play->pending = 0;
}

static void
believe(struct sim_play *play, const struct sim_step *step)
{
	const struct sim_call *call = pretended(play);
	struct sim_truth truth = { call->state, call->incoming, "" };

	text_copy(truth.number, sizeof(truth.number), call->number);
	if (sim_truth_read(&truth, step->text))
		pretend(play, truth.state, truth.incoming, truth.number);
}

/* False, and play->due set, when `at` must be waited for. */
static bool
waited(struct sim_play *play, ms_t patience, ms_t now)
{
	if (!play->begun && play->quiet_since != NEVER)
		play->begun = now >= play->quiet_since + SIM_PLAY_QUIET_MS;
	if (!play->begun) {
		play->due = play->quiet_since == NEVER ?
		    NEVER : play->quiet_since + SIM_PLAY_QUIET_MS;
		return false;
	}
	if (play->resume == NEVER)
		play->resume = now + patience;
	play->due = play->resume;
	if (now < play->resume)
		return false;
	play->resume = NEVER;
	return true;
}

static bool
tell(struct sim_play_news *news, enum sim_play_event event, const char *text)
{
	*news = (struct sim_play_news){ .event = event, .text = text };
	return true;
}

static bool
must_wait(struct sim_play *play, const struct sim_step *step, ms_t now)
{
	switch (step->kind) {
	case SIM_STEP_HOST:
		return !sim_step_is_question(step) ||
		    !waited(play, SIM_PLAY_QUESTION_MS, now);
	case SIM_STEP_PAUSE:
		return !waited(play, step->pause, now);
	case SIM_STEP_MODEM:
	case SIM_STEP_RAW:
	case SIM_STEP_UNPLUG:
		return !waited(play, 0, now);
	case SIM_STEP_TRUTH:
	case SIM_STEP_NOTE:
	case SIM_STEP_PLUG:
		break;
	}
	return false;
}

/* The time for this step has come. True when it is news. */
static bool
do_step(struct sim_play *play, const struct sim_step *step, struct sim_play_news *news)
{
	play->at++;
	switch (step->kind) {
	case SIM_STEP_HOST:             /* a question nobody asked */
		play->skip_to = sim_dialogue_behind_question(play->dialogue, play->at - 1);
		return tell(news, SIM_PLAY_SHOW, "nobody asks: passed over");
	case SIM_STEP_MODEM:
	case SIM_STEP_RAW:
		say(play, step);
		return false;
	case SIM_STEP_PAUSE:
		return false;
	case SIM_STEP_TRUTH:
		believe(play, step);
		return tell(news, SIM_PLAY_SHOW, step->text);
	case SIM_STEP_NOTE:
		return tell(news, SIM_PLAY_SHOW, step->text);
	case SIM_STEP_UNPLUG:
		power_on(play);
		play->begun = true;     /* nobody has anything to bring up */
		return tell(news, SIM_PLAY_UNPLUG, step->text);
	case SIM_STEP_PLUG:
		power_on(play);
		return tell(news, SIM_PLAY_PLUG, step->text);
	}
	return false;
}

/* A step that the host has overtaken. */
static bool
pass_step(struct sim_play *play, const struct sim_step *step, struct sim_play_news *news)
{
	play->at++;
	if (step->kind == SIM_STEP_TRUTH)
		believe(play, step);
	return (step->kind == SIM_STEP_TRUTH || step->kind == SIM_STEP_NOTE) &&
	    tell(news, SIM_PLAY_SHOW, step->text);
}

static bool
end(struct sim_play *play, ms_t now, struct sim_play_news *news)
{
	if (!waited(play, SIM_PLAY_LINGER_MS, now))
		return false;
	play->over = true;
	return tell(news, SIM_PLAY_DONE, play->dialogue->name);
}

bool
sim_play_next(struct sim_play *play, ms_t now, struct sim_play_news *news)
{
	play->due = NEVER;
	if (play->over)
		return false;
	if (sim_modem_due(&play->modem) <= now) {
		sim_modem_tick(&play->modem, now);
		drain_modem(play, true);
	}
	while (!play->failed && play->at < play->dialogue->count) {
		const struct sim_step *step = &play->dialogue->step[play->at];
		bool passed = play->at < play->skip_to;

		play->due = NEVER;
		if (!passed && must_wait(play, step, now))
			return false;
		if (passed ? pass_step(play, step, news) : do_step(play, step, news))
			return true;
	}
	if (!play->failed)
		return end(play, now, news);
	play->over = true;
	return tell(news, SIM_PLAY_FAILED, play->fault.text);
}

ms_t
sim_play_due(const struct sim_play *play)
{
	return ms_min(play->due, sim_modem_due(&play->modem));
}

const char *
sim_play_output(const struct sim_play *play, size_t *n)
{
	return buf_peek(&play->out, n);
}

void
sim_play_wrote(struct sim_play *play, size_t n)
{
	buf_drop(&play->out, n);
}
