/* SPDX-License-Identifier: MIT */
/*
 * app/desk - the desktop half: the link to Patriot and the session on it, made again for
 * ever.
 */
#ifndef ATDIALLER_APP_DESK_H
#define ATDIALLER_APP_DESK_H

#include <poll.h>
#include <stdbool.h>

#include "app/config.h"
#include "app/expiry.h"
#include "app/once.h"
#include "app/peer.h"
#include "app/secret.h"
#include "io/net.h"
#include "link/link.h"
#include "protocol/session.h"
#include "report/snapshot.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	DESK_REFUSED_MS = 30000         /* after a refused key: it may be being changed */
};

struct desk {
	const struct config *config;
	struct peer peer;
	struct net net;
	struct link link;
	struct session session;
	char key[SECRET_MAX + 1];       /* while connected, so that no log line repeats it */
	struct expiry expiry;           /* what was said of the end of Patriot's certificate */
	struct once ignored;            /* what has been warned of since it was connected */
	unsigned long connects;         /* times that Patriot has accepted our key */
	bool renewing;                  /* the link goes down, or is, to be made anew */
	bool stopping;
	bool stopped;
	struct fault last;              /* why the link is down, as last logged */
	char remedy[720];               /* for that; "": none in particular */
	bool refused;                   /* the key was, by the connection that is being closed */
};

/*
 * -1 and a fault that names the option when URL or certificates are no good. The config must
 * outlive the desk. It must be zeroed already: 400 KiB of buffers are better not touched before
 * they are used.
 */
int desk_init(struct desk *desk, const struct config *config, ms_t now, struct fault *fault);

/*
 * At the config's address there is another one now. Connects anew when that asks for it, or the API
 * key is another one; and at once when it only waited for the next try.
 */
void desk_reload(struct desk *desk, bool reconnect, ms_t now);

/* Fills in its poll slots, and takes what poll says of them. */
void desk_prepare(const struct desk *desk, struct pollfd slots[NET_SLOTS]);
void desk_ready(struct desk *desk, const struct pollfd slots[NET_SLOTS], ms_t now);

/* What Patriot asks, in order; also that it has accepted our key. Call until false. */
bool desk_next(struct desk *desk, struct session_news *news, ms_t now);

/* Sends a status; false when it could not be sent now and is to be tried again. */
bool desk_tell(struct desk *desk, const struct call_status *status, ms_t now);

/* True while Patriot has accepted our key. */
bool desk_open(const struct desk *desk);

/* How the half is, but not since when. */
void desk_describe(const struct desk *desk, struct snapshot_link *link);

/*
 * Writes what waits for Patriot. True when some of it went: that makes room inside, so
 * desk_next may have more.
 */
bool desk_flush(struct desk *desk, ms_t now);

/* Makes the connection, if there is one, afresh: what it has brought is forgotten. */
void desk_drop(struct desk *desk, const char *why, ms_t now);

/* Says goodbye; desk_stopped is true soon, at the latest after LINK_CLOSE_MS. */
void desk_stop(struct desk *desk, ms_t now);
bool desk_stopped(const struct desk *desk);

ms_t desk_due(const struct desk *desk);
void desk_tick(struct desk *desk, ms_t now);
void desk_finish(struct desk *desk);

#endif
