/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_guest - a dialler's connection with the socket it comes by, and the socket
 * that diallers come to.
 */
#ifndef ATDIALLER_SIM_SIM_GUEST_H
#define ATDIALLER_SIM_SIM_GUEST_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "link/tls.h"
#include "sim/sim_peer.h"
#include "util/fault.h"
#include "util/ms.h"

struct sim_guest {
	int fd;                         /* -1: nobody */
	unsigned number;                /* counted from 1, never used again */
	unsigned rank;                  /* who authenticated later has more; 0: not authenticated */
	bool opened;
	char from[64];
	struct sim_peer peer;
};

/* A listening socket, or -1 and a fault; *port becomes the real one. */
int sim_guest_listen(const char *address, uint16_t *port, struct fault *fault);

/* Accepts who waits at `listener`: false when nobody could be. Sets all but the number. */
bool sim_guest_come(struct sim_guest *guest, int listener, const struct tls_identity *identity,
    ms_t now);

/* Fills in a poll slot; fd -1 when there is nobody. */
void sim_guest_prepare(const struct sim_guest *guest, struct pollfd *slot);

/* Reads, once, what poll found. */
void sim_guest_read(struct sim_guest *guest, short revents);

/* Writes what waits; true when anything went. */
bool sim_guest_write(struct sim_guest *guest);

/* Closes the socket; `abruptly` with a reset, so that not even TLS can say goodbye. */
void sim_guest_go(struct sim_guest *guest, bool abruptly);

#endif
