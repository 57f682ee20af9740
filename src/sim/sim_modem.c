/* SPDX-License-Identifier: MIT */
#include "sim/sim_modem.h"

#include <string.h>

#include "sim/sim_analog.h"
#include "sim/sim_cellular.h"
#include "sim/sim_cellular_news.h"
#include "util/array.h"
#include "util/text.h"

enum {
	ABORT_GUARD_MS = 125            /* V.250 5.6.1: not by what follows the command closely */
};

/* The letters every modem knows (V.250 6.2, 6.3; & and \ are every maker's). */
static const struct letter {
	const char *name;
	long max;
	enum sim_setting setting;
} letters[] = {
	{ "E", 1, SIM_SET_ECHO },
	{ "Q", 1, SIM_SET_QUIET },
	{ "V", 1, SIM_SET_VERBOSE },
	{ "X", 4, SIM_SET_NONE },
	{ "L", 3, SIM_SET_NONE },
	{ "M", 3, SIM_SET_NONE },
	{ "P", 0, SIM_SET_NONE },
	{ "T", 0, SIM_SET_NONE },
	{ "&C", 1, SIM_SET_NONE },
	{ "&D", 3, SIM_SET_NONE },
	{ "&K", 6, SIM_SET_NONE },
	{ "&S", 1, SIM_SET_NONE },
	{ "\\N", 5, SIM_SET_NONE },
	{ "\\Q", 3, SIM_SET_NONE },
};

void
sim_modem_init(struct sim_modem *modem, const struct sim_family *family,
    const struct sim_timing *timing)
{
	memset(modem, 0, sizeof(*modem));
	sim_core_init(&modem->core, family, timing);
}

static void
note_event(struct sim_core *core, const struct sim_calls_news *news)
{
	/* What the host does itself is noted where it does it. */
	static const char *const sentences[] = {
		[SIM_EVENT_DIALLED] = NULL,
		[SIM_EVENT_INCOMING] = NULL,
		[SIM_EVENT_PICKED_UP] = NULL,
		[SIM_EVENT_HUNG_UP] = NULL,
		[SIM_EVENT_ALERTING] = "it rings at",
		[SIM_EVENT_ANSWERED] = "answered by",
		[SIM_EVENT_BUSY] = "busy:",
		[SIM_EVENT_NO_ANSWER] = "no answer from",
		[SIM_EVENT_REJECTED] = "call rejected:",
		[SIM_EVENT_REMOTE_HANGUP] = "hung up by",
		[SIM_EVENT_RING] = "incoming call from",
		[SIM_EVENT_WAITING] = "call waiting from",
		[SIM_EVENT_TAKEN] = "answered on another telephone: call from",
		[SIM_EVENT_MISSED] = "caller gave up:",
		[SIM_EVENT_WAITING_MISSED] = "waiting caller gave up:",
	};
	const char *number = news->call.number;

	if (sentences[news->event] == NULL ||
	    (news->event == SIM_EVENT_RING && news->call.rings > 1))
		return;
	sim_core_note(core, false, "%s %s", sentences[news->event],
	    number[0] == '\0' ? "a withheld number" : number);
}

static void
plan_banner(struct sim_core *core, ms_t now)
{
	if (sim_faults_strike_once(&core->faults, SIM_FLAW_BANNER, ""))
		core->banner_due = now + core->faults.flaw[SIM_FLAW_BANNER].ms;
}

static void
report_news(struct sim_modem *modem, ms_t now)
{
	struct sim_core *core = &modem->core;
	struct sim_calls_news news;

	while (sim_calls_next(&core->calls, &news)) {
		note_event(core, &news);
		if (news.event == SIM_EVENT_ANSWERED || news.event == SIM_EVENT_RING)
			plan_banner(core, now);
		if (core->family->kind == SIM_CELLULAR)
			sim_cellular_tell(core, &news, now);
		else
			sim_analog_report(core, &news, now);
	}
}

static enum sim_result
do_register(struct sim_core *core, const struct sim_command *command)
{
	long value = 0;

	if (command->number >= SIM_REGISTERS || command->form == SIM_FORM_PLAIN)
		return SIM_ERROR;
	if (command->form == SIM_FORM_READ) {
		sim_core_info(core, "%03ld", core->reg[command->number]);
		return SIM_OK;
	}
	if (command->args[0] != '\0' && !text_number(command->args, 0, 255, &value))
		return SIM_ERROR;
	core->reg[command->number] = value;
	return SIM_OK;
}

static enum sim_result
do_letter(struct sim_core *core, const struct sim_command *command,
    const struct letter *letter)
{
	if (command->number > letter->max)
		return SIM_ERROR;
	if (letter->setting != SIM_SET_NONE)
		core->setting[letter->setting] = command->number;
	return SIM_OK;
}

static enum sim_result
reset_settings(struct sim_core *core)
{
	sim_core_defaults(core);
	return SIM_OK;
}

/* Z goes further than &F: it also hangs up. */
static enum sim_result
reset_all(struct sim_core *core)
{
	sim_core_drop(core);
	return reset_settings(core);
}

static enum sim_result
run_command(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if (strcmp(letters[i].name, command->name) == 0)
			return do_letter(core, command, &letters[i]);
	if (strcmp(command->name, "S") == 0)
		return do_register(core, command);
	if (strcmp(command->name, "Z") == 0)
		return reset_all(core);
	if (strcmp(command->name, "&F") == 0)
		return reset_settings(core);
	if (core->family->kind == SIM_CELLULAR)
		return sim_cellular_run(core, command, now);
	return sim_analog_run(core, command, now);
}

/* What the user has put into its mouth; true when that was the whole answer. */
static bool
recite(struct sim_core *core, const char *line)
{
	const char *answer = sim_answers_find(&core->answers, line);

	if (answer == NULL)
		return false;
	sim_core_info(core, "%s", answer);
	if (!sim_answer_is_final(answer))
		sim_core_result(core, SIM_OK);
	return true;
}

/* One result for the whole line; the first command that fails ends it. */
static void
run_line(struct sim_modem *modem, ms_t now)
{
	struct sim_command command;
	char body[SIM_LINE_MAX + 1];
	const char *at = body;
	enum sim_result result = modem->too_long ? SIM_ERROR : SIM_OK;

	if (sim_faults_strike(&modem->core.faults, SIM_FLAW_SILENCE, modem->line))
		modem->core.silent = true;
	if (recite(&modem->core, modem->line))
		return;
	sim_command_squeeze(body, modem->line);
	while (result == SIM_OK && sim_command_next(&at, &command))
		result = run_command(&modem->core, &command, now);
	sim_core_final(&modem->core, result, modem->line, now);
}

static void
collect(struct sim_modem *modem, char byte)
{
	if (byte == '\b' && modem->len > 0)
		modem->len--;
	if ((unsigned char)byte < ' ')
		return;
	if (modem->len < SIM_LINE_MAX)
		modem->line[modem->len++] = byte;
	else
		modem->too_long = true;
}

static void
end_line(struct sim_modem *modem, ms_t now)
{
	modem->line[modem->len] = '\0';
	modem->prefix = SIM_PREFIX_NONE;
	run_line(modem, now);
}

/* Everything before "AT" or "at" is noise (V.250 5.2.1). */
static void
look_for_prefix(struct sim_modem *modem, char byte, ms_t now)
{
	bool a = modem->prefix == SIM_PREFIX_A;
	bool small_a = modem->prefix == SIM_PREFIX_SMALL_A;

	modem->prefix = SIM_PREFIX_NONE;
	if ((a && byte == 'T') || (small_a && byte == 't')) {
		modem->prefix = SIM_PREFIX_WHOLE;
		modem->len = 0;
		modem->too_long = false;
	} else if ((a || small_a) && byte == '/') {
		sim_core_note(&modem->core, true, "A/ repeats the last command: AT%s", modem->line);
		run_line(modem, now);
	} else if (byte == 'A') {
		modem->prefix = SIM_PREFIX_A;
	} else if (byte == 'a') {
		modem->prefix = SIM_PREFIX_SMALL_A;
	}
}

static void
abort_command(struct sim_modem *modem)
{
	struct sim_core *core = &modem->core;

	sim_core_drop(core);
	sim_core_note(core, true, "a byte from the host aborted the command (V.250 5.6.1)");
	sim_core_result(core, SIM_NO_CARRIER);
}

static void
take_byte(struct sim_modem *modem, char byte, ms_t now)
{
	struct sim_core *core = &modem->core;

	if (core->restart_due != NEVER)
		return;
	if (core->pending != SIM_PENDING_NOTHING) {
		if (now - core->pending_since >= ABORT_GUARD_MS)
			abort_command(modem);
		return;
	}
	if (core->setting[SIM_SET_ECHO] || sim_faults_strike(&core->faults, SIM_FLAW_ECHO, ""))
		sim_core_send(core, &byte, 1);
	if (modem->prefix != SIM_PREFIX_WHOLE)
		look_for_prefix(modem, byte, now);
	else if (byte == '\r')
		end_line(modem, now);
	else
		collect(modem, byte);
}

void
sim_modem_feed(struct sim_modem *modem, const char *bytes, size_t n, ms_t now)
{
	for (size_t i = 0; i < n; i++)
		take_byte(modem, bytes[i], now);
	report_news(modem, now);
}

const char *
sim_modem_output(const struct sim_modem *modem, size_t *n)
{
	return buf_peek(&modem->core.out, n);
}

void
sim_modem_wrote(struct sim_modem *modem, size_t n)
{
	buf_drop(&modem->core.out, n);
}

bool
sim_modem_next(struct sim_modem *modem, struct sim_note *note)
{
	struct sim_core *core = &modem->core;

	if (core->note_count == 0)
		return false;
	*note = core->note[core->note_first];
	core->note_first = (core->note_first + 1) % SIM_NOTES_MAX;
	core->note_count--;
	return true;
}

ms_t
sim_modem_due(const struct sim_modem *modem)
{
	const struct sim_core *core = &modem->core;
	ms_t due = ms_min(sim_calls_due(&core->calls), core->pending_due);

	due = ms_min(due, ms_min(core->caller_id_due, core->restart_due));
	due = ms_min(due, ms_min(core->tone_due, core->late_due));
	return ms_min(due, core->banner_due);
}

void
sim_modem_tick(struct sim_modem *modem, ms_t now)
{
	struct sim_core *core = &modem->core;

	if (core->late_due <= now) {
		core->late_due = NEVER;
		sim_core_result(core, core->late_result);
	}
	if (core->banner_due <= now) {
		core->banner_due = NEVER;
		sim_modem_restart(modem, now);
	}
	if (core->family->kind == SIM_CELLULAR)
		sim_cellular_tick(core, now);
	else
		sim_analog_tick(core, now);
	sim_calls_tick(&core->calls, now);
	report_news(modem, now);
}

int
sim_modem_ring(struct sim_modem *modem, const char *number, const char *stamp, ms_t now,
    struct fault *fault)
{
	struct sim_core *core = &modem->core;

	if (core->off_hook)
		return fault_set(fault, "the line is off hook: the caller hears the busy tone");
	text_copy(core->stamp, sizeof(core->stamp), stamp);
	if (sim_calls_ring(&core->calls, number, now, fault) < 0)
		return -1;
	sim_modem_tick(modem, now);
	return 0;
}

int
sim_modem_far_answer(struct sim_modem *modem, ms_t now, struct fault *fault)
{
	int done = sim_calls_far_answer(&modem->core.calls, now, fault);

	report_news(modem, now);
	return done;
}

int
sim_modem_far_refuse(struct sim_modem *modem, enum sim_event event, ms_t now,
    struct fault *fault)
{
	int done = sim_calls_far_refuse(&modem->core.calls, event, now, fault);

	report_news(modem, now);
	return done;
}

int
sim_modem_far_hangup(struct sim_modem *modem, bool waiting, ms_t now, struct fault *fault)
{
	int done = sim_calls_far_hangup(&modem->core.calls, waiting, now, fault);

	report_news(modem, now);
	return done;
}

void
sim_modem_restart(struct sim_modem *modem, ms_t now)
{
	struct sim_core *core = &modem->core;

	modem->prefix = SIM_PREFIX_NONE;
	if (core->family->kind == SIM_CELLULAR) {
		sim_cellular_restart(core, now);
		return;
	}
	sim_core_drop(core);
	sim_core_defaults(core);
	sim_core_note(core, false, "restarted");
}
