/* SPDX-License-Identifier: MIT */
#include "modem/modem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "modem/cause.h"
#include "util/array.h"

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

/* Until the modem is known, a ring is a ring. */
static const struct dialect *
dialect_of(const struct modem *modem)
{
	return modem->bringup.dialect != NULL ? modem->bringup.dialect : &dialect_cellular;
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

/* News */

static struct modem_news *
add_news(struct modem *modem, enum modem_event event)
{
	struct modem_news *news;

	if (modem->news_count == MODEM_NEWS_MAX) {
		modem->news_first = (modem->news_first + 1) % MODEM_NEWS_MAX;
		modem->news_count--;
	}
	news = &modem->news[(modem->news_first + modem->news_count++) % MODEM_NEWS_MAX];
	*news = (struct modem_news){
		.event = event, .state = modem->told_state, .call = modem->track.call
	};
	return news;
}

static void __attribute__((format(printf, 3, 4)))
tell(struct modem *modem, enum modem_event event, const char *format, ...)
{
	struct modem_news *news = add_news(modem, event);
	va_list args;

	va_start(args, format);
	vsnprintf(news->text, sizeof(news->text), format, args);
	va_end(args);
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
	static const enum modem_state of_sim[] = {
		[NETWORK_SIM_UNKNOWN] = MODEM_STARTING,
		[NETWORK_SIM_READY] = MODEM_STARTING,
		[NETWORK_SIM_BUSY] = MODEM_STARTING,
		[NETWORK_SIM_NONE] = MODEM_NO_SIM,
		[NETWORK_SIM_PIN] = MODEM_SIM_PIN,
		[NETWORK_SIM_PUK] = MODEM_SIM_PUK,
		[NETWORK_SIM_FAILED] = MODEM_SIM_FAILED,
	};
	static const enum modem_state of_registration[] = {
		[NETWORK_UNKNOWN] = MODEM_READY,
		[NETWORK_HOME] = MODEM_READY,
		[NETWORK_ROAMING] = MODEM_READY,
		[NETWORK_SEARCHING] = MODEM_SEARCHING,
		[NETWORK_DENIED] = MODEM_DENIED,
		[NETWORK_NONE] = MODEM_NO_SERVICE,
	};

	if (modem->chat.state == AT_CHAT_OFF)
		return MODEM_OFF;
	if (!modem->awake)
		return MODEM_STARTING;
	if (!modem->bringup.done && modem->bringup.network.sim == NETWORK_SIM_PIN &&
	    modem->pin.state == PIN_REFUSED)
		return MODEM_SIM_PIN_WRONG;
	if (!modem->bringup.done)
		return of_sim[modem->bringup.network.sim];
	/* What an analog modem says of a network is noise, and it would never be asked again. */
	if (!modem->bringup.dialect->cellular)
		return MODEM_READY;
	if (network_is_unheard(&modem->bringup.network))
		return MODEM_NO_SIGNAL;
	return of_registration[modem->bringup.network.registration];
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

/* The far end may have been busy, or have declined: nobody has said so. */
static bool
lacks_cause(const struct modem *modem, const struct call *call)
{
	return call->state == CALL_IDLE && call->outbound && !call->answered &&
	    dialect_of(modem)->cause != NULL && (call->end == CALL_END_UNKNOWN ||
	    call->end == CALL_END_REMOTE || call->end == CALL_END_FAILED);
}

static void
tell_changes(struct modem *modem)
{
	enum modem_state state = modem_state(modem);
	struct call call;

	while (track_next(&modem->track, &call)) {
		struct modem_news *news = add_news(modem, MODEM_NEWS_CALL);

		news->call = call;
		if (call.state == CALL_IDLE)
			text_printable(modem->told_end, strlen(modem->told_end), news->text,
			    sizeof(news->text));
		modem->told_end[0] = '\0';
		modem->cause_wanted = lacks_cause(modem, &call);
	}
	if (state == modem->told_state)
		return;
	modem->told_state = state;
	add_news(modem, MODEM_NEWS_STATE);
}

/* Hanging up */

static const struct dialect_rung *
rungs_of(const struct modem *modem)
{
	/* Until the modem is known: each kind refuses the other's. */
	static const struct dialect_rung either[] = {
		{ .command = "AT+CHUP", .goes_on = true },
		{ .command = "ATH" },
		{ .command = NULL },
	};
	const struct dialect *dialect = modem->bringup.dialect;

	if (dialect == NULL)
		return either;
	if (modem->track.call.state == CALL_INCOMING && dialect->reject != NULL)
		return dialect->reject;
	return dialect->hangup;
}

/* A ladder was for the call that is over, not for one that waited behind it. */
static void
let_stale_ladder_go(struct modem *modem)
{
	if (modem->track.call.state != CALL_ENDING)
		ladder_let_go(&modem->ladder);
}

static void
begin_hangup(struct modem *modem, ms_t now)
{
	const struct dialect_rung *rungs = rungs_of(modem);

	let_stale_ladder_go(modem);
	if (track_hangup(&modem->track) == CALL_ORDER_HANGUP)
		ladder_begin(&modem->ladder, rungs, now);
	at_chat_abort(&modem->chat, now);
}

/* The operator's hang-up outlives the port: a modem that is deaf now may still hold the line. */
static void
give_up(struct modem *modem, const char *why)
{
	modem->owes_hangup = modem->track.call.state == CALL_ENDING ||
	    ladder_owes(&modem->ladder);
	tell(modem, MODEM_NEWS_REOPEN, "%s", why);
}

static void
climb_down(struct modem *modem, ms_t now)
{
	bool found = ladder_climb_down(&modem->ladder, now);

	if (!found || (modem->ladder.rung->resets && now < modem->reset_at)) {
		give_up(modem, "the modem does not end the call");
		ladder_stop(&modem->ladder);
		return;
	}
	tell(modem, MODEM_NEWS_NOTE, "the call is not over yet; trying %s",
	    modem->ladder.rung->drops_dtr ? "to drop DTR" : modem->ladder.rung->command);
}

/* Its settings are gone now, and a call should be: it is brought up, and asked. */
static void
start_after_reset(struct modem *modem, ms_t now)
{
	if (!modem->track.has_list)
		track_over(&modem->track, CALL_END_LOCAL, now);
	modem->owes_hangup = modem->track.call.state == CALL_ENDING;
	modem_start(modem, now);
}

static void
finish_rung(struct modem *modem, enum at_result result, ms_t now)
{
	const struct dialect_rung *rung = modem->ladder.rung;
	struct track *track = &modem->track;
	bool ok = result == AT_OK;

	if (rung == NULL || ladder_answered(&modem->ladder, ok, now))
		return;
	if (ok)
		voice_hung_up(&modem->voice);
	if (ok && rung->resets)
		start_after_reset(modem, now);
	else if (track->call.state != CALL_ENDING)
		track_look(track, now);
	else if (ok && !modem->bringup.done && dialect_of(modem)->list != NULL)
		modem->hung_up = true;
	else if (ok)
		track_told_end(track, CALL_END_LOCAL, now); /* with a list, that knows better */
	else if (track->has_list)
		track_look(track, now);
	else
		climb_down(modem, now);
}

/* What the modem says */

static bool
hear_banner(struct modem *modem, const char *line, ms_t now)
{
	/* `sure`: the modem was off, so no call can be up. The others also come late after a start. */
	static const struct {
		const char *text;
		bool sure;
	} banners[] = {
		{ "RDY", true },
		{ "^SYSSTART", true },
		{ "NORMAL POWER DOWN", true },
		{ "POWERED DOWN", true },
		{ "+CFUN: 1", false },
		{ "+CPIN: ", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(banners); i++) {
		if (!text_starts(line, banners[i].text))
			continue;
		if (!banners[i].sure &&
		    (!modem->bringup.done || modem->track.call.state != CALL_IDLE)) {
			track_look(&modem->track, now);
			return false;
		}
		if (!modem->awake)
			return true;    /* we are asking it already */
		track_over(&modem->track, CALL_END_MODEM_LOST, now);
		tell(modem, MODEM_NEWS_NOTE, "the modem has restarted (%s)", banners[i].text);
		modem_start(modem, now);
		return true;
	}
	return false;
}

static bool
hear_caller(struct modem *modem, const char *line, ms_t now)
{
	struct caller caller = { .withheld = false };

	if (caller_read_clip(&caller, line)) {
		track_ring(&modem->track, &caller, now);
		return true;
	}
	if (caller_read_ccwa(&caller, line)) {
		tell(modem, MODEM_NEWS_NOTE, "another caller waits");
		track_look(&modem->track, now);
		return true;
	}
	if (dialect_of(modem)->cellular)
		return false;
	if (caller_read_ring(&caller, line)) {
		track_ring(&modem->track, &caller, now);
		return true;
	}
	if (!track_block(&modem->track, line, now))
		return false;
	if (modem->track.block.doubtful && !modem->doubted)
		tell(modem, MODEM_NEWS_NOTE, "the caller ID has a wrong check sum: the number "
		    "may be wrong");
	modem->doubted = modem->track.block.doubtful;
	return true;
}

static bool
hear_entry(struct modem *modem, const char *line, ms_t now)
{
	const struct dialect_entry *known = dialect_read_entry(dialect_of(modem), line);
	struct clcc_entry entry;

	if (known == NULL)
		return false;
	if (clcc_read(&entry, line, known->line, known->reserved))
		track_entry(&modem->track, &entry, now);
	else
		track_look(&modem->track, now); /* Cinterion: all it says of an end is an empty line */
	return true;
}

static void
hear_end(struct modem *modem, const struct dialect_news *news, const char *line, ms_t now)
{
	enum call_end why = dialect_why(news, line);

	text_copy(modem->told_end, sizeof(modem->told_end), line);
	if (news->answers && track_reversed(&modem->track, now)) {
		track_progress(&modem->track, CALL_HEARD_ANSWER, now);
		return;
	}
	if (news->twice && !track_tone(&modem->track, now))
		return;
	/* The exchange plays the busy tone to whoever is left. */
	if (news->twice && modem->track.call.state == CALL_ACTIVE)
		why = CALL_END_REMOTE;
	if (news->sure)
		track_ended(&modem->track, dialect_call(news, line), why, now);
	else
		track_told_end(&modem->track, why, now);
	if (modem->voice.off_hook && modem->track.call.state == CALL_IDLE)
		at_chat_abort(&modem->chat, now); /* it still listens for an answer */
}

static bool
awaits_answer(const struct call *call)
{
	return call->outbound && (call->state == CALL_DIALLING || call->state == CALL_ALERTING);
}

static bool
hear_news(struct modem *modem, const char *line, ms_t now)
{
	const struct dialect_news *news = dialect_read(dialect_of(modem), line);

	if (news == NULL || (news->ours && !awaits_answer(modem_call(modem))))
		return false;
	switch (news->means) {
	case CALL_HEARD_RING:
		track_ring(&modem->track, NULL, now);
		return true;
	case CALL_HEARD_END:
		hear_end(modem, news, line, now);
		return true;
	case CALL_HEARD_DIALLING:
	case CALL_HEARD_ALERTING:
	case CALL_HEARD_ANSWER:
		track_progress(&modem->track, news->means, now);
		return true;
	case CALL_ASKED_DIAL:
	case CALL_ASKED_HANGUP:
	case CALL_LOST:
		return true;
	}
	return false;
}

static void
refuse_dial(struct modem *modem, const char *why)
{
	modem->dial_by = NEVER;
	tell(modem, MODEM_NEWS_NOT_DIALLED, "%s", why);
}

/* Takes back a dial command of which the port has taken nothing yet. */
static void
withdraw_dial(struct modem *modem, const char *why, ms_t now)
{
	if (modem->task != MODEM_TASK_DIAL || !at_chat_withdraw(&modem->chat, now))
		return;
	modem->task = MODEM_TASK_NONE;
	track_over(&modem->track, CALL_END_LOCAL, now);
	refuse_dial(modem, why);
}

static void
hear_line(struct modem *modem, const char *line, ms_t now)
{
	if (hear_banner(modem, line, now))
		return;
	/* News of a call before the modem has heard of ours is news of another one. */
	if (hear_caller(modem, line, now) || hear_entry(modem, line, now) ||
	    hear_news(modem, line, now))
		withdraw_dial(modem, "another call came first", now);
	else
		network_read(&modem->bringup.network, line);
}

static enum call_end
end_of_result(const struct at_code *code)
{
	static const enum call_end ends[] = {
		[AT_OK] = CALL_END_UNKNOWN,
		[AT_ERROR] = CALL_END_FAILED,
		[AT_CONNECT] = CALL_END_UNKNOWN,
		[AT_NO_CARRIER] = CALL_END_FAILED,
		[AT_BUSY] = CALL_END_BUSY,
		[AT_NO_ANSWER] = CALL_END_NO_ANSWER,
		[AT_NO_DIALTONE] = CALL_END_NO_DIALTONE,
		[AT_LINE_IN_USE] = CALL_END_LINE_IN_USE,
		[AT_BLACKLISTED] = CALL_END_BARRED,
		[AT_TIMEOUT] = CALL_END_FAILED,
	};

	if (code->cme == 30 || code->cme == 31 || code->cme == 32)
		return CALL_END_NOT_REGISTERED;
	if (code->cme == 56 || code->cme == 62)
		return CALL_END_BARRED;
	return ends[code->result];
}

static void
finish_dial(struct modem *modem, const struct at_code *code, ms_t now)
{
	struct track *track = &modem->track;

	if (track->call.state == CALL_ENDING)
		return;                 /* aborted; the ladder goes on */
	switch (code->result) {
	case AT_OK:
		/* ZTE: the far end has declined. */
		if (dialect_of(modem)->dial_ok == CALL_HEARD_END)
			track_told_end(track, CALL_END_REJECTED, now);
		else
			track_progress(track, dialect_of(modem)->dial_ok, now);
		track_look(track, now + TRACK_FIRST_LOOK_MS);
		return;
	case AT_CONNECT:
		track_progress(track, CALL_HEARD_ANSWER, now);
		track_look(track, now + TRACK_FIRST_LOOK_MS);
		return;
	case AT_TIMEOUT:
		/* Never dialled again: the list says what became of it, or we end it. */
		if (track->has_list)
			track_look(track, now);
		else
			begin_hangup(modem, now);
		return;
	case AT_ERROR:
	case AT_NO_CARRIER:
	case AT_BUSY:
	case AT_NO_ANSWER:
	case AT_NO_DIALTONE:
	case AT_LINE_IN_USE:
	case AT_BLACKLISTED:
		text_copy(modem->told_end, sizeof(modem->told_end), modem->chat.line.text);
		track_told_end(track, end_of_result(code), now);
		return;
	}
}

static void
finish_list(struct modem *modem, const struct at_code *code, ms_t now)
{
	/* A list older than the hang-up cannot confirm it. */
	if (code->result != AT_OK || ladder_owes(&modem->ladder)) {
		track_look_failed(&modem->track, now);
		return;
	}
	if (track_judge(&modem->track, &modem->list, now))
		begin_hangup(modem, now);
	if (modem->track.missing == 0)
		modem->kept_by = NEVER; /* it is there */
}

static void
finish_pin(struct modem *modem, const struct at_code *code, ms_t now)
{
	pin_answered(&modem->pin, code);
	if (modem->pin.state == PIN_REFUSED && code->result == AT_OK)
		tell(modem, MODEM_NEWS_NOTE, "one attempt is left to enter the SIM's PIN, and it is "
		    "not used: enter the PIN in a telephone once");
	if (!pin_is_secret(&modem->pin))
		bringup_sim_changed(&modem->bringup, now);
}

static void
finish_bringup(struct modem *modem, const struct at_code *code, ms_t now)
{
	if (bringup_lists(&modem->bringup))
		finish_list(modem, code, now);
	bringup_final(&modem->bringup, code, now);
	if (modem->bringup.network.sim == NETWORK_SIM_READY)
		pin_proved(&modem->pin);
}

static void
hear_cause(struct modem *modem, const char *line)
{
	char printable[100];
	enum call_end why;

	if (modem->track.call.state != CALL_IDLE)
		return;
	if (cause_read_report(line, &why))
		track_explain(&modem->track, why);
	tell(modem, MODEM_NEWS_CAUSE, "%s",
	    text_printable(line, strlen(line), printable, sizeof(printable)));
}

static void
finish_health(struct modem *modem, const struct at_code *code, ms_t now)
{
	/* Calls that we have not heard of: made by somebody else, or while it was deaf. */
	if (modem->health.asked == HEALTH_ALIVE)
		track_look(&modem->track, now);
	health_answered(&modem->health, code, &modem->bringup.network, now);
}

static void
finish_task(struct modem *modem, const struct at_code *code, ms_t now)
{
	enum modem_task task = modem->task;

	modem->task = MODEM_TASK_NONE;
	health_heard(&modem->health, &modem->bringup.network, now);
	if (code->result == AT_TIMEOUT && task != MODEM_TASK_BRINGUP)
		tell(modem, MODEM_NEWS_NOTE, "no answer to %s; getting back in step",
		    task == MODEM_TASK_DIAL ? "the dial command" :
		    task == MODEM_TASK_PIN ? "the SIM's PIN" : modem->chat.text);
	switch (task) {
	case MODEM_TASK_NONE:
	case MODEM_TASK_CAUSE:
		return;
	case MODEM_TASK_BRINGUP:
		finish_bringup(modem, code, now);
		return;
	case MODEM_TASK_PIN:
		finish_pin(modem, code, now);
		return;
	case MODEM_TASK_VOICE:
		if (!voice_answered(&modem->voice, code->result == AT_OK))
			modem_forget_dial(modem, "the modem does not go into its voice class",
			    now);
		return;
	case MODEM_TASK_DIAL:
		finish_dial(modem, code, now);
		return;
	case MODEM_TASK_HANGUP:
		finish_rung(modem, code->result, now);
		return;
	case MODEM_TASK_LIST:
		finish_list(modem, code, now);
		return;
	case MODEM_TASK_HEALTH:
		finish_health(modem, code, now);
		return;
	}
}

static void
hear(struct modem *modem, const struct at_news *news, ms_t now)
{
	switch (news->heard) {
	case AT_HEARD_NOTHING:
		return;
	case AT_HEARD_AWAKE:
		modem->awake = true;
		return;
	case AT_HEARD_INFO:
		clcc_add(&modem->list, news->line);
		network_read(&modem->bringup.network, news->line);
		if (modem->task == MODEM_TASK_BRINGUP)
			bringup_info(&modem->bringup, news->line);
		else if (modem->task == MODEM_TASK_PIN)
			pin_info(&modem->pin, news->line);
		else if (modem->task == MODEM_TASK_CAUSE)
			hear_cause(modem, news->line);
		return;
	case AT_HEARD_NEWS:
		hear_line(modem, news->line, now);
		return;
	case AT_HEARD_FINAL:
		finish_task(modem, &news->code, now);
		return;
	case AT_HEARD_DEAD:
		give_up(modem, modem->awake ? "the modem no longer answers" :
		    "nothing answers AT on this port");
		return;
	}
}

/* What we say */

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
		.text = text, .timeout = dialect_of(modem)->dial_timeout, .dials = true,
		.send_by = modem->dial_by,
	};

	if (dialect_dial_in(voice_class(&modem->voice), dialect_of(modem), modem->wire, text,
	    sizeof(text), &fault) != 0) {
		refuse_dial(modem, fault.text);
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
	tell(modem, MODEM_NEWS_DROP_DTR, "dropping DTR");
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

	ask(modem, MODEM_TASK_HEALTH, question == HEALTH_ALIVE ? dialect_of(modem)->alive :
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
	ask(modem, MODEM_TASK_CAUSE, dialect_of(modem)->cause, MODEM_COMMAND_MS, now);
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

/*
 * A call that was up while the modem was deaf, and whose end it could not tell us: it is up until
 * somebody says otherwise, as before. One that was not answered yet will never be.
 */
static void
outlive_deafness(struct modem *modem, ms_t now)
{
	enum call_state state = modem->track.call.state;

	if (modem->bringup.has_list)
		return;
	if (state == CALL_ACTIVE)
		modem->kept_by = NEVER;
	else if (state == CALL_DIALLING || state == CALL_ALERTING)
		track_over(&modem->track, CALL_END_MODEM_LOST, now);
	else if (state == CALL_ENDING && modem->hung_up)
		track_over(&modem->track, CALL_END_LOCAL, now);
}

static void
be_ready(struct modem *modem, ms_t now)
{
	const struct dialect_class *class = modem->settings.voice && modem->bringup.has_voice ?
	    dialect_of(modem)->voice : NULL;

	if (modem->kept_by == NEVER)
		voice_init(&modem->voice, class);
	outlive_deafness(modem, now);
	modem->reset = dialect_of(modem)->reset;
	health_begin(&modem->health, dialect_of(modem)->cellular, now);
	if (modem->settings.voice && class == NULL && !dialect_of(modem)->cellular)
		tell(modem, MODEM_NEWS_NOTE, "this modem has no voice class, or the dialect in use "
		    "knows none: dials as with --analog-mode handset");
}

/* One command, the most urgent first; the next one when this is answered. */
static void
speak(struct modem *modem, ms_t now)
{
	bool was_ready = modem->bringup.done;
	struct at_command command;

	if (!modem->awake || at_chat_free_at(&modem->chat) > now)
		return;
	if (ladder_take(&modem->ladder, now))
		take_rung(modem, now);
	else if (voice_command(&modem->voice) != NULL)
		ask(modem, MODEM_TASK_VOICE, voice_command(&modem->voice), MODEM_COMMAND_MS, now);
	else if (modem->dial_by != NEVER)
		dial(modem, now);
	else if (modem->track.list_at <= now)
		ask(modem, MODEM_TASK_LIST, dialect_of(modem)->list, MODEM_COMMAND_MS, now);
	else if (wants_cause(modem))
		ask_cause(modem, now);
	else if (wants_pin(modem))
		try_pin(modem, now);
	else if (bringup_command(&modem->bringup, &command, now))
		say(modem, MODEM_TASK_BRINGUP, &command, now);
	else if (check_at(modem) <= now)
		check_health(modem, now);
	if (!was_ready && modem->bringup.done)
		be_ready(modem, now);
	/* Stepping on may have chosen the dialect. */
	modem->track.has_list = modem->bringup.has_list;
	at_chat_set_gap(&modem->chat, modem->bringup.done ? dialect_of(modem)->gap : MODEM_GAP_MS);
}

/* An accepted dial that waits for the modem is off as soon as it would not be accepted now. */
static void
drop_stale_dial(struct modem *modem, ms_t now)
{
	if (modem->dial_by == NEVER)
		return;
	if (modem->track.call.state != CALL_IDLE)
		refuse_dial(modem, "another call came first");
	else if (modem_state(modem) != MODEM_READY)
		refuse_dial(modem, modem_state_name(modem_state(modem)));
	else if (modem->dial_by <= now)
		refuse_dial(modem, "the modem was busy for too long");
}

static void
settle(struct modem *modem, ms_t now)
{
	drop_stale_dial(modem, now);
	let_stale_ladder_go(modem);
	if (modem->track.call.state == CALL_IDLE)
		modem->kept_by = NEVER;
	mind_voice(modem);
	if (at_chat_free_at(&modem->chat) != NEVER)
		modem->secret = false;
	speak(modem, now);
	tell_changes(modem);
}

/* The owner's side */

void
modem_start(struct modem *modem, ms_t now)
{
	modem->awake = false;
	modem->task = MODEM_TASK_NONE;
	health_init(&modem->health);
	modem->track.has_list = false;
	modem->track.list_at = NEVER;
	ladder_stop(&modem->ladder);
	if (modem->kept_by == NEVER)
		voice_init(&modem->voice, NULL);
	modem->cause_wanted = false;
	modem->hung_up = false;
	bringup_begin(&modem->bringup, modem->settings.forced);
	modem->bringup.has_dtr = modem->settings.dtr;
	if (modem->owes_hangup)
		ladder_begin(&modem->ladder, rungs_of(modem), now);
	modem->owes_hangup = false;
	at_chat_start(&modem->chat, now);
	tell_changes(modem);
}

void
modem_restart(struct modem *modem, ms_t now)
{
	modem_start(modem, now);
	if (modem->reset == NULL || modem->track.call.state != CALL_IDLE || modem->owes_hangup)
		return;
	tell(modem, MODEM_NEWS_NOTE, "it is told to reset itself, in case it hears us (%s)",
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

		hear(modem, &news, now);
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
	if (dialect_dial(dialect_of(modem), wire, text, sizeof(text), fault) != 0)
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
	return dialect_of(modem)->dials_plus;
}

void
modem_forget_dial(struct modem *modem, const char *why, ms_t now)
{
	if (modem->dial_by != NEVER)
		refuse_dial(modem, why);
	withdraw_dial(modem, why, now);
	tell_changes(modem);
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
	tell_changes(modem);
	return 0;
}

int
modem_hangup(struct modem *modem, ms_t now, struct fault *fault)
{
	if (modem_state(modem) == MODEM_OFF)
		return hang_up_later(modem, now, fault);
	modem_forget_dial(modem, "hung up before it was dialled", now);
	begin_hangup(modem, now);
	settle(modem, now);
	return 0;
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

/* When there will be something to say and the modem will listen. */
static ms_t
speak_due(const struct modem *modem)
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
	return ms_min(due, speak_due(modem));
}

void
modem_tick(struct modem *modem, ms_t now)
{
	struct at_news news;

	if (at_chat_due(&modem->chat) <= now) {
		at_chat_tick(&modem->chat, now, &news);
		hear(modem, &news, now);
	}
	let_stale_ladder_go(modem);
	if (ladder_fails_at(&modem->ladder) <= now)
		climb_down(modem, now);
	if (too_long_at(modem) <= now) {
		tell(modem, MODEM_NEWS_NOTE, "hanging up: nobody has ended the call within "
		    "--max-call-duration");
		begin_hangup(modem, now);
	}
	if (modem->kept_by <= now) {
		tell(modem, MODEM_NEWS_NOTE, "silent for too long: the call is shown as over, "
		    "but may still be up");
		track_over(&modem->track, CALL_END_MODEM_LOST, now);
	}
	track_tick(&modem->track, now);
	settle(modem, now);
}
