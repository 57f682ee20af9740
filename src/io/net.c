/* SPDX-License-Identifier: MIT */
#include "io/net.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	THREAD_STACK = 256 * 1024       /* getaddrinfo with any NSS module */
};

enum party { NOBODY, THREAD, OWNER };

/*
 * Shared by the loop and the thread. Whoever is done with it second frees it; the
 * first leaves his name in `done`.
 */
struct net_query {
	atomic_int done;
	int wake_fd;
	int result;                     /* of getaddrinfo */
	struct addrinfo *addresses;
	char host[256];
	char port[8];
};

void
net_init(struct net *net)
{
	*net = (struct net){ .fd = -1, .resolver_fd = -1, .deadline = NEVER };
}

static int
look_up(const char *host, const char *port, int flags, struct addrinfo **addresses)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags | AI_NUMERICSERV,
	};

	return getaddrinfo(host, port, &hints, addresses);
}

/* The query is the caller's alone once this says true. */
static bool
leave(struct net_query *query, enum party who)
{
	return atomic_exchange(&query->done, who) != NOBODY;
}

static void
forget(struct net_query *query)
{
	if (query->addresses != NULL)
		freeaddrinfo(query->addresses);
	close(query->wake_fd);
	free(query);
}

static void *
resolve(void *argument)
{
	struct net_query *query = argument;
	ssize_t woken;

	query->result = look_up(query->host, query->port, 0, &query->addresses);
	if (query->result != 0)
		query->addresses = NULL;
	/* It may fail: nobody waits any more. */
	woken = write(query->wake_fd, "", 1);
	(void)woken;
	if (leave(query, THREAD))
		forget(query);
	return NULL;
}

static int
start_thread(struct net_query *query)
{
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all, before;
	int result;

	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, THREAD_STACK);
	result = pthread_create(&thread, &attributes, resolve, query);
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result;
}

static int
begin_query(struct net *net, const char *host, const char *port, struct fault *fault)
{
	struct net_query *query = calloc(1, sizeof(*query));
	int ends[2], problem;

	if (query == NULL || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
		problem = errno;
		free(query);
		return fault_set(fault, "cannot resolve %s: %s", host, strerror(problem));
	}
	query->wake_fd = ends[1];
	snprintf(query->host, sizeof(query->host), "%s", host);
	snprintf(query->port, sizeof(query->port), "%s", port);
	problem = start_thread(query);
	if (problem != 0) {
		close(ends[0]);
		forget(query);
		return fault_set(fault, "cannot resolve %s: %s", host, strerror(problem));
	}
	net->query = query;
	net->resolver_fd = ends[0];
	net->state = NET_RESOLVING;
	return 0;
}

static void
close_socket(struct net *net)
{
	if (net->fd >= 0)
		close(net->fd);
	net->fd = -1;
	net->deadline = NEVER;
}

static int
connected(struct net *net)
{
	int on = 1;

	/* A message is a packet: nobody waits for more of it. */
	setsockopt(net->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	net->state = NET_CONNECTED;
	net->deadline = NEVER;
	freeaddrinfo(net->addresses);
	net->addresses = NULL;
	net->next = NULL;
	return 1;
}

static void
note_failure(struct net *net, int problem)
{
	fault_set(&net->last, "cannot connect to %s: %s%s", net->name, strerror(problem),
	    problem == ECONNREFUSED ? "; is the Patriot client running, and is the port right?" :
	    "");
	close_socket(net);
}

/* Tries the addresses left until one is on its way: 1 connected, 0 on its way, -1 none left. */
static int
try_next(struct net *net, ms_t now, struct fault *fault)
{
	for (; net->next != NULL; net->next = net->next->ai_next) {
		const struct addrinfo *address = net->next;

		net->fd = socket(address->ai_family,
		    address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
		if (net->fd >= 0 &&
		    connect(net->fd, address->ai_addr, address->ai_addrlen) == 0)
			return connected(net);
		if (net->fd >= 0 && errno == EINPROGRESS) {
			net->next = address->ai_next;
			net->state = NET_CONNECTING;
			net->deadline = now + NET_ADDRESS_MS;
			return 0;
		}
		note_failure(net, errno);
	}
	*fault = net->last;
	net_close(net);
	return -1;
}

static int
take_addresses(struct net *net, struct addrinfo *addresses, ms_t now, struct fault *fault)
{
	net->addresses = addresses;
	net->next = addresses;
	return try_next(net, now, fault);
}

int
net_open(struct net *net, const char *host, const char *port, ms_t now, struct fault *fault)
{
	struct addrinfo *addresses;

	net_init(net);
	snprintf(net->name, sizeof(net->name), "%s port %s", host, port);
	if (look_up(host, port, AI_NUMERICHOST, &addresses) == 0)
		return take_addresses(net, addresses, now, fault);
	return begin_query(net, host, port, fault);
}

int
net_resolved(struct net *net, ms_t now, struct fault *fault)
{
	struct net_query *query = net->query;
	struct addrinfo *addresses = query->addresses;
	int result = query->result;

	query->addresses = NULL;
	close(net->resolver_fd);
	net->resolver_fd = -1;
	net->query = NULL;
	if (result != 0)
		fault_set(fault, "cannot find the address of %s: %s; check DNS or the hosts file, "
		    "or name the machine with --connect-to", query->host, gai_strerror(result));
	if (leave(query, OWNER))
		forget(query);
	if (result != 0) {
		net_close(net);
		return -1;
	}
	return take_addresses(net, addresses, now, fault);
}

int
net_writable(struct net *net, ms_t now, struct fault *fault)
{
	int problem = 0;
	socklen_t size = sizeof(problem);

	if (getsockopt(net->fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
		problem = errno;
	if (problem == 0)
		return connected(net);
	note_failure(net, problem);
	return try_next(net, now, fault);
}

ms_t
net_due(const struct net *net)
{
	return net->deadline;
}

int
net_tick(struct net *net, ms_t now, struct fault *fault)
{
	if (net->deadline > now)
		return 0;
	note_failure(net, ETIMEDOUT);
	return try_next(net, now, fault);
}

long
net_read(struct net *net, void *bytes, size_t size, struct fault *fault)
{
	ssize_t n = recv(net->fd, bytes, size, 0);

	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return fault_set(fault, "the connection was %s", n == 0 ? "closed by the other side" :
	    strerror(errno));
}

long
net_write(struct net *net, const void *bytes, size_t n, struct fault *fault)
{
	ssize_t sent = send(net->fd, bytes, n, MSG_NOSIGNAL);

	if (sent >= 0)
		return sent;
	if (errno == EAGAIN || errno == EINTR)
		return 0;
	return fault_set(fault, "the connection was lost: %s", strerror(errno));
}

void
net_close(struct net *net)
{
	close_socket(net);
	if (net->resolver_fd >= 0)
		close(net->resolver_fd);
	if (net->query != NULL && leave(net->query, OWNER))
		forget(net->query);
	if (net->addresses != NULL)
		freeaddrinfo(net->addresses);
	net_init(net);
}
