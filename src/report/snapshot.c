/* SPDX-License-Identifier: MIT */
#include "report/snapshot.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "report/words.h"
#include "util/array.h"

/* What can be done about a modem that is in this state; NULL: nothing need be. */
static const char *
modem_remedy(enum modem_state state)
{
	static const char *const remedies[] = {
		[MODEM_OFF] = "look at its cable, and at what atdialler --list-devices shows; "
		    "atdialler --doctor finds out more",
		[MODEM_STARTING] = "wait half a minute; if it stays so, see what atdialler "
		    "--list-devices --probe finds on other ports, or unplug the modem and plug it in "
		    "again",
		[MODEM_READY] = NULL,
		[MODEM_NO_SIM] = "put a SIM card into the modem, or push it in until it holds",
		[MODEM_SIM_PIN] = "write its PIN into the file sim-pin beside the configuration, or "
		    "into one that pin-file names, and restart atdialler; or switch the PIN off in a "
		    "telephone",
		[MODEM_SIM_PIN_WRONG] = "correct the PIN in its file, then restart atdialler, and try "
		    "nothing else before: after three wrong ones the card is blocked",
		[MODEM_SIM_PUK] = "put the card into a telephone and enter its PUK there",
		[MODEM_SIM_FAILED] = "try the card in a telephone: it is broken, or locked to another "
		    "device or network",
		[MODEM_SEARCHING] = "wait a minute; if it stays so, look at the antenna and its place",
		[MODEM_DENIED] = "ask the card's operator whether it is blocked, and may roam",
		[MODEM_NO_SERVICE] = "look at the antenna and its place, and whether the operator has "
		    "a disturbance",
		[MODEM_NO_SIGNAL] = "look at the antenna, its plug and its place",
	};

	static_assert(ARRAY_LEN(remedies) == MODEM_STATE_LAST + 1, "each state needs its row");

	return remedies[state];
}

static void
judge_modem(struct snapshot *snapshot)
{
	const struct snapshot_modem *modem = &snapshot->modem;
	bool silent = modem->state == MODEM_OFF || modem->state == MODEM_STARTING;
	const char *state = modem->state == MODEM_STARTING ? "the modem is starting" :
	    modem_state_name(modem->state);
	const char *reason = silent && modem->why.text[0] != '\0' ? modem->why.text : state;

	text_copy(snapshot->reason, sizeof(snapshot->reason), reason);
	text_copy(snapshot->remedy, sizeof(snapshot->remedy), modem_remedy(modem->state));
}

static void
judge_link(struct snapshot *snapshot)
{
	const struct snapshot_link *link = &snapshot->link;
	const char *why = link->why.text[0] != '\0' ? link->why.text : "no answer yet";

	snprintf(snapshot->reason, sizeof(snapshot->reason), "not connected to Patriot: %.360s",
	    why);
	text_copy(snapshot->remedy, sizeof(snapshot->remedy), link->remedy[0] != '\0' ?
	    link->remedy : "see that the Patriot client runs, that its Desktop API is switched on, "
	    "and that no firewall keeps us from its port; atdialler --doctor finds out more");
}

void
snapshot_judge(struct snapshot *snapshot)
{
	bool modem = snapshot->modem.state == MODEM_READY;
	bool link = snapshot->link.state == SNAPSHOT_LINK_READY;

	snapshot->ready = modem && link;
	snapshot->reason[0] = '\0';
	snapshot->remedy[0] = '\0';
	if (!modem)
		judge_modem(snapshot);
	else if (!link)
		judge_link(snapshot);
}

bool
snapshot_hopeless(const struct snapshot *snapshot)
{
	switch (snapshot->modem.state) {
	case MODEM_NO_SIM:
	case MODEM_SIM_PIN_WRONG:
	case MODEM_SIM_PUK:
	case MODEM_SIM_FAILED:
	case MODEM_DENIED:
		return true;
	case MODEM_OFF:
	case MODEM_STARTING:
	case MODEM_READY:
	case MODEM_SIM_PIN:             /* it may be on its way */
	case MODEM_SEARCHING:
	case MODEM_NO_SERVICE:
	case MODEM_NO_SIGNAL:
		return false;
	}
	return false;
}

static void
say_modem(struct words *words, const struct snapshot_modem *modem)
{
	words_say(words, "%s", modem->identity[0] != '\0' ? modem->identity : "unnamed modem");
	if (modem->network[0] != '\0')
		words_say(words, ", %s", modem->network);
	if (modem->signal >= 0)
		words_say(words, ", signal %d/%d", modem->signal, SNAPSHOT_SIGNAL_MAX);
}

static void
say_call(struct words *words, const struct snapshot_call *call)
{
	static const char *const verbs[] = {
		[CALL_IDLE] = "no call",
		[CALL_DIALLING] = "dialling",
		[CALL_ALERTING] = "ringing at",
		[CALL_ACTIVE] = "in a call with",
		[CALL_INCOMING] = "incoming call from",
		[CALL_ENDING] = "hanging up on",
	};
	const char *number = call->number[0] != '\0' ? call->number :
	    call->withheld ? "a withheld number" : "an unknown number";

	words_say(words, "%s", verbs[call->state]);
	if (call->state != CALL_IDLE)
		words_say(words, " %s", number);
}

const char *
snapshot_words(const struct snapshot *snapshot, char *out, size_t size)
{
	struct words words = { .out = out, .size = size };
	bool linked = snapshot->link.state == SNAPSHOT_LINK_READY;

	out[0] = '\0';
	if (snapshot->ready) {
		words_say(&words, "ready: ");
		say_modem(&words, &snapshot->modem);
	} else {
		words_say(&words, "not ready: %s; %s", snapshot->reason, snapshot->remedy);
	}
	if (linked)
		words_say(&words, "; connected to Patriot");
	else if (snapshot->modem.state != MODEM_READY)
		words_say(&words, "; not connected to Patriot");
	words_say(&words, "; ");
	say_call(&words, &snapshot->call);
	if (snapshot->degraded[0] != '\0')
		words_say(&words, "; but %s", snapshot->degraded);
	return out;
}
