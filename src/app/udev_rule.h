/* SPDX-License-Identifier: MIT */
/*
 * app/udev_rule - atdialler --udev-rule: the rule of udev(7) that keeps ModemManager off the configured
 * modem, and starts the service when it is plugged in.
 *
 * No rule that comes with us could know which modem is ours, and one for whole families would take
 * away the stick that the machine is online with.
 */
#ifndef ATDIALLER_APP_UDEV_RULE_H
#define ATDIALLER_APP_UDEV_RULE_H

#include <stdio.h>

#include "io/serial.h"
#include "util/fault.h"

enum {
	UDEV_UNIT_MAX = 255
};

/*
 * The unit that runs with this config file: atdialler.service, or for another name than
 * atdialler.conf atdialler@NAME.service; NULL: the former. -1 and a fault when no unit can be
 * called so.
 */
int udev_rule_unit(const char *file, char unit[UDEV_UNIT_MAX + 1], struct fault *fault);

/* The rule for a USB device: the ids of `port`, and its serial number if that is not "". */
void udev_rule_write(FILE *out, const struct serial_port *port, const char *unit);

/*
 * Prints the rule for `device` (as --device). -1 and a fault when it is none of USB, or is to be
 * asked and not plugged in.
 */
int udev_rule_print(FILE *out, const char *device, const char *file, struct fault *fault);

#endif
