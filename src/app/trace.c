/* SPDX-License-Identifier: MIT */
#include "app/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/log.h"
#include "util/mask.h"

/*
 * What is too short for a line of its own is part of the next pause. When we speak is for us to
 * know: whoever plays the dialogue waits for it, and the pause before it is a comment.
 */
static int
put_pause(struct trace *trace, bool ours, char *out, size_t size, ms_t now)
{
	ms_t pause = now - trace->last;

	if (pause < TRACE_PAUSE_MS)
		return 0;
	trace->last = now;
	return snprintf(out, size, "%s %lld.%03lld\n", ours ? "#" : "~", (long long)pause / 1000,
	    (long long)pause % 1000);
}

static void
write_line(struct trace *trace, const char *line, ms_t now)
{
	char out[TRACE_LINE_MAX + 40];
	int n;

	if (trace->fd < 0)
		return;
	n = put_pause(trace, line[0] == AT_WIRE_HOST, out, sizeof(out), now);
	n += snprintf(out + n, sizeof(out) - (size_t)n, "%.*s\n", TRACE_LINE_MAX, line);
	errno = ENOSPC;                 /* which is what a short write means */
	if (write(trace->fd, out, (size_t)n) == n)
		return;
	log_warn("trace: cannot be written: %s; it ends here", strerror(errno));
	trace_close(trace);
}

/* When it was, for people: everything behind it is relative. */
static void
write_date(struct trace *trace, ms_t now)
{
	time_t seconds = time(NULL);
	char line[64];
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(line, sizeof(line), "# %Y-%m-%d %H:%M:%S %z", &tm);
	write_line(trace, line, now);
	write_line(trace, "from start", now);
}

int
trace_open(struct trace *trace, const char *path, ms_t now, struct fault *fault)
{
	*trace = (struct trace){ .fd = -1, .last = now };
	at_wire_init(&trace->said, AT_WIRE_HOST);
	at_wire_init(&trace->heard, AT_WIRE_MODEM);
	if (path == NULL)
		return 0;
	/* It shows who called whom, and must not wait for whoever reads a pipe. */
	trace->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
	    0600);
	if (trace->fd < 0)
		return fault_set(fault, "cannot write to %s: %s", path, strerror(errno));
	write_date(trace, now);
	return 0;
}

void
trace_step(struct trace *trace, ms_t now, const char *format, ...)
{
	char line[TRACE_LINE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (log_hides_numbers())
		mask_short_numbers(line, strlen(line), '0');
	write_line(trace, line, now);
}

/* In the file a masked number must still be one, or nobody could dial it again. */
static void
show(struct trace *trace, const struct at_wire *wire, ms_t now)
{
	char text[AT_WIRE_TEXT_MAX + 1];

	if (log_shows(LOG_LEVEL_DEBUG))
		log_debug("modem %s", at_wire_show(wire, log_hides_numbers() ? '.' : 0, text));
	write_line(trace, at_wire_show(wire, log_hides_numbers() ? '0' : 0, text), now);
	if (wire->cut)
		write_line(trace, "# the line was longer", now);
}

static void
take(struct trace *trace, struct at_wire *wire, const char *bytes, size_t n, ms_t now)
{
	if (!log_shows(LOG_LEVEL_DEBUG) && trace->fd < 0)
		return;
	for (size_t at = 0; at < n; ) {
		at += at_wire_take(wire, bytes + at, n - at);
		if (wire->complete)
			show(trace, wire, now);
	}
}

void
trace_said(struct trace *trace, const char *bytes, size_t n, ms_t now)
{
	take(trace, &trace->said, bytes, n, now);
}

void
trace_heard(struct trace *trace, const char *bytes, size_t n, ms_t now)
{
	take(trace, &trace->heard, bytes, n, now);
}

/* A line that has no end when the port closes is no step of a dialogue. */
static void
drop_rest(struct trace *trace, struct at_wire *wire, ms_t now)
{
	char text[AT_WIRE_TEXT_MAX + 1];

	if (at_wire_flush(wire))
		trace_step(trace, now, "# %s", at_wire_show(wire, 0, text));
	at_wire_init(wire, wire->side);
}

void
trace_port(struct trace *trace, bool open, ms_t now)
{
	if (!open)
		trace_own_port(trace, "@usb-remove", now);
	else if (trace->used)
		trace_own_port(trace, "@usb-add", now);
	trace->used = true;
}

void
trace_own_port(struct trace *trace, const char *step, ms_t now)
{
	drop_rest(trace, &trace->said, now);
	drop_rest(trace, &trace->heard, now);
	write_line(trace, step, now);
}

void
trace_close(struct trace *trace)
{
	if (trace->fd >= 0)
		close(trace->fd);
	trace->fd = -1;
}
