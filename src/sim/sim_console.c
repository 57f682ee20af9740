/* SPDX-License-Identifier: MIT */
#include "sim/sim_console.h"

#include <stdio.h>
#include <string.h>

#include "util/array.h"

static const struct {
	const char *word;
	enum sim_order order;
	bool has_argument;
	const char *usage;
	const char *what;
} orders[] = {
	{ "ring", SIM_ORDER_RING, true, "ring [NUMBER]",
	  "somebody calls; without a number he withholds it" },
	{ "answer", SIM_ORDER_ANSWER, false, "answer",
	  "the called party answers, or somebody picks up another telephone" },
	{ "busy", SIM_ORDER_BUSY, false, "busy", "the called party is busy" },
	{ "no-answer", SIM_ORDER_NO_ANSWER, false, "no-answer", "nobody answered our call" },
	{ "remote-hangup", SIM_ORDER_REMOTE_HANGUP, true, "remote-hangup [waiting]",
	  "the far end hangs up; or only who waits behind the call" },
	{ "freeze", SIM_ORDER_FREEZE, false, "freeze", "the modem stops reading and answering" },
	{ "thaw", SIM_ORDER_THAW, false, "thaw", "and goes on" },
	{ "garbage", SIM_ORDER_GARBAGE, false, "garbage", "a burst of noise to the host" },
	{ "fault", SIM_ORDER_FAULT, true, "fault NAME|off",
	  "as --fault; or none any more" },
	{ "unplug", SIM_ORDER_UNPLUG, false, "unplug", "the device vanishes" },
	{ "plug", SIM_ORDER_PLUG, false, "plug", "and returns, just powered on" },
	{ "reset", SIM_ORDER_RESET, false, "reset", "the modem restarts, its port stays" },
	{ "calls", SIM_ORDER_CALLS, false, "calls", "the calls as they are" },
	{ "help", SIM_ORDER_HELP, false, "help", "this list" },
	{ "quit", SIM_ORDER_QUIT, false, "quit", "the end" },
};

size_t
sim_console_take(struct sim_console *console, const char *bytes, size_t n)
{
	if (console->complete)
		*console = (struct sim_console){ .n = 0 };
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n') {
			console->complete = true;
			return i + 1;
		}
		if (console->n < SIM_CONSOLE_LINE_MAX)
			console->line[console->n++] = bytes[i];
	}
	return n;
}

static int
refuse(const char *word, struct fault *fault)
{
	char list[256] = "";

	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		strcat(list, i == 0 ? "" : ", ");
		strcat(list, orders[i].word);
	}
	return fault_set(fault, "no order is called \"%s\"; there are %s", word, list);
}

int
sim_console_read(struct sim_console *console, enum sim_order *order,
    const char **argument, struct fault *fault)
{
	static const char blanks[] = " \t\r";
	char *rest;
	const char *word = strtok_r(console->line, blanks, &rest);
	const char *behind = word == NULL ? NULL : strtok_r(NULL, blanks, &rest);

	*order = SIM_ORDER_NONE;
	*argument = behind == NULL ? "" : behind;
	if (word == NULL)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		if (strcmp(orders[i].word, word) != 0)
			continue;
		if (behind != NULL && !orders[i].has_argument)
			return fault_set(fault, "\"%s\" takes nothing behind it", word);
		*order = orders[i].order;
		return 0;
	}
	return refuse(word, fault);
}

void
sim_console_print_orders(void)
{
	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		printf("  %-24s %s\n", orders[i].usage, orders[i].what);
}
