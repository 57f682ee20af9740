/* SPDX-License-Identifier: MIT */
/*
 * link/link - the way to the desktop and back, for ever: connect, TLS, upgrade,
 * websocket, keep-alive, close, wait, again.
 *
 * It owns no descriptor. When its news is LINK_CONNECT the owner opens a stream
 * and says link_connected or link_lost; bytes go in by link_feed and out by link_output.
 * After LINK_DOWN the stream is to be closed; the next LINK_CONNECT comes by itself.
 *
 * Not for one end only: what follows the upgrade knows nothing of who connected.
 */
#ifndef ATDIALLER_LINK_LINK_H
#define ATDIALLER_LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/backoff.h"
#include "link/tls.h"
#include "link/upgrade.h"
#include "link/url.h"
#include "link/websocket.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	LINK_CONNECT_MS = 10000,        /* resolving and connecting, all addresses */
	LINK_SECURE_MS = 10000,         /* TLS handshake */
	LINK_UPGRADE_MS = 10000,
	LINK_PING_MS = 20000,           /* between pings */
	LINK_PONG_MS = 10000,           /* for the answer */
	LINK_CLOSE_MS = 1500,           /* for the peer's close; a stop must fit in 2 s */
	LINK_GOOD_MS = 60000,           /* open this long: the next wait is the first again */
	LINK_RETRY_AFTER_MS = 300000    /* the longest wait that a server may ask for */
};

enum link_state {
	LINK_STATE_DOWN,                /* waiting for the next try, or stopped */
	LINK_STATE_CONNECTING,
	LINK_STATE_SECURING,
	LINK_STATE_UPGRADING,
	LINK_STATE_OPEN,
	LINK_STATE_CLOSING
};

enum link_event {
	LINK_DOWN,                      /* close the stream; `text` says why */
	LINK_CONNECT,                   /* open a stream, then link_connected or link_lost */
	LINK_OPEN,                      /* messages may be sent */
	LINK_TEXT
};

struct link_news {
	enum link_event event;
	/* TEXT: not NUL-terminated; DOWN: why. Valid until the next call on this link. */
	const char *text;
	size_t n;
	ms_t retry;                     /* DOWN: ms until the next LINK_CONNECT, or NEVER */
	bool untrusted;                 /* DOWN: for his certificate */
};

struct link {
	enum link_state state;
	const struct url *url;
	ms_t now;                       /* as last told */
	ms_t deadline;                  /* of the state; OPEN: of the pong */
	ms_t ping_at;
	ms_t opened_at;                 /* NEVER: it was not, this time */
	ms_t wait;                      /* until the next try; 0: by back-off */
	ms_t asked;                     /* by the server: to wait so long at least */
	struct backoff backoff;
	bool tell[LINK_TEXT + 1];       /* by event: untold */
	const char *text;               /* TEXT or DOWN, told or not */
	size_t text_len;
	ms_t retry;
	struct fault why;               /* it went down, or is closing */
	bool accepted;                  /* a certificate was, since the start ... */
	int64_t expiry;                 /* ... and expires then */
	struct tls tls;
	struct upgrade upgrade;
	struct websocket websocket;
};

/*
 * `url` must outlive the link, which is zeroed or finished. The first LINK_CONNECT is
 * due at `now`.
 */
void link_start(struct link *link, const struct url *url, ms_t now);

/* The stream is there (state CONNECTING); TLS begins. Unusable trust leads to LINK_DOWN. */
void link_connected(struct link *link, const struct tls_trust *trust, ms_t now);

/* The stream could not be made, or is closed by us; `why` is copied. */
void link_lost(struct link *link, const char *why, ms_t now);

/* It ended under us: the link knows how far it was, and whether that was said by close_notify. */
void link_cut(struct link *link, const char *why, ms_t now);

/* How many bytes link_feed takes now: 0 while the peer does not read what we owe him. */
size_t link_room(const struct link *link);

/* Bytes from the stream, at most link_room. All that goes wrong ends in LINK_DOWN. */
void link_feed(struct link *link, const void *bytes, size_t n, ms_t now);

/* Call until false: after each turn in which anything was fed, ticked or written. */
bool link_next(struct link *link, struct link_news *news);

/* Queues a text message; -1 and a fault when not open or the peer is too slow to take it. */
int link_send(struct link *link, const char *text, size_t n, ms_t now, struct fault *fault);

/*
 * Closes in order: close frame with `code`, close_notify, at most LINK_CLOSE_MS, then
 * LINK_DOWN with `why`. The next try comes after `wait` ms: 0 by back-off, NEVER
 * for good. From any other state than OPEN it is LINK_DOWN at once.
 */
void link_close(struct link *link, uint16_t code, const char *why, ms_t wait, ms_t now);

/*
 * When the certificate expires that was accepted last, in seconds since 1970; also while the link
 * is down. False: none was accepted yet.
 */
bool link_certificate_expiry(const struct link *link, int64_t *not_after);

/* Bytes for the stream; link_wrote says how many of them went. */
const char *link_output(const struct link *link, size_t *n);
void link_wrote(struct link *link, size_t n);

ms_t link_due(const struct link *link);
void link_tick(struct link *link, ms_t now);
void link_finish(struct link *link);

/* "down", "connecting", "securing", ... for the log. */
const char *link_state_name(enum link_state state);

#endif
