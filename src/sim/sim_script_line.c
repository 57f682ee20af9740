/* SPDX-License-Identifier: MIT */
#include "sim/sim_script_line.h"

#include <string.h>

#include "util/array.h"
#include "util/text.h"

enum {
	LONGEST_WAIT_S = 3600
};

/* What is left of a line. */
struct rest {
	const char *at;
	const char *end;
};

enum argument {
	ARGUMENT_NONE,
	ARGUMENT_TEXT,                  /* to the end of the line */
	ARGUMENT_TEXT_OR_NONE,
	ARGUMENT_CODE,                  /* a close code, or none */
	ARGUMENT_SECONDS,
	ARGUMENT_EXPECTATION
};

static const struct command {
	const char *word;
	enum sim_script_verb verb;
	enum argument argument;
	const char *usage;
	const char *what;
} commands[] = {
	{ "dial", SIM_SCRIPT_DIAL, ARGUMENT_TEXT,
	  "dial NUMBER", "ask the dialler to call, as a click in Patriot does" },
	{ "hangup", SIM_SCRIPT_HANGUP, ARGUMENT_NONE, "hangup", "ask it to end the call" },
	{ "status", SIM_SCRIPT_STATUS, ARGUMENT_NONE, "status", "ask it what the line is doing" },
	{ "send", SIM_SCRIPT_SEND, ARGUMENT_TEXT_OR_NONE,
	  "send [TEXT]", "send TEXT just as it is, right or wrong" },
	{ "drop", SIM_SCRIPT_DROP, ARGUMENT_NONE,
	  "drop", "cut the connection, as a crash of Patriot would" },
	{ "close", SIM_SCRIPT_CLOSE, ARGUMENT_CODE,
	  "close [CODE]", "close it in order, with 1000 or CODE" },
	{ "say", SIM_SCRIPT_SAY, ARGUMENT_TEXT_OR_NONE, "say [TEXT]", "print TEXT" },
	{ "sleep", SIM_SCRIPT_SLEEP, ARGUMENT_SECONDS, "sleep SECONDS", "in a script: wait" },
	{ "expect", SIM_SCRIPT_EXPECT, ARGUMENT_EXPECTATION,
	  "expect ...", "in a script: wait for something; see patriot-sim(1)" },
	{ "help", SIM_SCRIPT_HELP, ARGUMENT_NONE, "help", "this list" },
	{ "quit", SIM_SCRIPT_QUIT, ARGUMENT_NONE, "quit", "close all connections and end" },
};

static const struct {
	const char *word;
	enum sim_script_want want;
} wants[] = {
	{ "connected", SIM_SCRIPT_WANT_CONNECTED },
	{ "authenticated", SIM_SCRIPT_WANT_AUTHENTICATED },
	{ "refused", SIM_SCRIPT_WANT_REFUSED },
	{ "disconnected", SIM_SCRIPT_WANT_DISCONNECTED },
	{ "status", SIM_SCRIPT_WANT_STATUS },
	{ "nothing", SIM_SCRIPT_WANT_NOTHING },
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
skip_blanks(struct rest *rest)
{
	while (rest->at < rest->end && is_blank(*rest->at))
		rest->at++;
}

/* Takes the next word, cut to fit; false, and "", when there is none. */
static bool
take_any(struct rest *rest, char *word, size_t size)
{
	size_t n = 0;

	for (; rest->at < rest->end && !is_blank(*rest->at); rest->at++)
		if (n + 1 < size)
			word[n++] = *rest->at;
	word[n] = '\0';
	skip_blanks(rest);
	return n > 0;
}

/* Takes the next word only if it is this one. */
static bool
take(struct rest *rest, const char *word)
{
	struct rest ahead = *rest;
	char next[32];

	if (!take_any(&ahead, next, sizeof(next)) || strcmp(next, word) != 0)
		return false;
	*rest = ahead;
	return true;
}

/* "2", "0.5": to the millisecond, and without a float. */
static int
take_seconds(struct rest *rest, ms_t *wait, struct fault *fault)
{
	char word[16], *point;
	long seconds, thousandths = 0;

	take_any(rest, word, sizeof(word));
	point = strchr(word, '.');
	if (point != NULL) {
		char digits[] = "000";
		size_t n = strlen(point + 1);

		*point = '\0';
		memcpy(digits, point + 1, n < 3 ? n : 3);
		if (n < 1 || n > 3 || !text_number(digits, 0, 999, &thousandths))
			*word = '\0';
	}
	if (!text_number(word, 0, LONGEST_WAIT_S, &seconds))
		return fault_set(fault, "expected seconds, such as 2 or 0.5, at most %d",
		    LONGEST_WAIT_S);
	*wait = seconds * 1000 + thousandths;
	return 0;
}

static int
take_code(struct rest *rest, uint16_t *code, struct fault *fault)
{
	char word[16];
	long number = 1000;

	if (take_any(rest, word, sizeof(word)) && !text_number(word, 1000, 4999, &number))
		return fault_set(fault, "expected a close code from 1000 to 4999");
	*code = (uint16_t)number;
	return 0;
}

static int
take_status(struct rest *rest, struct sim_script_expectation *expect, struct fault *fault)
{
	struct call_status *status = &expect->status;

	expect->any_direction = expect->any_number = true;
	if (take(rest, "inactive"))
		return 0;
	if (!take(rest, "active"))
		return fault_set(fault, "expected active or inactive behind status");
	status->active = true;
	status->outbound = take(rest, "outbound");
	expect->any_direction = !status->outbound && !take(rest, "inbound");
	if (take(rest, "no-number")) {
		expect->any_number = false;
	} else if (take(rest, "number")) {
		expect->any_number = false;
		if (!take_any(rest, status->caller_id, sizeof(status->caller_id)))
			return fault_set(fault, "expected a number behind number");
	}
	return 0;
}

static int
take_want(struct rest *rest, struct sim_script_expectation *expect, struct fault *fault)
{
	for (size_t i = 0; i < ARRAY_LEN(wants); i++) {
		if (!take(rest, wants[i].word))
			continue;
		expect->want = wants[i].want;
		if (expect->want == SIM_SCRIPT_WANT_STATUS)
			return take_status(rest, expect, fault);
		if (expect->eventually)
			return fault_set(fault, "only a status can come eventually");
		return 0;
	}
	return fault_set(fault, "expected connected, authenticated, refused, disconnected, "
	    "nothing, status or eventually status");
}

static int
take_expectation(struct rest *rest, struct sim_script_line *line, struct fault *fault)
{
	struct sim_script_expectation *expect = &line->expect;

	expect->eventually = take(rest, "eventually");
	if (take_want(rest, expect, fault) < 0)
		return -1;
	line->wait = SIM_SCRIPT_PATIENCE_MS;
	if (expect->want != SIM_SCRIPT_WANT_NOTHING)
		return take(rest, "within") ? take_seconds(rest, &line->wait, fault) : 0;
	if (!take(rest, "for"))
		return fault_set(fault, "expected \"nothing for SECONDS\"");
	return take_seconds(rest, &line->wait, fault);
}

static int
take_argument(struct rest *rest, const struct command *command, struct sim_script_line *line,
    struct fault *fault)
{
	switch (command->argument) {
	case ARGUMENT_TEXT:
		if (rest->at == rest->end)
			return fault_set(fault, "expected \"%s\"", command->usage);
		rest->at = rest->end;
		return 0;
	case ARGUMENT_TEXT_OR_NONE:
		rest->at = rest->end;
		return 0;
	case ARGUMENT_CODE:
		return take_code(rest, &line->code, fault);
	case ARGUMENT_SECONDS:
		return take_seconds(rest, &line->wait, fault);
	case ARGUMENT_EXPECTATION:
		return take_expectation(rest, line, fault);
	case ARGUMENT_NONE:
		break;
	}
	return 0;
}

static int
complain(const char *problem, const char *word, struct fault *fault)
{
	char shown[64];

	return fault_set(fault, "%s \"%s\"", problem,
	    text_printable(word, strlen(word), shown, sizeof(shown)));
}

int
sim_script_line_read(struct sim_script_line *line, const char *text, size_t n, struct fault *fault)
{
	struct rest rest = { .at = text, .end = text + n };
	char word[64];

	*line = (struct sim_script_line){ .verb = SIM_SCRIPT_NONE };
	if (n > 0 && rest.end[-1] == '\r')
		rest.end--;
	skip_blanks(&rest);
	if (rest.at == rest.end || *rest.at == '#')
		return 0;
	take_any(&rest, word, sizeof(word));
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		if (strcmp(commands[i].word, word) != 0)
			continue;
		line->verb = commands[i].verb;
		line->text = rest.at;
		line->n = (size_t)(rest.end - rest.at);
		if (take_argument(&rest, &commands[i], line, fault) < 0)
			return -1;
		if (!take_any(&rest, word, sizeof(word)))
			return 0;
		return complain("too much in this line:", word, fault);
	}
	return complain("no such command:", word, fault);
}

bool
sim_script_line_help(size_t i, const char **usage, const char **what)
{
	if (i >= ARRAY_LEN(commands))
		return false;
	*usage = commands[i].usage;
	*what = commands[i].what;
	return true;
}
