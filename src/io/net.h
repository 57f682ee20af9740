/* SPDX-License-Identifier: MIT */
/*
 * io/net - one TCP connection: resolve, connect, read, write; never blocks the loop.
 *
 * A name is resolved by a thread of its own, since getaddrinfo may take as long as it
 * likes; an address needs none. Every address is tried, one after another.
 */
#ifndef ATDIALLER_IO_NET_H
#define ATDIALLER_IO_NET_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"
#include "util/ms.h"

enum {
	NET_ADDRESS_MS = 3000           /* for one address to accept */
};

struct addrinfo;
struct net_query;                       /* a name being resolved */

enum net_state {
	NET_CLOSED,
	NET_RESOLVING,
	NET_CONNECTING,
	NET_CONNECTED
};

struct net {
	enum net_state state;
	int fd;                         /* -1: none */
	int resolver_fd;                /* readable once the name is resolved; -1: none */
	struct net_query *query;
	struct addrinfo *addresses;     /* all of them */
	struct addrinfo *next;          /* the next to try */
	ms_t deadline;                  /* of the address being tried */
	struct fault last;              /* why the last address failed */
	char name[300];                 /* for messages */
};

void net_init(struct net *net);

/* Begins. The state is then RESOLVING, CONNECTING or CONNECTED; -1 and a fault: CLOSED. */
int net_open(struct net *net, const char *host, const char *port, ms_t now, struct fault *fault);

/* True when the connection has only now been made; -1 and a fault: it cannot be, CLOSED. */
int net_resolved(struct net *net, ms_t now, struct fault *fault);
int net_writable(struct net *net, ms_t now, struct fault *fault);

/* Bytes moved, 0 when none can be now, -1 when the connection ended (fault set). */
long net_read(struct net *net, void *bytes, size_t size, struct fault *fault);
long net_write(struct net *net, const void *bytes, size_t n, struct fault *fault);

ms_t net_due(const struct net *net);
int net_tick(struct net *net, ms_t now, struct fault *fault);

/* Safe on a closed one; a name still being resolved is forgotten. */
void net_close(struct net *net);

#endif
