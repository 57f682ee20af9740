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
	if (trace->copies) {
		trace->fd = -1;
		return;
	}
	log_warn("trace: cannot write to %s: %s; it ends here", trace->path, strerror(errno));
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
	*trace = (struct trace){ .fd = -1, .path = path, .last = now };
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
trace_record(struct trace *trace, struct tape *tape)
{
	trace->tape = tape;
}

static void
record(struct trace *trace, enum tape_kind kind, const char *bytes, size_t n, ms_t now)
{
	if (trace->tape != NULL)
		tape_add(trace->tape, kind, bytes, n, now);
}

static bool
hides_numbers(const struct trace *trace)
{
	return trace->copies || log_hides_numbers();
}

static void
write_step(struct trace *trace, char *line, ms_t now)
{
	if (hides_numbers(trace))
		mask_short_numbers(line, strlen(line), '0');
	write_line(trace, line, now);
}

void
trace_step(struct trace *trace, ms_t now, const char *format, ...)
{
	char line[TRACE_LINE_MAX];
	va_list args;

	if (trace->fd < 0 && trace->tape == NULL)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	record(trace, TAPE_STEP, line, strlen(line), now);
	write_step(trace, line, now);
}

/* In the file a masked number must still be one, or nobody could dial it again. */
static void
show(struct trace *trace, const struct at_wire *wire, ms_t now)
{
	char text[AT_WIRE_TEXT_MAX + 1];

	if (log_shows(LOG_LEVEL_DEBUG) && !trace->copies)
		log_debug("modem %s", at_wire_show(wire, log_hides_numbers() ? '.' : 0, text));
	write_line(trace, at_wire_show(wire, hides_numbers(trace) ? '0' : 0, text), now);
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
	record(trace, TAPE_SAID, bytes, n, now);
	take(trace, &trace->said, bytes, n, now);
}

void
trace_heard(struct trace *trace, const char *bytes, size_t n, ms_t now)
{
	record(trace, TAPE_HEARD, bytes, n, now);
	take(trace, &trace->heard, bytes, n, now);
}

/* A line that has no end when the port closes is no step of a dialogue. */
static void
drop_rest(struct trace *trace, struct at_wire *wire, ms_t now)
{
	char text[AT_WIRE_TEXT_MAX + 1], line[AT_WIRE_TEXT_MAX + 3];

	if (at_wire_flush(wire)) {
		snprintf(line, sizeof(line), "# %s", at_wire_show(wire, 0, text));
		write_step(trace, line, now);
	}
	at_wire_init(wire, wire->side);
}

static void
write_port(struct trace *trace, const char *step, ms_t now)
{
	drop_rest(trace, &trace->said, now);
	drop_rest(trace, &trace->heard, now);
	write_line(trace, step, now);
}

void
trace_own_port(struct trace *trace, const char *step, ms_t now)
{
	record(trace, TAPE_PORT, step, strlen(step), now);
	write_port(trace, step, now);
}

void
trace_port(struct trace *trace, bool open, ms_t now)
{
	if (!open)
		trace_own_port(trace, "@usb-remove", now);
	else if (trace->used)
		trace_own_port(trace, "@usb-add", now);
	else
		record(trace, TAPE_PORT, "", 0, now);
	trace->used = true;
}

static void
copy_entry(struct trace *trace, const struct tape_entry *entry, const char *bytes)
{
	char line[TRACE_LINE_MAX];

	switch ((enum tape_kind)entry->kind) {
	case TAPE_SAID:
		take(trace, &trace->said, bytes, entry->n, entry->at);
		return;
	case TAPE_HEARD:
		take(trace, &trace->heard, bytes, entry->n, entry->at);
		return;
	case TAPE_STEP:
		snprintf(line, sizeof(line), "%.*s", entry->n, bytes);
		write_step(trace, line, entry->at);
		return;
	case TAPE_PORT:
		snprintf(line, sizeof(line), "%.*s", entry->n, bytes);
		if (entry->n > 0)
			write_port(trace, line, entry->at);
		return;
	}
}

bool
trace_copy(const struct tape *tape, int fd)
{
	struct trace trace = { .fd = fd, .copies = true };
	struct tape_reader reader;
	struct tape_entry entry;
	const char *bytes;

	at_wire_init(&trace.said, AT_WIRE_HOST);
	at_wire_init(&trace.heard, AT_WIRE_MODEM);
	tape_read(&reader, tape);
	for (bool first = true; trace.fd >= 0 && tape_next(&reader, &entry, &bytes); first = false) {
		if (first)
			trace.last = entry.at;
		copy_entry(&trace, &entry, bytes);
	}
	return trace.fd >= 0;
}

void
trace_close(struct trace *trace)
{
	if (trace->fd >= 0)
		close(trace->fd);
	trace->fd = -1;
}
