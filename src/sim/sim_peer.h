/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_peer - one dialler's connection as Patriot has it: TLS, upgrade, websocket,
 * messages.
 *
 * It owns no descriptor: bytes go in by sim_peer_feed and out by sim_peer_output.
 */
#ifndef ATDIALLER_SIM_SIM_PEER_H
#define ATDIALLER_SIM_SIM_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/tls.h"
#include "link/upgrade.h"
#include "link/websocket.h"
#include "protocol/message.h"
#include "util/fault.h"
#include "util/ms.h"

#define SIM_PEER_PATH "/ws/dialler/v1"

enum {
	SIM_PEER_OPENING_MS = 10000,    /* TLS and upgrade */
	SIM_PEER_CLOSING_MS = 1500      /* for the dialler's close, and for our last bytes */
};

enum sim_peer_state {
	SIM_PEER_SECURING,
	SIM_PEER_UPGRADING,
	SIM_PEER_OPEN,
	SIM_PEER_CLOSING,               /* we said close, the dialler has not yet */
	SIM_PEER_ENDING,                /* our last bytes go out */
	SIM_PEER_ENDED
};

enum sim_peer_event {
	SIM_PEER_HAS_OPENED,
	SIM_PEER_HAS_SAID,              /* a message, or what should have been one */
	SIM_PEER_HAS_ENDED              /* close the stream */
};

struct sim_peer_news {
	enum sim_peer_event event;
	const char *text;               /* SAID: as it came, no NUL; valid until the next call */
	size_t n;
	const struct message *message;  /* SAID; NULL when it is none */
	const char *why;                /* SAID: why it is none; ENDED: how it came */
};

struct sim_peer {
	enum sim_peer_state state;
	ms_t deadline;
	bool tell_open;
	bool over;                      /* nothing more comes in; `why` says so */
	bool lost;                      /* nothing more can go out */
	struct fault why;
	struct message message;
	struct fault no_message;        /* why the last text is none */
	struct tls tls;
	struct upgrade upgrade;
	struct websocket websocket;
};

/* A dialler has connected. -1 and a fault when the certificate cannot be used. */
int sim_peer_start(struct sim_peer *peer, const struct tls_identity *identity, ms_t now,
    struct fault *fault);

/* How many bytes sim_peer_feed takes now. */
size_t sim_peer_room(const struct sim_peer *peer);
void sim_peer_feed(struct sim_peer *peer, const void *bytes, size_t n);

/* The stream is gone; what came before still counts. */
void sim_peer_lost(struct sim_peer *peer);

/* Call until false: after each turn in which anything was fed, written, said or ticked. */
bool sim_peer_next(struct sim_peer *peer, struct sim_peer_news *news, ms_t now);

/* Queues a text message; -1 and a fault when it cannot go. */
int sim_peer_say(struct sim_peer *peer, const char *text, size_t n, struct fault *fault);

/* Closes in order; HAS_ENDED comes when it is done, or SIM_PEER_CLOSING_MS later. */
void sim_peer_close(struct sim_peer *peer, uint16_t code, ms_t now);

const char *sim_peer_output(const struct sim_peer *peer, size_t *n);
void sim_peer_wrote(struct sim_peer *peer, size_t n);

ms_t sim_peer_due(const struct sim_peer *peer);
void sim_peer_tick(struct sim_peer *peer, ms_t now);

/* Safe on a zeroed struct. */
void sim_peer_finish(struct sim_peer *peer);

#endif
