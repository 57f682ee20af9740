/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_outlet - the way from the stand-in modem to its port: late, or byte by byte,
 * when it is to be so.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_OUTLET_H
#define ATDIALLER_SIM_SIM_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"
#include "util/ms.h"

enum {
	SIM_OUTLET_SIZE = 16384,
	SIM_OUTLET_PIECES = 256
};

struct sim_outlet {
	struct buf bytes;
	char storage[SIM_OUTLET_SIZE];
	struct {
		size_t n;
		ms_t due;
	} piece[SIM_OUTLET_PIECES];
	size_t first;
	size_t count;
	ms_t rest_until;                /* between two bytes */
};

/* Empty. The struct must not move afterwards. */
void sim_outlet_init(struct sim_outlet *outlet);

/* Bytes that may leave at `due`, and not before those that came earlier. */
void sim_outlet_put(struct sim_outlet *outlet, const char *bytes, size_t n, ms_t due);

/* What may leave now, one byte only when `split`; then how many of them have left. */
const char *sim_outlet_peek(const struct sim_outlet *outlet, bool split, ms_t now, size_t *n);
void sim_outlet_wrote(struct sim_outlet *outlet, size_t n, bool split, ms_t now);

ms_t sim_outlet_due(const struct sim_outlet *outlet);

#endif
