/* SPDX-License-Identifier: MIT */
#include "app/doctor_modem.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "app/secret.h"
#include "at/fields.h"
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

/* The same while nobody telephones; false when the port is closed. */
static bool
turn(struct phone *phone, ms_t until)
{
	struct modem_news news;

	doctor_modem_turn(phone, -1, until);
	while (phone_next(phone, &news, clock_ms()))
		continue;
	return phone->last.text[0] == '\0';
}

static void
stop(struct doctor_modem *doctor)
{
	if (doctor->started)
		phone_finish(&doctor->phone);
	doctor->started = false;
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
		if (!turn(&doctor->phone, until))
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
	if (doctor->port->found.usb)
		check_advise(check, "many modems have several ports, and only some are for commands: "
		    "atdialler --list-devices --probe asks each");
	else
		check_advise(check, "is it switched on, and is the cable a modem cable (not a null "
		    "modem)? no usual speed has an answer");
	check_advise(check, "unplug the modem and its power for ten seconds; is it a modem at all?");
}

void
doctor_modem_answers(struct doctor_modem *doctor, struct check *check)
{
	bool opened;
	long speed = 0;

	if (wake(doctor, doctor->port->config->baud, DOCTOR_ANSWER_MS)) {
		check_set(check, CHECK_OK, doctor->port->found.usb || doctor->port->node[0] == '\0' ? "yes" :
		    "yes, at %ld bits per second", doctor->port->config->baud);
		return;
	}
	opened = doctor->phone.modem.told_state != MODEM_OFF || doctor->phone.silent > 0;
	if (!opened && doctor->phone.last.text[0] != '\0') {
		check_set(check, CHECK_BAD, "%s", doctor->phone.last.text);
		check_advise(check, "mend that first: the port cannot be opened");
		stop(doctor);
		return;
	}
	if (!doctor->port->found.usb && doctor->port->node[0] != '\0')
		speed = find_speed(doctor);
	stop(doctor);
	if (speed != 0) {
		check_set(check, CHECK_BAD, "not at %ld bits per second, but at %ld",
		    doctor->port->config->baud, speed);
		check_advise(check, "--baud %ld", speed);
		return;
	}
	check_set(check, CHECK_BAD, "nothing answers AT on this port");
	advise_silence(doctor, check);
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
	if (doctor->phone.last.text[0] != '\0' || dialect == NULL) {
		check_set(check, CHECK_BAD, "%s", doctor->phone.last.text[0] != '\0' ?
		    doctor->phone.last.text : "it answers AT, but does not say what it is");
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

static bool
is_cellular(const struct doctor_modem *doctor)
{
	return doctor->phone.modem.bringup.dialect->cellular;
}

void
doctor_modem_sim(struct doctor_modem *doctor, struct check *check)
{
	if (!is_cellular(doctor))
		return;
	switch (doctor->phone.modem.bringup.network.sim) {
	case NETWORK_SIM_NONE:
		check_set(check, CHECK_BAD, "no SIM card");
		check_advise(check, "put one in, the right way round; then plug the modem in again");
		return;
	case NETWORK_SIM_FAILED:
		check_set(check, CHECK_BAD, "the SIM card does not work in this modem");
		check_advise(check, "is the modem locked to a network? try the card in a telephone, "
		    "and another card in the modem");
		return;
	case NETWORK_SIM_BUSY:
		check_set(check, CHECK_BAD, "the SIM card is still starting");
		check_advise(check, "try again in a minute; if it stays so, clean and reseat the card");
		return;
	case NETWORK_SIM_UNKNOWN:
		check_set(check, CHECK_OK, "the modem does not say");
		return;
	case NETWORK_SIM_READY:
	case NETWORK_SIM_PIN:
	case NETWORK_SIM_PUK:
		check_set(check, CHECK_OK, "there is one");
		return;
	}
}

/* It is never entered here: each wrong one brings the card nearer to its PUK. */
static void
say_pin_wanted(const struct doctor_modem *doctor, struct check *check)
{
	if (doctor->port->config->pin_file != NULL || secret_in_environment(SECRET_SIM_PIN)) {
		check_set(check, CHECK_OK, "is wanted, and the daemon has it and enters it; this check "
		    "does not");
		return;
	}
	check_set(check, CHECK_BAD, "the SIM card wants its PIN");
	check_advise(check, "switch the PIN off with the card in a telephone");
	check_advise(check, "or write it into a file that only the daemon's user can read, and name "
	    "that with --pin-file");
}

void
doctor_modem_pin(struct doctor_modem *doctor, struct check *check)
{
	if (!is_cellular(doctor))
		return;
	switch (doctor->phone.modem.bringup.network.sim) {
	case NETWORK_SIM_PIN:
		say_pin_wanted(doctor, check);
		return;
	case NETWORK_SIM_PUK:
		check_set(check, CHECK_BAD, "the SIM card is blocked and wants its PUK");
		check_advise(check, "put the card into a telephone and enter the PUK that came with "
		    "it; then switch the PIN off");
		return;
	case NETWORK_SIM_READY:
	case NETWORK_SIM_UNKNOWN:
		check_set(check, CHECK_OK, "not wanted");
		return;
	case NETWORK_SIM_BUSY:
	case NETWORK_SIM_NONE:
	case NETWORK_SIM_FAILED:
		return;
	}
}

void
doctor_modem_registration(struct doctor_modem *doctor, struct check *check)
{
	if (!is_cellular(doctor))
		return;
	if (doctor->phone.modem.bringup.network.sim == NETWORK_SIM_PIN) {
		check_set(check, CHECK_SKIPPED, "not before the PIN has been entered");
		return;
	}
	switch (doctor->phone.modem.bringup.network.registration) {
	case NETWORK_UNKNOWN:
		check_set(check, CHECK_OK, "the modem does not say");
		return;
	case NETWORK_HOME:
		check_set(check, CHECK_OK, "registered");
		return;
	case NETWORK_ROAMING:
		check_set(check, CHECK_OK, "registered, roaming in another one than the SIM card's");
		return;
	case NETWORK_SEARCHING:
		check_set(check, CHECK_BAD, "not registered: searching for a network");
		check_advise(check, "check the antenna, and where it stands; is the card's network "
		    "received here by a telephone?");
		return;
	case NETWORK_DENIED:
		check_set(check, CHECK_BAD, "the network refuses this SIM card");
		check_advise(check, "is it activated, paid for, and allowed in this country? ask its "
		    "network, and tell it the modem's IMEI");
		return;
	case NETWORK_NONE:
		check_set(check, CHECK_BAD, "not registered, or not for calls");
		check_advise(check, "check the antenna; try the card in a telephone: can that make a "
		    "call here?");
		return;
	}
}

/* The network's name and the signal, as the modem tells the daemon, too. */
static void
ask_network(struct doctor_modem *doctor, struct network *network)
{
	network_init(network);
	if (ask_put(&doctor->ask, "AT+COPS?"))
		network_read(network, doctor->ask.line);
	if (ask_put(&doctor->ask, "AT+CSQ"))
		network_read(network, doctor->ask.line);
}

void
doctor_modem_signal(struct doctor_modem *doctor, struct check *check)
{
	static const struct {
		int from;
		const char *word;
	} words[] = { { 20, "very good" }, { 15, "good" }, { 10, "fair" }, { 0, "weak" } };
	struct network network;
	size_t i = 0;

	if (!is_cellular(doctor))
		return;
	ask_network(doctor, &network);
	if (network.signal == NETWORK_SIGNAL_UNKNOWN) {
		check_set(check, CHECK_OK, "the modem does not say; %s", network.operator_name);
		return;
	}
	if (network.signal == NETWORK_SIGNAL_NONE) {
		check_set(check, CHECK_WARNING, "none, says the modem");
		check_advise(check, "is the antenna screwed on?");
		return;
	}
	while (network.signal < words[i].from)
		i++;
	check_set(check, network.signal < 10 ? CHECK_WARNING : CHECK_OK, "%s%s%d of %d (%d dBm): %s",
	    network.operator_name, network.operator_name[0] != '\0' ? ", " : "", network.signal,
	    NETWORK_SIGNAL_MAX, -113 + 2 * network.signal, words[i].word);
	if (network.signal < 10)
		check_advise(check, "calls may fail or drop: move the antenna, or fit an outdoor one");
}

/* Abilities */

/* The number behind `skip` others in the answer to the last question; -1: there is none. */
static long
number_in_answer(const struct doctor_modem *doctor, unsigned skip)
{
	struct at_fields fields;
	const char *colon = strchr(doctor->ask.line, ':');
	char prefix[AT_COMMAND_MAX];
	long value = -1;

	if (colon == NULL)
		return -1;
	snprintf(prefix, sizeof(prefix), "%.*s", (int)(colon - doctor->ask.line) + 1,
	    doctor->ask.line);
	if (!at_fields_begin(&fields, doctor->ask.line, prefix))
		return -1;
	for (unsigned i = 0; i <= skip; i++)
		if (!at_fields_number(&fields, &value))
			return -1;
	return value;
}

static void
say_analog_voice(const struct doctor_modem *doctor, struct check *check)
{
	bool listens = doctor->phone.modem.bringup.has_voice;

	if (doctor->port->config->analog_mode == CONFIG_ANALOG_VOICE && !listens) {
		check_set(check, CHECK_WARNING, "--analog-mode voice, but this modem has no voice class");
		check_advise(check, "it dials as with --analog-mode handset, and cannot tell whether "
		    "anybody answers; for more, a voice modem is needed");
	} else if (doctor->port->config->analog_mode == CONFIG_ANALOG_VOICE) {
		check_set(check, CHECK_OK, "listens to the line (class 8)");
	} else {
		check_set(check, CHECK_OK, "dials for the telephone on the same line");
	}
}

void
doctor_modem_voice(struct doctor_modem *doctor, struct check *check)
{
	const char *question = doctor->phone.modem.bringup.dialect->speaks;

	if (!is_cellular(doctor)) {
		say_analog_voice(doctor, check);
	} else if (question == NULL) {
		check_set(check, CHECK_OK, "cannot be asked of this family: --test-call shows it");
	} else if (ask_put(&doctor->ask, question) && number_in_answer(doctor, 0) == 0) {
		check_set(check, CHECK_OK, "it can make voice calls");
	} else {
		check_set(check, CHECK_BAD, "this modem's firmware makes no voice calls");
		check_advise(check, "some sticks are sold for data only: its maker or seller may have "
		    "an unlocked firmware; else take another one");
	}
}

void
doctor_modem_caller_id(struct doctor_modem *doctor, struct check *check)
{
	if (!is_cellular(doctor)) {
		if (doctor->phone.modem.bringup.has_caller_id)
			check_set(check, CHECK_OK, "the modem shows it, if the exchange sends it");
		else
			check_set(check, CHECK_WARNING, "this modem has none: incoming calls come "
			    "without a number");
		return;
	}
	if (!ask_put(&doctor->ask, "AT+CLIP?") || number_in_answer(doctor, 0) != 1)
		check_set(check, CHECK_WARNING, "the modem does not show it: incoming calls come "
		    "without a number");
	else if (number_in_answer(doctor, 1) == 0)
		check_set(check, CHECK_WARNING, "the network does not give it to this SIM card");
	else
		check_set(check, CHECK_OK, "is on");
	if (check->result == CHECK_WARNING)
		check_advise(check, "ask the network to add caller ID (CLIP) to this number");
}

void
doctor_modem_call_waiting(struct doctor_modem *doctor, struct check *check)
{
	if (!is_cellular(doctor))
		return;
	/* Only whether it is shown: the question to the network hangs some (Huawei E173). */
	if (ask_put(&doctor->ask, "AT+CCWA?") && number_in_answer(doctor, 0) == 1)
		check_set(check, CHECK_OK, "a caller during a call is noticed, if the network has call "
		    "waiting on");
	else
		check_set(check, CHECK_OK, "a caller during a call is not noticed");
}

void
doctor_modem_call_list(struct doctor_modem *doctor, struct check *check)
{
	if (doctor->phone.modem.bringup.has_list) {
		check_set(check, CHECK_OK, "the modem can be asked how a call is (+CLCC)");
	} else if (is_cellular(doctor)) {
		check_set(check, CHECK_WARNING, "the modem cannot be asked how a call is: what it says "
		    "by itself is believed");
		check_advise(check, "try a newer firmware; --trace FILE shows a developer what it says");
	} else {
		check_set(check, CHECK_OK, "an analog modem has none: see --max-call-duration");
	}
}

void
doctor_modem_finish(struct doctor_modem *doctor)
{
	stop(doctor);
}
