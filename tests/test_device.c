/* SPDX-License-Identifier: MIT */
#include "io/device.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

/* A stick with three ports, another maker's with two, an adapter without ids of its own. */
static const struct serial_port here[] = {
	{ "/dev/ttyUSB10", true, 0x12d1, 0x1001, 2, "1-1.2", "HUAWEI", "Mobile", "" },
	{ "/dev/ttyUSB1", true, 0x12d1, 0x1001, 1, "1-1.2", "HUAWEI", "Mobile", "" },
	{ "/dev/ttyS0", false, 0, 0, 0, "", "", "", "" },
	{ "/dev/ttyUSB3", true, 0x2c7c, 0x0125, 3, "1-1.4", "Quectel", "EC25", "A1" },
	{ "/dev/ttyUSB2", true, 0x2c7c, 0x0125, 2, "1-1.4", "Quectel", "EC25", "A1" },
	{ "/dev/ttyUSB0", true, 0x12d1, 0x1001, 0, "1-1.2", "HUAWEI", "Mobile", "" },
	{ "/dev/ttyACM0", true, 0x0572, 0x1329, 0, "1-2", "Conexant", "USB Modem", "24680246" },
};

static void
read_device(struct device *device, const char *text)
{
	struct fault fault = { "" };

	CU_ASSERT_EQUAL_FATAL(device_read(device, text, &fault), 0);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
}

static const char *
choose(struct device *device, const struct serial_port *ports, size_t n, ms_t now)
{
	struct fault fault;

	return device_choose(device, ports, n, now, &fault) == 0 ? device->chosen.path : "none";
}

static void
every_form_is_read(void)
{
	struct device device;

	read_device(&device, "/dev/serial/by-id/usb-x-if02-port0");
	CU_ASSERT_EQUAL(device.kind, DEVICE_PATH);
	CU_ASSERT_STRING_EQUAL(device.path, "/dev/serial/by-id/usb-x-if02-port0");
	read_device(&device, "auto");
	CU_ASSERT_EQUAL(device.kind, DEVICE_USB);
	CU_ASSERT_TRUE(device.any);
	read_device(&device, "usb:12d1:1001");
	CU_ASSERT_EQUAL(device.kind, DEVICE_USB);
	CU_ASSERT_FALSE(device.any);
	CU_ASSERT_EQUAL(device.vendor, 0x12d1);
	CU_ASSERT_EQUAL(device.product, 0x1001);
	CU_ASSERT_PTR_NULL(device.number);
	read_device(&device, "usb:2C7C:0125:A:1");
	CU_ASSERT_EQUAL(device.vendor, 0x2c7c);
	CU_ASSERT_STRING_EQUAL(device.number, "A:1");
	read_device(&device, "tcp:server.example:7000");
	CU_ASSERT_EQUAL(device.kind, DEVICE_TCP);
	CU_ASSERT_STRING_EQUAL(device.host, "server.example");
	CU_ASSERT_STRING_EQUAL(device.service, "7000");
	read_device(&device, "tcp:[2001:db8::1]:7000");
	CU_ASSERT_STRING_EQUAL(device.host, "2001:db8::1");
}

static void
a_malformed_one_is_refused_with_what_was_expected(void)
{
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{ "usb:", "usb:VID:PID" }, { "usb:12d1", "usb:VID:PID" },
		{ "usb:12d1:", "usb:VID:PID" }, { "usb:12d1:100", "usb:VID:PID" },
		{ "usb:12d1:10011", "usb:VID:PID" }, { "usb:12d1:1001:", "usb:VID:PID" },
		{ "usb:0x12d1:1001", "usb:VID:PID" }, { "usb:12g1:1001", "usb:VID:PID" },
		{ "usb:12d1:1001 ", "usb:VID:PID" },
		{ "tcp:", "tcp:HOST:PORT" }, { "tcp:host", "tcp:HOST:PORT" },
		{ "tcp:host:", "tcp:HOST:PORT" }, { "tcp::7000", "tcp:HOST:PORT" },
		{ "tcp:host:0", "tcp:HOST:PORT" }, { "tcp:host:65536", "tcp:HOST:PORT" },
		{ "tcp:host:x", "tcp:HOST:PORT" }, { "tcp:2001:db8::1", "tcp:HOST:PORT" },
		{ "tcp:2001:db8::1:7000", "tcp:HOST:PORT" }, { "tcp:[]:7000", "tcp:HOST:PORT" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct device device;
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(device_read(&device, rows[i].text, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "expected "));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].expected));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].text));
	}
}

static void
auto_tries_every_usb_port_in_turn_and_begins_again(void)
{
	static const char *const turns[] = {
		/* Huawei's last port first, everybody else's first. */
		"/dev/ttyUSB10", "/dev/ttyUSB1", "/dev/ttyUSB0", "/dev/ttyUSB2", "/dev/ttyUSB3",
		"/dev/ttyACM0",
	};
	struct device device;

	read_device(&device, "auto");
	for (size_t i = 0; i < 3 * ARRAY_LEN(turns); i++) {
		CU_ASSERT_EQUAL(device.rounds, i == 0 ? 0 : (i - 1) / ARRAY_LEN(turns));
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0),
		    turns[i % ARRAY_LEN(turns)]);
	}
}

static void
the_order_is_that_of_the_ports_and_not_of_the_list(void)
{
	struct serial_port back[ARRAY_LEN(here)];
	struct device a, b;

	for (size_t i = 0; i < ARRAY_LEN(here); i++)
		back[i] = here[ARRAY_LEN(here) - 1 - i];
	read_device(&a, "auto");
	read_device(&b, "auto");
	for (size_t i = 0; i < ARRAY_LEN(here); i++)
		CU_ASSERT_STRING_EQUAL(choose(&a, here, ARRAY_LEN(here), 0),
		    choose(&b, back, ARRAY_LEN(here), 0));
}

static void
ids_and_serial_number_choose_among_the_ports(void)
{
	static const struct {
		const char *text;
		const char *first, *second;
	} rows[] = {
		{ "usb:2c7c:0125", "/dev/ttyUSB2", "/dev/ttyUSB3" },
		{ "usb:2c7c:0125:A1", "/dev/ttyUSB2", "/dev/ttyUSB3" },
		{ "usb:0572:1329:24680246", "/dev/ttyACM0", "/dev/ttyACM0" },
		{ "usb:2c7c:0125:A2", "none", "none" },
		{ "usb:2c7c:0126", "none", "none" },
		{ "usb:0000:0000", "none", "none" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct device device;

		read_device(&device, rows[i].text);
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), rows[i].first);
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), rows[i].second);
	}
}

static void
without_a_port_the_reason_names_what_is_missing(void)
{
	struct device device;
	struct fault fault = { "" };

	read_device(&device, "auto");
	CU_ASSERT_EQUAL(device_choose(&device, here, 0, 0, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "no USB serial port is there"));
	read_device(&device, "usb:2c7c:0125:A2");
	CU_ASSERT_EQUAL(device_choose(&device, here, ARRAY_LEN(here), 0, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "2c7c:0125 and the serial number A2"));
}

/* A device that has found its modem on ttyUSB2. */
static void
find(struct device *device)
{
	read_device(device, "auto");
	while (strcmp(choose(device, here, ARRAY_LEN(here), 0), "/dev/ttyUSB2") != 0)
		device_is_silent(device);
	device_answers(device, 0);
}

static void
the_port_that_answered_is_chosen_ever_after(void)
{
	struct device device;

	find(&device);
	for (int i = 0; i < 3; i++)
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 1000),
		    "/dev/ttyUSB2");
	CU_ASSERT_EQUAL(device.rounds, 0);
}

static void
it_is_found_under_another_name_and_its_name_is_nothing(void)
{
	/* Plugged in again, elsewhere, while something else took its name. */
	static const struct serial_port there[] = {
		{ "/dev/ttyUSB2", true, 0x2c7c, 0x0125, 3, "1-1.1", "Quectel", "EC25", "A1" },
		{ "/dev/ttyUSB5", true, 0x2c7c, 0x0125, 2, "1-1.1", "Quectel", "EC25", "A1" },
		{ "/dev/ttyUSB6", true, 0x2c7c, 0x0125, 2, "1-1.4", "Quectel", "EC25", "A2" },
	};
	struct device device;

	find(&device);
	CU_ASSERT_STRING_EQUAL(choose(&device, there, ARRAY_LEN(there), 1000), "/dev/ttyUSB5");
}

static void
of_two_alike_the_one_that_has_not_moved_is_it(void)
{
	static const struct serial_port twins[] = {
		{ "/dev/ttyUSB0", true, 0x12d1, 0x1001, 2, "1-1.1", "HUAWEI", "Mobile", "" },
		{ "/dev/ttyUSB1", true, 0x12d1, 0x1001, 2, "1-1.2", "HUAWEI", "Mobile", "" },
		{ "/dev/ttyUSB2", true, 0x12d1, 0x1001, 2, "1-1.3", "HUAWEI", "Mobile", "" },
	};
	struct device device;

	read_device(&device, "usb:12d1:1001");
	choose(&device, twins, 3, 0);
	CU_ASSERT_STRING_EQUAL(choose(&device, twins, 3, 0), "/dev/ttyUSB1");
	device_answers(&device, 0);
	CU_ASSERT_STRING_EQUAL(choose(&device, twins, 3, 0), "/dev/ttyUSB1");
	CU_ASSERT_STRING_EQUAL(choose(&device, twins, 1, 0), "/dev/ttyUSB0");
}

static void
while_it_is_away_no_other_is_touched_for_a_minute(void)
{
	struct device device;
	struct fault fault;

	find(&device);
	choose(&device, here, ARRAY_LEN(here), 5000);
	CU_ASSERT_EQUAL(device_choose(&device, here, 3, 5000 + DEVICE_FAITHFUL_MS - 1, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/dev/ttyUSB2"));
	CU_ASSERT_STRING_NOT_EQUAL(choose(&device, here, 3, 5000 + DEVICE_FAITHFUL_MS), "none");
	/* And is the first again as soon as it is back. */
	CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 5000 + DEVICE_FAITHFUL_MS),
	    "/dev/ttyUSB2");
}

static void
one_that_stays_silent_is_no_longer_it(void)
{
	struct device device;

	find(&device);
	for (int i = 0; i < DEVICE_SILENT_MOST; i++) {
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), "/dev/ttyUSB2");
		device_is_silent(&device);
	}
	CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), "/dev/ttyUSB3");
}

static void
an_answer_makes_up_for_silence(void)
{
	struct device device;

	find(&device);
	for (int i = 0; i < 3 * DEVICE_SILENT_MOST; i++) {
		device_is_silent(&device);
		CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), "/dev/ttyUSB2");
		device_answers(&device, 0);
	}
}

static void
a_port_that_goes_while_it_is_tried_is_passed_over(void)
{
	struct device device;

	read_device(&device, "auto");
	CU_ASSERT_STRING_EQUAL(choose(&device, here, ARRAY_LEN(here), 0), "/dev/ttyUSB10");
	CU_ASSERT_STRING_EQUAL(choose(&device, here + 1, ARRAY_LEN(here) - 1, 0), "/dev/ttyUSB1");
	CU_ASSERT_STRING_EQUAL(choose(&device, here + 6, 1, 0), "/dev/ttyACM0");
	CU_ASSERT_STRING_EQUAL(choose(&device, here, 0, 0), "none");
	CU_ASSERT_EQUAL(device.rounds, 0);
	CU_ASSERT_STRING_EQUAL(choose(&device, here, 1, 0), "/dev/ttyUSB10");
}

static void
a_label_is_printable_whatever_the_device_calls_itself(void)
{
	struct serial_port port = here[0];
	char label[DEVICE_LABEL_MAX];

	CU_ASSERT_STRING_EQUAL(device_label(&port, label),
	    "/dev/ttyUSB10 (12d1:1001 interface 2, HUAWEI Mobile)");
	CU_ASSERT_STRING_EQUAL(device_label(&here[2], label), "/dev/ttyS0");
	memset(port.maker, '\x1b', sizeof(port.maker) - 1);
	memset(port.name, '\n', sizeof(port.name) - 1);
	device_label(&port, label);
	for (size_t i = 0; label[i] != '\0'; i++)
		CU_ASSERT(label[i] >= ' ' && label[i] <= '~');
}

CU_TestInfo device_tests[] = {
	{ "every form is read", every_form_is_read },
	{ "a malformed one is refused with what was expected",
	  a_malformed_one_is_refused_with_what_was_expected },
	{ "auto tries every USB port in turn and begins again",
	  auto_tries_every_usb_port_in_turn_and_begins_again },
	{ "the order is that of the ports and not of the list",
	  the_order_is_that_of_the_ports_and_not_of_the_list },
	{ "ids and serial number choose among the ports",
	  ids_and_serial_number_choose_among_the_ports },
	{ "without a port the reason names what is missing",
	  without_a_port_the_reason_names_what_is_missing },
	{ "the port that answered is chosen ever after",
	  the_port_that_answered_is_chosen_ever_after },
	{ "it is found under another name, and its name is nothing",
	  it_is_found_under_another_name_and_its_name_is_nothing },
	{ "of two alike the one that has not moved is it",
	  of_two_alike_the_one_that_has_not_moved_is_it },
	{ "while it is away no other is touched for a minute",
	  while_it_is_away_no_other_is_touched_for_a_minute },
	{ "one that stays silent is no longer it", one_that_stays_silent_is_no_longer_it },
	{ "an answer makes up for silence", an_answer_makes_up_for_silence },
	{ "a port that goes while it is tried is passed over",
	  a_port_that_goes_while_it_is_tried_is_passed_over },
	{ "a label is printable whatever the device calls itself",
	  a_label_is_printable_whatever_the_device_calls_itself },
	CU_TEST_INFO_NULL
};
