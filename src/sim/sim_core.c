/* SPDX-License-Identifier: MIT */
#include "sim/sim_core.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"

static const struct {
	const char *text;
	int numeric;
	int cme;                        /* 27.007 9.2; 0: never shown as +CME ERROR */
	const char *cme_text;
} results[] = {
	[SIM_OK] = { .text = "OK", .numeric = 0 },
	[SIM_RING] = { .text = "RING", .numeric = 2 },
	[SIM_NO_CARRIER] = { .text = "NO CARRIER", .numeric = 3 },
	[SIM_ERROR] = { .text = "ERROR", .numeric = 4 },
	[SIM_NO_DIALTONE] = { .text = "NO DIALTONE", .numeric = 6 },
	[SIM_BUSY] = { .text = "BUSY", .numeric = 7 },
	[SIM_NO_ANSWER] = { .text = "NO ANSWER", .numeric = 8 },
	[SIM_NOT_ALLOWED] = { "ERROR", 4, 3, "operation not allowed" },
	[SIM_BAD_PARAMETER] = { "ERROR", 4, 50, "incorrect parameters" },
	[SIM_NO_NETWORK] = { "ERROR", 4, 30, "no network service" },
	[SIM_UNKNOWN] = { "ERROR", 4, 100, "unknown" },
};

void
sim_core_init(struct sim_core *core, const struct sim_family *family,
    const struct sim_timing *timing)
{
	*core = (struct sim_core){
		.family = family,
		.timing = *timing,
		.pending_due = NEVER,
		.caller_id_due = NEVER,
		.tone_due = NEVER,
		.restart_due = NEVER,
		.late_due = NEVER,
		.banner_due = NEVER,
		.cause = "No report available",
	};
	sim_calls_init(&core->calls, &core->timing);
	buf_init(&core->out, core->out_bytes, sizeof(core->out_bytes));
	sim_core_defaults(core);
}

void
sim_core_defaults(struct sim_core *core)
{
	memset(core->setting, 0, sizeof(core->setting));
	core->setting[SIM_SET_ECHO] = 1;
	core->setting[SIM_SET_VERBOSE] = 1;
	core->setting[SIM_SET_CFUN] = 1;
	core->setting[SIM_SET_EVENTS] = core->family->events;
	memset(core->reg, 0, sizeof(core->reg));
	core->reg[3] = '\r';
	core->reg[4] = '\n';
	core->reg[5] = '\b';
	core->reg[6] = 2;
	core->reg[7] = 60;
	core->reg[8] = 2;
	core->reg[10] = 14;
	core->reg[11] = 95;
}

void
sim_core_send(struct sim_core *core, const void *bytes, size_t n)
{
	/* All or nothing, and nothing when it is full: there is no flow control. */
	if (!core->silent)
		(void)buf_put(&core->out, bytes, n);
}

static void say(struct sim_core *core, const char *before, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void
say(struct sim_core *core, const char *before, const char *format, va_list args)
{
	char text[256];
	char line[sizeof(text) + 8];
	int n;

	vsnprintf(text, sizeof(text), format, args);
	n = snprintf(line, sizeof(line), "%s%s%s", before, text,
	    core->family->double_cr ? "\r\r\n" : "\r\n");
	sim_core_send(core, line, (size_t)n);
}

void
sim_core_info(struct sim_core *core, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(core, core->setting[SIM_SET_VERBOSE] ? "\r\n" : "", format, args);
	va_end(args);
}

void
sim_core_unasked(struct sim_core *core, const char *format, ...)
{
	va_list args;

	if (core->setting[SIM_SET_QUIET])
		return;
	va_start(args, format);
	say(core, "\r\n", format, args);
	va_end(args);
}

static void say_result(struct sim_core *core, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void
say_result(struct sim_core *core, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(core, core->family->bare_results ? "" : "\r\n", format, args);
	va_end(args);
}

void
sim_core_result(struct sim_core *core, enum sim_result result)
{
	char number[8];
	long cmee;

	if (result == SIM_LATER || core->setting[SIM_SET_QUIET])
		return;
	cmee = results[result].cme == 0 ? 0 : core->setting[SIM_SET_CMEE];
	if (result == SIM_UNKNOWN && core->family->unknown != NULL) {
		say_result(core, "%s", core->family->unknown);
	} else if (cmee == 1) {
		say_result(core, "+CME ERROR: %d", results[result].cme);
	} else if (cmee == 2) {
		say_result(core, "+CME ERROR: %s", results[result].cme_text);
	} else if (core->setting[SIM_SET_VERBOSE]) {
		say_result(core, "%s", results[result].text);
	} else {
		int n = snprintf(number, sizeof(number), "%d\r", results[result].numeric);

		sim_core_send(core, number, (size_t)n);
	}
}

/* What comes between a response and its result. */
static void
disturb(struct sim_core *core, const char *line)
{
	static const char noise[] = "\xff\x00~\x81{U\xfe\r\x12\"+C\x9a,,\xf0\nX\x7f\xaaN\xc3\r\n";

	if (sim_faults_strike(&core->faults, SIM_FLAW_URC, line))
		sim_core_unasked(core, "^RSSI:21");
	if (sim_faults_strike(&core->faults, SIM_FLAW_GARBAGE, line))
		sim_core_send(core, noise, sizeof(noise) - 1);
}

void
sim_core_final(struct sim_core *core, enum sim_result result, const char *line, ms_t now)
{
	struct sim_faults *faults = &core->faults;

	disturb(core, line);
	if (result == SIM_LATER)
		return;
	if (sim_faults_strike_once(faults, SIM_FLAW_NO_FINAL, line)) {
		sim_core_note(core, false, "AT%s gets no result", line);
		return;
	}
	if (sim_faults_strike_once(faults, SIM_FLAW_LATE_OK, line)) {
		sim_core_note(core, false, "AT%s gets its result late", line);
		core->late_result = result;
		core->late_due = now + faults->flaw[SIM_FLAW_LATE_OK].ms;
		return;
	}
	sim_core_result(core, result);
	if (result == SIM_OK && sim_faults_strike(faults, SIM_FLAW_SECOND_OK, line))
		sim_core_result(core, SIM_OK);
}

void
sim_core_note(struct sim_core *core, bool loud, const char *format, ...)
{
	size_t last = (core->note_first + core->note_count) % SIM_NOTES_MAX;
	struct sim_note *note = &core->note[last];
	va_list args;

	if (core->note_count == SIM_NOTES_MAX)
		return;
	note->loud = loud;
	va_start(args, format);
	vsnprintf(note->text, sizeof(note->text), format, args);
	va_end(args);
	core->note_count++;
}

void
sim_core_begin(struct sim_core *core, enum sim_pending pending, ms_t now, ms_t due)
{
	core->pending = pending;
	core->pending_since = now;
	core->pending_due = due;
}

void
sim_core_settle(struct sim_core *core)
{
	core->pending = SIM_PENDING_NOTHING;
	core->pending_due = NEVER;
	core->tone_due = NEVER;
}

void
sim_core_drop(struct sim_core *core)
{
	sim_calls_hangup_all(&core->calls);
	sim_core_settle(core);
	core->off_hook = false;
}

bool
sim_core_number(const char *args, char number[SIM_NUMBER_MAX + 1], bool *voice)
{
	size_t length = strcspn(args, ";");
	size_t n = 0;

	*voice = args[length] == ';';
	if (*voice && args[length + 1] != '\0')
		return false;
	for (size_t i = 0; i < length; i++) {
		/* Modifiers of V.250 6.3.1 and of 27.007 6.2: accepted, without effect. */
		if (strchr("TtPpWw,!@-().IiGg", args[i]) != NULL)
			continue;
		if (strchr("0123456789*#ABCDabcd", args[i]) == NULL &&
		    !(args[i] == '+' && n == 0))
			return false;
		if (n == SIM_NUMBER_MAX)
			return false;
		number[n++] = args[i];
	}
	number[n] = '\0';
	return n > 0;
}

bool
sim_core_fact(struct sim_core *core, const struct sim_fact *facts,
    const struct sim_command *command, enum sim_result *result)
{
	for (size_t i = 0; facts != NULL && facts[i].name != NULL; i++) {
		const char *line = facts[i].text;

		if (facts[i].form != command->form || strcmp(facts[i].name, command->name) != 0)
			continue;
		while (line != NULL) {
			const char *newline = strchr(line, '\n');
			size_t length = newline == NULL ? strlen(line) : (size_t)(newline - line);

			sim_core_info(core, "%.*s", (int)length, line);
			line = newline == NULL ? NULL : newline + 1;
		}
		*result = facts[i].result;
		return true;
	}
	return false;
}

/* What stands behind the value means nothing here, but only where there is a key. */
static enum sim_result
set_parameter(struct sim_core *core, const struct sim_parameter *parameter, const char *args)
{
	char number[8] = "";
	size_t key = parameter->key == NULL ? 0 : strlen(parameter->key);
	long value;

	if (key > 0 && text_starts(args, parameter->key))
		snprintf(number, sizeof(number), "%.*s", (int)strcspn(args + key, ","), args + key);
	else if (key > 0)
		return SIM_BAD_PARAMETER;
	if (!text_number(key > 0 ? number : args, 0, parameter->max, &value))
		return SIM_BAD_PARAMETER;
	core->setting[parameter->setting] = value;
	return SIM_OK;
}

static void
say_value(struct sim_core *core, const struct sim_parameter *parameter, const char *value)
{
	if (parameter->bare)
		sim_core_info(core, "%s", value);
	else
		sim_core_info(core, "%s: %s", parameter->name, value);
}

static enum sim_result
do_parameter(struct sim_core *core, const struct sim_parameter *parameter,
    const struct sim_command *command)
{
	char value[64];

	switch (command->form) {
	case SIM_FORM_SET:
		return set_parameter(core, parameter, command->args);
	case SIM_FORM_READ:
		snprintf(value, sizeof(value), "%ld%s", core->setting[parameter->setting],
		    parameter->tail);
		say_value(core, parameter, value);
		return SIM_OK;
	case SIM_FORM_TEST:
		say_value(core, parameter, parameter->range);
		return SIM_OK;
	case SIM_FORM_PLAIN:
		break;
	}
	return SIM_UNKNOWN;
}

bool
sim_core_parameter(struct sim_core *core, const struct sim_parameter *parameters,
    const struct sim_command *command, enum sim_result *result)
{
	for (size_t i = 0; parameters != NULL && parameters[i].name != NULL; i++) {
		if (strcmp(parameters[i].name, command->name) != 0 ||
		    command->form == SIM_FORM_PLAIN)
			continue;
		*result = do_parameter(core, &parameters[i], command);
		return true;
	}
	return false;
}
