/* SPDX-License-Identifier: MIT */
#include "sim/sim_guest.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
set_flag(int fd, int level, int option)
{
	const int on = 1;

	setsockopt(fd, level, option, &on, sizeof(on));
}

/* The port that was really bound, when any would do. */
static uint16_t
port_of(int fd)
{
	struct sockaddr_in6 address = { .sin6_port = 0 }; /* IPv4 has its port at the same place */
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return 0;
	return ntohs(address.sin6_port);
}

static int
listen_at(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int cause;

	if (fd < 0)
		return -1;
	set_flag(fd, SOL_SOCKET, SO_REUSEADDR);
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, 8) == 0)
		return fd;
	cause = errno;
	close(fd);
	errno = cause;
	return -1;
}

int
sim_guest_listen(const char *address, uint16_t *port, struct fault *fault)
{
	const struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	char service[8];
	int rc, fd;

	snprintf(service, sizeof(service), "%u", *port);
	rc = getaddrinfo(address, service, &hints, &found);
	if (rc != 0)
		return fault_set(fault, "cannot listen on %s: %s", address, gai_strerror(rc));
	fd = listen_at(found);
	freeaddrinfo(found);
	if (fd < 0)
		return fault_set(fault, "cannot listen on %s port %u: %s%s", address, *port,
		    strerror(errno), errno == EADDRINUSE ?
		    "; is Patriot or another patriot-sim running? --port N takes another" : "");
	*port = port_of(fd);
	return fd;
}

static void
name_peer(struct sim_guest *guest, const struct sockaddr_storage *address, socklen_t size)
{
	char host[48], port[8];

	if (getnameinfo((const struct sockaddr *)address, size, host, sizeof(host), port,
	    sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(guest->from, sizeof(guest->from), "somewhere");
	else
		snprintf(guest->from, sizeof(guest->from), "%s port %s", host, port);
}

bool
sim_guest_come(struct sim_guest *guest, int listener, const struct tls_identity *identity,
    ms_t now)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	struct fault fault;
	int fd = accept4(listener, (struct sockaddr *)&address, &size,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return false;
	set_flag(fd, IPPROTO_TCP, TCP_NODELAY);
	guest->fd = fd;
	guest->rank = 0;
	guest->opened = false;
	name_peer(guest, &address, size);
	if (sim_peer_start(&guest->peer, identity, now, &fault) == 0)
		return true;
	sim_guest_go(guest, false);
	return false;
}

void
sim_guest_prepare(const struct sim_guest *guest, struct pollfd *slot)
{
	size_t waiting;

	*slot = (struct pollfd){ .fd = guest->fd };
	if (guest->fd < 0)
		return;
	sim_peer_output(&guest->peer, &waiting);
	if (waiting > 0)
		slot->events |= POLLOUT;
	if (sim_peer_room(&guest->peer) > 0)
		slot->events |= POLLIN;
}

void
sim_guest_read(struct sim_guest *guest, short revents)
{
	char bytes[16 * 1024];
	size_t room = sim_peer_room(&guest->peer);
	ssize_t n;

	/* poll reports these unasked, again and again. */
	if (room == 0 && (revents & (POLLHUP | POLLERR)) != 0)
		sim_peer_lost(&guest->peer);
	if (room == 0 || (revents & (POLLIN | POLLHUP | POLLERR)) == 0)
		return;
	n = recv(guest->fd, bytes, room < sizeof(bytes) ? room : sizeof(bytes), 0);
	if (n > 0)
		sim_peer_feed(&guest->peer, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		sim_peer_lost(&guest->peer);
}

bool
sim_guest_write(struct sim_guest *guest)
{
	const char *bytes;
	size_t waiting;
	ssize_t n;

	if (guest->fd < 0)
		return false;
	bytes = sim_peer_output(&guest->peer, &waiting);
	if (waiting == 0)
		return false;
	n = send(guest->fd, bytes, waiting, MSG_NOSIGNAL);
	if (n > 0)
		sim_peer_wrote(&guest->peer, (size_t)n);
	else if (errno != EAGAIN && errno != EINTR)
		sim_peer_lost(&guest->peer);
	return n > 0;
}

void
sim_guest_go(struct sim_guest *guest, bool abruptly)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	if (guest->fd < 0)
		return;
	if (abruptly)
		setsockopt(guest->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(guest->fd);
	guest->fd = -1;
	guest->rank = 0;
	guest->opened = false;
	sim_peer_finish(&guest->peer);
}
