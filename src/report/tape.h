/* SPDX-License-Identifier: MIT */
/*
 * report/tape - what went over the wires in the last minutes, raw and with its time, to be read
 * when something went wrong.
 *
 * It costs a copy of the bytes; nothing is made of them until they are read. Old entries make room
 * for new ones, and memory that has never been needed is never touched: an idle line takes a page.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_TAPE_H
#define ATDIALLER_REPORT_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/ms.h"

enum {
	TAPE_MS = 300000,               /* what is older is gone */
	TAPE_BYTES = 256 * 1024,        /* and so is what does not fit */
	TAPE_ENTRY_MAX = 1024,          /* bytes; more are cut off */
	TAPE_STATE_MAX = 80
};

enum tape_kind {
	TAPE_SAID,                      /* bytes to the modem */
	TAPE_HEARD,                     /* bytes from it */
	TAPE_STEP,                      /* a line of its own */
	TAPE_PORT                       /* what became of the port, as a step; "": it is open for the first time */
};

struct tape_entry {
	ms_t at;
	uint16_t n;
	uint8_t kind;                   /* enum tape_kind */
};

/* The older entries stand in [first, first_end), the newer in [0, second_end), if any do. */
struct tape {
	size_t first, first_end;
	size_t second_end;
	bool wrapped;                   /* there are newer ones at the beginning */
	size_t touched;                 /* bytes behind this were never used */
	char state[TAPE_STATE_MAX];     /* the last step that is gone and began with '=': how it was then */
	char bytes[TAPE_BYTES];
};

struct tape_reader {
	const struct tape *tape;
	size_t at;
	bool second;
};

/* Leaves `bytes` alone. */
void tape_init(struct tape *tape);

void tape_add(struct tape *tape, enum tape_kind kind, const char *bytes, size_t n, ms_t now);

/* All entries from the oldest on; each with its bytes, valid until tape_add. */
void tape_read(struct tape_reader *reader, const struct tape *tape);
bool tape_next(struct tape_reader *reader, struct tape_entry *entry, const char **bytes);

#endif
