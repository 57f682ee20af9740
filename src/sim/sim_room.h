/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_room - Patriot's side of the talk: who is connected, what is asked of them,
 * and what they say, shown line by line.
 */
#ifndef ATDIALLER_SIM_SIM_ROOM_H
#define ATDIALLER_SIM_SIM_ROOM_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "link/tls.h"
#include "sim/sim_guest.h"
#include "sim/sim_script_line.h"
#include "sim/sim_talk.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_ROOM_GUESTS = 8,
	SIM_ROOM_SLOTS = SIM_ROOM_GUESTS + 1 /* and the listener */
};

struct sim_room {
	int listener;
	struct tls_identity identity;
	struct sim_talk talk;
	bool stopping;
	bool failed;                    /* the script did */
	unsigned comings;
	struct sim_guest guests[SIM_ROOM_GUESTS];
};

/* `room` is all zero; the caller then sets listener, identity and talk. */
void sim_room_init(struct sim_room *room);

void sim_room_prepare(const struct sim_room *room, struct pollfd slots[SIM_ROOM_SLOTS]);
void sim_room_ready(struct sim_room *room, const struct pollfd slots[SIM_ROOM_SLOTS], ms_t now);

ms_t sim_room_due(const struct sim_room *room);

/* Goes on with the script and with what is due; also once per turn of the loop. */
void sim_room_tick(struct sim_room *room, ms_t now);

/* Does what a line says; -1 and a fault when it cannot be done. */
int sim_room_obey(struct sim_room *room, const struct sim_script_line *line, ms_t now,
    struct fault *fault);

/* Closes all connections with 1001; then wait until sim_room_empty. */
void sim_room_stop(struct sim_room *room, ms_t now);
bool sim_room_empty(const struct sim_room *room);

void sim_room_finish(struct sim_room *room);

#endif
