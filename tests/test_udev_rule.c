/* SPDX-License-Identifier: MIT */
#include "app/udev_rule.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "util/array.h"

static void
the_config_file_names_the_unit(void)
{
	static const struct {
		const char *file;
		const char *unit;
	} rows[] = {
		{ NULL, "atdialler.service" },
		{ "/etc/atdialler/atdialler.conf", "atdialler.service" },
		{ "atdialler.conf", "atdialler.service" },
		{ "/etc/atdialler/desk-3.conf", "atdialler@desk-3.service" },
		{ "night.desk.conf", "atdialler@night.desk.service" },
		{ "/etc/atdialler.conf/x", "atdialler@x.service" },
	};
	char unit[UDEV_UNIT_MAX + 1];
	struct fault fault;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CU_ASSERT_EQUAL(udev_rule_unit(rows[i].file, unit, &fault), 0);
		CU_ASSERT_STRING_EQUAL(unit, rows[i].unit);
	}
	CU_ASSERT_EQUAL(udev_rule_unit("/etc/atdialler/a desk.conf", unit, &fault), -1);
	CU_ASSERT_EQUAL(udev_rule_unit("a\", RUN+=\"b.conf", unit, &fault), -1);
}

/* The lines that are no comments. The caller frees it. */
static char *
rule_of(const struct serial_port *port)
{
	char *text = NULL, *rest, *line, *end;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	udev_rule_write(out, port, "atdialler.service");
	fclose(out);
	rest = end = text;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (line[0] != '#' && line[0] != '\0')
			end += sprintf(end, "%s\n", line);
	*end = '\0';
	return text;
}

static void
a_device_is_matched_by_its_ids(void)
{
	const struct serial_port port = { .usb = true, .vendor = 0x12d1, .product = 0x1001 };
	char *rule = rule_of(&port);

	CU_ASSERT_STRING_EQUAL(rule,
	    "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"12d1\", "
	    "ATTR{idProduct}==\"1001\", ENV{ID_MM_DEVICE_IGNORE}=\"1\"\n"
	    "SUBSYSTEM==\"tty\", SUBSYSTEMS==\"usb\", ATTRS{idVendor}==\"12d1\", "
	    "ATTRS{idProduct}==\"1001\", ENV{ID_MM_PORT_IGNORE}=\"1\", TAG+=\"systemd\", "
	    "ENV{SYSTEMD_WANTS}+=\"atdialler.service\"\n");
	free(rule);
}

static void
and_by_its_serial_number_which_cannot_end_the_rule(void)
{
	const struct serial_port port = { .usb = true, .vendor = 0x67b, .product = 0x2303,
		.number = "A*1\", RUN+=\"x" };
	char *rule = rule_of(&port);

	CU_ASSERT_PTR_NOT_NULL(strstr(rule, "ATTR{idVendor}==\"067b\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(rule, "ATTR{serial}==\"A?1???RUN???x\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(rule, "ATTRS{serial}==\"A?1???RUN???x\""));
	CU_ASSERT_PTR_NULL(strstr(rule, "RUN+="));
	free(rule);
}

static void
what_is_no_usb_device_has_no_rule(void)
{
	static const char *const devices[] = {
		"tcp:server:4001", "/dev/null", "/nowhere/at/all", "usb:12d1",
	};
	struct fault fault;

	for (size_t i = 0; i < ARRAY_LEN(devices); i++) {
		fault.text[0] = '\0';
		CU_ASSERT_EQUAL(udev_rule_print(stderr, devices[i], NULL, &fault), -1);
		CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
	}
}

CU_TestInfo udev_rule_tests[] = {
	{ "the config file names the unit", the_config_file_names_the_unit },
	{ "a device is matched by its ids", a_device_is_matched_by_its_ids },
	{ "and by its serial number, which cannot end the rule",
	  and_by_its_serial_number_which_cannot_end_the_rule },
	{ "what is no USB device has no rule", what_is_no_usb_device_has_no_rule },
	CU_TEST_INFO_NULL
};
