/* SPDX-License-Identifier: MIT */
#include "app/devices.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "io/clock.h"
#include "io/device.h"
#include "io/holder.h"
#include "io/serial.h"
#include "modem/modem.h"
#include "util/array.h"
#include "util/text.h"

/* Asking a modem what it is */

static void
write_port(struct serial *serial, struct modem *modem, ms_t now)
{
	struct fault fault;
	size_t waiting;
	const char *bytes = modem_output(modem, &waiting);
	long n;

	if (waiting == 0)
		return;
	n = serial_write(serial, bytes, waiting, &fault);
	if (n > 0)
		modem_wrote(modem, (size_t)n, now);
}

/* False when the port is gone, or nothing answers. */
static bool
turn(struct serial *serial, struct modem *modem, ms_t until)
{
	struct pollfd slot = { .fd = serial->fd, .events = POLLIN };
	ms_t due = ms_min(modem_due(modem), until), now = clock_ms();
	struct modem_news news;
	struct fault fault;
	char bytes[512];
	long n = 0;

	poll(&slot, 1, due > now ? (int)(due - now) : 0);
	now = clock_ms();
	if (slot.revents != 0)
		n = serial_read(serial, bytes, sizeof(bytes), &fault);
	if (n < 0)
		return false;
	modem_feed(modem, bytes, (size_t)n, now);
	if (modem_due(modem) <= now)
		modem_tick(modem, now);
	write_port(serial, modem, now);
	while (modem_next(modem, &news))
		if (news.event == MODEM_NEWS_REOPEN)
			return false;
	return true;
}

/* Once bring-up has chosen a dialect it knows all that it will know. */
static bool
identify(struct serial *serial, struct modem *modem)
{
	ms_t start = clock_ms(), until = start + DEVICES_PROBE_MS;

	modem_init(modem, NULL);
	modem_start(modem, start);
	while (modem->bringup.dialect == NULL && clock_ms() < until) {
		if (!turn(serial, modem, until))
			break;
		if (modem->awake)
			until = start + DEVICES_IDENTIFY_MS;
	}
	return modem->awake;
}

static void
print_answer(FILE *out, const char *path, long baud)
{
	static struct modem modem;
	struct serial serial;
	struct fault fault;

	if (serial_open(&serial, path, baud, &fault) != 0) {
		fprintf(out, "    not asked      %s\n", fault.text);
		return;
	}
	if (!identify(&serial, &modem))
		fprintf(out, "    answers AT     no\n");
	else if (modem.bringup.dialect == NULL)
		fprintf(out, "    answers AT     yes, but does not say what it is\n");
	else
		fprintf(out, "    answers AT     yes: %s (%s)\n",
		    modem_identity(&modem)[0] != '\0' ? modem_identity(&modem) : "unnamed",
		    modem.bringup.dialect->name);
	serial_close(&serial);
}

/* What is known without asking */

static void
print_foreign(FILE *out, const char *label, const char *text)
{
	char shown[4 * sizeof(((struct serial_port *)NULL)->name)];

	if (text[0] != '\0')
		fprintf(out, "    %-14s %s\n", label, text_printable(text, strlen(text), shown,
		    sizeof(shown)));
}

static void
print_usb(FILE *out, const struct serial_port *port)
{
	if (!port->usb)
		return;
	fprintf(out, "    USB id         %04x:%04x, interface %u, plugged in at %s\n", port->vendor,
	    port->product, port->interface, port->place);
	print_foreign(out, "made by", port->maker);
	print_foreign(out, "product", port->name);
	print_foreign(out, "serial number", port->number);
}

static void
print_port(FILE *out, const struct serial_port *port, bool probe, long baud)
{
	char node[PATH_MAX], name[PATH_MAX], text[HOLDER_TEXT_MAX];
	struct holder holder;
	bool there = realpath(port->path, node) != NULL;

	fprintf(out, "%s\n", port->path);
	if (there && serial_by_id(node, name, sizeof(name)))
		fprintf(out, "    by-id          %s\n", name);
	print_usb(out, port);
	if (there && holder_find(node, &holder))
		fprintf(out, "    in use by      %s\n", holder_text(&holder, text));
	else if (probe)
		print_answer(out, port->path, baud);
	fflush(out);
}

bool
devices_mean(const struct device *device, const struct serial_port *port)
{
	char wanted[PATH_MAX], node[PATH_MAX];

	if (device->kind == DEVICE_USB)
		return device_fits(device, port);
	return realpath(device->path, wanted) != NULL && realpath(port->path, node) != NULL &&
	    strcmp(wanted, node) == 0;
}

/* A path that the system does not list: another kind of terminal, or a mistake. */
static size_t
print_path(FILE *out, const struct device *device, bool probe, long baud)
{
	struct serial_port port = { .usb = false };

	if (device->kind != DEVICE_PATH ||
	    strlen(device->path) >= sizeof(port.path))
		return 0;
	text_copy(port.path, sizeof(port.path), device->path);
	print_port(out, &port, probe, baud);
	return 1;
}

int
devices_print(FILE *out, const char *device, bool probe, long baud, struct fault *fault)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n = serial_list(ports, ARRAY_LEN(ports)), printed = 0;
	struct device wanted;
	struct fault why;

	if (device != NULL && device_read(&wanted, device, &why) != 0)
		return fault_set(fault, "--device: %.380s", why.text);
	if (device != NULL && wanted.kind == DEVICE_TCP)
		return fault_set(fault, "--device: %s is no port of this machine", device);
	for (size_t i = 0; i < n; i++) {
		if (device != NULL && !devices_mean(&wanted, &ports[i]))
			continue;
		print_port(out, &ports[i], probe, baud);
		printed++;
	}
	if (printed == 0 && device != NULL)
		printed = print_path(out, &wanted, probe, baud);
	if (printed == 0)
		fputs("No serial port was found. Is the modem plugged in and switched on? lsusb "
		    "and dmesg show\nwhether the system has noticed it; a USB stick that shows up "
		    "as a disk needs usb_modeswitch.\n", out);
	return 0;
}
