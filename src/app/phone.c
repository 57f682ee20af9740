/* SPDX-License-Identifier: MIT */
#include "app/phone.h"

#include <string.h>

#include "io/log.h"
#include "util/array.h"
#include "util/text.h"

int
phone_init(struct phone *phone, const struct phone_settings *settings, ms_t now,
    struct fault *fault)
{
	*phone = (struct phone){
		.settings = *settings,
		.open_at = now,
		.silent_wait = PHONE_SILENT_MS,
		.raise_dtr_at = NEVER,
	};
	port_init(&phone->port);
	if (device_read(&phone->device, settings->device, fault) != 0 ||
	    trace_open(&phone->trace, settings->trace, now, fault) != 0)
		return -1;
	/* A serial device server lowers it when we are gone, restarted for example. */
	phone->settings.modem.dtr = phone->device.kind != DEVICE_TCP;
	modem_set_up(&phone->modem, &phone->settings.modem);
	if (settings->modem.forced != NULL)
		trace_step(&phone->trace, now, "dialect %s", settings->modem.forced->name);
	if (phone->settings.modem.dtr)
		trace_step(&phone->trace, now, "with dtr");
	if (settings->modem.voice)
		trace_step(&phone->trace, now, "with voice");
	if (settings->modem.longest_call != 0)
		trace_step(&phone->trace, now, "with limit %lld",
		    (long long)settings->modem.longest_call / 1000);
	return 0;
}

/*
 * A reason that lasts for days is logged once, and by app/herald each hour; nor, once all of
 * several ports have had their turn, what is wrong with each.
 */
static void
log_closed(struct phone *phone, const struct fault *why)
{
	bool repeated = strcmp(phone->last.text, why->text) == 0 || phone->device.rounds > 0;

	if (repeated && phone->last.text[0] != '\0')
		return;
	phone->last = *why;
	log_warn("modem: %s; trying again until it works", why->text);
}

static void
close_port(struct phone *phone, const struct fault *why, ms_t wait, ms_t now)
{
	port_close(&phone->port);
	phone->open_at = now + wait;
	phone->raise_dtr_at = NEVER;
	phone->restarts = false;
	log_closed(phone, why);
}

/* The device cannot be opened, or is gone. */
static void
lose_port(struct phone *phone, const struct fault *why, ms_t now)
{
	if (port_is_open(&phone->port) || phone->closed_it)
		trace_port(&phone->trace, false, now);
	phone->closed_it = false;
	modem_lost(&phone->modem, now);
	close_port(phone, why, PHONE_ABSENT_MS, now);
}

/* The port as a person knows it. */
static const char *
port_name(const struct phone *phone)
{
	return phone->device.kind == DEVICE_USB ? phone->device.chosen.path :
	    phone->settings.device;
}

/* It was open. */
static void
lose_open_port(struct phone *phone, const struct fault *why, ms_t now)
{
	struct fault whole;

	fault_set(&whole, "%s: %s", port_name(phone), why->text);
	lose_port(phone, &whole, now);
}

static void
start_modem(struct phone *phone, ms_t now)
{
	if (phone->closed_it)
		trace_own_port(&phone->trace, phone->restarts ? "@restart" : "@open", now);
	else
		trace_port(&phone->trace, true, now);
	if (phone->restarts)
		modem_restart(&phone->modem, now);
	else
		modem_start(&phone->modem, now);
	phone->closed_it = false;
	phone->restarts = false;
}

/*
 * The last step of getting through to a modem that does not answer: DTR tells it to go back to
 * commands, or resets it (V.250 6.2.9), and then so does a command. It ends a call, so not while there
 * may be one; and at once when the operator has hung up.
 */
static bool
may_reset(const struct phone *phone, ms_t now)
{
	switch (modem_call(&phone->modem)->state) {
	case CALL_IDLE:
		return phone->silent >= PHONE_RESET_AFTER && now >= phone->reset_at;
	case CALL_ENDING:
		return phone->silent > 0 && now >= phone->reset_at;
	case CALL_DIALLING:
	case CALL_ALERTING:
	case CALL_ACTIVE:
	case CALL_INCOMING:
		return false;
	}
	return false;
}

/* True when DTR is down: the modem is started when it is up again. */
static bool
reset_modem(struct phone *phone, ms_t now)
{
	if (!may_reset(phone, now) ||
	    (phone->device.kind == DEVICE_USB && !phone->device.has_known))
		return false;
	phone->reset_at = now + PHONE_RESET_MS;
	phone->restarts = true;
	phone->resets++;
	if (!port_set_dtr(&phone->port, false))
		return false;
	log_warn("modem: still silent: DTR goes down for a second to reset it");
	phone->raise_dtr_at = now + PHONE_DTR_MS;
	return true;
}

static void
hear_opened(struct phone *phone, ms_t now)
{
	const char *note = phone->port.serial.lock.note;

	phone->opens++;
	if (note[0] != '\0')
		log_warn("modem: %s", note);
	if (!reset_modem(phone, now))
		start_modem(phone, now);
}

/* `result` is port_connect's: what came of connecting so far. */
static void
go_on(struct phone *phone, int result, const struct fault *fault, ms_t now)
{
	if (result < 0)
		lose_port(phone, fault, now);
	else if (result > 0)
		hear_opened(phone, now);
}

/* 1 when it is open, -1 when not: as port_connect. */
static int
open_path(struct phone *phone, const char *path, struct fault *fault)
{
	return port_open(&phone->port, path, phone->settings.baud, fault) == 0 ? 1 : -1;
}

static int
open_usb(struct phone *phone, ms_t now, struct fault *fault)
{
	struct serial_port ports[DEVICE_PORTS_MAX];
	size_t n = serial_list(ports, ARRAY_LEN(ports));
	char label[DEVICE_LABEL_MAX];

	if (device_choose(&phone->device, ports, n, now, fault) != 0)
		return -1;
	log_debug("modem: trying %s", device_label(&phone->device.chosen, label));
	return open_path(phone, phone->device.chosen.path, fault);
}

static int
begin_opening(struct phone *phone, ms_t now, struct fault *fault)
{
	const struct device *device = &phone->device;

	switch (device->kind) {
	case DEVICE_PATH:
		return open_path(phone, device->path, fault);
	case DEVICE_TCP:
		return port_connect(&phone->port, device->host, device->service, now, fault);
	case DEVICE_USB:
		return open_usb(phone, now, fault);
	}
	return -1;
}

static void
open_port(struct phone *phone, ms_t now)
{
	struct fault fault;
	int result;

	phone->open_at = NEVER;
	result = begin_opening(phone, now, &fault);
	go_on(phone, result, &fault, now);
}

void
phone_prepare(const struct phone *phone, struct pollfd slots[PHONE_SLOTS])
{
	size_t waiting;

	modem_output(&phone->modem, &waiting);
	port_prepare(&phone->port, waiting > 0, slots);
}

static void
read_port(struct phone *phone, ms_t now)
{
	char bytes[1024];
	struct fault fault;
	long n = port_read(&phone->port, bytes, sizeof(bytes), &fault);

	if (n < 0) {
		lose_open_port(phone, &fault, now);
		return;
	}
	if (!modem_is_secret(&phone->modem))
		trace_heard(&phone->trace, bytes, (size_t)n, now); /* else it may be the PIN's echo */
	modem_feed(&phone->modem, bytes, (size_t)n, now);
}

void
phone_flush(struct phone *phone, ms_t now)
{
	struct fault fault;
	size_t waiting;
	const char *bytes = modem_output(&phone->modem, &waiting);
	long n;

	if (!port_is_open(&phone->port) || waiting == 0 || modem_late(&phone->modem, now))
		return;
	n = port_write(&phone->port, bytes, waiting, &fault);
	if (n < 0) {
		lose_open_port(phone, &fault, now);
		return;
	}
	if (!modem_is_secret(&phone->modem))
		trace_said(&phone->trace, bytes, (size_t)n, now);
	modem_wrote(&phone->modem, (size_t)n, now);
}

void
phone_ready(struct phone *phone, const struct pollfd slots[PHONE_SLOTS], ms_t now)
{
	struct fault fault;

	if (!port_is_open(&phone->port)) {
		go_on(phone, port_ready(&phone->port, slots, now, &fault), &fault, now);
		return;
	}
	/* Readable comes with POLLHUP when the device is gone; then the read says so. */
	if (slots[0].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		read_port(phone, now);
	phone_flush(phone, now);
}

/* It answers AT: this is the port. */
static void
found(struct phone *phone, ms_t now)
{
	device_answers(&phone->device, now);
	phone->silent = 0;
	phone->silent_wait = PHONE_SILENT_MS;
	phone->last.text[0] = '\0';
}

/* What it is, and for a port that was found: which it is. */
static void
log_ready(const struct phone *phone)
{
	const char *identity = modem_identity(&phone->modem);
	bool usb = phone->device.kind == DEVICE_USB;

	log_info("modem: ready: %s (%s)%s%s", identity[0] != '\0' ? identity : "unnamed",
	    phone->modem.bringup.dialect->name, usb ? " on " : "",
	    usb ? phone->device.chosen.path : "");
}

static void
hear_state(struct phone *phone, enum modem_state state, ms_t now)
{
	switch (state) {
	case MODEM_OFF:
		return;                 /* whoever closed the port has said why */
	case MODEM_STARTING:
		log_debug("modem: starting");
		return;
	case MODEM_READY:
		found(phone, now);
		log_ready(phone);
		return;
	case MODEM_NO_SIM:
	case MODEM_SIM_PIN:
	case MODEM_SIM_PIN_WRONG:
	case MODEM_SIM_PUK:
	case MODEM_SIM_FAILED:
	case MODEM_DENIED:
	case MODEM_SEARCHING:
	case MODEM_NO_SERVICE:
	case MODEM_NO_SIGNAL:
		found(phone, now);
		log_info("modem: not ready: %s", modem_state_name(state));
		return;
	}
}

/* With a call it may be up on, a silent modem is tried again and again: it may hear the hang-up. */
static ms_t
silent_pause(struct phone *phone)
{
	ms_t pause = phone->silent_wait;

	if (modem_call(&phone->modem)->state != CALL_IDLE)
		return PHONE_SILENT_MS;
	phone->silent_wait = ms_min(2 * phone->silent_wait, PHONE_SILENT_MOST_MS);
	return phone->device.kind == DEVICE_USB ? PHONE_ABSENT_MS : pause;
}

/* The modem cannot be got through to on this port. */
static void
reopen(struct phone *phone, const char *text, ms_t now)
{
	struct fault why;

	fault_set(&why, "%s (%s)", text, port_name(phone));
	phone->silent++;
	trace_own_port(&phone->trace, "@close", now);
	phone->closed_it = true;
	modem_closed(&phone->modem, now);
	/* A call that is kept is this modem's: it is looked for on no other. */
	if (modem_call(&phone->modem)->state == CALL_IDLE)
		device_is_silent(&phone->device);
	close_port(phone, &why, silent_pause(phone), now);
}

bool
phone_next(struct phone *phone, struct modem_news *news, ms_t now)
{
	while (modem_next(&phone->modem, news)) {
		switch (news->event) {
		case MODEM_NEWS_CALL:
		case MODEM_NEWS_NOT_DIALLED:
			return true;
		case MODEM_NEWS_STATE:
			hear_state(phone, news->state, now);
			break;
		case MODEM_NEWS_NAME:
			if (!log_hides_numbers())
				log_info("call: the caller's name is %s", news->text);
			break;
		case MODEM_NEWS_NOTE:
			log_warn("modem: %s", news->text);
			break;
		case MODEM_NEWS_STUCK:
			log_warn("modem: %s", news->text);
			return true;
		case MODEM_NEWS_CAUSE:
			log_info("call: why, says the modem: %s (%s)",
			    call_end_name(news->call.end), news->text);
			return true;
		case MODEM_NEWS_DROP_DTR:
			log_warn("modem: %s", news->text);
			phone->resets++;
			port_set_dtr(&phone->port, false);
			phone->raise_dtr_at = now + PHONE_DTR_MS;
			break;
		case MODEM_NEWS_REOPEN:
			reopen(phone, news->text, now);
			break;
		}
	}
	return false;
}

void
phone_describe(const struct phone *phone, struct snapshot_modem *modem)
{
	text_copy(modem->device, sizeof(modem->device), phone->settings.device);
	text_copy(modem->port, sizeof(modem->port), port_is_open(&phone->port) ?
	    port_name(phone) : "");
	modem->state = modem_state(&phone->modem);
	modem->why = phone->last;
	text_copy(modem->identity, sizeof(modem->identity), modem_identity(&phone->modem));
	text_copy(modem->dialect, sizeof(modem->dialect), modem_dialect_name(&phone->modem));
	text_copy(modem->registration, sizeof(modem->registration),
	    modem_registration(&phone->modem));
	text_copy(modem->network, sizeof(modem->network), modem_operator(&phone->modem));
	modem->signal = modem_signal(&phone->modem);
}

ms_t
phone_due(const struct phone *phone)
{
	bool open = port_is_open(&phone->port);
	ms_t due = open ? phone->raise_dtr_at : ms_min(phone->open_at, port_due(&phone->port));

	return ms_min(due, modem_due(&phone->modem));
}

static void
raise_dtr(struct phone *phone, ms_t now)
{
	port_set_dtr(&phone->port, true);
	phone->raise_dtr_at = NEVER;
	if (modem_state(&phone->modem) == MODEM_OFF)
		start_modem(phone, now);
}

void
phone_tick(struct phone *phone, ms_t now)
{
	struct fault fault;

	if (phone->open_at <= now)
		open_port(phone, now);
	if (modem_due(&phone->modem) <= now)
		modem_tick(&phone->modem, now);
	if (!port_is_open(&phone->port)) {
		go_on(phone, port_tick(&phone->port, now, &fault), &fault, now);
		return;
	}
	if (phone->raise_dtr_at <= now)
		raise_dtr(phone, now);
	phone_flush(phone, now);
}

void
phone_finish(struct phone *phone)
{
	port_close(&phone->port);
	trace_close(&phone->trace);
}
