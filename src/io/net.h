/* SPDX-License-Identifier: MIT */
/*
 * io/net - one TCP connection: resolve, connect, read, write; never blocks the loop.
 *
 * A name is resolved by a thread of its own, since getaddrinfo may take as long as it
 * likes; an address needs none. Every address is tried: when one takes its time the next, of the
 * other family if there is one, is tried beside it, and the first to connect wins (RFC 8305).
 */
#ifndef ATDIALLER_IO_NET_H
#define ATDIALLER_IO_NET_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"
#include "util/ms.h"

enum {
	NET_SLOTS = 4,                  /* addresses tried side by side */
	NET_ADDRESSES_MAX = 16,         /* of one name */
	NET_RESOLVE_MS = 10000,         /* for a name's addresses to be found */
	NET_STAGGER_MS = 250,           /* from one to the next beside it (RFC 8305 5) */
	NET_ADDRESS_MS = 3000           /* for one to accept */
};

struct addrinfo;
struct net_query;                       /* a name being resolved */

enum net_state {
	NET_CLOSED,
	NET_RESOLVING,
	NET_CONNECTING,
	NET_CONNECTED
};

/* What a person can do about it, for messages. */
struct net_advice {
	const char *refused;            /* when nobody listens there */
	const char *unknown;            /* when the name has no address */
};

struct net_attempt {
	int fd;                         /* -1: none */
	ms_t deadline;
};

struct net {
	enum net_state state;
	int fd;                         /* CONNECTED; -1: not */
	int resolver_fd;                /* readable once the name is resolved; -1: none */
	struct net_query *query;
	struct addrinfo *addresses;     /* all of them, as they came */
	struct addrinfo *order[NET_ADDRESSES_MAX];
	size_t count;
	size_t next;                    /* to try, of `order` */
	ms_t next_at;                   /* RESOLVING: that is given up */
	struct net_attempt attempts[NET_SLOTS];
	struct fault last;              /* why an address failed */
	bool refused;                   /* that is what `last` says */
	char name[300];                 /* for messages */
	const struct net_advice *advice;
};

void net_init(struct net *net);

/* Begins. The state is then RESOLVING, CONNECTING or CONNECTED; -1 and a fault: CLOSED. */
int net_open(struct net *net, const char *host, const char *port, const struct net_advice *advice,
    ms_t now, struct fault *fault);

/*
 * Fills in the slots for poll, and takes what it says. CONNECTED: the first one is the
 * connection's, and its events are the owner's to set and to hear.
 * 1: connected just now, 0: not yet, -1 and a fault: it cannot be, CLOSED.
 */
void net_prepare(const struct net *net, struct pollfd slots[NET_SLOTS]);
int net_ready(struct net *net, const struct pollfd slots[NET_SLOTS], ms_t now,
    struct fault *fault);

/* Bytes moved, 0 when none can be now, -1 when the connection ended (fault set). */
long net_read(struct net *net, void *bytes, size_t size, struct fault *fault);
long net_write(struct net *net, const void *bytes, size_t n, struct fault *fault);

/* Returns as net_ready. */
ms_t net_due(const struct net *net);
int net_tick(struct net *net, ms_t now, struct fault *fault);

/* Safe on a closed one; a name still being resolved is forgotten. */
void net_close(struct net *net);

/*
 * The order in which a name's addresses are tried: as they came, but the families by turns.
 * Returns how many there are.
 */
size_t net_order(struct addrinfo *addresses, struct addrinfo *order[NET_ADDRESSES_MAX]);

#endif
