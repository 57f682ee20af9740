/* SPDX-License-Identifier: MIT */
#include "io/port.h"

static const struct net_advice advice = {
	.refused = "is the serial device server switched on, and is the port right?",
	.unknown = "check DNS or the hosts file, or give its address",
};

void
port_init(struct port *port)
{
	serial_init(&port->serial);
	net_init(&port->net);
}

int
port_open(struct port *port, const char *path, long baud, struct fault *fault)
{
	return serial_open(&port->serial, path, baud, fault);
}

int
port_connect(struct port *port, const char *host, const char *service, ms_t now,
    struct fault *fault)
{
	if (net_open(&port->net, host, service, &advice, now, fault) < 0)
		return -1;
	return port->net.state == NET_CONNECTED;
}

bool
port_is_open(const struct port *port)
{
	return port->serial.fd >= 0 || port->net.state == NET_CONNECTED;
}

void
port_prepare(const struct port *port, bool writes, struct pollfd slots[NET_SLOTS])
{
	net_prepare(&port->net, slots);
	if (port->serial.fd >= 0)
		slots[0].fd = port->serial.fd;
	if (port_is_open(port))
		slots[0].events = writes ? POLLIN | POLLOUT : POLLIN;
}

int
port_ready(struct port *port, const struct pollfd slots[NET_SLOTS], ms_t now,
    struct fault *fault)
{
	return net_ready(&port->net, slots, now, fault);
}

ms_t
port_due(const struct port *port)
{
	return net_due(&port->net);
}

int
port_tick(struct port *port, ms_t now, struct fault *fault)
{
	return net_tick(&port->net, now, fault);
}

long
port_read(struct port *port, void *bytes, size_t size, struct fault *fault)
{
	if (port->serial.fd >= 0)
		return serial_read(&port->serial, bytes, size, fault);
	return net_read(&port->net, bytes, size, fault);
}

long
port_write(struct port *port, const void *bytes, size_t n, struct fault *fault)
{
	if (port->serial.fd >= 0)
		return serial_write(&port->serial, bytes, n, fault);
	return net_write(&port->net, bytes, n, fault);
}

bool
port_set_dtr(struct port *port, bool on)
{
	return serial_set_dtr(&port->serial, on);
}

void
port_close(struct port *port)
{
	serial_close(&port->serial);
	net_close(&port->net);
}
