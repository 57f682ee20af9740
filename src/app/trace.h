/* SPDX-License-Identifier: MIT */
/*
 * app/trace - shows what is said on the serial port: in the log when it is verbose, and in the
 * file that --trace names, there as a dialogue that modem-sim --play and
 * tests/play_dialogues read.
 *
 * The same can be put on a tape, as bytes and times, for a black box.
 *
 * A line of the file is written at once. When that fails it is logged, and there is no
 * more file; nothing ever waits for it.
 */
#ifndef ATDIALLER_APP_TRACE_H
#define ATDIALLER_APP_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "at/wire.h"
#include "report/tape.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	TRACE_PAUSE_MS = 20,            /* a shorter one is not written down by itself */
	TRACE_LINE_MAX = 400
};

struct trace {
	struct at_wire said;            /* by us */
	struct at_wire heard;
	int fd;                         /* -1: no file */
	const char *path;               /* its name, the caller's */
	bool used;                      /* the port was open before */
	ms_t last;                      /* pauses up to then are written */
	struct tape *tape;              /* NULL: none */
	bool copies;                    /* what was on a tape: it is masked, and not logged again */
};

/* Appends to the file; `path` NULL: none, and else it must last. -1 and a fault. */
int trace_open(struct trace *trace, const char *path, ms_t now, struct fault *fault);

/* From now on the tape is recorded. */
void trace_record(struct trace *trace, struct tape *tape);

/*
 * Writes a tape as a dialogue with masked numbers; `fd` stays the caller's. False when it cannot be
 * written: errno says why.
 */
bool trace_copy(const struct tape *tape, int fd);

/* Bytes that went to the modem, that came from it. */
void trace_said(struct trace *trace, const char *bytes, size_t n, ms_t now);
void trace_heard(struct trace *trace, const char *bytes, size_t n, ms_t now);

/* What became of the port: open, or gone. */
void trace_port(struct trace *trace, bool open, ms_t now);

/* The same when it is ourselves who close it and open it again: a call outlives that. */
void trace_own_port(struct trace *trace, const char *step, ms_t now);

/* Another step of the dialogue, for file and tape only: "desk< hangup-request". */
void trace_step(struct trace *trace, ms_t now, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void trace_close(struct trace *trace);

#endif
