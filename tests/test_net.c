/* SPDX-License-Identifier: MIT */
#include "io/net.h"

#include <CUnit/CUnit.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 5000
};

static const struct net_advice advice = {
	.refused = "is it running?",
	.unknown = "check the name",
};

/* A listener on the loopback of one family, and the port the kernel gave it; -1 without IPv6. */
static int
listen_on(int family, char port[8])
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr *address = family == AF_INET ? (void *)&four : (void *)&six;
	socklen_t size = family == AF_INET ? sizeof(four) : sizeof(six);
	int on = 1, fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 && family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (fd < 0 || bind(fd, address, size) != 0 || listen(fd, 4) != 0 ||
	    getsockname(fd, address, &size) != 0) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	snprintf(port, 8, "%d", ntohs(family == AF_INET ? four.sin_port : six.sin6_port));
	return fd;
}

static bool
wait_for(int fd, short events)
{
	struct pollfd slot = { .fd = fd, .events = events };

	return poll(&slot, 1, PATIENCE_MS) == 1;
}

/* Does what the loop would do until it is connected or cannot be. */
static int
go_on(struct net *net, struct fault *fault)
{
	int result = 0;

	while (result == 0 && net->state != NET_CONNECTED) {
		struct pollfd slots[NET_SLOTS];

		net_prepare(net, slots);
		CU_ASSERT_FATAL(poll(slots, NET_SLOTS, PATIENCE_MS) > 0);
		result = net_ready(net, slots, 0, fault);
	}
	return result;
}

static void
check_closed(const struct net *net)
{
	CU_ASSERT_EQUAL(net->state, NET_CLOSED);
	CU_ASSERT_EQUAL(net->fd, -1);
	CU_ASSERT_EQUAL(net->resolver_fd, -1);
	CU_ASSERT_PTR_NULL(net->addresses);
	CU_ASSERT_PTR_NULL(net->query);
	CU_ASSERT_EQUAL(net_due(net), NEVER);
}

/* Connects to a listener of ours; the other end is returned. */
static int
connect_to(struct net *net, const char *host, int listener, const char *port)
{
	struct fault fault;

	CU_ASSERT_FATAL(net_open(net, host, port, &advice, 0, &fault) >= 0);
	CU_ASSERT_EQUAL_FATAL(net->state == NET_CONNECTED || go_on(net, &fault) == 1, true);
	CU_ASSERT_TRUE_FATAL(wait_for(listener, POLLIN));
	return accept(listener, NULL, NULL);
}

static void
an_address_is_connected_to_without_a_thread(void)
{
	char port[8], got[8];
	int listener = listen_on(AF_INET, port), peer, on = 0;
	socklen_t size = sizeof(on);
	struct fault fault;
	struct net net;

	CU_ASSERT_FATAL(net_open(&net, "127.0.0.1", port, &advice, 0, &fault) >= 0);
	CU_ASSERT_EQUAL(net.resolver_fd, -1);
	net_close(&net);
	close(accept(listener, NULL, NULL));
	peer = connect_to(&net, "127.0.0.1", listener, port);
	CU_ASSERT_EQUAL(net_due(&net), NEVER);
	CU_ASSERT_EQUAL(getsockopt(net.fd, IPPROTO_TCP, TCP_NODELAY, &on, &size), 0);
	CU_ASSERT_NOT_EQUAL(on, 0);
	CU_ASSERT(fcntl(net.fd, F_GETFD) & FD_CLOEXEC);

	CU_ASSERT_EQUAL(net_read(&net, got, sizeof(got), &fault), 0);
	CU_ASSERT_EQUAL(net_write(&net, "hello", 5, &fault), 5);
	CU_ASSERT_EQUAL(read(peer, got, sizeof(got)), 5);
	CU_ASSERT_EQUAL(write(peer, "there", 5), 5);
	CU_ASSERT_TRUE(wait_for(net.fd, POLLIN));
	CU_ASSERT_EQUAL(net_read(&net, got, 3, &fault), 3);
	CU_ASSERT_EQUAL(net_read(&net, got, 3, &fault), 2);
	net_close(&net);
	check_closed(&net);
	net_close(&net);
	close(peer);
	close(listener);
}

static void
a_name_is_resolved_by_the_thread(void)
{
	char port[8];
	int listener = listen_on(AF_INET, port), peer;
	struct fault fault;
	struct net net;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "localhost", port, &advice, 0, &fault), 0);
	CU_ASSERT_EQUAL(net.state, NET_RESOLVING);
	CU_ASSERT_EQUAL(go_on(&net, &fault), 1);
	CU_ASSERT_EQUAL(net.state, NET_CONNECTED);
	CU_ASSERT_TRUE_FATAL(wait_for(listener, POLLIN));
	peer = accept(listener, NULL, NULL);
	CU_ASSERT(peer >= 0);
	close(peer);
	net_close(&net);
	close(listener);
}

/* A dead DNS server: getaddrinfo may take minutes. */
static void
a_name_that_nobody_resolves_is_given_up(void)
{
	const ms_t now = 5000;
	struct fault fault;
	struct net net;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "localhost", "9", &advice, now, &fault), 0);
	CU_ASSERT_EQUAL(net_due(&net), now + NET_RESOLVE_MS);
	CU_ASSERT_EQUAL(net_tick(&net, now + NET_RESOLVE_MS - 1, &fault), 0);
	CU_ASSERT_EQUAL(net.state, NET_RESOLVING);
	CU_ASSERT_EQUAL(net_tick(&net, now + NET_RESOLVE_MS, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "cannot find the address of localhost port 9: no answer "
	    "within 10 s; check the name");
	check_closed(&net);
}

static void
both_families_are_connected_to(void)
{
	static const struct {
		int family;
		const char *host;
	} rows[] = { { AF_INET, "127.0.0.1" }, { AF_INET, "localhost" }, { AF_INET6, "::1" } };

	for (size_t i = 0; i < 3; i++) {
		char port[8];
		int listener = listen_on(rows[i].family, port), peer;
		struct net net;

		if (listener < 0)
			continue;       /* a machine without IPv6 */
		peer = connect_to(&net, rows[i].host, listener, port);
		CU_ASSERT(peer >= 0);
		close(peer);
		net_close(&net);
		close(listener);
	}
}

static void
a_closed_port_is_refused_with_a_hint(void)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost" };
	char port[8];

	close(listen_on(AF_INET, port));
	for (size_t i = 0; i < 2; i++) {
		struct fault fault = { "" };
		struct net net;
		int result = net_open(&net, hosts[i], port, &advice, 0, &fault);

		if (result == 0)
			result = go_on(&net, &fault);
		CU_ASSERT_EQUAL(result, -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "Connection refused"));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "; is it running?"));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, hosts[i]));
		check_closed(&net);
	}
}

static void
a_name_that_is_none_is_named(void)
{
	struct fault fault = { "" };
	struct net net;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "no such host.invalid", "9009", &advice, 0, &fault), 0);
	CU_ASSERT_EQUAL(go_on(&net, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "no such host.invalid"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "; check the name"));
	check_closed(&net);
}

/* Under the leak checker: whoever comes second, the thread or the owner, frees the query. */
static void
closing_while_a_name_is_resolved_is_safe(void)
{
	for (int i = 0; i < 50; i++) {
		struct fault fault;
		struct net net;

		CU_ASSERT_EQUAL_FATAL(net_open(&net, "localhost", "9", &advice, 0, &fault), 0);
		if (i % 2 == 0)
			CU_ASSERT_TRUE(wait_for(net.resolver_fd, POLLIN));
		net_close(&net);
		check_closed(&net);
	}
}

/* A listener whose queue is full drops what comes, as an address that is dead. */
static int
listen_deaf(char port[8], int fillers[8])
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CU_ASSERT_FATAL(bind(fd, (void *)&address, size) == 0 && listen(fd, 0) == 0 &&
	    getsockname(fd, (void *)&address, &size) == 0);
	snprintf(port, 8, "%d", ntohs(address.sin_port));
	for (int i = 0; i < 8; i++) {
		fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(fillers[i], (void *)&address, sizeof(address));
	}
	return fd;
}

static void
an_address_that_does_not_answer_is_given_up(void)
{
	char port[8];
	int fillers[8], listener = listen_deaf(port, fillers);
	struct fault fault = { "" };
	struct net net;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "127.0.0.1", port, &advice, 1000, &fault), 0);
	CU_ASSERT_EQUAL(net.state, NET_CONNECTING);
	CU_ASSERT_EQUAL(net_due(&net), 1000 + NET_ADDRESS_MS);
	CU_ASSERT_EQUAL(net_tick(&net, 1000 + NET_ADDRESS_MS - 1, &fault), 0);
	CU_ASSERT_EQUAL(net.state, NET_CONNECTING);
	CU_ASSERT_EQUAL(net_tick(&net, 1000 + NET_ADDRESS_MS, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, strerror(ETIMEDOUT)));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "127.0.0.1 port"));
	check_closed(&net);
	for (int i = 0; i < 8; i++)
		close(fillers[i]);
	close(listener);
}

/* As of a name that has two addresses. */
static void
the_next_address_is_tried_beside_a_slow_one(void)
{
	char deaf[8], port[8];
	int fillers[8], deaf_listener = listen_deaf(deaf, fillers);
	int listener = listen_on(AF_INET, port), peer;
	struct addrinfo *second;
	struct fault fault;
	struct net net;

	CU_ASSERT_EQUAL_FATAL(getaddrinfo("127.0.0.1", port,
	    &(struct addrinfo){ .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, &second), 0);
	CU_ASSERT_EQUAL_FATAL(net_open(&net, "127.0.0.1", deaf, &advice, 1000, &fault), 0);
	net.addresses->ai_next = second;
	net.count = net_order(net.addresses, net.order);
	CU_ASSERT_EQUAL(net.count, 2);
	CU_ASSERT_EQUAL(net_due(&net), 1000 + NET_STAGGER_MS);
	CU_ASSERT_EQUAL(net_tick(&net, 1000 + NET_STAGGER_MS - 1, &fault), 0);
	CU_ASSERT_EQUAL(net.attempts[1].fd, -1);
	CU_ASSERT(net_tick(&net, 1000 + NET_STAGGER_MS, &fault) >= 0);
	CU_ASSERT(net.state == NET_CONNECTED || go_on(&net, &fault) == 1);
	CU_ASSERT_TRUE_FATAL(wait_for(listener, POLLIN));
	peer = accept(listener, NULL, NULL);
	CU_ASSERT(peer >= 0);
	CU_ASSERT_EQUAL(net_due(&net), NEVER);
	for (int i = 0; i < NET_SLOTS; i++)
		CU_ASSERT_EQUAL(net.attempts[i].fd, -1);
	net_close(&net);
	close(peer);
	close(listener);
	for (int i = 0; i < 8; i++)
		close(fillers[i]);
	close(deaf_listener);
}

/* As of a name that has another address, too. */
static void
add_address(struct net *net, const char *port)
{
	struct addrinfo **end = &net->addresses;

	while (*end != NULL)
		end = &(*end)->ai_next;
	CU_ASSERT_EQUAL_FATAL(getaddrinfo("127.0.0.1", port,
	    &(struct addrinfo){ .ai_family = AF_INET, .ai_socktype = SOCK_STREAM }, end), 0);
	net->count = net_order(net->addresses, net->order);
}

static void
only_so_many_are_tried_side_by_side_and_all_in_the_end(void)
{
	char port[8];
	int fillers[8], listener = listen_deaf(port, fillers), result = 0;
	struct fault fault = { "" };
	struct net net;
	ms_t now = 0;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "127.0.0.1", port, &advice, 0, &fault), 0);
	for (int i = 1; i < 3 * NET_SLOTS; i++)
		add_address(&net, port);
	while (net.state == NET_CONNECTING) {
		size_t busy = 0;

		for (size_t i = 0; i < NET_SLOTS; i++)
			busy += net.attempts[i].fd >= 0;
		CU_ASSERT(busy >= 1 && busy <= NET_SLOTS);
		now = net_due(&net);
		CU_ASSERT_NOT_EQUAL_FATAL(now, NEVER);
		result = net_tick(&net, now, &fault);
	}
	CU_ASSERT_EQUAL(result, -1);
	CU_ASSERT_EQUAL(now, 3 * NET_ADDRESS_MS + (NET_SLOTS - 1) * NET_STAGGER_MS);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, strerror(ETIMEDOUT)));
	check_closed(&net);
	for (int i = 0; i < 8; i++)
		close(fillers[i]);
	close(listener);
}

static void
the_families_take_turns(void)
{
	static const struct {
		const char *as_they_came, *tried;
	} rows[] = {
		{ "", "" }, { "4", "4" }, { "66", "66" }, { "6644", "6464" }, { "4466", "4646" },
		{ "66644", "64646" }, { "6444", "6444" }, { "4664", "4646" },
		{ "666664", "646666" },
		{ "66666666666666666664", "6466666666666666" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct addrinfo made[20] = { { .ai_family = AF_UNSPEC } };
		struct addrinfo *order[NET_ADDRESSES_MAX];
		size_t n = strlen(rows[i].as_they_came), got;

		for (size_t j = 0; j < n; j++) {
			made[j].ai_family = rows[i].as_they_came[j] == '6' ? AF_INET6 : AF_INET;
			made[j].ai_next = j + 1 < n ? &made[j + 1] : NULL;
		}
		got = net_order(n > 0 ? made : NULL, order);
		CU_ASSERT_EQUAL_FATAL(got, strlen(rows[i].tried));
		for (size_t j = 0; j < got; j++) {
			CU_ASSERT_EQUAL(order[j]->ai_family,
			    rows[i].tried[j] == '6' ? AF_INET6 : AF_INET);
			for (size_t k = 0; k < j; k++)
				CU_ASSERT_PTR_NOT_EQUAL(order[j], order[k]);
		}
	}
}

static void
closing_while_connecting_is_safe(void)
{
	char port[8];
	int fillers[8], listener = listen_deaf(port, fillers);
	struct fault fault;
	struct net net;

	CU_ASSERT_EQUAL_FATAL(net_open(&net, "127.0.0.1", port, &advice, 1000, &fault), 0);
	net_close(&net);
	check_closed(&net);
	for (int i = 0; i < 8; i++)
		close(fillers[i]);
	close(listener);
}

static void
the_other_sides_end_is_told(void)
{
	char port[8], got[8];
	int listener = listen_on(AF_INET, port);
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	struct fault fault = { "" };
	struct net net;
	int peer = connect_to(&net, "127.0.0.1", listener, port);

	CU_ASSERT_EQUAL(write(peer, "x", 1), 1);
	close(peer);
	CU_ASSERT_TRUE(wait_for(net.fd, POLLIN));
	CU_ASSERT_EQUAL(net_read(&net, got, sizeof(got), &fault), 1);
	CU_ASSERT_EQUAL(net_read(&net, got, sizeof(got), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "closed by the other side"));
	net_close(&net);

	peer = connect_to(&net, "127.0.0.1", listener, port);
	setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(peer);
	CU_ASSERT_TRUE(wait_for(net.fd, POLLIN));
	CU_ASSERT_EQUAL(net_read(&net, got, sizeof(got), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "reset"));
	CU_ASSERT_EQUAL(net_write(&net, "x", 1, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "lost"));
	net_close(&net);
	close(listener);
}

static void
a_full_socket_takes_what_it_can(void)
{
	static char bytes[1 << 20];
	char port[8];
	int listener = listen_on(AF_INET, port);
	struct fault fault;
	struct net net;
	int peer = connect_to(&net, "127.0.0.1", listener, port);
	long n;
	int writes = 0;

	while ((n = net_write(&net, bytes, sizeof(bytes), &fault)) > 0)
		CU_ASSERT_FATAL(++writes < 1000);
	CU_ASSERT_EQUAL(n, 0);
	net_close(&net);
	close(peer);
	close(listener);
}

CU_TestInfo net_tests[] = {
	{ "an address is connected to without a thread",
	  an_address_is_connected_to_without_a_thread },
	{ "a name is resolved by the thread", a_name_is_resolved_by_the_thread },
	{ "a name that nobody resolves is given up", a_name_that_nobody_resolves_is_given_up },
	{ "both families are connected to", both_families_are_connected_to },
	{ "a closed port is refused with a hint", a_closed_port_is_refused_with_a_hint },
	{ "a name that is none is named", a_name_that_is_none_is_named },
	{ "closing while a name is resolved is safe", closing_while_a_name_is_resolved_is_safe },
	{ "an address that does not answer is given up",
	  an_address_that_does_not_answer_is_given_up },
	{ "the next address is tried beside a slow one",
	  the_next_address_is_tried_beside_a_slow_one },
	{ "only so many are tried side by side, and all in the end",
	  only_so_many_are_tried_side_by_side_and_all_in_the_end },
	{ "the families take turns", the_families_take_turns },
	{ "closing while connecting is safe", closing_while_connecting_is_safe },
	{ "the other side's end is told", the_other_sides_end_is_told },
	{ "a full socket takes what it can", a_full_socket_takes_what_it_can },
	CU_TEST_INFO_NULL
};
