/* SPDX-License-Identifier: MIT */
#include "io/serial.h"

#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* A pseudo-terminal: the master, and the path of the other end. */
static int
make_pty(char path[64])
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	CU_ASSERT_FATAL(master >= 0);
	CU_ASSERT_FATAL(grantpt(master) == 0 && unlockpt(master) == 0);
	CU_ASSERT_FATAL(ptsname_r(master, path, 64) == 0);
	return master;
}

static void
open_pty(struct serial *serial, const char *path)
{
	struct fault fault = { "" };

	CU_ASSERT_EQUAL_FATAL(serial_open(serial, path, 115200, &fault), 0);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
}

static bool
readable(int fd)
{
	struct pollfd slot = { .fd = fd, .events = POLLIN };

	return poll(&slot, 1, 2000) == 1;
}

static void
bytes_go_both_ways_untouched(void)
{
	static const char bytes[] = "AT\r\n\n\r\0\x03\x04\x11\x13\x1a\x1c\x7f\xff\x80~";
	char path[64], got[64];
	int master = make_pty(path);
	struct serial serial;
	struct fault fault;

	open_pty(&serial, path);
	CU_ASSERT_EQUAL(serial_read(&serial, got, sizeof(got), &fault), 0);
	CU_ASSERT_EQUAL(write(master, bytes, sizeof(bytes)), sizeof(bytes));
	CU_ASSERT_TRUE(readable(serial.fd));
	CU_ASSERT_EQUAL(serial_read(&serial, got, sizeof(got), &fault), sizeof(bytes));
	CU_ASSERT_EQUAL(memcmp(got, bytes, sizeof(bytes)), 0);
	/* What the modem said must not come back to it. */
	CU_ASSERT_EQUAL(fcntl(master, F_SETFL, O_NONBLOCK), 0);
	CU_ASSERT_EQUAL(read(master, got, sizeof(got)), -1);

	CU_ASSERT_EQUAL(serial_write(&serial, bytes, sizeof(bytes), &fault), sizeof(bytes));
	CU_ASSERT_TRUE(readable(master));
	CU_ASSERT_EQUAL(read(master, got, sizeof(got)), sizeof(bytes));
	CU_ASSERT_EQUAL(memcmp(got, bytes, sizeof(bytes)), 0);
	serial_close(&serial);
	close(master);
}

static void
the_line_is_raw_and_closing_hangs_nothing_up(void)
{
	char path[64];
	int master = make_pty(path);
	struct serial serial;
	struct termios tty;

	open_pty(&serial, path);
	CU_ASSERT_EQUAL_FATAL(tcgetattr(serial.fd, &tty), 0);
	CU_ASSERT_EQUAL(tty.c_lflag & (ECHO | ICANON | ISIG | IEXTEN), 0);
	CU_ASSERT_EQUAL(tty.c_oflag & OPOST, 0);
	CU_ASSERT_EQUAL(tty.c_iflag & (ICRNL | INLCR | IGNCR | IXON | IXOFF | ISTRIP), 0);
	CU_ASSERT_EQUAL(tty.c_cflag & (HUPCL | CSTOPB | PARENB | CRTSCTS), 0);
	CU_ASSERT_EQUAL(tty.c_cflag & (CLOCAL | CREAD), CLOCAL | CREAD);
	CU_ASSERT_EQUAL(tty.c_cflag & CSIZE, CS8);
	CU_ASSERT_EQUAL(cfgetospeed(&tty), B115200);
	CU_ASSERT(fcntl(serial.fd, F_GETFL) & O_NONBLOCK);
	CU_ASSERT(fcntl(serial.fd, F_GETFD) & FD_CLOEXEC);
	serial_set_dtr(&serial, false);         /* it has none: nothing happens */
	serial_set_dtr(&serial, true);
	serial_close(&serial);
	/* An end in order leaves it so, as a crash does, in which nobody sets anything. */
	CU_ASSERT_EQUAL_FATAL(tcgetattr(master, &tty), 0);
	CU_ASSERT_EQUAL(tty.c_cflag & HUPCL, 0);
	close(master);
}

static void
old_input_is_dropped(void)
{
	char path[64], got[64];
	int master = make_pty(path), holder = open(path, O_RDWR | O_NOCTTY);
	struct serial serial;
	struct fault fault;
	struct termios tty;

	/* Raw beforehand, so that the bytes are there to be dropped. */
	CU_ASSERT_EQUAL(tcgetattr(holder, &tty), 0);
	cfmakeraw(&tty);
	CU_ASSERT_EQUAL(tcsetattr(holder, TCSANOW, &tty), 0);
	CU_ASSERT_EQUAL(write(master, "\r\nOK\r\n", 6), 6);
	CU_ASSERT_TRUE(readable(holder));
	open_pty(&serial, path);
	CU_ASSERT_EQUAL(serial_read(&serial, got, sizeof(got), &fault), 0);
	serial_close(&serial);
	close(holder);
	close(master);
}

static void
it_is_ours_alone_until_it_is_closed(void)
{
	char path[64];
	int master = make_pty(path);
	struct serial first, second;
	struct fault fault = { "" };

	open_pty(&first, path);
	CU_ASSERT_EQUAL(serial_open(&second, path, 115200, &fault), -1);
	CU_ASSERT_EQUAL(second.fd, -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "in use by another program"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, path));
	serial_close(&second);
	serial_close(&first);
	CU_ASSERT_EQUAL(first.fd, -1);
	serial_close(&first);
	open_pty(&second, path);
	serial_close(&second);
	close(master);
}

/* In a child, since a root that has become nobody stays nobody. */
static bool
nobody_can_open_it_twice(void)
{
	char path[64];
	struct serial serial;
	struct fault fault;
	int master;

	if (geteuid() == 0 && setuid(65534) != 0)
		return false;
	master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 ||
	    ptsname_r(master, path, sizeof(path)) != 0 ||
	    serial_open(&serial, path, 115200, &fault) != 0)
		return false;
	serial_close(&serial);
	return serial_open(&serial, path, 115200, &fault) == 0;
}

static void
one_who_is_not_root_can_open_it_again(void)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0)
		_exit(nobody_can_open_it_twice() ? 0 : 1);
	CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
	CU_ASSERT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
a_port_that_is_gone_says_so(void)
{
	char path[64], got[8];
	int master = make_pty(path);
	struct serial serial;
	struct fault fault = { "" };

	open_pty(&serial, path);
	close(master);
	CU_ASSERT_TRUE(readable(serial.fd));
	CU_ASSERT_EQUAL(serial_read(&serial, got, sizeof(got), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "reading from the port failed"));
	CU_ASSERT_EQUAL(serial_write(&serial, "AT\r", 3, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "writing to the port failed"));
	serial_close(&serial);
	CU_ASSERT_EQUAL(serial_open(&serial, path, 115200, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is not there"));
}

static void
a_full_port_takes_what_it_can(void)
{
	static char bytes[1 << 20];
	char path[64];
	int master = make_pty(path);
	struct serial serial;
	struct fault fault;
	long n, taken = 0;

	open_pty(&serial, path);
	while ((n = serial_write(&serial, bytes, sizeof(bytes), &fault)) > 0)
		taken += n;
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT(taken > 0 && taken < (long)sizeof(bytes));
	serial_close(&serial);
	close(master);
}

static void
a_link_to_a_port_is_followed(void)
{
	char path[64], folder[] = "/tmp/atdialler-XXXXXX", link[64];
	int master = make_pty(path);
	struct serial serial;
	struct fault fault;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(link, sizeof(link), "%s/modem", folder);
	CU_ASSERT_EQUAL(symlink(path, link), 0);
	open_pty(&serial, link);
	serial_close(&serial);
	unlink(link);
	CU_ASSERT_EQUAL(symlink("/nowhere", link), 0);
	CU_ASSERT_EQUAL(serial_open(&serial, link, 115200, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is not there"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, link));
	unlink(link);
	rmdir(folder);
	close(master);
}

static void
what_is_no_port_is_refused_with_its_name(void)
{
	static const struct {
		const char *path;
		const char *what;
	} rows[] = {
		{ "/dev/nowhere", "is not there" },
		{ "", "is not there" },
		{ "/dev/null", "/dev/null" },
		{ "/etc/passwd", "/etc/passwd is not a serial port" },
		{ "/tmp", "/tmp" },
		{ "/etc/passwd/x", "/etc/passwd/x" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct serial serial;
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(serial_open(&serial, rows[i].path, 115200, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].what));
		CU_ASSERT_EQUAL(serial.fd, -1);
		serial_close(&serial);
	}
}

/* A process that sleeps on a pseudo-terminal, and may have made it itself. */
static pid_t
start_holder(const char *path, int master, bool maker)
{
	int ready[2], fd;
	char byte;
	pid_t child;

	CU_ASSERT_EQUAL_FATAL(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (!maker)
			close(master);
		fd = open(path, O_RDWR | O_NOCTTY);
		if (fd >= 0 && write(ready[1], "", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	CU_ASSERT_EQUAL(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	return child;
}

static void
one_that_another_process_has_open_is_left_alone_and_names_it(void)
{
	char path[64], pid[32];
	int master = make_pty(path);
	struct serial serial;
	struct fault fault = { "" };
	pid_t child = start_holder(path, master, false);

	snprintf(pid, sizeof(pid), "(pid %ld)", (long)child);
	CU_ASSERT_EQUAL(serial_open(&serial, path, 115200, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is in use by "));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, pid));
	CU_ASSERT_EQUAL(serial.fd, -1);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	open_pty(&serial, path);
	serial_close(&serial);
	close(master);
}

static void
the_maker_of_a_pseudo_terminal_is_no_rival(void)
{
	char path[64];
	int master = make_pty(path);
	struct serial serial;
	pid_t child = start_holder(path, master, true);

	open_pty(&serial, path);
	serial_close(&serial);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(master);
}

static void
place_and_interface_are_read_from_sysfs(void)
{
	static const struct {
		const char *path;
		const char *place;      /* NULL: none */
		unsigned interface;
	} rows[] = {
		{ "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-1.2/1-1.2:1.3/ttyUSB2", "1-1.2", 3 },
		{ "/sys/devices/platform/soc/3f980000.usb/usb1/1-1/1-1:2.10", "1-1", 10 },
		{ "/sys/devices/pnp0/00:05", NULL, 0 },
		{ "/sys/devices/pci0000:00/0000:00:16.3", NULL, 0 },
		{ "", NULL, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct serial_port port = { .interface = 0 };

		CU_ASSERT_EQUAL(serial_read_place(rows[i].path, &port), rows[i].place != NULL);
		CU_ASSERT_STRING_EQUAL(port.place, rows[i].place != NULL ? rows[i].place : "");
		CU_ASSERT_EQUAL(port.interface, rows[i].interface);
	}
}

/* What is plugged in here nobody knows. */
static void
the_ports_listed_are_there(void)
{
	static struct serial_port ports[64];
	size_t n = serial_list(ports, 64);

	CU_ASSERT(serial_list(ports, n / 2) <= n / 2);
	n = serial_list(ports, 64);
	for (size_t i = 0; i < n; i++)
		CU_ASSERT_EQUAL(strncmp(ports[i].path, "/dev/", 5), 0);
}

CU_TestInfo serial_tests[] = {
	{ "bytes go both ways untouched", bytes_go_both_ways_untouched },
	{ "the line is raw and closing hangs nothing up",
	  the_line_is_raw_and_closing_hangs_nothing_up },
	{ "old input is dropped", old_input_is_dropped },
	{ "it is ours alone until it is closed", it_is_ours_alone_until_it_is_closed },
	{ "one who is not root can open it again", one_who_is_not_root_can_open_it_again },
	{ "a port that is gone says so", a_port_that_is_gone_says_so },
	{ "a full port takes what it can", a_full_port_takes_what_it_can },
	{ "a link to a port is followed", a_link_to_a_port_is_followed },
	{ "what is no port is refused with its name", what_is_no_port_is_refused_with_its_name },
	{ "one that another process has open is left alone, and names it",
	  one_that_another_process_has_open_is_left_alone_and_names_it },
	{ "the maker of a pseudo-terminal is no rival",
	  the_maker_of_a_pseudo_terminal_is_no_rival },
	{ "place and interface are read from sysfs", place_and_interface_are_read_from_sysfs },
	{ "the ports listed are there", the_ports_listed_are_there },
	CU_TEST_INFO_NULL
};
