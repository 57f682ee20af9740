/* SPDX-License-Identifier: MIT */
#include "modem/hear.h"

#include <string.h>

#include "modem/cause.h"
#include "modem/hangup.h"
#include "modem/say.h"
#include "modem/start.h"
#include "util/array.h"
#include "util/text.h"

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
		core_tell(modem, MODEM_NEWS_NOTE, "the modem has restarted (%s)", banners[i].text);
		start_begin(modem, now);
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
		core_tell(modem, MODEM_NEWS_NOTE, "another caller waits");
		track_look(&modem->track, now);
		return true;
	}
	if (core_dialect(modem)->cellular)
		return false;
	if (caller_read_ring(&caller, line)) {
		track_ring(&modem->track, &caller, now);
		return true;
	}
	if (!track_block(&modem->track, line, now))
		return false;
	if (modem->track.block.doubtful && !modem->doubted)
		core_tell(modem, MODEM_NEWS_NOTE, "the caller ID has a wrong check sum: the number "
		    "may be wrong");
	modem->doubted = modem->track.block.doubtful;
	return true;
}

static bool
hear_entry(struct modem *modem, const char *line, ms_t now)
{
	const struct dialect_entry *known = dialect_read_entry(core_dialect(modem), line);
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
	if (news->answers && signs_reversed(&modem->track.signs, now)) {
		track_progress(&modem->track, CALL_HEARD_ANSWER, now);
		return;
	}
	if (news->twice && !signs_tone(&modem->track.signs, now))
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
	const struct dialect_news *news = dialect_read(core_dialect(modem), line);

	if (news == NULL || (news->ours && !awaits_answer(&modem->track.call)))
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
hear_line(struct modem *modem, const char *line, ms_t now)
{
	if (hear_banner(modem, line, now))
		return;
	/* News of a call before the modem has heard of ours is news of another one. */
	if (hear_caller(modem, line, now) || hear_entry(modem, line, now) ||
	    hear_news(modem, line, now))
		say_withdraw_dial(modem, "another call came first", now);
	else
		network_read(&modem->bringup.network, line);
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
	else if (ok && !modem->bringup.done && core_dialect(modem)->list != NULL)
		modem->hung_up = true;
	else if (ok)
		track_told_end(track, CALL_END_LOCAL, now); /* with a list, that knows better */
	else if (track->has_list)
		track_look(track, now);
	else
		hangup_climb_down(modem, now);
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
		if (core_dialect(modem)->dial_ok == CALL_HEARD_END)
			track_told_end(track, CALL_END_REJECTED, now);
		else
			track_progress(track, core_dialect(modem)->dial_ok, now);
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
			hangup_begin(modem, now);
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
		hangup_begin(modem, now);
	if (modem->track.missing == 0)
		modem->kept_by = NEVER; /* it is there */
}

static void
finish_pin(struct modem *modem, const struct at_code *code, ms_t now)
{
	pin_answered(&modem->pin, code);
	if (modem->pin.state == PIN_REFUSED && code->result == AT_OK)
		core_tell(modem, MODEM_NEWS_NOTE, "one attempt is left to enter the SIM's PIN, and it is "
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
	core_tell(modem, MODEM_NEWS_CAUSE, "%s",
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
		core_tell(modem, MODEM_NEWS_NOTE, "no answer to %s; getting back in step",
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
			say_forget_dial(modem, "the modem does not go into its voice class",
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

void
hear_chat(struct modem *modem, const struct at_news *news, ms_t now)
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
		hangup_give_up(modem, modem->awake ? "the modem no longer answers" :
		    "nothing answers AT on this port");
		return;
	}
}
