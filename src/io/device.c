/* SPDX-License-Identifier: MIT */
#include "io/device.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/array.h"
#include "util/text.h"

/*
 * Makers whose last port is the one to talk to: on Huawei's sticks the first is for data
 * calls, answers AT, and tells nothing of voice calls. Everybody else's first that answers will do.
 */
static const unsigned last_first[] = { 0x12d1 };

/* What --device says */

static bool
read_id(const char **text, unsigned *id)
{
	char digits[5] = "";

	for (size_t i = 0; i < 4; i++, ++*text) {
		if (!isxdigit((unsigned char)**text))
			return false;
		digits[i] = **text;
	}
	*id = (unsigned)strtoul(digits, NULL, 16);
	return true;
}

static int
read_usb(struct device *device, const char *text, struct fault *fault)
{
	const char *at = text + strlen("usb:");

	device->kind = DEVICE_USB;
	if (read_id(&at, &device->vendor) && *at++ == ':' && read_id(&at, &device->product)) {
		if (*at == '\0')
			return 0;
		device->number = at + 1;
		if (*at == ':' && *device->number != '\0')
			return 0;
	}
	return fault_set(fault, "expected usb:VID:PID[:SERIAL] with ids of four "
	    "hexadecimal digits, as --list-devices shows them, got \"%.80s\"", text);
}

static int
read_tcp(struct device *device, const char *text, struct fault *fault)
{
	const char *host = text + strlen("tcp:"), *colon = strrchr(host, ':');
	size_t n = colon != NULL ? (size_t)(colon - host) : 0;
	long port;

	device->kind = DEVICE_TCP;
	if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
		host++;
		n -= 2;
	} else if (memchr(host, ':', n) != NULL || memchr(host, '[', n) != NULL) {
		n = 0;                  /* an IPv6 address without brackets, perhaps with a port */
	}
	if (n == 0 || n >= sizeof(device->host) || !text_number(colon + 1, 1, 65535, &port))
		return fault_set(fault, "expected tcp:HOST:PORT, an IPv6 address in "
		    "brackets, got \"%.80s\"", text);
	memcpy(device->host, host, n);
	device->host[n] = '\0';
	snprintf(device->service, sizeof(device->service), "%ld", port);
	return 0;
}

int
device_read(struct device *device, const char *text, struct fault *fault)
{
	*device = (struct device){ .kind = DEVICE_PATH, .path = text };
	if (text_starts(text, "usb:"))
		return read_usb(device, text, fault);
	if (text_starts(text, "tcp:"))
		return read_tcp(device, text, fault);
	if (strcmp(text, "auto") == 0) {
		device->kind = DEVICE_USB;
		device->any = true;
	}
	return 0;
}

/* Which port */

bool
device_fits(const struct device *device, const struct serial_port *port)
{
	if (!port->usb || device->kind != DEVICE_USB)
		return false;
	return device->any || (port->vendor == device->vendor &&
	    port->product == device->product &&
	    (device->number == NULL || strcmp(port->number, device->number) == 0));
}

static bool
is_same(const struct serial_port *a, const struct serial_port *b)
{
	return a->usb && b->usb && a->vendor == b->vendor && a->product == b->product &&
	    a->interface == b->interface && strcmp(a->number, b->number) == 0;
}

static bool
is_last_first(unsigned vendor)
{
	for (size_t i = 0; i < ARRAY_LEN(last_first); i++)
		if (last_first[i] == vendor)
			return true;
	return false;
}

/* The order in which ports are tried: < 0 when a comes first. Never 0 for two ports. */
static int
compare(const struct serial_port *a, const struct serial_port *b)
{
	int by_place = strcmp(a->place, b->place);

	if (by_place != 0)
		return by_place;
	if (a->interface != b->interface)
		return (a->interface < b->interface) != is_last_first(a->vendor) ? -1 : 1;
	return strcmp(a->path, b->path);
}

/* The first candidate behind `behind` (NULL: the first of all), or NULL. */
static const struct serial_port *
first_behind(const struct device *device, const struct serial_port *ports, size_t n,
    const struct serial_port *behind)
{
	const struct serial_port *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (device_fits(device, &ports[i]) &&
		    (behind == NULL || compare(&ports[i], behind) > 0) &&
		    (first == NULL || compare(&ports[i], first) < 0))
			first = &ports[i];
	return first;
}

/* Of two that are the same but for their place, the one that has not moved. */
static const struct serial_port *
known_among(const struct device *device, const struct serial_port *ports, size_t n)
{
	const struct serial_port *found = NULL;

	for (size_t i = 0; device->has_known && i < n; i++)
		if (is_same(&ports[i], &device->known) &&
		    (found == NULL || strcmp(ports[i].place, device->known.place) == 0))
			found = &ports[i];
	return found;
}

static const struct serial_port *
next_in_turn(struct device *device, const struct serial_port *ports, size_t n)
{
	const struct serial_port *next = NULL;

	if (device->has_chosen)
		next = first_behind(device, ports, n, &device->chosen);
	if (next == NULL) {
		next = first_behind(device, ports, n, NULL);
		device->rounds = next == NULL ? 0 : device->rounds + device->has_chosen;
	}
	return next;
}

static int
explain_none(const struct device *device, struct fault *fault)
{
	if (device->any)
		return fault_set(fault, "no USB serial port is there: is the modem plugged in and "
		    "switched on?");
	return fault_set(fault, "no USB serial port with the ids %04x:%04x%s%s is there: is the "
	    "modem plugged in and switched on?", device->vendor, device->product,
	    device->number != NULL ? " and the serial number " : "",
	    device->number != NULL ? device->number : "");
}

int
device_choose(struct device *device, const struct serial_port *ports, size_t n, ms_t now,
    struct fault *fault)
{
	const struct serial_port *port = known_among(device, ports, n);
	char label[DEVICE_LABEL_MAX];

	if (port != NULL)
		device->seen_at = now;
	else if (device->has_known && now < device->seen_at + DEVICE_FAITHFUL_MS)
		return fault_set(fault, "the modem is gone: it was %s",
		    device_label(&device->known, label));
	else
		port = next_in_turn(device, ports, n);
	if (port == NULL) {
		device->has_chosen = false;
		return explain_none(device, fault);
	}
	device->chosen = *port;
	device->has_chosen = true;
	return 0;
}

void
device_answers(struct device *device, ms_t now)
{
	if (!device->has_chosen)
		return;
	device->known = device->chosen;
	device->has_known = true;
	device->seen_at = now;
	device->silent = 0;
	device->rounds = 0;
}

void
device_is_silent(struct device *device)
{
	if (device->has_known && is_same(&device->chosen, &device->known) &&
	    ++device->silent == DEVICE_SILENT_MOST)
		device->has_known = false;
}

const char *
device_label(const struct serial_port *port, char label[DEVICE_LABEL_MAX])
{
	char what[sizeof(port->name) + sizeof(port->maker) + 2], shown[sizeof(what)];

	snprintf(what, sizeof(what), "%s%s%s", port->maker, port->maker[0] != '\0' ? " " : "",
	    port->name);
	text_printable(what, strlen(what), shown, sizeof(shown));
	if (port->usb)
		snprintf(label, DEVICE_LABEL_MAX, "%s (%04x:%04x interface %u%s%s)", port->path,
		    port->vendor, port->product, port->interface, shown[0] != '\0' ? ", " : "",
		    shown);
	else
		snprintf(label, DEVICE_LABEL_MAX, "%s", port->path);
	return label;
}
