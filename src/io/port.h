/* SPDX-License-Identifier: MIT */
/*
 * io/port - the way to the modem: a serial port of this machine, or a TCP connection to a serial
 * device server that passes bytes on as they are.
 */
#ifndef ATDIALLER_IO_PORT_H
#define ATDIALLER_IO_PORT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "io/net.h"
#include "io/serial.h"
#include "util/fault.h"
#include "util/ms.h"

struct port {
	struct serial serial;
	struct net net;
};

void port_init(struct port *port);

/* Opens a serial port (see serial_open): 0, or -1 and a fault. */
int port_open(struct port *port, const char *path, long baud, struct fault *fault);

/* Begins to connect: 1 connected, 0 on its way, -1 and a fault: it cannot be. */
int port_connect(struct port *port, const char *host, const char *service, ms_t now,
    struct fault *fault);

bool port_is_open(const struct port *port);

/*
 * Fills in the slots for poll, and goes on connecting by what it says, and by time: 1, 0 or -1
 * as port_connect. Once it is open the first slot tells when to read and write.
 */
void port_prepare(const struct port *port, bool writes, struct pollfd slots[NET_SLOTS]);
int port_ready(struct port *port, const struct pollfd slots[NET_SLOTS], ms_t now,
    struct fault *fault);
ms_t port_due(const struct port *port);
int port_tick(struct port *port, ms_t now, struct fault *fault);

/* The number of bytes moved, 0 when none can be now, -1 when the port is gone (fault set). */
long port_read(struct port *port, void *bytes, size_t size, struct fault *fault);
long port_write(struct port *port, const void *bytes, size_t n, struct fault *fault);

/* Raises or lowers DTR; false when the port has none. */
bool port_set_dtr(struct port *port, bool on);

/* Safe on a closed one. */
void port_close(struct port *port);

#endif
