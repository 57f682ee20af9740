/* SPDX-License-Identifier: MIT */
#include "app/doctor_modem.h"

#include <poll.h>
#include <stdio.h>

#include "io/clock.h"
#include "util/array.h"
#include "util/text.h"

void
doctor_modem_init(struct doctor_modem *doctor, const struct doctor_port *port)
{
	doctor->port = port;
}

bool
doctor_modem_turn(struct phone *phone, int signals, ms_t until)
{
	struct pollfd slots[PHONE_SLOTS + 1];
	ms_t now = clock_ms(), due = ms_min(phone_due(phone), until);

	phone_prepare(phone, slots);
	slots[PHONE_SLOTS] = (struct pollfd){ .fd = signals, .events = POLLIN };
	poll(slots, PHONE_SLOTS + 1, due > now ? (int)(due - now) : 0);
	now = clock_ms();
	phone_ready(phone, slots, now);
	if (phone_due(phone) <= now)
		phone_tick(phone, now);
	phone_flush(phone, now);
	return slots[PHONE_SLOTS].revents != 0;
}

/* The port is closed, or cannot be opened, and it is known why. */
static bool
is_lost(const struct phone *phone)
{
	return !port_is_open(&phone->port) && phone->last.text[0] != '\0';
}

/* The same while nobody telephones; false when the port is lost. */
static bool
turn(struct phone *phone, ms_t until)
{
	struct modem_news news;

	doctor_modem_turn(phone, -1, until);
	while (phone_next(phone, &news, clock_ms()))
		continue;
	return !is_lost(phone);
}

static void
stop(struct doctor_modem *doctor)
{
	if (doctor->started)
		phone_finish(&doctor->phone);
	doctor->started = false;
}

/* One of several that may be meant was silent: the next one has its turn. */
static bool
tries_another(const struct device *device)
{
	return device->kind == DEVICE_USB && device->has_chosen && device->rounds == 0;
}

/* Opens the port, and waits for the modem to answer AT. */
static bool
wake(struct doctor_modem *doctor, long baud, ms_t patience)
{
	const struct phone_settings settings = {
		.device = doctor->port->config->device,
		.baud = baud,
		.modem = {
			.forced = doctor->port->config->dialect,
			.voice = doctor->port->config->analog_mode == CONFIG_ANALOG_VOICE,
		},
		.trace = doctor->port->config->trace,
	};
	ms_t until = clock_ms() + patience;
	struct fault fault;

	stop(doctor);
	doctor->started = true;
	if (phone_init(&doctor->phone, &settings, clock_ms(), &fault) != 0) {
		doctor->phone.last = fault;
		return false;
	}
	while (!doctor->phone.modem.awake && clock_ms() < until)
		if (!turn(&doctor->phone, until) && !tries_another(&doctor->phone.device))
			return false;
	return doctor->phone.modem.awake;
}

/* At another one than is configured; 0: at none. */
static long
find_speed(struct doctor_modem *doctor)
{
	static const long speeds[] = {
		115200, 9600, 57600, 38400, 19200, 2400, 230400, 4800, 1200, 460800, 921600
	};

	for (size_t i = 0; i < ARRAY_LEN(speeds); i++)
		if (speeds[i] != doctor->port->config->baud && wake(doctor, speeds[i], DOCTOR_SPEED_MS))
			return speeds[i];
	return 0;
}

static void
advise_silence(const struct doctor_modem *doctor, struct check *check)
{
	if (doctor->port->found.usb) {
		check_advise(check, "many modems have several ports, and only some are for commands: "
		    "atdialler --list-devices --probe asks each");
	} else {
		check_advise(check, "is it on this port? atdialler --list-devices --probe asks each");
		check_advise(check, "is it switched on, and is the cable a modem cable (not a null "
		    "modem)? no usual speed has an answer");
	}
	check_advise(check, "unplug the modem and its power for ten seconds; is it a modem at all?");
}

static void
say_answers(const struct doctor_modem *doctor, struct check *check)
{
	if (doctor->port->device.kind == DEVICE_USB)
		check_set(check, CHECK_OK, "yes, on %s", doctor->phone.device.chosen.path);
	else if (doctor->port->found.usb || doctor->port->device.kind == DEVICE_TCP)
		check_set(check, CHECK_OK, "yes");
	else
		check_set(check, CHECK_OK, "yes, at %ld bits per second", doctor->port->config->baud);
}

/* It was open, and nothing was to be heard. */
static void
say_silent(struct doctor_modem *doctor, struct check *check)
{
	bool wire = !doctor->port->found.usb && doctor->port->device.kind == DEVICE_PATH;
	long speed = wire ? find_speed(doctor) : 0;

	if (speed != 0) {
		check_set(check, CHECK_BAD, "not at %ld bits per second, but at %ld",
		    doctor->port->config->baud, speed);
		check_advise(check, "--baud %ld", speed);
		return;
	}
	check_set(check, CHECK_BAD, "nothing answers AT on this port");
	advise_silence(doctor, check);
}

void
doctor_modem_answers(struct doctor_modem *doctor, struct check *check)
{
	const struct phone *phone = &doctor->phone;
	bool usb = doctor->port->device.kind == DEVICE_USB;

	if (wake(doctor, doctor->port->config->baud, usb ? DOCTOR_PORTS_MS : DOCTOR_ANSWER_MS)) {
		say_answers(doctor, check);
		return;
	}
	if (is_lost(phone) && phone->silent == 0) {
		check_set(check, CHECK_BAD, "%s", phone->last.text);
		check_advise(check, "mend that first: the port cannot be used");
	} else {
		say_silent(doctor, check);
	}
	stop(doctor);
}

/* Until all is known, or a call was found: then nothing more may be said. */
static void
bring_up(struct doctor_modem *doctor)
{
	struct modem *modem = &doctor->phone.modem;
	ms_t until = clock_ms() + DOCTOR_BRINGUP_MS;

	while (modem_call(modem)->state == CALL_IDLE && modem_state(modem) == MODEM_STARTING &&
	    clock_ms() < until)
		if (!turn(&doctor->phone, until))
			return;
	until = clock_ms() + DOCTOR_SEARCH_MS;
	while (modem_call(modem)->state == CALL_IDLE && modem_state(modem) == MODEM_SEARCHING &&
	    clock_ms() < until)
		if (!turn(&doctor->phone, until))
			return;
}

void
doctor_modem_identity(struct doctor_modem *doctor, struct check *check)
{
	const struct modem *modem = &doctor->phone.modem;
	const char *identity = modem_identity(modem);
	const struct dialect *dialect;

	bring_up(doctor);
	dialect = modem->bringup.dialect;
	if (is_lost(&doctor->phone) || dialect == NULL) {
		check_set(check, CHECK_BAD, "%s", is_lost(&doctor->phone) ? doctor->phone.last.text :
		    "it answers AT, but does not say what it is");
		check_advise(check, "unplug the modem for ten seconds; if that does not help, --modem "
		    "with a name that --list-modems shows, and --trace FILE for a developer");
		return;
	}
	check_set(check, CHECK_OK, "%s; spoken to as \"%s\": %s", identity[0] != '\0' ? identity :
	    "it has no name", dialect->name, dialect->about);
	if (doctor->port->config->dialect == NULL || modem_call(modem)->state != CALL_IDLE)
		return;
	check_advise(check, "--modem %s says so, whatever it is", dialect->name);
}

void
doctor_modem_call(struct doctor_modem *doctor, struct check *check)
{
	const struct modem *modem = &doctor->phone.modem;
	const struct call *call = modem_call(modem);

	if (call->state != CALL_IDLE) {
		check_set(check, CHECK_SKIPPED, "a call is on the line (%s, %s): it is left alone, and "
		    "the modem is not asked any further", call_state_name(call->state),
		    call->number[0] != '\0' ? call->number : "number unknown");
		check_advise(check, "try again when it is over");
	} else if (!ask_begin(&doctor->ask, &doctor->phone.port)) {
		check_set(check, CHECK_BAD, "the modem no longer answers");
		check_advise(check, "unplug it and its power for ten seconds");
	} else {
		check_set(check, CHECK_OK, "%s", modem->bringup.has_list ? "the line is free" :
		    "none that the modem knows of; whether somebody else uses the line it cannot "
		    "tell");
	}
}

void
doctor_modem_finish(struct doctor_modem *doctor)
{
	stop(doctor);
}
