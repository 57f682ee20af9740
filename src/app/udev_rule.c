/* SPDX-License-Identifier: MIT */
#include "app/udev_rule.h"

#include <ctype.h>
#include <string.h>

#include "app/devices.h"
#include "io/device.h"
#include "util/text.h"

int
udev_rule_unit(const char *file, char unit[UDEV_UNIT_MAX + 1], struct fault *fault)
{
	static const char ending[] = ".conf";
	const char *slash = file != NULL ? strrchr(file, '/') : NULL;
	const char *name = slash != NULL ? slash + 1 : file;
	size_t n = name != NULL ? strlen(name) : 0;

	if (n > strlen(ending) && strcmp(name + n - strlen(ending), ending) == 0)
		n -= strlen(ending);
	if (name == NULL || (n == strlen("atdialler") && memcmp(name, "atdialler", n) == 0)) {
		text_copy(unit, UDEV_UNIT_MAX + 1, "atdialler.service");
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)name[i]) && strchr(":-_.", name[i]) == NULL)
			return fault_set(fault, "%.300s: the file of a unit has a name of letters, "
			    "digits and :-_.", file);
	if ((size_t)snprintf(unit, UDEV_UNIT_MAX + 1, "atdialler@%.*s.service", (int)n, name) >
	    UDEV_UNIT_MAX)
		return fault_set(fault, "%.300s: too long a name for a unit", file);
	return 0;
}

/* udev takes * ? [ | for patterns and knows no way to say that they are none: any character, then. */
static void
write_value(FILE *out, const char *value)
{
	for (; *value != '\0'; value++)
		fputc(isalnum((unsigned char)*value) || strchr("-_.", *value) != NULL ? *value : '?',
		    out);
}

/* `key` is ATTR for the device itself, ATTRS for what is above. */
static void
write_match(FILE *out, const char *key, const struct serial_port *port)
{
	fprintf(out, "%s{idVendor}==\"%04x\", %s{idProduct}==\"%04x\", ", key, port->vendor, key,
	    port->product);
	if (port->number[0] == '\0')
		return;
	fprintf(out, "%s{serial}==\"", key);
	write_value(out, port->number);
	fputs("\", ", out);
}

void
udev_rule_write(FILE *out, const struct serial_port *port, const char *unit)
{
	fprintf(out, "# The modem of %s. As root:\n"
	    "#   atdialler --udev-rule >/etc/udev/rules.d/70-%.*s.rules\n"
	    "#   udevadm control --reload && udevadm trigger\n"
	    "# ModemManager leaves the device alone ...\n"
	    "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ", unit,
	    (int)(strlen(unit) - strlen(".service")), unit);
	write_match(out, "ATTR", port);
	fputs("ENV{ID_MM_DEVICE_IGNORE}=\"1\"\n"
	    "# ... and each port of it, and where one appears the service is started.\n"
	    "SUBSYSTEM==\"tty\", SUBSYSTEMS==\"usb\", ", out);
	write_match(out, "ATTRS", port);
	fprintf(out, "ENV{ID_MM_PORT_IGNORE}=\"1\", TAG+=\"systemd\", "
	    "ENV{SYSTEMD_WANTS}+=\"%s\"\n", unit);
}

/* What the option itself says of a USB device; what it leaves open is so in the rule. */
static bool
is_told(const struct device *device, struct serial_port *port)
{
	if (device->kind != DEVICE_USB || device->any)
		return false;
	*port = (struct serial_port){ .usb = true, .vendor = device->vendor,
		.product = device->product };
	if (device->number != NULL)
		text_copy(port->number, sizeof(port->number), device->number);
	return true;
}

/* The only one of all ports that it means, where several of one modem are one. */
static int
find(const struct device *device, const char *text, struct serial_port *found,
    struct fault *fault)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n = serial_list(ports, DEVICE_PORTS_MAX);
	bool has = false;

	for (size_t i = 0; i < n; i++) {
		if (!devices_mean(device, &ports[i]))
			continue;
		if (has && strcmp(found->place, ports[i].place) != 0)
			return fault_set(fault, "--device %.200s may be several: name it as "
			    "--list-devices shows it", text);
		*found = ports[i];
		has = true;
	}
	if (!has)
		return fault_set(fault, "%.200s is not there: plug it in, or give its ids, "
		    "--device usb:VID:PID", text);
	if (!found->usb)
		return fault_set(fault, "%.200s is not on USB: there is nothing to plug in, and "
		    "ModemManager leaves it alone by itself", text);
	return 0;
}

int
udev_rule_print(FILE *out, const char *device, const char *file, struct fault *fault)
{
	char unit[UDEV_UNIT_MAX + 1];
	struct serial_port port = { .vendor = 0 };
	struct device wanted;

	if (udev_rule_unit(file, unit, fault) != 0 || device_read(&wanted, device, fault) != 0)
		return -1;
	if (wanted.kind == DEVICE_TCP)
		return fault_set(fault, "%.200s is no port of this machine", device);
	if (!is_told(&wanted, &port) && find(&wanted, device, &port, fault) != 0)
		return -1;
	udev_rule_write(out, &port, unit);
	return 0;
}
