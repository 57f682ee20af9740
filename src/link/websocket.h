/* SPDX-License-Identifier: MIT */
/*
 * link/websocket - wslay between two buffers: RFC 6455 frames, either end.
 *
 * Bytes from the peer go in by websocket_feed, events come out by websocket_next, bytes
 * for the peer come out of websocket_output. Pongs and close echoes are made by itself.
 * Memory is bounded whatever the peer does: input is refused while too much waits.
 */
#ifndef ATDIALLER_LINK_WEBSOCKET_H
#define ATDIALLER_LINK_WEBSOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/fault.h"

enum {
	WEBSOCKET_MESSAGE_MAX = 64 * 1024, /* bytes of one message; more: close 1009 */
	WEBSOCKET_FRAMES_MAX = 1024,    /* fragments of one message; more: close 1009 */
	WEBSOCKET_CONTROL_MAX = 125,    /* bytes in a control frame (RFC 6455 5.5) */
	WEBSOCKET_IN_SIZE = 16 * 1024,
	WEBSOCKET_OUT_SIZE = 72 * 1024, /* one whole message and some control frames */
	WEBSOCKET_QUEUE_SIZE = 96 * 1024 /* received messages nobody has taken yet */
};

enum websocket_event {
	WEBSOCKET_TEXT,                 /* a whole, valid UTF-8 text message */
	WEBSOCKET_PONG,
	WEBSOCKET_CLOSED                /* no more events; code and reason as the peer gave them */
};

struct websocket_news {
	enum websocket_event event;
	/* TEXT: no NUL behind; CLOSED: the reason, printable. Valid until the next call. */
	const char *text;
	size_t n;
	uint16_t code;                  /* CLOSED: 1005 when the peer gave none (RFC 6455 7.4.1) */
};

enum websocket_state {
	WEBSOCKET_STATE_OPEN,
	WEBSOCKET_STATE_CLOSED,         /* the peer closed: `code` and `reason` to be told */
	WEBSOCKET_STATE_TOLD,           /* no more events */
	WEBSOCKET_STATE_BROKEN          /* a violation: only what is in `out` still goes */
};

struct wslay_event_context;

struct websocket {
	struct wslay_event_context *wslay;
	bool server;
	enum websocket_state state;
	struct fault why;               /* BROKEN */
	bool pong;                      /* to be told */
	bool refused;                   /* by us; what is left of that message is ignored */
	unsigned opcode;                /* of the frame being received */
	unsigned frames;                /* of the message being received */
	size_t taken;                   /* bytes at the queue's head that the last news points to */
	unsigned char close[WEBSOCKET_CONTROL_MAX]; /* what the peer's close frame carried */
	size_t close_len;
	char reason[WEBSOCKET_CONTROL_MAX * 4 + 1]; /* of it, printable */
	struct buf in;
	struct buf out;
	struct buf queue;               /* messages, each behind its length */
	char in_bytes[WEBSOCKET_IN_SIZE];
	char out_bytes[WEBSOCKET_OUT_SIZE];
	char queue_bytes[WEBSOCKET_QUEUE_SIZE];
};

/* A client masks, a server does not. -1 and a fault only when memory is out. */
int websocket_start(struct websocket *websocket, bool server, struct fault *fault);

/* How many bytes websocket_feed takes now; 0 while messages or output must go first. */
size_t websocket_room(const struct websocket *websocket);

/*
 * Takes n bytes (at most websocket_room). -1 and a fault for a violation, which says the
 * close code that now waits in websocket_output (1002 protocol, 1003 binary message, 1007 bad
 * UTF-8, 1009 too big): write it, then drop the connection.
 */
int websocket_feed(struct websocket *websocket, const void *bytes, size_t n, struct fault *fault);

/*
 * The next event; false when there is none. Taking events makes room, so after
 * them bytes that are already inside may bring more: call until false. A violation
 * found then is returned by the next websocket_feed (n may be 0).
 */
bool websocket_next(struct websocket *websocket, struct websocket_news *news);

/* Queue a message; -1 and a fault when it does not fit or a close was sent. */
int websocket_send_text(struct websocket *websocket, const char *text, size_t n,
    struct fault *fault);
int websocket_ping(struct websocket *websocket, struct fault *fault);

/* Queues a close frame (RFC 6455 7.1.2); the peer's echo shows up as WEBSOCKET_CLOSED. */
void websocket_close(struct websocket *websocket, uint16_t code, const char *reason);

const char *websocket_output(const struct websocket *websocket, size_t *n);
void websocket_wrote(struct websocket *websocket, size_t n);

/* "going away" for 1001 and so on. */
const char *websocket_code_name(uint16_t code);

/* Safe on a zeroed struct. */
void websocket_finish(struct websocket *websocket);

#endif
