/* SPDX-License-Identifier: MIT */
#include "modem/modem.h"

#include "modem/hangup.h"
#include "modem/hear.h"
#include "modem/say.h"
#include "modem/start.h"
#include "util/text.h"

void
modem_init(struct modem *modem, const struct dialect *forced)
{
	modem_set_up(modem, &(struct modem_settings){ .forced = forced });
}

void
modem_set_up(struct modem *modem, const struct modem_settings *settings)
{
	*modem = (struct modem){
		.settings = *settings, .dial_by = NEVER, .dialled_at = NEVER, .kept_by = NEVER
	};
	at_chat_init(&modem->chat);
	bringup_begin(&modem->bringup, settings->forced);
	health_init(&modem->health);
	track_init(&modem->track);
	ladder_stop(&modem->ladder);
}

const struct call *
modem_call(const struct modem *modem)
{
	return &modem->track.call;
}

ms_t
modem_dialled_at(const struct modem *modem)
{
	return modem->dialled_at;
}

bool
modem_asks_cause(const struct modem *modem)
{
	return modem->cause_wanted || modem->task == MODEM_TASK_CAUSE;
}

const char *
modem_identity(const struct modem *modem)
{
	return modem->bringup.identity;
}

const char *
modem_dialect_name(const struct modem *modem)
{
	return modem->bringup.dialect != NULL ? modem->bringup.dialect->name : "";
}

bool
modem_is_cellular(const struct modem *modem)
{
	return modem->bringup.dialect != NULL && modem->bringup.dialect->cellular;
}

/* What it says of a network; while the port is gone or it starts, nothing. */
static const struct network *
network_of(const struct modem *modem)
{
	static const struct network unknown = { .signal = NETWORK_SIGNAL_UNKNOWN };

	return modem->chat.state != AT_CHAT_OFF && modem_is_cellular(modem) ?
	    &modem->bringup.network : &unknown;
}

int
modem_signal(const struct modem *modem)
{
	int signal = network_of(modem)->signal;

	return signal <= NETWORK_SIGNAL_MAX ? signal : NETWORK_SIGNAL_UNKNOWN;
}

const char *
modem_operator(const struct modem *modem)
{
	return network_of(modem)->operator_name;
}

const char *
modem_registration(const struct modem *modem)
{
	return network_registration_name(network_of(modem)->registration);
}

bool
modem_next(struct modem *modem, struct modem_news *news)
{
	if (modem->news_count == 0)
		return false;
	*news = modem->news[modem->news_first];
	modem->news_first = (modem->news_first + 1) % MODEM_NEWS_MAX;
	modem->news_count--;
	return true;
}

enum modem_state
modem_state(const struct modem *modem)
{
	return core_state(modem);
}

const char *
modem_state_name(enum modem_state state)
{
	static const char *const names[] = {
		[MODEM_OFF] = "no modem",
		[MODEM_STARTING] = "starting",
		[MODEM_READY] = "ready",
		[MODEM_NO_SIM] = "no SIM card",
		[MODEM_SIM_PIN] = "the SIM card wants its PIN",
		[MODEM_SIM_PIN_WRONG] = "the SIM card refuses the PIN it was given",
		[MODEM_SIM_PUK] = "the SIM card is blocked and wants its PUK",
		[MODEM_SIM_FAILED] = "the SIM card does not work in this modem",
		[MODEM_SEARCHING] = "searching for a network",
		[MODEM_DENIED] = "the network refuses this SIM card",
		[MODEM_NO_SERVICE] = "no network service",
		[MODEM_NO_SIGNAL] = "no signal of any network",
	};

	return names[state];
}

/* An accepted dial that waits for the modem is off as soon as it would not be accepted now. */
static void
drop_stale_dial(struct modem *modem, ms_t now)
{
	if (modem->dial_by == NEVER)
		return;
	if (modem->track.call.state != CALL_IDLE)
		say_refuse_dial(modem, "another call came first");
	else if (modem_state(modem) != MODEM_READY)
		say_refuse_dial(modem, modem_state_name(modem_state(modem)));
	else if (modem->dial_by <= now)
		say_refuse_dial(modem, "the modem was busy for too long");
}

static void
settle(struct modem *modem, ms_t now)
{
	drop_stale_dial(modem, now);
	hangup_let_stale_go(modem);
	if (modem->track.call.state == CALL_IDLE)
		modem->kept_by = NEVER;
	say_next(modem, now);
	core_tell_changes(modem);
}

void
modem_start(struct modem *modem, ms_t now)
{
	start_begin(modem, now);
}

void
modem_restart(struct modem *modem, ms_t now)
{
	modem_start(modem, now);
	if (modem->reset == NULL || modem->track.call.state != CALL_IDLE ||
	    modem->ladder.rung != NULL)
		return;
	core_tell(modem, MODEM_NEWS_NOTE, "it is told to reset itself, in case it hears us (%s)",
	    modem->reset);
	at_chat_shout(&modem->chat, modem->reset, now);
}

/* The port is closed: nothing can be asked, and nothing that was to be said is. */
static void
fall_silent(struct modem *modem, ms_t now)
{
	modem->track.list_at = NEVER;
	ladder_stop(&modem->ladder);
	health_init(&modem->health);
	modem->awake = false;
	modem->task = MODEM_TASK_NONE;
	at_chat_stop(&modem->chat);
	settle(modem, now);
}

void
modem_lost(struct modem *modem, ms_t now)
{
	modem_forget_dial(modem, "the modem is gone", now);
	track_over(&modem->track, CALL_END_MODEM_LOST, now);
	fall_silent(modem, now);
}

static void
keep_call(struct modem *modem, ms_t now)
{
	bool ending = modem->track.call.state == CALL_ENDING;

	if (modem->track.call.state != CALL_IDLE)
		modem->kept_by = ms_min(modem->kept_by,
		    now + (ending ? MODEM_DEAF_ENDING_MS : MODEM_DEAF_MS));
}

void
modem_closed(struct modem *modem, ms_t now)
{
	/* A dial command that the port has not taken: the modem never heard of this call. */
	if (modem->task == MODEM_TASK_DIAL)
		track_over(&modem->track, CALL_END_MODEM_LOST, now);
	modem_forget_dial(modem, "the modem no longer answers", now);
	keep_call(modem, now);
	fall_silent(modem, now);
}

void
modem_feed(struct modem *modem, const char *bytes, size_t n, ms_t now)
{
	while (n > 0) {
		struct at_news news;
		size_t eaten = at_chat_take(&modem->chat, bytes, n, now, &news);

		hear_chat(modem, &news, now);
		bytes += eaten;
		n -= eaten;
	}
	settle(modem, now);
}

int
modem_dial(struct modem *modem, const char *shown, const char *wire, ms_t now,
    struct fault *fault)
{
	char text[AT_COMMAND_MAX + 1];

	if (modem_state(modem) != MODEM_READY)
		return fault_set(fault, "the modem is not ready: %s",
		    modem_state_name(modem_state(modem)));
	if (modem->track.call.state != CALL_IDLE || modem->dial_by != NEVER ||
	    modem->ladder.rung != NULL)
		return fault_set(fault, "there is a call already");
	if (dialect_dial(core_dialect(modem), wire, text, sizeof(text), fault) != 0)
		return -1;
	text_copy(modem->number, sizeof(modem->number), shown);
	text_copy(modem->wire, sizeof(modem->wire), wire);
	modem->dial_by = now + MODEM_DIAL_MS;
	settle(modem, now);
	return 0;
}

bool
modem_dials_plus(const struct modem *modem)
{
	return core_dialect(modem)->dials_plus;
}

void
modem_forget_dial(struct modem *modem, const char *why, ms_t now)
{
	say_forget_dial(modem, why, now);
	core_tell_changes(modem);
}

/* Of a call that outlives a closed port: the first thing it is told when the port is open again. */
static int
hang_up_later(struct modem *modem, ms_t now, struct fault *fault)
{
	if (modem->track.call.state == CALL_IDLE)
		return fault_set(fault, "there is no modem");
	track_hangup(&modem->track);
	modem->owes_hangup = true;
	keep_call(modem, now);
	core_tell_changes(modem);
	return 0;
}

int
modem_hangup(struct modem *modem, ms_t now, struct fault *fault)
{
	if (modem_state(modem) == MODEM_OFF)
		return hang_up_later(modem, now, fault);
	modem_forget_dial(modem, "hung up before it was dialled", now);
	hangup_begin(modem, now);
	settle(modem, now);
	return 0;
}

bool
modem_owes_hangup(const struct modem *modem)
{
	size_t waiting;

	at_chat_output(&modem->chat, &waiting);
	return ladder_owes(&modem->ladder) || (modem->task == MODEM_TASK_HANGUP && waiting > 0);
}

void
modem_set_pin(struct modem *modem, const char *pin)
{
	pin_set(&modem->pin, pin);
}

bool
modem_is_secret(const struct modem *modem)
{
	return modem->secret;
}

const char *
modem_output(const struct modem *modem, size_t *n)
{
	return at_chat_output(&modem->chat, n);
}

bool
modem_late(const struct modem *modem, ms_t now)
{
	return at_chat_late(&modem->chat, now);
}

void
modem_wrote(struct modem *modem, size_t n, ms_t now)
{
	if (modem->dialled_at == NEVER && modem->task == MODEM_TASK_DIAL && n > 0)
		modem->dialled_at = now;
	at_chat_wrote(&modem->chat, n, now);
}

/* A call whose end the modem cannot tell, and that nobody has ended here. */
static ms_t
too_long_at(const struct modem *modem)
{
	bool endless = modem->track.call.state == CALL_ACTIVE && !modem->track.has_list &&
	    modem->bringup.done && modem->chat.state != AT_CHAT_OFF;

	return endless && modem->settings.longest_call != 0 ?
	    modem->track.began_at + modem->settings.longest_call : NEVER;
}

ms_t
modem_due(const struct modem *modem)
{
	ms_t due = at_chat_due(&modem->chat);

	due = ms_min(due, track_due(&modem->track));
	due = ms_min(due, ladder_fails_at(&modem->ladder));
	due = ms_min(due, modem->dial_by);
	due = ms_min(due, modem->kept_by);
	due = ms_min(due, too_long_at(modem));
	return ms_min(due, say_due(modem));
}

void
modem_tick(struct modem *modem, ms_t now)
{
	struct at_news news;

	if (at_chat_due(&modem->chat) <= now) {
		at_chat_tick(&modem->chat, now, &news);
		hear_chat(modem, &news, now);
	}
	hangup_let_stale_go(modem);
	if (ladder_fails_at(&modem->ladder) <= now)
		hangup_climb_down(modem, now);
	if (too_long_at(modem) <= now) {
		core_tell(modem, MODEM_NEWS_NOTE, "hanging up: nobody has ended the call within "
		    "--max-call-duration");
		hangup_begin(modem, now);
	}
	if (modem->kept_by <= now) {
		core_tell(modem, MODEM_NEWS_NOTE, "silent for too long: the call is shown as over, "
		    "but may still be up");
		track_over(&modem->track, CALL_END_MODEM_LOST, now);
	}
	track_tick(&modem->track, now);
	settle(modem, now);
}
