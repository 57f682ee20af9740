/* SPDX-License-Identifier: MIT */
#include "app/app.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/logbook.h"
#include "io/clock.h"
#include "io/log.h"
#include "util/array.h"
#include "util/text.h"
#include "util/version.h"

static void
begin_snapshot(struct snapshot *snapshot)
{
	*snapshot = (struct snapshot){ .pid = getpid(), .started = clock_utc_ms() / 1000 };
	text_copy(snapshot->version, sizeof(snapshot->version), version_text());
	snapshot->since = snapshot->modem.since = snapshot->link.since = snapshot->started;
}

void
app_set_log(const struct config *config)
{
	log_set_level(config->verbose > 0 ? LOG_LEVEL_DEBUG : (enum log_level)config->log_level);
	log_hide_numbers(config->mask_numbers > 0);
}

/* What decides what a dial-request makes of the number, so that the trace can be played. */
static void
trace_rules(struct trace *trace, const struct config *config, ms_t now)
{
	const struct {
		const char *key, *value;
	} rows[] = {
		{ "country-code", config->country_code },
		{ "national-prefix", config->national_prefix },
		{ "international-prefix", config->international_prefix },
		{ "outside-line-prefix", config->outside_line_prefix },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].value != NULL)
			trace_step(trace, now, "with %s %s", rows[i].key, rows[i].value);
}

static void
note_dial(struct snapshot_dial *last, const struct call_record *call, const char *outcome, ms_t now)
{
	if (call->kind != RECORD_DIAL)
		return;
	last->when = (clock_utc_ms() - (now - call->at[RECORD_REQUESTED])) / 1000;
	text_copy(last->outcome, sizeof(last->outcome), outcome);
}

/* What is finished is written, what is not is kept: before Patriot is told, and before what he asks next. */
static void
keep_records(struct app *app, ms_t now)
{
	struct snapshot_dial *last = &app->seen.last_dial;
	const struct call_record *open;
	struct call_record done;

	while (record_next(&app->record, &done)) {
		counters_add(&app->seen.counters, &done);
		note_dial(last, &done, record_outcome_name(done.outcome), now);
		calllog_add(&app->calllog, &done, now);
		blackbox_judge(&app->blackbox, &done, now);
	}
	open = record_open(&app->record);
	if (open != NULL)
		note_dial(last, open, "", now);
	unfinished_keep(&app->unfinished, open);
}

/* An earlier process may have left a call on the line. */
static void
begin_records(struct app *app, const struct config *config, ms_t now)
{
	struct call_record left, last;

	record_init(&app->record);
	calllog_init(&app->calllog, config->call_log, now);
	unfinished_init(&app->unfinished, config->call_log);
	if (unfinished_read(&app->unfinished, &left) &&
	    !(calllog_last(&app->calllog, &last) && record_same(&last, &left)))
		record_resume(&app->record, &left, left.epoch - clock_epoch_ms());
	keep_records(app, now);
}

static bool
wants_blackbox(const struct config *config)
{
	switch ((enum config_black_box)config->black_box) {
	case CONFIG_BLACK_BOX_AUTO:
		return getenv("STATE_DIRECTORY") != NULL;
	case CONFIG_BLACK_BOX_YES:
		return true;
	case CONFIG_BLACK_BOX_NO:
		return false;
	}
	return false;
}

int
app_init(struct app *app, const struct config *config, ms_t now, struct fault *fault)
{
	const struct phone_settings settings = {
		.device = config->device,
		.baud = config->baud,
		.modem = {
			.forced = config->dialect,
			.voice = config->analog_mode == CONFIG_ANALOG_VOICE,
			.longest_call = (ms_t)config->max_call * 1000,
		},
		.trace = config->trace,
	};

	char where[CONFIG_WHERE_MAX];
	struct fault why;

	app->config = *config;
	app->start = config;
	app_set_log(config);
	app->policy = (struct policy){ .rules = config->rules };
	app->tell_at = NEVER;
	app->stop_by = NEVER;
	app->owed = false;
	begin_snapshot(&app->seen);
	blackbox_init(&app->blackbox, wants_blackbox(config));
	app->modem_answers = false;
	app->linked = false;
	begin_records(app, config, now);
	/* The device was checked before. */
	if (phone_init(&app->phone, &settings, now, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "trace", where), why.text);
	if (unlock_init(&app->unlock, config->pin_file, &app->phone.modem, now, fault) != 0)
		return -1;
	trace_record(&app->phone.trace, blackbox_tape(&app->blackbox));
	trace_rules(&app->phone.trace, config, now);
	return desk_init(&app->desk, &app->config, now, fault);
}

void
app_reload(struct app *app, const struct config *config, ms_t now)
{
	bool reconnect = config_differs(config, &app->config, KEY_RECONNECT);
	struct config before = app->config;

	app->config = *config;
	app_set_log(config);
	app->policy.rules = config->rules;
	unlock_reload(&app->unlock, config->pin_file, now);
	desk_reload(&app->desk, reconnect, now);
	if (before.text != app->start->text)
		config_finish(&before);
}

void
app_reopen(struct app *app, ms_t now)
{
	calllog_reopen(&app->calllog, now);
}

void
app_prepare(const struct app *app, struct pollfd slots[SLOT_COUNT])
{
	phone_prepare(&app->phone, &slots[SLOT_MODEM]);
	desk_prepare(&app->desk, &slots[SLOT_LINK]);
}

/* Patriot */

static void
trace_told(struct app *app, const struct call_status *status, ms_t now)
{
	trace_step(&app->phone.trace, now, "# desk> %s%s", !status->active ? "inactive" :
	    status->outbound ? "active outbound " : "active inbound ", status->caller_id);
}

static void
answer(struct app *app, ms_t now)
{
	struct call_status status;

	policy_status(&app->policy, modem_call(&app->phone.modem), &status);
	app->owed = desk_open(&app->desk) && !desk_tell(&app->desk, &status, now);
	app->tell_at = app->owed ? now + APP_TELL_AGAIN_MS : NEVER;
	if (app->owed)
		return;
	app->policy.told = status;
	trace_told(app, &status, now);
}

static void
tell_change(struct app *app, ms_t now)
{
	struct call_status status;

	app->tell_at = NEVER;
	if (desk_open(&app->desk) && (app->owed ||
	    policy_changed(&app->policy, modem_call(&app->phone.modem), &status)))
		answer(app, now);
}

/* What came of all that was said so far. */
static void
trace_call(struct app *app, ms_t now)
{
	const struct call *call = modem_call(&app->phone.modem);
	const char *number = call->number[0] != '\0' ? call->number :
	    call->withheld ? "withheld" : "unknown";

	if (call->state == CALL_IDLE)
		trace_step(&app->phone.trace, now, "= idle, %s", call_end_name(call->end));
	else
		trace_step(&app->phone.trace, now, "= %s %s%s", call_state_name(call->state),
		    call->outbound || call->state == CALL_INCOMING ? "" : "inbound ", number);
}

/* A modem that has answered, and that does so no more, or that was unplugged. */
static void
mind_modem(struct app *app, ms_t now)
{
	bool answers = modem_state(&app->phone.modem) > MODEM_STARTING;

	if (app->modem_answers && !answers)
		blackbox_mark(&app->blackbox, BLACKBOX_MODEM_LOST, now);
	app->modem_answers = answers;
}

static void
hear_phone(struct app *app, ms_t now)
{
	struct modem_news news;
	bool changed = false;

	while (phone_next(&app->phone, &news, now)) {
		record_hear(&app->record, &news, modem_dialled_at(&app->phone.modem),
		    modem_asks_cause(&app->phone.modem), now);
		keep_records(app, now);
		if (news.event == MODEM_NEWS_CALL) {
			changed = true;
			logbook_call(&app->policy.rules, &news.call);
			app->tell_at = ms_min(app->tell_at, now);
		} else if (news.event == MODEM_NEWS_NOT_DIALLED) {
			log_warn("call: not dialled: %s", news.text);
			answer(app, now);
		} else if (news.event == MODEM_NEWS_STUCK) {
			blackbox_mark(&app->blackbox, BLACKBOX_HANG_UP, now);
		}
	}
	if (changed)
		trace_call(app, now);
	mind_modem(app, now);
	if (record_resumed(&app->record) && modem_state(&app->phone.modem) == MODEM_READY) {
		record_ready(&app->record, now);
		keep_records(app, now);
	}
}

static void
note_request(struct app *app, const struct session_news *request, ms_t now)
{
	char printable[4 * MESSAGE_FIELD_MAX + 8];

	switch (request->event) {
	case SESSION_DIAL:
		text_printable(request->phone, strlen(request->phone), printable,
		    sizeof(printable));
		trace_step(&app->phone.trace, now, "desk< dial-request %s", printable);
		logbook_asked(printable, request->raw);
		return;
	case SESSION_HANGUP:
		trace_step(&app->phone.trace, now, "desk< hangup-request");
		log_info("desk: Patriot asks to hang up");
		return;
	case SESSION_AUTHENTICATED:
		trace_step(&app->phone.trace, now, "# desk: connected");
		app->linked = true;
		return;
	case SESSION_GONE:
		trace_step(&app->phone.trace, now, "# desk: not connected");
		if (app->linked && !app->desk.stopping && !app->desk.renewing)
			blackbox_mark(&app->blackbox, BLACKBOX_LINK_LOST, now);
		app->linked = false;
		return;
	case SESSION_STATUS:
	case SESSION_NOTHING:
	case SESSION_REFUSED:
	case SESSION_IGNORED:
		return;
	}
}

static void
settle_records(struct app *app, const struct session_news *request, ms_t now)
{
	if (request->event != SESSION_DIAL && request->event != SESSION_HANGUP)
		return;
	record_settle(&app->record);
	keep_records(app, now);
}

/* `refused` NULL: it is carried out. */
static void
record_request(struct app *app, const struct session_news *request, const struct fault *refused,
    ms_t now)
{
	const char *rule = number_rule_name(app->policy.plan.refused_by);

	if (request->event == SESSION_HANGUP)
		record_hang_up(&app->record, refused != NULL ? refused->text : NULL, now);
	else if (request->event == SESSION_DIAL && refused != NULL)
		record_refuse(&app->record, request->phone, rule != NULL ? rule : refused->text,
		    now);
	else if (request->event == SESSION_DIAL)
		record_dial(&app->record, request->phone, now);
}

static void
hear_requests(struct app *app, ms_t now)
{
	struct session_news request;

	while (desk_next(&app->desk, &request, now)) {
		struct fault fault;
		int result;

		note_request(app, &request, now);
		settle_records(app, &request, now);
		result = policy_request(&app->policy, &request, &app->phone.modem, now, &fault);
		phone_flush(&app->phone, now);
		record_request(app, &request, result < 0 ? &fault : NULL, now);
		keep_records(app, now);
		if (result < 0)
			log_warn("desk: refused: %s", fault.text);
		else if (request.event == SESSION_DIAL)
			logbook_wire(&app->policy.plan);
		if (result != 0)
			answer(app, now);
		hear_phone(app, now);
		if (app->tell_at != NEVER)
			app->tell_at = now + APP_AFTER_DIAL_MS;
	}
}

static void
serve_desk(struct app *app, ms_t now)
{
	do
		hear_requests(app, now);
	while (desk_flush(&app->desk, now));
}

void
app_ready(struct app *app, const struct pollfd slots[SLOT_COUNT], ms_t now)
{
	/* What the last turn changed is told before the modem can change it again. */
	if (app->tell_at <= now || slots[SLOT_MODEM].revents != 0)
		tell_change(app, now);
	phone_ready(&app->phone, &slots[SLOT_MODEM], now);
	hear_phone(app, now);
	if (app->tell_at <= now)
		tell_change(app, now);
	desk_ready(&app->desk, &slots[SLOT_LINK], now);
	serve_desk(app, now);
}

void
app_wake(struct app *app, ms_t now)
{
	desk_drop(&app->desk, "this daemon or the whole machine stood still: what Patriot asked "
	    "meanwhile is not carried out", now);
}

ms_t
app_due(const struct app *app)
{
	ms_t due = ms_min(phone_due(&app->phone), desk_due(&app->desk));

	due = ms_min(due, unlock_due(&app->unlock, &app->phone.modem));
	due = ms_min(due, record_due(&app->record));
	due = ms_min(due, calllog_due(&app->calllog));
	due = ms_min(due, blackbox_due(&app->blackbox));
	due = ms_min(due, app->stop_by);
	return ms_min(app->tell_at, due);
}

void
app_tick(struct app *app, ms_t now)
{
	if (unlock_due(&app->unlock, &app->phone.modem) <= now)
		unlock_tick(&app->unlock, &app->phone.modem, now);
	if (phone_due(&app->phone) <= now)
		phone_tick(&app->phone, now);
	if (desk_due(&app->desk) <= now)
		desk_tick(&app->desk, now);
	if (record_due(&app->record) <= now) {
		record_tick(&app->record, now);
		keep_records(app, now);
	}
	if (blackbox_due(&app->blackbox) <= now)
		blackbox_tick(&app->blackbox, &app->phone.modem, now);
	if (calllog_due(&app->calllog) <= now)
		calllog_tick(&app->calllog, now);
	if (app->stop_by <= now)
		app->stop_by = NEVER;
	hear_phone(app, now);
	if (app->tell_at <= now)
		tell_change(app, now);
	serve_desk(app, now);
}

static void
describe_call(const struct call *call, struct snapshot_call *shown)
{
	*shown = (struct snapshot_call){ .state = call->state, .since = shown->since };
	if (call->state == CALL_IDLE)
		return;
	shown->outbound = call->outbound;
	shown->withheld = call->withheld;
	if (log_hides_numbers())
		text_masked(call->number, shown->number);
	else
		text_copy(shown->number, sizeof(shown->number), call->number);
}

const struct snapshot *
app_snapshot(struct app *app)
{
	const int64_t now = clock_utc_ms() / 1000;
	struct snapshot *seen = &app->seen;
	const bool ready = seen->ready, linked = seen->link.state == SNAPSHOT_LINK_READY;
	const bool idle = seen->call.state == CALL_IDLE;
	const enum modem_state modem = seen->modem.state;

	phone_describe(&app->phone, &seen->modem);
	desk_describe(&app->desk, &seen->link);
	describe_call(modem_call(&app->phone.modem), &seen->call);
	seen->counters.modem_opens = app->phone.opens;
	seen->counters.modem_resets = app->phone.resets;
	seen->counters.connects = app->desk.connects;
	text_copy(seen->degraded, sizeof(seen->degraded), calllog_trouble(&app->calllog));
	snapshot_judge(seen);
	if (seen->modem.state != modem)
		seen->modem.since = now;
	if ((seen->link.state == SNAPSHOT_LINK_READY) != linked)
		seen->link.since = now;
	if ((seen->call.state == CALL_IDLE) != idle)
		seen->call.since = now;
	if (seen->ready != ready)
		seen->since = now;
	return seen;
}

void
app_stop(struct app *app, ms_t now)
{
	log_info("stopping%s", modem_call(&app->phone.modem)->state != CALL_IDLE ?
	    "; the call stays up" : "");
	app->stop_by = now + APP_STOP_MS;
	/* Nobody would see what becomes of it. */
	modem_forget_dial(&app->phone.modem, "stopped before it was dialled", now);
	hear_phone(app, now);
	desk_stop(&app->desk, now);
	serve_desk(app, now);
}

bool
app_stopped(const struct app *app)
{
	return desk_stopped(&app->desk) &&
	    (app->stop_by == NEVER || !modem_owes_hangup(&app->phone.modem));
}

void
app_finish(struct app *app)
{
	ms_t now = clock_ms();

	record_stop(&app->record, unfinished_outlives(&app->unfinished), now);
	keep_records(app, now);
	calllog_finish(&app->calllog, now);
	unfinished_finish(&app->unfinished);
	if (blackbox_due(&app->blackbox) != NEVER)
		blackbox_tick(&app->blackbox, &app->phone.modem, NEVER);
	phone_finish(&app->phone);
	desk_finish(&app->desk);
	if (app->config.text != app->start->text)
		config_finish(&app->config);
}
