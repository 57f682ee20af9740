/* SPDX-License-Identifier: MIT */
/*
 * io/device - which port the modem is on, now: a fixed path, a TCP address, or the one USB port
 * among those present that has the right ids or has answered before.
 *
 * USB ports are tried in turn. The one that answers is remembered by what it is - ids,
 * serial number, interface -, not by its name, which another one may have after the
 * next re-plug.
 *
 * Pure: no I/O, no clock, no allocation; the ports present are handed in.
 */
#ifndef ATDIALLER_IO_DEVICE_H
#define ATDIALLER_IO_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "io/serial.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	DEVICE_PORTS_MAX = 64,
	DEVICE_LABEL_MAX = 320,
	DEVICE_FAITHFUL_MS = 60000,     /* so long we wait for the one that answered before */
	DEVICE_SILENT_MOST = 3          /* times it may be silent until others are tried */
};

enum device_kind {
	DEVICE_PATH,
	DEVICE_TCP,
	DEVICE_USB                      /* one of several */
};

struct device {
	enum device_kind kind;
	const char *path;               /* of PATH */
	char host[256];                 /* of TCP */
	char service[8];

	bool any;                       /* of USB: no ids are asked for */
	unsigned vendor;
	unsigned product;
	const char *number;             /* NULL: any */
	struct serial_port chosen;      /* the last that device_choose returned */
	bool has_chosen;
	unsigned rounds;                /* how often all were tried in vain */
	struct serial_port known;       /* the one that answered */
	bool has_known;
	unsigned silent;                /* times the known one was */
	ms_t seen_at;                   /* the known one */
};

/*
 * Reads a path, usb:VID:PID[:SERIAL], auto or tcp:HOST:PORT; `text` must outlive the
 * device. -1 and a fault for what is none.
 */
int device_read(struct device *device, const char *text, struct fault *fault);

/* True when the port is a USB port with the right ids. */
bool device_fits(const struct device *device, const struct serial_port *port);

/*
 * Chooses the USB port to try now, which stays readable as device->chosen. -1 and a fault when
 * there is none.
 */
int device_choose(struct device *device, const struct serial_port *ports, size_t n, ms_t now,
    struct fault *fault);

/* The port chosen last answers AT; nothing on it does. No-ops for what is not USB. */
void device_answers(struct device *device, ms_t now);
void device_is_silent(struct device *device);

/* Printable: "/dev/ttyUSB2 (12d1:1001 interface 2, HUAWEI Mobile)". */
const char *device_label(const struct serial_port *port, char label[DEVICE_LABEL_MAX]);

#endif
