/* SPDX-License-Identifier: MIT */
/*
 * io/serial - a serial port: open, read, write, DTR, close.
 *
 * A hardware port is opened by libserialport. Any other tty - a pseudo-terminal of a
 * simulator, of socat, of a remote serial port - is opened by plain termios, since
 * libserialport 0.1.1 knows ports by their sysfs entry only.
 */
#ifndef ATDIALLER_IO_SERIAL_H
#define ATDIALLER_IO_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

struct sp_port;

struct serial {
	int fd;                         /* -1: closed; ours to poll, not to close */
	struct sp_port *port;           /* NULL: opened by termios */
};

void serial_init(struct serial *serial);

/*
 * Opens the port for us alone, raw 8N1 without flow control at `baud` bits per second, with
 * DTR and RTS raised, HUPCL cleared and old input dropped; reading and writing never
 * block. -1 and a fault that says what to do about it.
 */
int serial_open(struct serial *serial, const char *path, long baud, struct fault *fault);

/* The number of bytes moved, 0 when none can be now, -1 when the port is gone (fault set). */
long serial_read(struct serial *serial, void *bytes, size_t size, struct fault *fault);
long serial_write(struct serial *serial, const void *bytes, size_t n, struct fault *fault);

/* Raises or lowers DTR; a port that has none is left alone. */
void serial_set_dtr(struct serial *serial, bool on);

/* Safe on a closed one. */
void serial_close(struct serial *serial);

#endif
