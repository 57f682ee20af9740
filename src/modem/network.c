/* SPDX-License-Identifier: MIT */
#include "modem/network.h"

#include <string.h>

#include "at/fields.h"
#include "util/array.h"
#include "util/text.h"

void
network_init(struct network *network)
{
	*network = (struct network){ .signal = NETWORK_SIGNAL_UNKNOWN };
}

static bool
read_sim(struct network *network, const char *line)
{
	/* PIN2 and PUK2 lock no calls: ready for us (27.007 8.3). */
	static const struct {
		const char *word;
		enum network_sim sim;
	} words[] = {
		{ "READY", NETWORK_SIM_READY },
		{ "SIM PIN2", NETWORK_SIM_READY },
		{ "SIM PUK2", NETWORK_SIM_READY },
		{ "SIM PIN", NETWORK_SIM_PIN },
		{ "SIM PUK", NETWORK_SIM_PUK },
		{ "PH-", NETWORK_SIM_FAILED },
		{ "NOT INSERTED", NETWORK_SIM_NONE },
		{ "NOT READY", NETWORK_SIM_BUSY },
	};
	struct at_fields fields;
	char word[32];

	if (!at_fields_begin(&fields, line, "+CPIN:"))
		return false;
	at_fields_text(&fields, word, sizeof(word));
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (text_starts(word, words[i].word)) {
			network->sim = words[i].sim;
			break;
		}
	}
	return true;
}

/* Another registration is another network until it has said its name. */
static void
change_registration(struct network *network, enum network_registration registration)
{
	if (network->registration == registration)
		return;
	network->registration = registration;
	network->operator_name[0] = '\0';
	network->registered_anew = network_is_registered(network);
}

static bool
read_registration(struct network *network, const char *line)
{
	/* By <stat>; SMS only and emergency only are no service for a voice call. */
	static const enum network_registration means[] = {
		[0] = NETWORK_NONE,
		[1] = NETWORK_HOME,
		[2] = NETWORK_SEARCHING,
		[3] = NETWORK_DENIED,
		[4] = NETWORK_NONE,
		[5] = NETWORK_ROAMING,
		[6] = NETWORK_NONE,
		[7] = NETWORK_NONE,
		[8] = NETWORK_NONE,
		[9] = NETWORK_HOME,
		[10] = NETWORK_ROAMING,
		[11] = NETWORK_NONE,
	};
	struct at_fields fields;
	long first, second, stat;

	if (!at_fields_begin(&fields, line, "+CREG:"))
		return false;
	if (!at_fields_number(&fields, &first))
		return true;
	/* The answer is n,stat; unasked it is stat[,"lac",...]: only the first has a bare second number. */
	stat = first;
	if (!at_fields_quoted(&fields) && at_fields_number(&fields, &second))
		stat = second;
	if (stat >= 0 && stat < (long)ARRAY_LEN(means))
		change_registration(network, means[stat]);
	return true;
}

static bool
read_signal(struct network *network, const char *line)
{
	struct at_fields fields;
	long value;

	if (!at_fields_begin(&fields, line, "+CSQ:"))
		return false;
	network->signal = NETWORK_SIGNAL_UNKNOWN;
	if (at_fields_number(&fields, &value) &&
	    ((value >= 0 && value <= NETWORK_SIGNAL_MAX) || value == NETWORK_SIGNAL_NONE))
		network->signal = (int)value;
	return true;
}

/* +COPS: mode[,format,"name"[,technology]] */
static bool
read_operator(struct network *network, const char *line)
{
	struct at_fields fields;
	char name[NETWORK_NAME_MAX + 1];

	if (!at_fields_begin(&fields, line, "+COPS:"))
		return false;
	at_fields_skip(&fields, 2);
	at_fields_text(&fields, name, sizeof(name));
	text_printable(name, strlen(name), network->operator_name,
	    sizeof(network->operator_name));
	return true;
}

bool
network_read(struct network *network, const char *line)
{
	return read_sim(network, line) || read_registration(network, line) ||
	    read_signal(network, line) || read_operator(network, line);
}

void
network_read_error(struct network *network, int cme)
{
	switch (cme) {
	case 10:
		network->sim = NETWORK_SIM_NONE;
		break;
	case 11:
		network->sim = NETWORK_SIM_PIN;
		break;
	case 12:
		network->sim = NETWORK_SIM_PUK;
		break;
	case 13:
		network->sim = NETWORK_SIM_FAILED;
		break;
	case 14:
	case 515:                       /* Wavecom, Huawei: still initialising */
		network->sim = NETWORK_SIM_BUSY;
		break;
	default:
		break;
	}
}

bool
network_is_registered(const struct network *network)
{
	return network->registration == NETWORK_HOME || network->registration == NETWORK_ROAMING;
}

bool
network_is_unheard(const struct network *network)
{
	bool nothing = network->signal == 0 || network->signal == NETWORK_SIGNAL_NONE;

	return nothing && (network->registration == NETWORK_SEARCHING ||
	    network->registration == NETWORK_NONE);
}

const char *
network_registration_name(enum network_registration registration)
{
	static const char *const names[] = {
		[NETWORK_UNKNOWN] = "",
		[NETWORK_HOME] = "home",
		[NETWORK_ROAMING] = "roaming",
		[NETWORK_SEARCHING] = "searching",
		[NETWORK_DENIED] = "denied",
		[NETWORK_NONE] = "not registered",
	};

	return names[registration];
}
