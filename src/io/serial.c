/* SPDX-License-Identifier: MIT */
#include "io/serial.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <libserialport.h>

#include "io/holder.h"
#include "util/array.h"
#include "util/text.h"

void
serial_init(struct serial *serial)
{
	*serial = (struct serial){ .fd = -1 };
	lock_init(&serial->lock);
}

/* What is there */

bool
serial_read_place(const char *sysfs, struct serial_port *port)
{
	/* .../1-1.2:1.3/...: the device's place, its configuration and its interface. */
	for (const char *at = strchr(sysfs, '/'); at != NULL; at = strchr(at, '/')) {
		char place[sizeof(port->place)];
		unsigned configuration, interface;
		int n = 0;

		at++;
		if (sscanf(at, "%31[0-9.-]:%u.%u%n", place, &configuration, &interface, &n) != 3 ||
		    (at[n] != '/' && at[n] != '\0'))
			continue;
		text_copy(port->place, sizeof(port->place), place);
		port->interface = interface;
		return true;
	}
	return false;
}

static void
copy_text(char *out, size_t size, const char *text)
{
	text_copy(out, size, text != NULL ? text : "");
}

static bool
describe(const struct sp_port *found, struct serial_port *port)
{
	char sysfs[100], real[PATH_MAX];
	int vendor, product;

	*port = (struct serial_port){ .usb = false };
	copy_text(port->path, sizeof(port->path), sp_get_port_name(found));
	if (strcmp(port->path, sp_get_port_name(found)) != 0)
		return false;
	if (sp_get_port_transport(found) != SP_TRANSPORT_USB ||
	    sp_get_port_usb_vid_pid(found, &vendor, &product) != SP_OK)
		return true;
	port->usb = true;
	port->vendor = (unsigned)vendor;
	port->product = (unsigned)product;
	copy_text(port->maker, sizeof(port->maker), sp_get_port_usb_manufacturer(found));
	copy_text(port->name, sizeof(port->name), sp_get_port_usb_product(found));
	copy_text(port->number, sizeof(port->number), sp_get_port_usb_serial(found));
	snprintf(sysfs, sizeof(sysfs), "/sys/class/tty/%s/device", strrchr(port->path, '/') + 1);
	if (realpath(sysfs, real) != NULL)
		serial_read_place(real, port);
	return true;
}

size_t
serial_list(struct serial_port *ports, size_t max)
{
	struct sp_port **found;
	size_t n = 0;

	if (sp_list_ports(&found) != SP_OK)
		return 0;
	for (size_t i = 0; found[i] != NULL && n < max; i++)
		n += describe(found[i], &ports[n]);
	sp_free_port_list(found);
	return n;
}

bool
serial_by_id(const char *node, char *name, size_t size)
{
	static const char folder[] = "/dev/serial/by-id";
	DIR *links = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (links != NULL && !found && (entry = readdir(links)) != NULL) {
		char real[PATH_MAX];

		found = (size_t)snprintf(name, size, "%s/%s", folder, entry->d_name) < size &&
		    realpath(name, real) != NULL && strcmp(real, node) == 0;
	}
	if (links != NULL)
		closedir(links);
	return found;
}

/* Opening one */

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

/* libserialport 0.1.1 does it; nobody may be hung up by our leaving if another one does not. */
static void
keep_dtr_on_close(int fd)
{
	struct termios tty;

	if (tcgetattr(fd, &tty) != 0 || (tty.c_cflag & HUPCL) == 0)
		return;
	tty.c_cflag &= ~(tcflag_t)HUPCL;
	tcsetattr(fd, TCSANOW, &tty);
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
		if (result == SP_OK) {
			keep_dtr_on_close(serial->fd);
			return 0;
		}
		explain_sp(path, result, fault);
		sp_close(serial->port);
	} else {
		explain_sp(path, result, fault);
	}
	sp_free_port(serial->port);
	serial->port = NULL;
	serial->fd = -1;
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

/* `path` is what the user calls it, `node` what it is. */
static int
open_node(struct serial *serial, const char *path, const char *node, long baud,
    struct fault *fault)
{
	char text[HOLDER_TEXT_MAX];
	struct holder holder;

	if (holder_find(node, &holder))
		return fault_set(fault, "%s is in use by %s", path, holder_text(&holder, text));
	if (sp_get_port_by_name(node, &serial->port) == SP_OK)
		return open_hardware(serial, path, baud, fault);
	serial->port = NULL;
	return open_tty(serial, node, baud, fault);
}

int
serial_open(struct serial *serial, const char *path, long baud, struct fault *fault)
{
	char node[PATH_MAX];
	bool pseudo;

	serial_init(serial);
	/* libserialport wants the node itself, not /dev/serial/by-id's link to it. */
	if (realpath(path, node) == NULL)
		return explain(path, errno, fault);
	/* Nobody looks for a lock file of a pseudo-terminal, and its number is soon another's. */
	pseudo = text_starts(node, "/dev/pts/");
	if (lock_take(&serial->lock, NULL, node, !pseudo, fault) != 0)
		return -1;
	if (open_node(serial, path, node, baud, fault) == 0)
		return 0;
	lock_release(&serial->lock);
	return -1;
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

bool
serial_set_dtr(struct serial *serial, bool on)
{
	return serial->port != NULL &&
	    sp_set_dtr(serial->port, on ? SP_DTR_ON : SP_DTR_OFF) == SP_OK;
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
	lock_release(&serial->lock);
	serial_init(serial);
}
