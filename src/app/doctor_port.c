/* SPDX-License-Identifier: MIT */
#include "app/doctor_port.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/file.h"
#include "io/lock.h"
#include "util/array.h"
#include "util/text.h"

void
doctor_port_init(struct doctor_port *port, const struct config *config)
{
	port->config = config;
}

/* Fills in port->found with what the system knows of a path. */
static void
describe_path(struct doctor_port *port, const struct serial_port *ports, size_t n)
{
	text_copy(port->found.path, sizeof(port->found.path), port->device.path);
	for (size_t i = 0; i < n; i++) {
		char node[PATH_MAX];

		if (realpath(ports[i].path, node) != NULL && strcmp(node, port->node) == 0)
			port->found = ports[i];
	}
}

/* -1 and a fault when there is no such port now. */
static int
find_port(struct doctor_port *port, struct fault *fault)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n;

	if (device_read(&port->device, port->config->device, fault) != 0)
		return -1;
	n = serial_list(ports, ARRAY_LEN(ports));
	switch (port->device.kind) {
	case DEVICE_TCP:
		return 0;
	case DEVICE_PATH:
		if (realpath(port->device.path, port->node) == NULL)
			return fault_set(fault, "%s: %s", port->device.path, strerror(errno));
		describe_path(port, ports, n);
		return 0;
	case DEVICE_USB:
		if (device_choose(&port->device, ports, n, clock_ms(), fault) != 0)
			return -1;
		port->found = port->device.chosen;
		return realpath(port->found.path, port->node) != NULL ? 0 :
		    fault_set(fault, "%s: %s", port->found.path, strerror(errno));
	}
	return -1;
}

static bool
is_daemon(const struct holder *holder)
{
	return strcmp(holder->name, "atdialler") == 0;
}

static bool
find_holder(const char *node, struct holder *holder)
{
	return lock_owner(NULL, node, holder) || holder_find(node, holder);
}

/* Where one of several ports is meant, the daemon may have another one than we should take. */
static bool
has_any(const struct device *device, struct holder *holder)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n = serial_list(ports, ARRAY_LEN(ports));

	for (size_t i = 0; i < n; i++) {
		char node[PATH_MAX];

		if (device_fits(device, &ports[i]) && realpath(ports[i].path, node) != NULL &&
		    find_holder(node, holder) && is_daemon(holder))
			return true;
	}
	return false;
}

const struct holder *
doctor_port_daemon(struct doctor_port *port)
{
	struct fault fault;

	if (port->config->device == NULL || find_port(port, &fault) != 0 ||
	    port->node[0] == '\0')
		return NULL;
	port->held = has_any(&port->device, &port->holder) || find_holder(port->node, &port->holder);
	return port->held && is_daemon(&port->holder) ? &port->holder : NULL;
}

static void
advise_ports(struct check *check)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n = serial_list(ports, ARRAY_LEN(ports));

	check_advise(check, n > 0 ? "these serial ports are there; atdialler --list-devices --probe "
	    "asks what is on each:" : "no serial port is there at all: is the modem plugged in and "
	    "switched on? lsusb and dmesg show whether the system has noticed it");
	for (size_t i = 0; i < n; i++) {
		char label[DEVICE_LABEL_MAX], node[PATH_MAX], name[PATH_MAX];
		bool by_id = realpath(ports[i].path, node) != NULL &&
		    serial_by_id(node, name, sizeof(name));

		check_advise(check, "    --device %s", by_id ? name :
		    device_label(&ports[i], label));
	}
}

void
doctor_port_device(struct doctor_port *port, struct check *check)
{
	char label[DEVICE_LABEL_MAX];
	struct fault fault;

	if (port->config->device == NULL) {
		check_set(check, CHECK_BAD, "none is configured");
		check_advise(check, "name the modem's port with --device");
		advise_ports(check);
	} else if (find_port(port, &fault) != 0) {
		check_set(check, CHECK_BAD, "%s", fault.text);
		check_advise(check, "is the modem plugged in and switched on?");
		advise_ports(check);
	} else if (port->device.kind == DEVICE_TCP) {
		check_set(check, CHECK_OK, "%s, on the network", port->config->device);
	} else {
		check_set(check, CHECK_OK, "%s%s%s", port->found.usb ?
		    device_label(&port->found, label) : port->found.path,
		    strcmp(port->found.path, port->node) != 0 ? " is " : "",
		    strcmp(port->found.path, port->node) != 0 ? port->node : "");
	}
}

static const char *
user_name(void)
{
	const struct passwd *user = getpwuid(geteuid());

	return user != NULL ? user->pw_name : "USER";
}

void
doctor_port_permission(struct doctor_port *port, struct check *check)
{
	const struct group *group;
	struct stat node;

	if (port->node[0] == '\0')
		return;
	if (euidaccess(port->node, R_OK | W_OK) == 0) {
		check_set(check, CHECK_OK, "the user %s may use it%s", user_name(),
		    geteuid() == 0 ? "; whether the daemon's user may, only he can try" : "");
		return;
	}
	group = stat(port->node, &node) == 0 ? getgrgid(node.st_gid) : NULL;
	check_set(check, CHECK_BAD, "the user %s may not use %s, which belongs to the group %s",
	    user_name(), port->node, group != NULL ? group->gr_name : "without a name");
	if (group != NULL && node.st_mode & S_IWGRP && strcmp(group->gr_name, "root") != 0)
		check_advise(check, "usermod -aG %s %s   (as root; then log in again, or restart the "
		    "service)", group->gr_name, user_name());
	else
		check_advise(check, "chgrp dialout %s && chmod 660 %s   (as root), and find out who "
		    "made it so", port->node, port->node);
}

void
doctor_port_holder(struct doctor_port *port, struct check *check)
{
	char text[HOLDER_TEXT_MAX];

	if (port->node[0] == '\0')
		return;
	if (!port->held) {
		check_set(check, CHECK_OK, "no other program that we can see uses it");
		return;
	}
	check_set(check, is_daemon(&port->holder) ? CHECK_OK : CHECK_BAD, "%s uses it",
	    holder_text(&port->holder, text));
	if (!is_daemon(&port->holder))
		check_advise(check, "end that program, or give it another port: only one can use a "
		    "modem");
}

bool
doctor_port_is_ignored(const char *properties)
{
	static const char *const marks[] = {
		"\nE:ID_MM_DEVICE_IGNORE=1\n", "\nE:ID_MM_PORT_IGNORE=1\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (strstr(properties, marks[i]) != NULL)
			return true;
	return false;
}

/* What udev has noted of one device, whose folder in sysfs holds its number. */
static bool
is_marked(const char *folder)
{
	char path[PATH_MAX + 8], number[32], text[8192];
	struct fault fault;
	size_t n;

	snprintf(path, sizeof(path), "%s/dev", folder);
	if (file_read(path, number, sizeof(number) - 1, &n, &fault) != 0)
		return false;
	number[n] = '\0';
	number[strcspn(number, "\n")] = '\0';
	snprintf(path, sizeof(path), "/run/udev/data/c%s", number);
	if (file_read(path, text, sizeof(text) - 1, &n, &fault) != 0)
		return false;
	text[n] = '\0';
	return doctor_port_is_ignored(text);
}

/* Its port or any device above may be marked, best the USB device itself. */
static bool
is_left_to_us(const struct stat *node)
{
	char link[64], folder[PATH_MAX];

	snprintf(link, sizeof(link), "/sys/dev/char/%u:%u", major(node->st_rdev),
	    minor(node->st_rdev));
	if (realpath(link, folder) == NULL)
		return false;
	for (char *end; (end = strrchr(folder, '/')) != NULL && end != folder; *end = '\0')
		if (is_marked(folder))
			return true;
	return false;
}

void
doctor_port_manager(struct doctor_port *port, struct check *check)
{
	struct holder manager;
	struct stat node;

	if (port->node[0] == '\0' || stat(port->node, &node) != 0)
		return;
	if (!holder_named("ModemManager", &manager)) {
		check_set(check, CHECK_OK, "is not running");
	} else if (!port->found.usb) {
		check_set(check, CHECK_OK, "is running (pid %ld), but leaves a port that is not USB "
		    "alone", (long)manager.pid);
	} else if (is_left_to_us(&node)) {
		check_set(check, CHECK_OK, "is running (pid %ld), and told to leave this modem alone",
		    (long)manager.pid);
	} else {
		check_set(check, CHECK_WARNING, "is running (pid %ld), and takes each new modem for "
		    "itself", (long)manager.pid);
		check_advise(check, "write this line into /etc/udev/rules.d/78-atdialler.rules:");
		check_advise(check, "    ACTION!=\"remove\", ATTRS{idVendor}==\"%04x\", "
		    "ATTRS{idProduct}==\"%04x\", ENV{ID_MM_DEVICE_IGNORE}=\"1\"",
		    port->found.vendor, port->found.product);
		check_advise(check, "then: udevadm control --reload, and plug the modem in again");
		check_advise(check, "or, if nothing else needs it: systemctl disable --now "
		    "ModemManager");
	}
}
