/* SPDX-License-Identifier: MIT */
#include "sim/sim_fault.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/text.h"

enum {
	HOUR_MS = 3600 * 1000
};

static const struct {
	const char *name;
	ms_t ms;                        /* unless the user says how long; 0: no matter of time */
	bool by_command;                /* may concern some commands only */
	const char *what;
} flaws[] = {
	[SIM_FLAW_SLOW] = { "slow", 800, false, "all it says comes so late (800)" },
	[SIM_FLAW_SPLIT] = { "split", 0, false, "each byte in a write of its own" },
	[SIM_FLAW_URC] = { "urc", 0, true, "a line of noise inside each response" },
	[SIM_FLAW_LATE_OK] = { "late-ok", 12000, true, "one result comes so late (12000)" },
	[SIM_FLAW_NO_FINAL] = { "no-final", 0, true, "one result does not come" },
	[SIM_FLAW_ECHO] = { "echo", 0, false, "echo cannot be switched off" },
	[SIM_FLAW_BANNER] = { "banner", 500, false, "it restarts so long into a call (500)" },
	[SIM_FLAW_GARBAGE] = { "garbage", 0, true, "a burst of noise inside each response" },
	[SIM_FLAW_SECOND_OK] = { "second-ok", 0, true, "each OK comes twice" },
	[SIM_FLAW_SILENCE] = { "silence", 0, true, "from then on it says nothing" },
};

bool
sim_fault_describe(size_t i, const char **name, const char **what)
{
	if (i >= SIM_FLAW_COUNT)
		return false;
	*name = flaws[i].name;
	*what = flaws[i].what;
	return true;
}

static int
refuse(const char *text, struct fault *fault)
{
	char list[160] = "";

	for (size_t i = 0; i < SIM_FLAW_COUNT; i++) {
		strcat(list, flaws[i].name);
		strcat(list, ", ");
	}
	return fault_set(fault, "no fault is called \"%s\"; there are %soff", text, list);
}

/* The user may write ATD as well as D. */
static const char *
behind_at(const char *command)
{
	return strncasecmp(command, "AT", 2) == 0 ? command + 2 : command;
}

static int
set_flaw(struct sim_faults *faults, size_t which, const char *rest, struct fault *fault)
{
	size_t length = strcspn(rest, "@");
	bool has_command = rest[length] == '@';
	const char *command = has_command ? behind_at(rest + length + 1) : "";
	char number[16];
	long ms = flaws[which].ms;

	snprintf(number, sizeof(number), "%.*s", (int)length, rest);
	if ((length > 0 && (ms == 0 || !text_number(number + 1, 1, HOUR_MS, &ms))) ||
	    (has_command && !flaws[which].by_command) ||
	    strlen(command) > SIM_FAULT_COMMAND_MAX)
		return fault_set(fault, "%s takes no \"%s\"", flaws[which].name, rest);
	faults->flaw[which].on = true;
	faults->flaw[which].ms = ms;
	text_copy(faults->flaw[which].command, sizeof(faults->flaw[which].command), command);
	return 0;
}

int
sim_faults_read(struct sim_faults *faults, const char *text, struct fault *fault)
{
	size_t length = strcspn(text, "=@");

	if (strcmp(text, "off") == 0) {
		*faults = (struct sim_faults){ .flaw = { { .on = false } } };
		return 0;
	}
	for (size_t i = 0; i < SIM_FLAW_COUNT; i++)
		if (strlen(flaws[i].name) == length && strncmp(flaws[i].name, text, length) == 0)
			return set_flaw(faults, i, text + length, fault);
	return refuse(text, fault);
}

bool
sim_faults_strike(const struct sim_faults *faults, enum sim_flaw flaw, const char *line)
{
	const char *command = faults->flaw[flaw].command;

	return faults->flaw[flaw].on && strncasecmp(line, command, strlen(command)) == 0;
}

bool
sim_faults_strike_once(struct sim_faults *faults, enum sim_flaw flaw, const char *line)
{
	if (!sim_faults_strike(faults, flaw, line))
		return false;
	faults->flaw[flaw].on = false;
	return true;
}
