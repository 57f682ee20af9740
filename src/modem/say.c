/* SPDX-License-Identifier: MIT */
#include "modem/say.h"

#include "modem/start.h"

void
say_refuse_dial(struct modem *modem, const char *why)
{
	modem->dial_by = NEVER;
	core_tell(modem, MODEM_NEWS_NOT_DIALLED, "%s", why);
}

void
say_withdraw_dial(struct modem *modem, const char *why, ms_t now)
{
	if (modem->task != MODEM_TASK_DIAL || !at_chat_withdraw(&modem->chat, now))
		return;
	modem->task = MODEM_TASK_NONE;
	track_over(&modem->track, CALL_END_LOCAL, now);
	say_refuse_dial(modem, why);
}

void
say_forget_dial(struct modem *modem, const char *why, ms_t now)
{
	if (modem->dial_by != NEVER)
		say_refuse_dial(modem, why);
	say_withdraw_dial(modem, why, now);
}

static void
say(struct modem *modem, enum modem_task task, const struct at_command *command, ms_t now)
{
	modem->task = task;
	modem->list.count = 0;
	if (task == MODEM_TASK_LIST ||
	    (task == MODEM_TASK_BRINGUP && bringup_lists(&modem->bringup)))
		track_asked(&modem->track);
	at_chat_send(&modem->chat, command, now);
}

static void
ask(struct modem *modem, enum modem_task task, const char *text, ms_t timeout, ms_t now)
{
	say(modem, task, &(struct at_command){ .text = text, .timeout = timeout }, now);
}

static void
dial(struct modem *modem, ms_t now)
{
	char text[AT_COMMAND_MAX + 1];
	struct fault fault;
	struct at_command command = {
		.text = text, .timeout = core_dialect(modem)->dial_timeout, .dials = true,
		.send_by = modem->dial_by,
	};

	if (dialect_dial_in(voice_class(&modem->voice), core_dialect(modem), modem->wire, text,
	    sizeof(text), &fault) != 0) {
		say_refuse_dial(modem, fault.text);
	} else if (track_dial(&modem->track, modem->number, now) == CALL_ORDER_DIAL) {
		voice_dialled(&modem->voice);
		modem->dialled_at = NEVER;
		say(modem, MODEM_TASK_DIAL, &command, now);
	}
	modem->dial_by = NEVER;
}

static void
take_rung(struct modem *modem, ms_t now)
{
	const struct dialect_rung *rung = modem->ladder.rung;

	if (rung->resets)
		modem->reset_at = now + MODEM_RESET_MS;
	if (!rung->drops_dtr) {
		ask(modem, MODEM_TASK_HANGUP, rung->command, LADDER_ANSWER_MS, now);
		return;
	}
	core_tell(modem, MODEM_NEWS_DROP_DTR, "dropping DTR");
	ladder_answered(&modem->ladder, true, now);
	track_look(&modem->track, now + TRACK_LOOK_MS);
}

/* An analog modem that is off hook may take an AT for the end of the call: only when idle. */
static ms_t
check_at(const struct modem *modem)
{
	return modem->track.call.state == CALL_IDLE ?
	    health_due(&modem->health, &modem->bringup.network) : NEVER;
}

static void
check_health(struct modem *modem, ms_t now)
{
	static const char *const questions[] = {
		[HEALTH_NOTHING] = NULL,
		[HEALTH_ALIVE] = NULL,  /* the dialect knows one */
		[HEALTH_SIGNAL] = "AT+CSQ",
		[HEALTH_OPERATOR] = "AT+COPS?",
	};
	enum health_question question = health_ask(&modem->health, &modem->bringup.network, now);

	ask(modem, MODEM_TASK_HEALTH, question == HEALTH_ALIVE ? core_dialect(modem)->alive :
	    questions[question], MODEM_COMMAND_MS, now);
}

/* Into the class of its own before a dial, and out of it when nothing is left to hear there. */
static void
mind_voice(struct modem *modem)
{
	struct voice *voice = &modem->voice;
	bool over = modem->track.call.state == CALL_IDLE && modem->ladder.rung == NULL;

	if (at_chat_free_at(&modem->chat) == NEVER)
		return;
	if (voice->off_hook ? over : modem->dial_by == NEVER)
		voice_leave(voice);
	if (modem->dial_by != NEVER)
		voice_enter(voice);
}

static void
ask_cause(struct modem *modem, ms_t now)
{
	modem->cause_wanted = false;
	ask(modem, MODEM_TASK_CAUSE, core_dialect(modem)->cause, MODEM_COMMAND_MS, now);
}

static void
try_pin(struct modem *modem, ms_t now)
{
	char text[PIN_COMMAND_MAX + 1];

	if (!pin_command(&modem->pin, text))
		return;
	modem->secret = pin_is_secret(&modem->pin);
	ask(modem, MODEM_TASK_PIN, text, MODEM_PIN_MS, now);
}

static bool
wants_pin(const struct modem *modem)
{
	return !modem->bringup.done && modem->bringup.wants_pin && pin_is_due(&modem->pin);
}

static bool
wants_cause(const struct modem *modem)
{
	return modem->cause_wanted && modem->bringup.done;
}

/* One command, the most urgent first; the next one when this is answered. */
void
say_next(struct modem *modem, ms_t now)
{
	bool was_ready = modem->bringup.done;
	struct at_command command;

	mind_voice(modem);
	if (at_chat_free_at(&modem->chat) != NEVER)
		modem->secret = false;
	if (!modem->awake || at_chat_free_at(&modem->chat) > now)
		return;
	if (ladder_take(&modem->ladder, now))
		take_rung(modem, now);
	else if (voice_command(&modem->voice) != NULL)
		ask(modem, MODEM_TASK_VOICE, voice_command(&modem->voice), MODEM_COMMAND_MS, now);
	else if (modem->dial_by != NEVER)
		dial(modem, now);
	else if (modem->track.list_at <= now)
		ask(modem, MODEM_TASK_LIST, core_dialect(modem)->list, MODEM_COMMAND_MS, now);
	else if (wants_cause(modem))
		ask_cause(modem, now);
	else if (wants_pin(modem))
		try_pin(modem, now);
	else if (bringup_command(&modem->bringup, &command, now))
		say(modem, MODEM_TASK_BRINGUP, &command, now);
	else if (check_at(modem) <= now)
		check_health(modem, now);
	if (!was_ready && modem->bringup.done)
		start_ready(modem, now);
	/* Stepping on may have chosen the dialect. */
	modem->track.has_list = modem->bringup.has_list;
	at_chat_set_gap(&modem->chat, modem->bringup.done ? core_dialect(modem)->gap : MODEM_GAP_MS);
}

ms_t
say_due(const struct modem *modem)
{
	ms_t free_at = at_chat_free_at(&modem->chat), due = NEVER;

	if (!modem->awake || free_at == NEVER)
		return NEVER;
	due = ms_min(due, ladder_take_at(&modem->ladder));
	if (modem->dial_by != NEVER || voice_command(&modem->voice) != NULL ||
	    wants_cause(modem) || wants_pin(modem))
		due = free_at;
	due = ms_min(due, bringup_due(&modem->bringup));
	due = ms_min(due, modem->track.list_at);
	due = ms_min(due, check_at(modem));
	return due < free_at ? free_at : due;
}
