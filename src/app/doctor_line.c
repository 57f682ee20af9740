/* SPDX-License-Identifier: MIT */
#include "app/doctor_line.h"

#include <stdio.h>
#include <string.h>

#include "app/secret.h"
#include "at/fields.h"

void
doctor_line_sim(struct doctor_modem *modem, struct check *check)
{
	if (!modem_is_cellular(&modem->phone.modem))
		return;
	switch (modem->phone.modem.bringup.network.sim) {
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
say_pin_wanted(const struct doctor_modem *modem, struct check *check)
{
	if (modem->port->config->pin_file != NULL || secret_in_environment(SECRET_SIM_PIN)) {
		check_set(check, CHECK_OK, "is wanted and given; only the daemon enters it, so whether "
		    "it is right is not known");
		return;
	}
	check_set(check, CHECK_BAD, "the SIM card wants its PIN, and none is given");
	check_advise(check, "switch the PIN off with the card in a telephone");
	check_advise(check, "or write it into a file that only the daemon's user may read, and name "
	    "that with --pin-file");
}

void
doctor_line_pin(struct doctor_modem *modem, struct check *check)
{
	if (!modem_is_cellular(&modem->phone.modem))
		return;
	switch (modem->phone.modem.bringup.network.sim) {
	case NETWORK_SIM_PIN:
		say_pin_wanted(modem, check);
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
doctor_line_registration(struct doctor_modem *modem, struct check *check)
{
	if (!modem_is_cellular(&modem->phone.modem))
		return;
	if (modem->phone.modem.bringup.network.sim == NETWORK_SIM_PIN) {
		check_set(check, CHECK_SKIPPED, "not looked at: first the daemon has to enter the "
		    "PIN");
		return;
	}
	switch (modem->phone.modem.bringup.network.registration) {
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
ask_network(struct doctor_modem *modem, struct network *network)
{
	network_init(network);
	if (ask_put(&modem->ask, "AT+COPS?"))
		network_read(network, modem->ask.line);
	if (ask_put(&modem->ask, "AT+CSQ"))
		network_read(network, modem->ask.line);
}

void
doctor_line_signal(struct doctor_modem *modem, struct check *check)
{
	static const struct {
		int from;
		const char *word;
	} words[] = { { 20, "very good" }, { 15, "good" }, { 10, "fair" }, { 0, "weak" } };
	struct network network;
	size_t i = 0;

	if (!modem_is_cellular(&modem->phone.modem))
		return;
	ask_network(modem, &network);
	if (network.signal == NETWORK_SIGNAL_UNKNOWN) {
		check_set(check, CHECK_OK, "the modem does not say how good it is");
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
number_in_answer(const struct doctor_modem *modem, unsigned skip)
{
	struct at_fields fields;
	const char *colon = strchr(modem->ask.line, ':');
	char prefix[AT_COMMAND_MAX];
	long value = -1;

	if (colon == NULL)
		return -1;
	snprintf(prefix, sizeof(prefix), "%.*s", (int)(colon - modem->ask.line) + 1,
	    modem->ask.line);
	if (!at_fields_begin(&fields, modem->ask.line, prefix))
		return -1;
	for (unsigned i = 0; i <= skip; i++)
		if (!at_fields_number(&fields, &value))
			return -1;
	return value;
}

static void
say_analog_voice(const struct doctor_modem *modem, struct check *check)
{
	bool listens = modem->phone.modem.bringup.has_voice;

	if (modem->port->config->analog_mode == CONFIG_ANALOG_VOICE && !listens) {
		check_set(check, CHECK_WARNING, "--analog-mode voice, but this modem has no voice class");
		check_advise(check, "it dials as with --analog-mode handset, and cannot tell whether "
		    "anybody answers; for more, a voice modem is needed");
	} else if (modem->port->config->analog_mode == CONFIG_ANALOG_VOICE) {
		check_set(check, CHECK_OK, "listens to the line (class 8)");
	} else {
		check_set(check, CHECK_OK, "dials for the telephone on the same line");
	}
}

void
doctor_line_voice(struct doctor_modem *modem, struct check *check)
{
	const char *question = modem->phone.modem.bringup.dialect->speaks;

	if (!modem_is_cellular(&modem->phone.modem)) {
		say_analog_voice(modem, check);
	} else if (question == NULL) {
		check_set(check, CHECK_OK, "cannot be asked of this family: --test-call shows it");
	} else if (ask_put(&modem->ask, question) && number_in_answer(modem, 0) == 0) {
		check_set(check, CHECK_OK, "it can make voice calls");
	} else {
		check_set(check, CHECK_BAD, "this modem's firmware makes no voice calls");
		check_advise(check, "some sticks are sold for data only: its maker or seller may have "
		    "an unlocked firmware; else take another one");
	}
}

void
doctor_line_caller_id(struct doctor_modem *modem, struct check *check)
{
	if (!modem_is_cellular(&modem->phone.modem)) {
		if (modem->phone.modem.bringup.has_caller_id)
			check_set(check, CHECK_OK, "the modem shows it, if the exchange sends it");
		else
			check_set(check, CHECK_WARNING, "this modem has none: incoming calls come "
			    "without a number");
		return;
	}
	if (!ask_put(&modem->ask, "AT+CLIP?") || number_in_answer(modem, 0) != 1)
		check_set(check, CHECK_WARNING, "the modem does not show it: incoming calls come "
		    "without a number");
	else if (number_in_answer(modem, 1) == 0)
		check_set(check, CHECK_WARNING, "the network does not give it to this SIM card");
	else
		check_set(check, CHECK_OK, "is on");
	if (check->result == CHECK_WARNING)
		check_advise(check, "ask the network to add caller ID (CLIP) to this number");
}

void
doctor_line_call_waiting(struct doctor_modem *modem, struct check *check)
{
	if (!modem_is_cellular(&modem->phone.modem))
		return;
	/* Only whether it is shown: the question to the network hangs some (Huawei E173). */
	if (ask_put(&modem->ask, "AT+CCWA?") && number_in_answer(modem, 0) == 1)
		check_set(check, CHECK_OK, "a caller during a call is noticed, if the network has call "
		    "waiting on");
	else
		check_set(check, CHECK_OK, "a caller during a call is not noticed");
}

void
doctor_line_call_list(struct doctor_modem *modem, struct check *check)
{
	if (modem->phone.modem.bringup.has_list) {
		check_set(check, CHECK_OK, "the modem can be asked how a call is (+CLCC)");
	} else if (modem_is_cellular(&modem->phone.modem)) {
		check_set(check, CHECK_WARNING, "the modem cannot be asked how a call is: what it says "
		    "by itself is believed");
		check_advise(check, "try a newer firmware; --trace FILE shows a developer what it says");
	} else {
		check_set(check, CHECK_OK, "an analog modem has none: see --max-call-duration");
	}
}
