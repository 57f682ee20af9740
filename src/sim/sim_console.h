/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_console - what the user of the stand-in modem types, one order a line.
 */
#ifndef ATDIALLER_SIM_SIM_CONSOLE_H
#define ATDIALLER_SIM_SIM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

enum {
	SIM_CONSOLE_LINE_MAX = 128
};

enum sim_order {
	SIM_ORDER_NONE,                 /* an empty line */
	SIM_ORDER_RING,
	SIM_ORDER_ANSWER,
	SIM_ORDER_BUSY,
	SIM_ORDER_NO_ANSWER,
	SIM_ORDER_REMOTE_HANGUP,
	SIM_ORDER_FREEZE,
	SIM_ORDER_THAW,
	SIM_ORDER_GARBAGE,
	SIM_ORDER_FAULT,
	SIM_ORDER_UNPLUG,
	SIM_ORDER_PLUG,
	SIM_ORDER_RESET,
	SIM_ORDER_CALLS,
	SIM_ORDER_HELP,
	SIM_ORDER_QUIT
};

/* The line being typed. */
struct sim_console {
	char line[SIM_CONSOLE_LINE_MAX + 1];
	size_t n;
	bool complete;
};

/* Eats bytes until a line is complete; returns how many. */
size_t sim_console_take(struct sim_console *console, const char *bytes, size_t n);

/*
 * Reads a complete line. -1 and a fault that says what exists when it is no order.
 * *argument points into the line, "" when there is none.
 */
int sim_console_read(struct sim_console *console, enum sim_order *order,
    const char **argument, struct fault *fault);

/* Each order with its argument and what it does, on standard output. */
void sim_console_print_orders(void);

#endif
