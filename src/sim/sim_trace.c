/* SPDX-License-Identifier: MIT */
#include "sim/sim_trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "util/text.h"

static void
print_stamp(char mark)
{
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &tm);
	printf("%02d:%02d:%02d.%03ld %c ", tm.tm_hour, tm.tm_min, tm.tm_sec,
	    now.tv_nsec / 1000000, mark);
}

void
sim_trace_say(char mark, const char *format, ...)
{
	va_list args;

	print_stamp(mark);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static void
print_line(struct sim_trace *trace)
{
	char text[4 * SIM_TRACE_LINE_MAX + 1];

	sim_trace_say(trace->mark, "%s",
	    text_printable(trace->line, trace->n, text, sizeof(text)));
	trace->n = 0;
}

void
sim_trace_flush(struct sim_trace *trace)
{
	if (trace->n > 0)
		print_line(trace);
}

static void
take_byte(struct sim_trace *trace, char byte)
{
	bool pair = trace->after_cr && byte == '\n';

	trace->after_cr = byte == '\r';
	if (byte == '\r' || byte == '\n') {
		if (trace->n > 0 || (trace->show_empty && !pair))
			print_line(trace);
		return;
	}
	if (trace->n == sizeof(trace->line))
		print_line(trace);
	trace->line[trace->n++] = byte;
}

void
sim_trace_feed(struct sim_trace *trace, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		take_byte(trace, bytes[i]);
}
