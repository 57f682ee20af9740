/* SPDX-License-Identifier: MIT */
#include "sim/sim_dialogue.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/sim_command.h"
#include "util/array.h"
#include "util/text.h"

static int
hex_value(const char *text)
{
	char digits[3] = { text[0], text[0] == '\0' ? '\0' : text[1], '\0' };
	char *behind;
	long value = strtol(digits, &behind, 16);

	return behind == digits + 2 && isxdigit((unsigned char)digits[0]) ? (int)value : -1;
}

/* The byte that stands for what follows a backslash, -1 for none; *in moves behind it. */
static int
escaped_byte(const char **in)
{
	int value;

	switch (*(*in)++) {
	case 'r':
		return '\r';
	case 'n':
		return '\n';
	case '\\':
		return '\\';
	case 'x':
		value = hex_value(*in);
		*in += value < 0 ? 0 : 2;
		return value;
	default:
		return -1;
	}
}

/* In place, as it only gets shorter. False for an escape that does not exist. */
static bool
unescape(char *text, size_t *n)
{
	const char *in = text;
	char *out = text;

	while (*in != '\0') {
		int byte = (unsigned char)*in++;

		if (byte == '\\')
			byte = escaped_byte(&in);
		if (byte < 0)
			return false;
		*out++ = (char)byte;
	}
	*out = '\0';
	*n = (size_t)(out - text);
	return true;
}

static bool
read_pause(const char *text, ms_t *pause)
{
	char *behind;
	double seconds = strtod(text, &behind);

	if (behind == text || *behind != '\0' || !(seconds >= 0 && seconds <= 86400))
		return false;
	*pause = (ms_t)(seconds * 1000 + 0.5);
	return true;
}

/* Tried in order: the longer mark stands before the shorter. */
static const struct mark {
	const char *text;
	enum sim_step_kind kind;
} marks[] = {
	{ "< \\x10", SIM_STEP_RAW },
	{ "<", SIM_STEP_MODEM },
	{ ">", SIM_STEP_HOST },
	{ "~", SIM_STEP_PAUSE },
	{ "=", SIM_STEP_TRUTH },
	{ "# expect:", SIM_STEP_TRUTH },
	{ "given ", SIM_STEP_TRUTH },
	{ "# @usb-remove", SIM_STEP_UNPLUG },
	{ "# @usb-add", SIM_STEP_PLUG },
	{ "@usb-remove", SIM_STEP_UNPLUG },
	{ "@usb-add", SIM_STEP_PLUG },
	{ "@close", SIM_STEP_NOTE },    /* what the daemon does of itself: its modem stays plugged in */
	{ "@open", SIM_STEP_NOTE },
	{ "@restart", SIM_STEP_NOTE },
	{ "@dtr", SIM_STEP_NOTE },
	{ "#", SIM_STEP_NOTE },
	{ "desk<", SIM_STEP_NOTE },
	{ "desk>", SIM_STEP_NOTE },
	{ "dialect", SIM_STEP_NOTE },
	{ "from start", SIM_STEP_NOTE },
	{ "with ", SIM_STEP_NOTE },
	{ "not doubled", SIM_STEP_NOTE },
};

static const struct mark *
mark_of(const char *line)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (text_starts(line, marks[i].text))
			return &marks[i];
	return NULL;
}

/* What stands behind the mark, without the one blank that parts them. */
static char *
behind_mark(char *line, const struct mark *mark)
{
	char *text = line + (mark->kind == SIM_STEP_RAW ? 1 : strlen(mark->text));

	return *text == ' ' ? text + 1 : text;
}

static bool
read_step(struct sim_step *step, char *line, const struct mark *mark)
{
	char *text = behind_mark(line, mark);

	step->kind = mark->kind;
	step->text = mark->kind == SIM_STEP_NOTE ? line : text;
	step->n = strlen(step->text);
	switch (mark->kind) {
	case SIM_STEP_HOST:
	case SIM_STEP_MODEM:
	case SIM_STEP_RAW:
		return unescape(text, &step->n) && step->n <= SIM_LINE_MAX;
	case SIM_STEP_PAUSE:
		return read_pause(text, &step->pause);
	case SIM_STEP_TRUTH:
	case SIM_STEP_NOTE:
	case SIM_STEP_UNPLUG:
	case SIM_STEP_PLUG:
		break;
	}
	return true;
}

static void
trim(char *line)
{
	size_t n = strlen(line);

	while (n > 0 && strchr(" \t\r", line[n - 1]) != NULL)
		line[--n] = '\0';
}

int
sim_dialogue_read(struct sim_dialogue *dialogue, const char *name, char *text,
    struct fault *fault)
{
	char *line;

	dialogue->name = name;
	dialogue->count = 0;
	for (unsigned number = 1; (line = strsep(&text, "\n")) != NULL; number++) {
		struct sim_step *step = &dialogue->step[dialogue->count];
		const struct mark *mark;

		trim(line);
		if (*line == '\0')
			continue;
		if (dialogue->count == SIM_DIALOGUE_STEPS_MAX)
			return fault_set(fault, "%s:%u: more than %d lines", name, number,
			    SIM_DIALOGUE_STEPS_MAX);
		mark = mark_of(line);
		*step = (struct sim_step){ .line = number };
		if (mark == NULL || !read_step(step, line, mark))
			return fault_set(fault, "%s:%u: no line of a dialogue: %s", name, number,
			    line);
		dialogue->count++;
	}
	return 0;
}

static bool
begins(const char *text, size_t n, const char *prefix)
{
	size_t length = strlen(prefix);

	return n >= length && strncasecmp(text, prefix, length) == 0;
}

static enum sim_touch
touch_of_command(const struct sim_command *command)
{
	static const char *const call[] = { "D", "A", "H", "+CHUP", "+CHLD", "+VTS" };
	static const char *const reset[] = { "Z", "&F", "+CFUN" };

	for (size_t i = 0; i < ARRAY_LEN(call); i++)
		if (strcmp(command->name, call[i]) == 0)
			return SIM_TOUCH_CALL;
	if (command->form == SIM_FORM_READ || command->form == SIM_FORM_TEST)
		return SIM_TOUCH_NOTHING;
	for (size_t i = 0; i < ARRAY_LEN(reset); i++)
		if (strcmp(command->name, reset[i]) == 0)
			return SIM_TOUCH_RESET;
	return SIM_TOUCH_NOTHING;
}

enum sim_touch
sim_touch_of(const char *text, size_t n)
{
	struct sim_command command;
	enum sim_touch worst = SIM_TOUCH_NOTHING;
	char line[SIM_LINE_MAX + 1];
	char body[SIM_LINE_MAX + 1];
	const char *at = body;

	if (!begins(text, n, "AT") || n > SIM_LINE_MAX)
		return SIM_TOUCH_CALL;
	memcpy(line, text + 2, n - 2);
	line[n - 2] = '\0';
	sim_command_squeeze(body, line);
	while (worst != SIM_TOUCH_CALL && sim_command_next(&at, &command)) {
		enum sim_touch touch = touch_of_command(&command);

		worst = touch > worst ? touch : worst;
	}
	return worst;
}

bool
sim_step_is_question(const struct sim_step *step)
{
	return step->kind == SIM_STEP_HOST &&
	    sim_touch_of(step->text, step->n) != SIM_TOUCH_CALL;
}

bool
sim_step_is_final(const struct sim_step *step)
{
	static const char *const finals[] = {
		"OK", "ERROR", "NO CARRIER", "BUSY", "NO ANSWER", "NO DIALTONE", "NO DIAL TONE",
		"CONNECT", "VCON", "+CME ERROR:", "+CMS ERROR:", "LINE IN USE", "LINE-IN-USE",
		"NO LINE", "BLACKLISTED", "DELAYED", "COMMAND NOT SUPPORT",
	};

	if (step->kind != SIM_STEP_MODEM)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(finals); i++)
		if (begins(step->text, step->n, finals[i]))
			return true;
	return false;
}

size_t
sim_dialogue_behind_question(const struct sim_dialogue *dialogue, size_t i)
{
	for (i++; i < dialogue->count; i++) {
		const struct sim_step *step = &dialogue->step[i];

		if (sim_step_is_final(step))
			return i + 1;
		if (step->kind != SIM_STEP_MODEM && step->kind != SIM_STEP_NOTE)
			break;
	}
	return i;
}

size_t
sim_dialogue_find(const struct sim_dialogue *dialogue, size_t from, const char *text,
    size_t n)
{
	size_t i = from;

	while (i < dialogue->count) {
		const struct sim_step *step = &dialogue->step[i];

		switch (step->kind) {
		case SIM_STEP_HOST:
			if (text == NULL || (step->n == n && memcmp(step->text, text, n) == 0))
				return i;
			if (!sim_step_is_question(step))
				return dialogue->count;
			i = sim_dialogue_behind_question(dialogue, i);
			break;
		case SIM_STEP_PAUSE:
		case SIM_STEP_TRUTH:
		case SIM_STEP_NOTE:
			i++;
			break;
		case SIM_STEP_MODEM:
		case SIM_STEP_RAW:
		case SIM_STEP_UNPLUG:
		case SIM_STEP_PLUG:
			return dialogue->count;
		}
	}
	return dialogue->count;
}
