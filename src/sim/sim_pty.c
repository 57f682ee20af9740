/* SPDX-License-Identifier: MIT */
#include "sim/sim_pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "util/array.h"

static int
make_raw(int slave)
{
	struct termios termios;

	if (tcgetattr(slave, &termios) < 0)
		return -1;
	cfmakeraw(&termios);
	return tcsetattr(slave, TCSANOW, &termios);
}

static int
open_slave(const struct sim_pty *pty)
{
	return open(pty->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static int
open_master(struct sim_pty *pty, struct fault *fault)
{
	int slave = -1;

	pty->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (pty->master < 0)
		return fault_set(fault, "no pseudo-terminal: %s", strerror(errno));
	if (grantpt(pty->master) == 0 && unlockpt(pty->master) == 0 &&
	    ptsname_r(pty->master, pty->name, sizeof(pty->name)) == 0)
		slave = open_slave(pty);
	if (slave < 0 || make_raw(slave) < 0) {
		fault_set(fault, "cannot set up %s: %s", pty->name, strerror(errno));
		if (slave >= 0)
			close(slave);
		return -1;
	}
	close(slave);
	return 0;
}

static int
watch_node(struct sim_pty *pty, struct fault *fault)
{
	pty->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (pty->watch < 0 ||
	    inotify_add_watch(pty->watch, pty->name, IN_OPEN | IN_CLOSE) < 0)
		return fault_set(fault, "cannot watch %s: %s", pty->name, strerror(errno));
	return 0;
}

static int
make_link(const struct sim_pty *pty, struct fault *fault)
{
	struct stat status;

	if (pty->link == NULL)
		return 0;
	if (lstat(pty->link, &status) == 0) {
		if (!S_ISLNK(status.st_mode))
			return fault_set(fault, "%s exists and is no symbolic link: left alone",
			    pty->link);
		unlink(pty->link);
	}
	if (symlink(pty->name, pty->link) < 0)
		return fault_set(fault, "cannot make the link %s: %s", pty->link, strerror(errno));
	return 0;
}

/* Only ours: another modem may have taken the name since. */
static void
remove_link(const struct sim_pty *pty)
{
	char target[sizeof(pty->name)];
	ssize_t n;

	if (pty->link == NULL)
		return;
	n = readlink(pty->link, target, sizeof(target) - 1);
	if (n < 0)
		return;
	target[n] = '\0';
	if (strcmp(target, pty->name) == 0)
		unlink(pty->link);
}

static void
close_both(struct sim_pty *pty)
{
	if (pty->watch >= 0)
		close(pty->watch);
	if (pty->master >= 0)
		close(pty->master);
	pty->watch = -1;
	pty->master = -1;
	pty->in_use = false;
}

int
sim_pty_plug(struct sim_pty *pty, const char *link, struct fault *fault)
{
	*pty = (struct sim_pty){ .master = -1, .watch = -1, .link = link };
	if (open_master(pty, fault) == 0 && watch_node(pty, fault) == 0 &&
	    make_link(pty, fault) == 0)
		return 0;
	close_both(pty);
	return -1;
}

void
sim_pty_unplug(struct sim_pty *pty)
{
	if (pty->master < 0)
		return;
	remove_link(pty);
	close_both(pty);
}

int
sim_pty_fd(const struct sim_pty *pty)
{
	return pty->in_use ? pty->master : -1;
}

/* Also true when the user has gone again, but left bytes to read. */
static bool
somebody_opened(const struct sim_pty *pty)
{
	struct pollfd slot = { .fd = pty->master, .events = POLLIN };

	if (poll(&slot, 1, 0) < 0)
		return false;
	return (slot.revents & POLLHUP) == 0 || (slot.revents & POLLIN) != 0;
}

enum sim_pty_news
sim_pty_look(struct sim_pty *pty)
{
	char events[1024];

	while (read(pty->watch, events, sizeof(events)) > 0)
		continue;
	if (pty->in_use || !somebody_opened(pty))
		return SIM_PTY_NOTHING;
	pty->in_use = true;
	return SIM_PTY_OPENED;
}

int
sim_pty_read(struct sim_pty *pty, char *bytes, size_t size)
{
	ssize_t n = read(pty->master, bytes, size);

	if (n > 0)
		return (int)n;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

/*
 * A real port forgets its exclusive user and its unread input when the last one closes
 * it; a pseudo-terminal keeps both as long as its master lives. Where TIOCEXCL now
 * shuts us out as well, a fresh pseudo-terminal takes its place.
 */
long
sim_pty_baud(const struct sim_pty *pty)
{
	static const struct {
		speed_t speed;
		long baud;
	} speeds[] = {
		{ B300, 300 }, { B1200, 1200 }, { B2400, 2400 }, { B4800, 4800 }, { B9600, 9600 },
		{ B19200, 19200 }, { B38400, 38400 }, { B57600, 57600 }, { B115200, 115200 },
		{ B230400, 230400 },
	};
	struct termios termios;

	if (tcgetattr(pty->master, &termios) < 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(speeds); i++)
		if (speeds[i].speed == cfgetospeed(&termios))
			return speeds[i].baud;
	return 0;
}

int
sim_pty_closed(struct sim_pty *pty, enum sim_pty_news *news, struct fault *fault)
{
	int slave = open_slave(pty);

	*news = SIM_PTY_CLOSED;
	pty->in_use = false;
	if (slave >= 0) {
		ioctl(slave, TIOCNXCL);
		tcflush(slave, TCIFLUSH);
		close(slave);
		return 0;
	}
	*news = SIM_PTY_RENAMED;
	sim_pty_unplug(pty);
	return sim_pty_plug(pty, pty->link, fault);
}

size_t
sim_pty_write(struct sim_pty *pty, const char *bytes, size_t n)
{
	ssize_t written = write(pty->master, bytes, n);

	return written < 0 ? 0 : (size_t)written;
}
