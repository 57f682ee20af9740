/* SPDX-License-Identifier: MIT */
/*
 * at/wire - cuts what goes over the wire, either way, into lines for people to read, in the
 * notation that dialogues are written in:
 *
 *	> ATD0911222330;        the host said it and a CR; nothing behind > : a lone CR
 *	< +CLIP: "0911",129     the modem said it on a line of its own
 *	< \x10R                 it said just these bytes
 *
 * \xHH and \\ stand for bytes. A line in the middle of which an event comes stands behind
 * it, as at/line reads it. It understands nothing of what is said, except that a PIN is
 * nobody's business.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_AT_WIRE_H
#define ATDIALLER_AT_WIRE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	AT_WIRE_MAX = 250,              /* bytes of a line that are kept */
	AT_WIRE_TEXT_MAX = 280          /* characters of it that are shown, without the NUL */
};

enum at_wire_side {
	AT_WIRE_HOST = '>',
	AT_WIRE_MODEM = '<'
};

struct at_wire {
	enum at_wire_side side;
	char bytes[AT_WIRE_MAX];
	size_t n;
	bool cut;                       /* the line was longer */
	bool escaped;                   /* the last byte was a DLE (V.253 8) */
	char event;                     /* which */
	bool is_event;                  /* it is what is complete, and not the line */
	bool complete;
};

void at_wire_init(struct at_wire *wire, enum at_wire_side side);

/*
 * Eats bytes until a line is complete and returns how many it ate. A complete line can be
 * shown until the next call.
 */
size_t at_wire_take(struct at_wire *wire, const char *bytes, size_t n);

/* Calls complete what has no end yet; false when there is nothing. */
bool at_wire_flush(struct at_wire *wire);

/*
 * Writes the line as above, without a newline; returns out. `fill` stands for all but the last
 * three digits of telephone numbers; 0: they are shown in full.
 */
const char *at_wire_show(const struct at_wire *wire, char fill, char out[AT_WIRE_TEXT_MAX + 1]);

#endif
