/* SPDX-License-Identifier: MIT */
/*
 * io/serial - a serial port: open, read, write, DTR, close.
 *
 * A hardware port is opened by libserialport. Any other tty - a pseudo-terminal of a
 * simulator, of socat, of a remote serial port - is opened by plain termios, since
 * libserialport 0.1.1 knows ports by their sysfs entry only.
 *
 * A port is ours alone: by TIOCEXCL and flock, by a lock file that old programs understand,
 * and by not taking one that another process is seen to have open, since root passes all
 * of these.
 */
#ifndef ATDIALLER_IO_SERIAL_H
#define ATDIALLER_IO_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "io/lock.h"
#include "util/fault.h"

struct sp_port;

/* A port as the system describes it; the texts are the device's own and may hold anything. */
struct serial_port {
	char path[128];                 /* of its node */
	bool usb;                       /* the rest is there for USB only */
	unsigned vendor;
	unsigned product;
	unsigned interface;             /* a modem has several, and a port for each */
	char place[32];                 /* where it is plugged in: "1-1.2" */
	char maker[64];
	char name[64];
	char number[64];                /* serial number; "": it has none */
};

struct serial {
	int fd;                         /* -1: closed; ours to poll, not to close */
	struct sp_port *port;           /* NULL: opened by termios */
	struct lock lock;
};

/* The ports that are there now, in no order; returns how many, `max` at most. */
size_t serial_list(struct serial_port *ports, size_t max);

/* The name in /dev/serial/by-id that leads to a node; false when it has none. */
bool serial_by_id(const char *node, char *name, size_t size);

/*
 * Reads place and interface from a port's path in sysfs; false, and nothing set, when
 * it is none of USB.
 */
bool serial_read_place(const char *sysfs, struct serial_port *port);

void serial_init(struct serial *serial);

/*
 * Opens the port for us alone, raw 8N1 without flow control at `baud` bits per second, with
 * DTR and RTS raised, HUPCL cleared and old input dropped; reading and writing never
 * block. -1 and a fault that says what to do about it. serial->lock.note may be worth
 * a line in the log.
 */
int serial_open(struct serial *serial, const char *path, long baud, struct fault *fault);

/* The number of bytes moved, 0 when none can be now, -1 when the port is gone (fault set). */
long serial_read(struct serial *serial, void *bytes, size_t size, struct fault *fault);
long serial_write(struct serial *serial, const void *bytes, size_t n, struct fault *fault);

/* Raises or lowers DTR; false when the port has none. */
bool serial_set_dtr(struct serial *serial, bool on);

/* Safe on a closed one. */
void serial_close(struct serial *serial);

#endif
