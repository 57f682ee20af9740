/* SPDX-License-Identifier: MIT */
#include "modem/start.h"

#include "modem/hangup.h"

void
start_begin(struct modem *modem, ms_t now)
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
		ladder_begin(&modem->ladder, hangup_rungs(modem), now);
	modem->owes_hangup = false;
	at_chat_start(&modem->chat, now);
	core_tell_changes(modem);
}

void
start_after_reset(struct modem *modem, ms_t now)
{
	if (!modem->track.has_list)
		track_over(&modem->track, CALL_END_LOCAL, now);
	modem->owes_hangup = modem->track.call.state == CALL_ENDING;
	start_begin(modem, now);
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

void
start_ready(struct modem *modem, ms_t now)
{
	const struct dialect_class *class = modem->settings.voice && modem->bringup.has_voice ?
	    core_dialect(modem)->voice : NULL;

	if (modem->kept_by == NEVER)
		voice_init(&modem->voice, class);
	outlive_deafness(modem, now);
	modem->reset = core_dialect(modem)->reset;
	health_begin(&modem->health, core_dialect(modem)->cellular, now);
	if (modem->settings.voice && class == NULL && !core_dialect(modem)->cellular)
		core_tell(modem, MODEM_NEWS_NOTE, "this modem has no voice class, or the dialect in use "
		    "knows none: dials as with --analog-mode handset");
}
