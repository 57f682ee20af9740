/* SPDX-License-Identifier: MIT */
#include "io/port.h"

#include <CUnit/CUnit.h>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 5000
};

/* A serial device server on the loopback: it listens at `service`. */
static int
make_server(char service[8])
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	CU_ASSERT_FATAL(fd >= 0);
	CU_ASSERT_EQUAL_FATAL(bind(fd, (void *)&address, size), 0);
	CU_ASSERT_EQUAL_FATAL(listen(fd, 1), 0);
	CU_ASSERT_EQUAL_FATAL(getsockname(fd, (void *)&address, &size), 0);
	snprintf(service, 8, "%d", ntohs(address.sin_port));
	return fd;
}

/* Does what the loop would do until it is connected or cannot be. */
static int
go_on(struct port *port, int result, struct fault *fault)
{
	while (result == 0) {
		struct pollfd slots[NET_SLOTS];

		port_prepare(port, false, slots);
		CU_ASSERT_TRUE_FATAL(poll(slots, NET_SLOTS, PATIENCE_MS) > 0);
		result = port_ready(port, slots, 0, fault);
	}
	return result;
}

static int
connect_port(struct port *port, int server, const char *service)
{
	struct fault fault;

	port_init(port);
	CU_ASSERT_EQUAL_FATAL(go_on(port, port_connect(port, "127.0.0.1", service, 0, &fault),
	    &fault), 1);
	CU_ASSERT_TRUE(port_is_open(port));
	return accept(server, NULL, NULL);
}

static bool
wait_for(const struct port *port, bool writes, short events)
{
	struct pollfd slots[NET_SLOTS];

	port_prepare(port, writes, slots);
	return poll(slots, NET_SLOTS, PATIENCE_MS) > 0 && (slots[0].revents & events) != 0;
}

static void
bytes_go_both_ways_over_tcp(void)
{
	static const char bytes[] = "AT\r\xff\xfd\0\x11";
	char service[8], got[32];
	int server = make_server(service), modem;
	struct port port;
	struct fault fault;

	modem = connect_port(&port, server, service);
	CU_ASSERT_EQUAL(port_read(&port, got, sizeof(got), &fault), 0);
	CU_ASSERT_TRUE(wait_for(&port, true, POLLOUT));
	CU_ASSERT_EQUAL(port_write(&port, bytes, sizeof(bytes), &fault), sizeof(bytes));
	CU_ASSERT_EQUAL(recv(modem, got, sizeof(got), 0), sizeof(bytes));
	CU_ASSERT_EQUAL(memcmp(got, bytes, sizeof(bytes)), 0);
	CU_ASSERT_EQUAL(send(modem, bytes, sizeof(bytes), 0), sizeof(bytes));
	CU_ASSERT_TRUE(wait_for(&port, false, POLLIN));
	CU_ASSERT_EQUAL(port_read(&port, got, sizeof(got), &fault), sizeof(bytes));
	CU_ASSERT_EQUAL(memcmp(got, bytes, sizeof(bytes)), 0);
	CU_ASSERT_FALSE(port_set_dtr(&port, false));
	port_close(&port);
	CU_ASSERT_FALSE(port_is_open(&port));
	CU_ASSERT_EQUAL(recv(modem, got, sizeof(got), 0), 0);
	close(modem);
	close(server);
}

static void
a_lost_connection_is_a_lost_port(void)
{
	char service[8], got[8];
	int server = make_server(service), modem;
	struct port port;
	struct fault fault = { "" };

	modem = connect_port(&port, server, service);
	close(modem);
	CU_ASSERT_TRUE(wait_for(&port, false, POLLIN));
	CU_ASSERT_EQUAL(port_read(&port, got, sizeof(got), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "closed by the other side"));
	port_close(&port);
	modem = connect_port(&port, server, service);
	port_close(&port);
	close(modem);
	close(server);
}

static void
a_server_that_is_not_there_is_named_with_what_to_do(void)
{
	char service[8];
	struct port port;
	struct fault fault = { "" };

	close(make_server(service));
	port_init(&port);
	CU_ASSERT_EQUAL(go_on(&port, port_connect(&port, "127.0.0.1", service, 0, &fault),
	    &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, service));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is the serial device server switched on"));
	CU_ASSERT_FALSE(port_is_open(&port));
	port_close(&port);
}

static void
a_server_that_does_not_answer_is_given_up_in_time(void)
{
	struct port port;
	struct fault fault = { "" };
	int result;

	port_init(&port);
	/* Kept for documentation (RFC 5737); where there is no route it fails at once. */
	result = port_connect(&port, "192.0.2.1", "7000", 1000, &fault);
	if (result == 0) {
		CU_ASSERT_EQUAL(port_due(&port), 1000 + NET_ADDRESS_MS);
		CU_ASSERT_FALSE(port_is_open(&port));
		CU_ASSERT_EQUAL(port_tick(&port, 1000 + NET_ADDRESS_MS, &fault), -1);
		CU_ASSERT_EQUAL(port_due(&port), NEVER);
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "192.0.2.1"));
	port_close(&port);
}

static void
a_serial_port_is_read_and_written_the_same_way(void)
{
	char path[64], got[8];
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	struct port port;
	struct fault fault;

	CU_ASSERT_FATAL(grantpt(master) == 0 && unlockpt(master) == 0);
	CU_ASSERT_EQUAL_FATAL(ptsname_r(master, path, sizeof(path)), 0);
	port_init(&port);
	CU_ASSERT_EQUAL_FATAL(port_open(&port, path, 115200, &fault), 0);
	CU_ASSERT_TRUE(port_is_open(&port));
	CU_ASSERT_TRUE(wait_for(&port, true, POLLOUT));
	CU_ASSERT_EQUAL(port_write(&port, "AT\r", 3, &fault), 3);
	CU_ASSERT_EQUAL(read(master, got, sizeof(got)), 3);
	CU_ASSERT_EQUAL(write(master, "OK\r", 3), 3);
	CU_ASSERT_TRUE(wait_for(&port, false, POLLIN));
	CU_ASSERT_EQUAL(port_read(&port, got, sizeof(got), &fault), 3);
	CU_ASSERT_EQUAL(port_due(&port), NEVER);
	port_close(&port);
	port_close(&port);
	CU_ASSERT_FALSE(port_is_open(&port));
	close(master);
}

CU_TestInfo port_tests[] = {
	{ "bytes go both ways over TCP", bytes_go_both_ways_over_tcp },
	{ "a lost connection is a lost port", a_lost_connection_is_a_lost_port },
	{ "a server that is not there is named, with what to do",
	  a_server_that_is_not_there_is_named_with_what_to_do },
	{ "a server that does not answer is given up in time",
	  a_server_that_does_not_answer_is_given_up_in_time },
	{ "a serial port is read and written the same way",
	  a_serial_port_is_read_and_written_the_same_way },
	CU_TEST_INFO_NULL
};
