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
sim_core_init(struct sim_core *core, enum sim_kind kind, const struct sim_timing *timing)
{
	*core = (struct sim_core){
		.kind = kind,
		.timing = *timing,
		.pending_due = NEVER,
		.caller_id_due = NEVER,
		.restart_due = NEVER,
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
	(void)buf_put(&core->out, bytes, n);
}

static void say(struct sim_core *core, const char *before, const char *format, va_list args,
    const char *behind) __attribute__((format(printf, 3, 0)));

static void
say(struct sim_core *core, const char *before, const char *format, va_list args,
    const char *behind)
{
	char text[256];
	char line[sizeof(text) + 4];
	int n;

	vsnprintf(text, sizeof(text), format, args);
	n = snprintf(line, sizeof(line), "%s%s%s", before, text, behind);
	sim_core_send(core, line, (size_t)n);
}

void
sim_core_info(struct sim_core *core, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(core, core->setting[SIM_SET_VERBOSE] ? "\r\n" : "", format, args, "\r\n");
	va_end(args);
}

void
sim_core_unasked(struct sim_core *core, const char *format, ...)
{
	va_list args;

	if (core->setting[SIM_SET_QUIET])
		return;
	va_start(args, format);
	say(core, "\r\n", format, args, "\r\n");
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
	if (cmee == 1) {
		sim_core_unasked(core, "+CME ERROR: %d", results[result].cme);
	} else if (cmee == 2) {
		sim_core_unasked(core, "+CME ERROR: %s", results[result].cme_text);
	} else if (core->setting[SIM_SET_VERBOSE]) {
		sim_core_unasked(core, "%s", results[result].text);
	} else {
		int n = snprintf(number, sizeof(number), "%d\r", results[result].numeric);

		sim_core_send(core, number, (size_t)n);
	}
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

int
sim_number_type(const char *number)
{
	if (number[0] == '\0')
		return 128;
	return number[0] == '+' ? 145 : 129;
}

bool
sim_core_fact(struct sim_core *core, const struct sim_fact *facts, size_t n,
    const struct sim_command *command, enum sim_result *result)
{
	for (size_t i = 0; i < n; i++) {
		const char *line = facts[i].text;

		if (facts[i].form != command->form || strcmp(facts[i].name, command->name) != 0)
			continue;
		while (line != NULL) {
			const char *newline = strchr(line, '\n');
			size_t length = newline == NULL ? strlen(line) : (size_t)(newline - line);

			sim_core_info(core, "%.*s", (int)length, line);
			line = newline == NULL ? NULL : newline + 1;
		}
		*result = SIM_OK;
		return true;
	}
	return false;
}

static enum sim_result
do_parameter(struct sim_core *core, const struct sim_parameter *parameter,
    const struct sim_command *command)
{
	long value;

	switch (command->form) {
	case SIM_FORM_SET:
		if (!text_number(command->args, 0, parameter->max, &value))
			return SIM_BAD_PARAMETER;
		core->setting[parameter->setting] = value;
		return SIM_OK;
	case SIM_FORM_READ:
		sim_core_info(core, "%s: %ld%s", parameter->name,
		    core->setting[parameter->setting], parameter->tail);
		return SIM_OK;
	case SIM_FORM_TEST:
		sim_core_info(core, "%s: %s", parameter->name, parameter->range);
		return SIM_OK;
	case SIM_FORM_PLAIN:
		break;
	}
	return SIM_UNKNOWN;
}

bool
sim_core_parameter(struct sim_core *core, const struct sim_parameter *parameters,
    size_t n, const struct sim_command *command, enum sim_result *result)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(parameters[i].name, command->name) != 0)
			continue;
		*result = do_parameter(core, &parameters[i], command);
		return true;
	}
	return false;
}
