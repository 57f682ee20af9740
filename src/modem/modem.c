/* SPDX-License-Identifier: MIT */
#include "modem/modem.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

void
modem_init(struct modem *modem, const struct dialect *forced)
{
	*modem = (struct modem){ .forced = forced, .dial_by = NEVER, .alive_at = NEVER };
	at_chat_init(&modem->chat);
	bringup_begin(&modem->bringup, forced);
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

const char *
modem_identity(const struct modem *modem)
{
	return modem->bringup.identity;
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
		[NETWORK_REGISTERED] = MODEM_READY,
		[NETWORK_SEARCHING] = MODEM_SEARCHING,
		[NETWORK_DENIED] = MODEM_DENIED,
		[NETWORK_NONE] = MODEM_NO_SERVICE,
	};

	if (modem->chat.state == AT_CHAT_OFF)
		return MODEM_OFF;
	if (!modem->awake)
		return MODEM_STARTING;
	if (!modem->bringup.done)
		return of_sim[modem->bringup.network.sim];
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
		[MODEM_SIM_PUK] = "the SIM card is blocked and wants its PUK",
		[MODEM_SIM_FAILED] = "the SIM card does not work in this modem",
		[MODEM_SEARCHING] = "searching for a network",
		[MODEM_DENIED] = "the network refuses this SIM card",
		[MODEM_NO_SERVICE] = "no network service",
	};

	return names[state];
}

static void
tell_changes(struct modem *modem)
{
	enum modem_state state = modem_state(modem);
	struct call call;

	while (track_next(&modem->track, &call))
		add_news(modem, MODEM_NEWS_CALL)->call = call;
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

static void
begin_hangup(struct modem *modem, ms_t now)
{
	const struct dialect_rung *rungs = rungs_of(modem);

	if (track_hangup(&modem->track) == CALL_ORDER_HANGUP)
		ladder_begin(&modem->ladder, rungs, now);
	at_chat_abort(&modem->chat, now);
}

static void
climb_down(struct modem *modem, ms_t now)
{
	if (modem->track.call.state != CALL_ENDING) {
		ladder_stop(&modem->ladder);
		return;
	}
	if (!ladder_climb_down(&modem->ladder, now)) {
		tell(modem, MODEM_NEWS_REOPEN, "the modem does not end the call");
		return;
	}
	tell(modem, MODEM_NEWS_NOTE, "the call is not over yet; trying %s",
	    modem->ladder.rung->drops_dtr ? "to drop DTR" : modem->ladder.rung->command);
}

static void
finish_rung(struct modem *modem, enum at_result result, ms_t now)
{
	struct ladder *ladder = &modem->ladder;

	if (ladder->rung == NULL || ladder_answered(ladder, result == AT_OK, now))
		return;
	if (modem->track.call.state != CALL_ENDING) {
		ladder_stop(ladder);    /* there was nothing to end, and now the line knows it too */
		track_look(&modem->track, now);
	} else if (modem->track.has_list) {
		track_look(&modem->track, now); /* OK or ERROR: only the list knows whether it worked */
	} else if (result == AT_OK) {
		track_over(&modem->track, CALL_END_LOCAL, now);
		ladder_stop(ladder);
	} else {
		climb_down(modem, now);
	}
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
	return !dialect_of(modem)->cellular && track_block(&modem->track, line, now);
}

static bool
hear_entry(struct modem *modem, const char *line, ms_t now)
{
	const struct dialect_entry *known = dialect_read_entry(dialect_of(modem), line);
	struct clcc_entry entry;

	if (known != NULL && clcc_read(&entry, line, known->line, known->reserved))
		track_entry(&modem->track, &entry, now);
	return known != NULL;
}

static void
hear_line(struct modem *modem, const char *line, ms_t now)
{
	const struct dialect_news *news;

	if (hear_banner(modem, line, now) || hear_caller(modem, line, now) ||
	    network_read(&modem->bringup.network, line))
		return;
	if (hear_entry(modem, line, now) ||
	    (news = dialect_read(dialect_of(modem), line)) == NULL)
		return;
	switch (news->means) {
	case CALL_HEARD_RING:
		track_ring(&modem->track, NULL, now);
		return;
	case CALL_HEARD_END:
		if (news->sure)
			track_over(&modem->track, dialect_why(news, line), now);
		else
			track_told_end(&modem->track, dialect_why(news, line), now);
		return;
	case CALL_HEARD_DIALLING:
	case CALL_HEARD_ALERTING:
	case CALL_HEARD_ANSWER:
		track_progress(&modem->track, news->means, now);
		return;
	case CALL_ASKED_DIAL:
	case CALL_ASKED_HANGUP:
	case CALL_LOST:
		return;
	}
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
		track_told_end(track, end_of_result(code), now);
		return;
	}
}

static void
finish_list(struct modem *modem, const struct at_code *code, ms_t now)
{
	bool hang_up_again = false;

	/* A list older than the hang-up cannot confirm it. */
	if (code->result != AT_OK || ladder_unsaid(&modem->ladder))
		track_look_failed(&modem->track, now);
	else
		hang_up_again = track_judge(&modem->track, &modem->list, now);
	/* The ladder was for the call that is over, not for one that waited behind it. */
	if (modem->track.call.state != CALL_ENDING && !ladder_unsaid(&modem->ladder))
		ladder_stop(&modem->ladder);
	if (hang_up_again)
		begin_hangup(modem, now);
}

static void
finish_task(struct modem *modem, const struct at_code *code, ms_t now)
{
	enum modem_task task = modem->task;

	modem->task = MODEM_TASK_NONE;
	modem->alive_at = now + (modem_state(modem) == MODEM_READY ? MODEM_ALIVE_MS :
	    MODEM_SEARCH_MS);
	if (code->result == AT_TIMEOUT && task != MODEM_TASK_BRINGUP)
		tell(modem, MODEM_NEWS_NOTE, "no answer to %s; getting back in step",
		    task == MODEM_TASK_DIAL ? "the dial command" : modem->chat.text);
	switch (task) {
	case MODEM_TASK_NONE:
		return;
	case MODEM_TASK_BRINGUP:
		if (bringup_lists(&modem->bringup))
			finish_list(modem, code, now);
		bringup_final(&modem->bringup, code, now);
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
	case MODEM_TASK_ALIVE:
		track_look(&modem->track, now);
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
		return;
	case AT_HEARD_NEWS:
		hear_line(modem, news->line, now);
		return;
	case AT_HEARD_FINAL:
		finish_task(modem, &news->code, now);
		return;
	case AT_HEARD_DEAD:
		tell(modem, MODEM_NEWS_REOPEN, modem->awake ? "the modem no longer answers" :
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
refuse_dial(struct modem *modem, const char *why)
{
	modem->dial_by = NEVER;
	tell(modem, MODEM_NEWS_NOT_DIALLED, "%s", why);
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

	if (dialect_dial(dialect_of(modem), modem->number, text, sizeof(text), &fault) != 0)
		refuse_dial(modem, fault.text);
	else if (track_dial(&modem->track, modem->number, now) == CALL_ORDER_DIAL)
		say(modem, MODEM_TASK_DIAL, &command, now);
	modem->dial_by = NEVER;
}

static void
take_rung(struct modem *modem, ms_t now)
{
	const struct dialect_rung *rung = modem->ladder.rung;

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
	return modem->bringup.done && modem->track.call.state == CALL_IDLE ?
	    modem->alive_at : NEVER;
}

/* One command, the most urgent first; the next one when this is answered. */
static void
speak(struct modem *modem, ms_t now)
{
	struct at_command command;

	if (!modem->awake || at_chat_free_at(&modem->chat) > now)
		return;
	if (ladder_take(&modem->ladder, now))
		take_rung(modem, now);
	else if (modem->dial_by != NEVER)
		dial(modem, now);
	else if (modem->track.list_at <= now)
		ask(modem, MODEM_TASK_LIST, dialect_of(modem)->list, MODEM_COMMAND_MS, now);
	else if (bringup_command(&modem->bringup, &command, now))
		say(modem, MODEM_TASK_BRINGUP, &command, now);
	else if (check_at(modem) <= now)
		ask(modem, MODEM_TASK_ALIVE, dialect_of(modem)->alive, MODEM_COMMAND_MS, now);
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
	speak(modem, now);
	tell_changes(modem);
}

/* The owner's side */

void
modem_start(struct modem *modem, ms_t now)
{
	modem->awake = false;
	modem->task = MODEM_TASK_NONE;
	modem->alive_at = NEVER;
	modem->track.has_list = false;
	modem->track.list_at = NEVER;
	ladder_stop(&modem->ladder);
	bringup_begin(&modem->bringup, modem->forced);
	at_chat_start(&modem->chat, now);
	tell_changes(modem);
}

void
modem_lost(struct modem *modem, ms_t now)
{
	modem_forget_dial(modem, "the modem is gone");
	track_over(&modem->track, CALL_END_MODEM_LOST, now);
	modem->track.list_at = NEVER;
	ladder_stop(&modem->ladder);
	modem->awake = false;
	modem->task = MODEM_TASK_NONE;
	at_chat_stop(&modem->chat);
	tell_changes(modem);
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
modem_dial(struct modem *modem, const char *phone, ms_t now, struct fault *fault)
{
	char text[AT_COMMAND_MAX + 1];

	if (modem_state(modem) != MODEM_READY)
		return fault_set(fault, "the modem is not ready: %s",
		    modem_state_name(modem_state(modem)));
	if (modem->track.call.state != CALL_IDLE || modem->dial_by != NEVER ||
	    modem->ladder.rung != NULL)
		return fault_set(fault, "there is a call already");
	if (dialect_dial(dialect_of(modem), phone, text, sizeof(text), fault) != 0)
		return -1;
	text_copy(modem->number, sizeof(modem->number), phone);
	modem->dial_by = now + MODEM_DIAL_MS;
	settle(modem, now);
	return 0;
}

void
modem_forget_dial(struct modem *modem, const char *why)
{
	if (modem->dial_by != NEVER)
		refuse_dial(modem, why);
}

int
modem_hangup(struct modem *modem, ms_t now, struct fault *fault)
{
	if (modem_state(modem) == MODEM_OFF)
		return fault_set(fault, "there is no modem");
	modem_forget_dial(modem, "hung up before it was dialled");
	begin_hangup(modem, now);
	settle(modem, now);
	return 0;
}

const char *
modem_output(const struct modem *modem, size_t *n)
{
	return at_chat_output(&modem->chat, n);
}

void
modem_wrote(struct modem *modem, size_t n, ms_t now)
{
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
	due = ms_min(due, modem->dial_by != NEVER ? free_at : NEVER);
	due = ms_min(due, bringup_due(&modem->bringup));
	due = ms_min(due, modem->track.list_at);
	due = ms_min(due, check_at(modem));
	return due < free_at ? free_at : due;
}

ms_t
modem_due(const struct modem *modem)
{
	ms_t due = at_chat_due(&modem->chat);

	due = ms_min(due, track_due(&modem->track));
	due = ms_min(due, ladder_fails_at(&modem->ladder));
	due = ms_min(due, modem->dial_by);
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
	if (ladder_fails_at(&modem->ladder) <= now)
		climb_down(modem, now);
	track_tick(&modem->track, now);
	settle(modem, now);
}
