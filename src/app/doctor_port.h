/* SPDX-License-Identifier: MIT */
/*
 * app/doctor_port - the doctor's look at the modem's port, without opening it: is it there, may we
 * use it, and who else does.
 */
#ifndef ATDIALLER_APP_DOCTOR_PORT_H
#define ATDIALLER_APP_DOCTOR_PORT_H

#include <limits.h>
#include <stdbool.h>

#include "app/checklist.h"
#include "app/config.h"
#include "io/device.h"
#include "io/holder.h"

struct doctor_port {
	const struct config *config;
	struct device device;
	struct serial_port found;       /* the one to be used */
	char node[PATH_MAX];            /* its real path; "": it is none of this machine */
	bool held;                      /* by `holder` */
	struct holder holder;
};

/* The struct is zeroed; the configuration must outlive it. */
void doctor_port_init(struct doctor_port *port, const struct config *config);

/* The process that has the modem's port and is an atdialler; NULL: none is seen. */
const struct holder *doctor_port_daemon(struct doctor_port *port);

/* In this order. */
void doctor_port_device(struct doctor_port *port, struct check *check);
void doctor_port_permission(struct doctor_port *port, struct check *check);
void doctor_port_holder(struct doctor_port *port, struct check *check);
void doctor_port_manager(struct doctor_port *port, struct check *check);

/* True when udev's notes on a device, "E:NAME=VALUE" on each line, keep ModemManager off it. */
bool doctor_port_is_ignored(const char *properties);

#endif
