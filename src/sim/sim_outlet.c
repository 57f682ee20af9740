/* SPDX-License-Identifier: MIT */
#include "sim/sim_outlet.h"

enum {
	BYTE_MS = 1                     /* so that the host really reads one by one */
};

void
sim_outlet_init(struct sim_outlet *outlet)
{
	outlet->first = 0;
	outlet->count = 0;
	outlet->rest_until = 0;
	buf_init(&outlet->bytes, outlet->storage, sizeof(outlet->storage));
}

void
sim_outlet_put(struct sim_outlet *outlet, const char *bytes, size_t n, ms_t due)
{
	size_t last = (outlet->first + outlet->count) % SIM_OUTLET_PIECES;

	/* As on a wire without flow control: what finds no room is lost. */
	if (n == 0 || outlet->count == SIM_OUTLET_PIECES || !buf_put(&outlet->bytes, bytes, n))
		return;
	outlet->piece[last].n = n;
	outlet->piece[last].due = due;
	outlet->count++;
}

ms_t
sim_outlet_due(const struct sim_outlet *outlet)
{
	ms_t due;

	if (outlet->count == 0)
		return NEVER;
	due = outlet->piece[outlet->first].due;
	return due > outlet->rest_until ? due : outlet->rest_until;
}

const char *
sim_outlet_peek(const struct sim_outlet *outlet, bool split, ms_t now, size_t *n)
{
	size_t whole;
	const char *bytes = buf_peek(&outlet->bytes, &whole);

	*n = 0;
	if (sim_outlet_due(outlet) <= now)
		*n = split ? 1 : outlet->piece[outlet->first].n;
	return bytes;
}

void
sim_outlet_wrote(struct sim_outlet *outlet, size_t n, bool split, ms_t now)
{
	buf_drop(&outlet->bytes, n);
	outlet->piece[outlet->first].n -= n;
	outlet->rest_until = split ? now + BYTE_MS : now;
	if (outlet->piece[outlet->first].n > 0)
		return;
	outlet->first = (outlet->first + 1) % SIM_OUTLET_PIECES;
	outlet->count--;
}
