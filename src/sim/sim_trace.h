/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_trace - shows both directions of a serial dialogue, line by line, with the time
 * of day.
 */
#ifndef ATDIALLER_SIM_SIM_TRACE_H
#define ATDIALLER_SIM_SIM_TRACE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	SIM_TRACE_LINE_MAX = 160
};

struct sim_trace {
	char mark;                      /* '>' from the host, '<' from the modem */
	bool show_empty;                /* a lone CR of the host means something */
	bool after_cr;
	size_t n;
	char line[SIM_TRACE_LINE_MAX];
};

/* Prints the lines these bytes complete; a rest waits for its end. */
void sim_trace_feed(struct sim_trace *trace, const char *bytes, size_t n);

/* Prints what waits for its end. */
void sim_trace_flush(struct sim_trace *trace);

/* One time-stamped line of our own. */
void sim_trace_say(char mark, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
