/* SPDX-License-Identifier: MIT */
#include "app/phone.h"

#include <string.h>

#include "io/log.h"
#include "util/text.h"

void
phone_init(struct phone *phone, const char *device, long baud, const struct dialect *forced,
    ms_t now)
{
	*phone = (struct phone){
		.device = device,
		.baud = baud,
		.open_at = now,
		.silent_wait = PHONE_SILENT_MS,
		.raise_dtr_at = NEVER,
	};
	serial_init(&phone->serial);
	modem_init(&phone->modem, forced);
}

/* A reason that lasts for days is not logged each second. */
static void
log_closed(struct phone *phone, const struct fault *why, ms_t now)
{
	if (strcmp(phone->last.text, why->text) == 0 && now < phone->last_at + PHONE_REPEAT_MS)
		return;
	phone->last = *why;
	phone->last_at = now;
	log_warn("modem: %s; trying again until it works", why->text);
}

static void
close_port(struct phone *phone, const struct fault *why, ms_t wait, ms_t now)
{
	serial_close(&phone->serial);
	modem_lost(&phone->modem, now);
	phone->open_at = now + wait;
	phone->raise_dtr_at = NEVER;
	log_closed(phone, why, now);
}

static void
open_port(struct phone *phone, ms_t now)
{
	struct fault fault;

	if (serial_open(&phone->serial, phone->device, phone->baud, &fault) != 0) {
		phone->open_at = now + PHONE_ABSENT_MS;
		log_closed(phone, &fault, now);
		return;
	}
	phone->open_at = NEVER;
	log_debug("modem: %s is open", phone->device);
	modem_start(&phone->modem, now);
}

void
phone_prepare(const struct phone *phone, struct pollfd *slot)
{
	size_t waiting;

	*slot = (struct pollfd){ .fd = phone->serial.fd, .events = POLLIN };
	modem_output(&phone->modem, &waiting);
	if (waiting > 0)
		slot->events |= POLLOUT;
}

static void
log_wire(const char *mark, const char *bytes, size_t n)
{
	char shown[4 * TEXT_PRINT_MAX + 8];

	if (log_shows(LOG_LEVEL_DEBUG))
		log_debug("modem %s %s", mark, text_printable(bytes, n, shown, sizeof(shown)));
}

static void
read_port(struct phone *phone, ms_t now)
{
	char bytes[1024];
	struct fault fault;
	long n = serial_read(&phone->serial, bytes, sizeof(bytes), &fault);

	if (n < 0) {
		close_port(phone, &fault, PHONE_ABSENT_MS, now);
		return;
	}
	log_wire("<", bytes, (size_t)n);
	modem_feed(&phone->modem, bytes, (size_t)n, now);
}

void
phone_flush(struct phone *phone, ms_t now)
{
	struct fault fault;
	size_t waiting;
	const char *bytes = modem_output(&phone->modem, &waiting);
	long n;

	if (phone->serial.fd < 0 || waiting == 0)
		return;
	n = serial_write(&phone->serial, bytes, waiting, &fault);
	if (n < 0) {
		close_port(phone, &fault, PHONE_ABSENT_MS, now);
		return;
	}
	modem_wrote(&phone->modem, (size_t)n, now);
	log_wire(">", bytes, (size_t)n);
}

void
phone_ready(struct phone *phone, const struct pollfd *slot, ms_t now)
{
	/* Readable comes with POLLHUP when the device is gone; then the read says so. */
	if (slot->revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		read_port(phone, now);
	phone_flush(phone, now);
}

static void
hear_state(struct phone *phone, enum modem_state state)
{
	const struct dialect *dialect = phone->modem.bringup.dialect;

	switch (state) {
	case MODEM_OFF:
		return;                 /* whoever closed the port has said why */
	case MODEM_STARTING:
		log_debug("modem: starting");
		return;
	case MODEM_READY:
		phone->silent_wait = PHONE_SILENT_MS;
		phone->last.text[0] = '\0';
		log_info("modem: ready: %s (%s)", modem_identity(&phone->modem)[0] != '\0' ?
		    modem_identity(&phone->modem) : "unnamed", dialect->name);
		return;
	case MODEM_NO_SIM:
	case MODEM_SIM_PIN:
	case MODEM_SIM_PUK:
	case MODEM_SIM_FAILED:
	case MODEM_DENIED:
		log_error("modem: cannot dial: %s", modem_state_name(state));
		return;
	case MODEM_SEARCHING:
	case MODEM_NO_SERVICE:
		log_warn("modem: cannot dial: %s", modem_state_name(state));
		return;
	}
}

bool
phone_next(struct phone *phone, struct modem_news *news, ms_t now)
{
	while (modem_next(&phone->modem, news)) {
		struct fault why;

		switch (news->event) {
		case MODEM_NEWS_CALL:
		case MODEM_NEWS_NOT_DIALLED:
			return true;
		case MODEM_NEWS_STATE:
			hear_state(phone, news->state);
			break;
		case MODEM_NEWS_NOTE:
			log_warn("modem: %s", news->text);
			break;
		case MODEM_NEWS_DROP_DTR:
			log_warn("modem: %s", news->text);
			serial_set_dtr(&phone->serial, false);
			phone->raise_dtr_at = now + PHONE_DTR_MS;
			break;
		case MODEM_NEWS_REOPEN:
			fault_set(&why, "%s (%s)", news->text, phone->device);
			close_port(phone, &why, phone->silent_wait, now);
			phone->silent_wait = ms_min(2 * phone->silent_wait, PHONE_SILENT_MOST_MS);
			break;
		}
	}
	return false;
}

ms_t
phone_due(const struct phone *phone)
{
	if (phone->serial.fd < 0)
		return phone->open_at;
	return ms_min(phone->raise_dtr_at, modem_due(&phone->modem));
}

void
phone_tick(struct phone *phone, ms_t now)
{
	if (phone->open_at <= now)
		open_port(phone, now);
	if (phone->raise_dtr_at <= now) {
		serial_set_dtr(&phone->serial, true);
		phone->raise_dtr_at = NEVER;
	}
	if (phone->serial.fd >= 0 && modem_due(&phone->modem) <= now)
		modem_tick(&phone->modem, now);
	phone_flush(phone, now);
}

void
phone_finish(struct phone *phone)
{
	serial_close(&phone->serial);
}
