/* SPDX-License-Identifier: MIT */
/*
 * app/devices - what --list-devices prints: the serial ports, who uses them, and, when asked, what
 * answers on them.
 */
#ifndef ATDIALLER_APP_DEVICES_H
#define ATDIALLER_APP_DEVICES_H

#include <stdbool.h>
#include <stdio.h>

#include "io/device.h"
#include "io/serial.h"
#include "util/fault.h"

enum {
	DEVICES_PROBE_MS = 8000,        /* for a modem to answer AT */
	DEVICES_IDENTIFY_MS = 30000     /* and then to say what it is */
};

/*
 * Prints them all, or those that `device` (as --device; NULL: all) may mean. Asking disturbs no
 * call: it is what bring-up asks, up to the modem's name. -1 and a fault when `device`
 * cannot be listed.
 */
int devices_print(FILE *out, const char *device, bool probe, long baud, struct fault *fault);

/* True when the device, unless it is tcp:, may be that port. */
bool devices_mean(const struct device *device, const struct serial_port *port);

#endif
