/* SPDX-License-Identifier: MIT */
#include "sim/sim_script.h"

#include <stdio.h>
#include <string.h>

#include "util/text.h"

int
sim_script_fail(const struct sim_script *script, const char *why, struct fault *fault)
{
	return fault_set(fault, "%s:%u: %s", script->name, script->number, why);
}

/* Reads the next line of the text; QUIT at its end. */
static int
read_next(struct sim_script *script, struct fault *fault)
{
	const char *start = script->text + script->at;
	size_t left = script->n - script->at;
	const char *end;
	struct fault why;

	if (left == 0) {
		script->line = (struct sim_script_line){ .verb = SIM_SCRIPT_QUIT };
		return 0;
	}
	end = memchr(start, '\n', left);
	script->at = end == NULL ? script->n : script->at + (size_t)(end - start) + 1;
	script->number++;
	if (sim_script_line_read(&script->line, start,
	    end == NULL ? left : (size_t)(end - start), &why) < 0)
		return sim_script_fail(script, why.text, fault);
	return 0;
}

int
sim_script_start(struct sim_script *script, const char *name, const char *text, size_t n,
    struct fault *fault)
{
	*script = (struct sim_script){ .name = name, .text = text, .n = n };
	while (script->at < n)
		if (read_next(script, fault) < 0)
			return -1;
	script->at = 0;
	script->number = 0;
	return 0;
}

void
sim_script_hear(struct sim_script *script, const struct call_status *status, const char *words)
{
	struct sim_script_heard *heard;

	if (script->count == SIM_SCRIPT_HEARD_MAX) {
		script->overheard = true;
		return;
	}
	heard = &script->heard[(script->first + script->count++) % SIM_SCRIPT_HEARD_MAX];
	heard->is_status = status != NULL;
	if (status != NULL)
		heard->status = *status;
	text_copy(heard->words, sizeof(heard->words), words);
}

static const struct sim_script_heard *
take_heard(struct sim_script *script)
{
	const struct sim_script_heard *heard = &script->heard[script->first];

	if (script->count == 0)
		return NULL;
	script->first = (script->first + 1) % SIM_SCRIPT_HEARD_MAX;
	script->count--;
	return heard;
}

static bool
is_as_expected(const struct sim_script_heard *heard, const struct sim_script_expectation *expect)
{
	const struct call_status *got = &heard->status, *want = &expect->status;

	if (!heard->is_status || got->active != want->active)
		return false;
	if (!expect->any_direction && got->outbound != want->outbound)
		return false;
	return expect->any_number || strcmp(got->caller_id, want->caller_id) == 0;
}

static int
not_as_expected(const struct sim_script *script, const char *got, struct fault *fault)
{
	char why[sizeof(fault->text)];
	char wanted[100];

	text_printable(script->line.text, script->line.n, wanted, sizeof(wanted));
	snprintf(why, sizeof(why), "expected %s, got %s", wanted, got);
	return sim_script_fail(script, why, fault);
}

/* How it was instead, when the time is over. */
static const char *
instead(const struct sim_script *script, const struct sim_script_view *view)
{
	switch (script->line.expect.want) {
	case SIM_SCRIPT_WANT_CONNECTED:
	case SIM_SCRIPT_WANT_AUTHENTICATED:
	case SIM_SCRIPT_WANT_REFUSED:
		if (view->authenticated > 0)
			return "an authenticated dialler";
		if (view->refusals > script->refusals)
			return "a wrong API key";
		return view->connected > 0 ? "a connection without authentication" :
		    "no connection";
	case SIM_SCRIPT_WANT_DISCONNECTED:
		return "a connection that stayed";
	case SIM_SCRIPT_WANT_STATUS:
	case SIM_SCRIPT_WANT_NOTHING:
		break;
	}
	return "nothing";
}

static int
judge_status(struct sim_script *script, struct fault *fault)
{
	const struct sim_script_heard *heard;

	while ((heard = take_heard(script)) != NULL) {
		if (is_as_expected(heard, &script->line.expect))
			return 1;
		if (!script->line.expect.eventually)
			return not_as_expected(script, heard->words, fault);
	}
	if (script->overheard)
		return not_as_expected(script, "more messages than can wait for it", fault);
	return 0;
}

static int
judge_nothing(struct sim_script *script, ms_t now, struct fault *fault)
{
	const struct sim_script_heard *heard = take_heard(script);

	if (heard != NULL)
		return not_as_expected(script, heard->words, fault);
	return now >= script->deadline ? 1 : 0;
}

/* 1: as expected, 0: not yet, -1: it never will be. */
static int
judge(struct sim_script *script, const struct sim_script_view *view, ms_t now,
    struct fault *fault)
{
	switch (script->line.expect.want) {
	case SIM_SCRIPT_WANT_CONNECTED:
		return view->connected > 0;
	case SIM_SCRIPT_WANT_AUTHENTICATED:
		return view->authenticated > 0;
	case SIM_SCRIPT_WANT_REFUSED:
		if (view->refusals == script->refusals)
			return 0;
		script->refusals++;
		return 1;
	case SIM_SCRIPT_WANT_DISCONNECTED:
		return view->present == 0;
	case SIM_SCRIPT_WANT_STATUS:
		return judge_status(script, fault);
	case SIM_SCRIPT_WANT_NOTHING:
		return judge_nothing(script, now, fault);
	}
	return 0;
}

/* The same for whatever the present line waits for. */
static int
wait_over(struct sim_script *script, const struct sim_script_view *view, ms_t now,
    struct fault *fault)
{
	char got[64];
	int result;

	if (script->line.verb == SIM_SCRIPT_SLEEP)
		return now >= script->deadline;
	result = judge(script, view, now, fault);
	if (result != 0 || now < script->deadline)
		return result;
	snprintf(got, sizeof(got), "%s in time", instead(script, view));
	return not_as_expected(script, got, fault);
}

int
sim_script_step(struct sim_script *script, const struct sim_script_view *view, ms_t now,
    struct sim_script_line *line, struct fault *fault)
{
	if (!script->waiting) {
		if (read_next(script, fault) < 0)
			return -1;
		script->waiting = script->line.verb == SIM_SCRIPT_SLEEP ||
		    script->line.verb == SIM_SCRIPT_EXPECT;
		script->deadline = now + script->line.wait;
	}
	if (script->waiting) {
		int result = wait_over(script, view, now, fault);

		if (result <= 0)
			return result;
		script->waiting = false;
	}
	*line = script->line;
	return 1;
}

ms_t
sim_script_due(const struct sim_script *script)
{
	return script->waiting ? script->deadline : NEVER;
}
