/* SPDX-License-Identifier: MIT */
#include "io/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <libserialport.h>

#include "util/array.h"

void
serial_init(struct serial *serial)
{
	*serial = (struct serial){ .fd = -1 };
}

/* Why the port could not be opened, and what a person can do about it. */
static int
explain(const char *path, int problem, struct fault *fault)
{
	struct stat stat_of;
	struct group *group;

	switch (problem) {
	case ENOENT:
	case ENXIO:
	case ENODEV:
		return fault_set(fault, "%s is not there: is the modem plugged in and switched on?",
		    path);
	case EACCES:
	case EPERM:
		group = stat(path, &stat_of) == 0 ? getgrgid(stat_of.st_gid) : NULL;
		return fault_set(fault, "no permission to use %s: add this user to the group %s",
		    path, group != NULL ? group->gr_name : "of the device");
	case EBUSY:
	case EWOULDBLOCK:
		return fault_set(fault, "%s is in use by another program; if that is ModemManager, "
		    "stop it or tell it to ignore this modem", path);
	default:
		return fault_set(fault, "cannot open %s: %s", path, strerror(problem));
	}
}

static int
explain_sp(const char *path, enum sp_return result, struct fault *fault)
{
	char *message;

	if (result == SP_ERR_FAIL)
		return explain(path, sp_last_error_code(), fault);
	message = sp_last_error_message();
	fault_set(fault, "cannot set up %s: %s", path, message != NULL ? message :
	    "the port does not support it");
	sp_free_error_message(message);
	return -1;
}

static enum sp_return
configure_hardware(struct sp_port *port, long baud)
{
	enum sp_return result;

	if ((result = sp_set_baudrate(port, (int)baud)) != SP_OK ||
	    (result = sp_set_bits(port, 8)) != SP_OK ||
	    (result = sp_set_parity(port, SP_PARITY_NONE)) != SP_OK ||
	    (result = sp_set_stopbits(port, 1)) != SP_OK ||
	    (result = sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE)) != SP_OK)
		return result;
	/* Some USB modems are mute without DTR; not every port has the lines. */
	sp_set_rts(port, SP_RTS_ON);
	sp_set_dtr(port, SP_DTR_ON);
	return sp_flush(port, SP_BUF_INPUT);
}

static int
open_hardware(struct serial *serial, const char *path, long baud, struct fault *fault)
{
	enum sp_return result = sp_open(serial->port, SP_MODE_READ_WRITE);

	if (result == SP_OK) {
		result = configure_hardware(serial->port, baud);
		if (result == SP_OK)
			result = sp_get_port_handle(serial->port, &serial->fd);
		if (result == SP_OK)
			return 0;
		explain_sp(path, result, fault);
		sp_close(serial->port);
	} else {
		explain_sp(path, result, fault);
	}
	sp_free_port(serial->port);
	serial_init(serial);
	return -1;
}

static speed_t
speed_of(long baud)
{
	static const struct {
		long baud;
		speed_t speed;
	} speeds[] = {
		{ 300, B300 }, { 1200, B1200 }, { 2400, B2400 }, { 4800, B4800 },
		{ 9600, B9600 }, { 19200, B19200 }, { 38400, B38400 }, { 57600, B57600 },
		{ 115200, B115200 }, { 230400, B230400 },
	};

	for (size_t i = 0; i < ARRAY_LEN(speeds); i++)
		if (speeds[i].baud == baud)
			return speeds[i].speed;
	return B115200;                 /* what has no wire does not mind */
}

static int
configure_tty(int fd, long baud)
{
	struct termios tty;

	if (tcgetattr(fd, &tty) != 0)
		return -1;
	cfmakeraw(&tty);
	tty.c_iflag |= IGNPAR;
	tty.c_cflag |= CLOCAL | CREAD;
	tty.c_cflag &= ~(tcflag_t)(HUPCL | CSTOPB);
	tty.c_cc[VMIN] = 1;
	tty.c_cc[VTIME] = 0;
	cfsetspeed(&tty, speed_of(baud));
	if (tcsetattr(fd, TCSANOW, &tty) != 0)
		return -1;
	return tcflush(fd, TCIFLUSH);
}

static int
open_tty(struct serial *serial, const char *path, long baud, struct fault *fault)
{
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	int problem;

	if (fd < 0)
		return explain(path, errno, fault);
	if (!isatty(fd)) {
		close(fd);
		return fault_set(fault, "%s is not a serial port", path);
	}
	/*
	 * No TIOCEXCL: on a pseudo-terminal whose other end stays open it outlives us, and
	 * nobody but root could open it again.
	 */
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 || configure_tty(fd, baud) != 0) {
		problem = errno;
		close(fd);
		return explain(path, problem, fault);
	}
	serial->fd = fd;
	return 0;
}

int
serial_open(struct serial *serial, const char *path, long baud, struct fault *fault)
{
	char real[PATH_MAX];

	serial_init(serial);
	/* libserialport wants the node itself, not /dev/serial/by-id's link to it. */
	if (realpath(path, real) == NULL)
		return explain(path, errno, fault);
	if (sp_get_port_by_name(real, &serial->port) == SP_OK)
		return open_hardware(serial, path, baud, fault);
	serial->port = NULL;
	return open_tty(serial, real, baud, fault);
}

/* A tty that is gone reads as 0 bytes or EIO; libserialport reports neither. */
static long
moved(ssize_t n, const char *what, struct fault *fault)
{
	if (n > 0)
		return n;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return fault_set(fault, "%s the port failed: %s", what,
	    n == 0 ? "it is gone" : strerror(errno));
}

long
serial_read(struct serial *serial, void *bytes, size_t size, struct fault *fault)
{
	return moved(read(serial->fd, bytes, size), "reading from", fault);
}

long
serial_write(struct serial *serial, const void *bytes, size_t n, struct fault *fault)
{
	return moved(write(serial->fd, bytes, n), "writing to", fault);
}

void
serial_set_dtr(struct serial *serial, bool on)
{
	if (serial->port != NULL)
		sp_set_dtr(serial->port, on ? SP_DTR_ON : SP_DTR_OFF);
}

void
serial_close(struct serial *serial)
{
	if (serial->fd < 0)
		return;
	if (serial->port != NULL) {
		sp_close(serial->port);
		sp_free_port(serial->port);
	} else {
		close(serial->fd);
	}
	serial_init(serial);
}
