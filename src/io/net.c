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
	*net = (struct net){ .fd = -1, .resolver_fd = -1, .next_at = NEVER };
	for (size_t i = 0; i < NET_SLOTS; i++)
		net->attempts[i] = (struct net_attempt){ .fd = -1, .deadline = NEVER };
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
begin_query(struct net *net, const char *host, const char *port, ms_t now, struct fault *fault)
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
	net->next_at = now + NET_RESOLVE_MS;
	net->state = NET_RESOLVING;
	return 0;
}

/* The first from there on that is of the family, or of another. */
static struct addrinfo *
find_family(struct addrinfo *address, int family, bool same)
{
	while (address != NULL && (address->ai_family == family) != same)
		address = address->ai_next;
	return address;
}

size_t
net_order(struct addrinfo *addresses, struct addrinfo *order[NET_ADDRESSES_MAX])
{
	int family = addresses != NULL ? addresses->ai_family : AF_UNSPEC;
	struct addrinfo *next[] = {
		find_family(addresses, family, false), find_family(addresses, family, true)
	};
	size_t n = 0;

	while (n < NET_ADDRESSES_MAX && (next[0] != NULL || next[1] != NULL)) {
		bool same = next[0] == NULL || (next[1] != NULL && n % 2 == 0);

		order[n++] = next[same];
		next[same] = find_family(next[same]->ai_next, family, same);
	}
	return n;
}

static void
give_up(struct net_attempt *attempt)
{
	if (attempt->fd >= 0)
		close(attempt->fd);
	*attempt = (struct net_attempt){ .fd = -1, .deadline = NEVER };
}

static int
connected(struct net *net, struct net_attempt *winner)
{
	int on = 1;

	net->fd = winner->fd;
	winner->fd = -1;
	for (size_t i = 0; i < NET_SLOTS; i++)
		give_up(&net->attempts[i]);
	/* A message is a packet: nobody waits for more of it. */
	setsockopt(net->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	net->state = NET_CONNECTED;
	net->next_at = NEVER;
	freeaddrinfo(net->addresses);
	net->addresses = NULL;
	net->next = net->count = 0;
	return 1;
}

/* The next address need not wait. That one refused says more than that another is unreachable. */
static void
note_failure(struct net *net, struct net_attempt *attempt, int problem, ms_t now)
{
	give_up(attempt);
	net->next_at = now;
	if (net->refused)
		return;
	net->refused = problem == ECONNREFUSED;
	fault_set(&net->last, "cannot connect to %s: %s%s%s", net->name, strerror(problem),
	    net->refused ? "; " : "", net->refused ? net->advice->refused : "");
}

/* True when it is connected; else it is on its way, or has failed. */
static bool
try_address(struct net *net, struct net_attempt *attempt, const struct addrinfo *address, ms_t now)
{
	attempt->fd = socket(address->ai_family,
	    address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
	if (attempt->fd >= 0 && connect(attempt->fd, address->ai_addr, address->ai_addrlen) == 0)
		return true;
	if (attempt->fd >= 0 && errno == EINPROGRESS) {
		attempt->deadline = now + NET_ADDRESS_MS;
		net->next_at = now + NET_STAGGER_MS;
	} else {
		note_failure(net, attempt, errno, now);
	}
	return false;
}

/* How many attempts are on their way. */
static size_t
count_attempts(const struct net *net)
{
	size_t n = 0;

	for (size_t i = 0; i < NET_SLOTS; i++)
		n += net->attempts[i].fd >= 0;
	return n;
}

static struct net_attempt *
free_attempt(struct net *net)
{
	struct net_attempt *attempt = net->attempts;

	while (attempt->fd >= 0)
		attempt++;
	return attempt;
}

/* Tries the addresses whose turn it is: 1 connected, 0 some are on their way, -1 none is left. */
static int
race(struct net *net, ms_t now, struct fault *fault)
{
	while (net->next < net->count && net->next_at <= now && count_attempts(net) < NET_SLOTS) {
		struct net_attempt *attempt = free_attempt(net);

		if (try_address(net, attempt, net->order[net->next++], now))
			return connected(net, attempt);
	}
	if (count_attempts(net) > 0)
		return 0;
	*fault = net->last;
	net_close(net);
	return -1;
}

static int
take_addresses(struct net *net, struct addrinfo *addresses, ms_t now, struct fault *fault)
{
	net->addresses = addresses;
	net->count = net_order(addresses, net->order);
	net->state = NET_CONNECTING;
	net->next_at = now;
	return race(net, now, fault);
}

int
net_open(struct net *net, const char *host, const char *port, const struct net_advice *advice,
    ms_t now, struct fault *fault)
{
	struct addrinfo *addresses;

	net_init(net);
	net->advice = advice;
	snprintf(net->name, sizeof(net->name), "%s port %s", host, port);
	if (look_up(host, port, AI_NUMERICHOST, &addresses) == 0)
		return take_addresses(net, addresses, now, fault);
	return begin_query(net, host, port, now, fault);
}

static int
hear_resolver(struct net *net, ms_t now, struct fault *fault)
{
	struct net_query *query = net->query;
	struct addrinfo *addresses = query->addresses;
	int result = query->result;

	query->addresses = NULL;
	close(net->resolver_fd);
	net->resolver_fd = -1;
	net->query = NULL;
	if (result != 0)
		fault_set(fault, "cannot find the address of %s: %s; %s", query->host,
		    gai_strerror(result), net->advice->unknown);
	if (leave(query, OWNER))
		forget(query);
	if (result != 0) {
		net_close(net);
		return -1;
	}
	return take_addresses(net, addresses, now, fault);
}

/* One of the attempts has come to an end. */
static int
hear_attempt(struct net *net, struct net_attempt *attempt, ms_t now)
{
	int problem = 0;
	socklen_t size = sizeof(problem);

	if (getsockopt(attempt->fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
		problem = errno;
	if (problem == 0)
		return connected(net, attempt);
	note_failure(net, attempt, problem, now);
	return 0;
}

void
net_prepare(const struct net *net, struct pollfd slots[NET_SLOTS])
{
	for (size_t i = 0; i < NET_SLOTS; i++)
		slots[i] = (struct pollfd){ .fd = net->attempts[i].fd, .events = POLLOUT };
	if (net->state == NET_RESOLVING)
		slots[0] = (struct pollfd){ .fd = net->resolver_fd, .events = POLLIN };
	else if (net->state == NET_CONNECTED)
		slots[0] = (struct pollfd){ .fd = net->fd };
}

int
net_ready(struct net *net, const struct pollfd slots[NET_SLOTS], ms_t now, struct fault *fault)
{
	if (net->state == NET_RESOLVING)
		return slots[0].revents != 0 ? hear_resolver(net, now, fault) : 0;
	if (net->state != NET_CONNECTING)
		return 0;
	for (size_t i = 0; i < NET_SLOTS; i++)
		if (slots[i].revents != 0 && net->attempts[i].fd == slots[i].fd &&
		    hear_attempt(net, &net->attempts[i], now) > 0)
			return 1;
	return race(net, now, fault);
}

ms_t
net_due(const struct net *net)
{
	ms_t due = net->state == NET_RESOLVING ? net->next_at : NEVER;

	for (size_t i = 0; i < NET_SLOTS; i++)
		due = ms_min(due, net->attempts[i].deadline);
	if (net->next < net->count && count_attempts(net) < NET_SLOTS)
		due = ms_min(due, net->next_at);
	return due;
}

/* The thread goes on, and is forgotten: getaddrinfo cannot be stopped. */
static int
give_up_resolving(struct net *net, struct fault *fault)
{
	fault_set(fault, "cannot find the address of %s: no answer within %d s; %s", net->name,
	    NET_RESOLVE_MS / 1000, net->advice->unknown);
	net_close(net);
	return -1;
}

int
net_tick(struct net *net, ms_t now, struct fault *fault)
{
	if (net->state == NET_RESOLVING && net->next_at <= now)
		return give_up_resolving(net, fault);
	if (net->state != NET_CONNECTING)
		return 0;
	for (size_t i = 0; i < NET_SLOTS; i++)
		if (net->attempts[i].deadline <= now)
			note_failure(net, &net->attempts[i], ETIMEDOUT, now);
	return race(net, now, fault);
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
	if (net->fd >= 0)
		close(net->fd);
	for (size_t i = 0; i < NET_SLOTS; i++)
		give_up(&net->attempts[i]);
	if (net->resolver_fd >= 0)
		close(net->resolver_fd);
	if (net->query != NULL && leave(net->query, OWNER))
		forget(net->query);
	if (net->addresses != NULL)
		freeaddrinfo(net->addresses);
	net_init(net);
}
