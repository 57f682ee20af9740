/* SPDX-License-Identifier: MIT */
#include "sim/sim_analog.h"

#include <string.h>

#include "util/array.h"

enum {
	DIGITS_MAX_MS = 3000,           /* however long the number is */
	CALLER_ID_MS = 500,             /* behind the first ring burst */
	SECOND = 1000
};

static const struct sim_fact facts[] = {
	{ "+GCI", SIM_FORM_READ, "+GCI: B5", SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter parameters[] = {
	{ .name = "+VCID", .setting = SIM_SET_VCID, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = NULL },
};

/* On hook; a call that rings goes on ringing. */
static void
release_line(struct sim_core *core)
{
	core->off_hook = false;
	core->tone_due = NEVER;
	if (sim_calls_find(&core->calls, SIM_CALL_INCOMING) == NULL)
		sim_calls_hangup_all(&core->calls);
}

/* Lifts the receiver, which also answers whoever rings. */
static void
pick_up(struct sim_core *core, ms_t now)
{
	struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_INCOMING);

	core->off_hook = true;
	core->caller_id_due = NEVER;
	if (call == NULL)
		return;
	sim_calls_pick_up(&core->calls, call, now);
	sim_core_note(core, false, "the host answered");
}

static bool
in_voice_class(const struct sim_core *core)
{
	return core->setting[SIM_SET_FCLASS] == 8;
}

static ms_t
digits_take(const struct sim_core *core)
{
	return ms_min((ms_t)strlen(core->dialled) * core->timing.digit, DIGITS_MAX_MS);
}

static enum sim_result
start_dialling(struct sim_core *core, ms_t now)
{
	core->off_hook = true;
	if (sim_fate_of(core->dialled, &core->timing) == SIM_FATE_REJECTED) {
		sim_core_note(core, false, "no dial tone for %s", core->dialled);
		sim_core_begin(core, SIM_PENDING_DIAL_TONE, now, now + core->timing.alert_after);
	} else {
		sim_core_note(core, false, "dialling %s, tone by tone", core->dialled);
		sim_core_begin(core, SIM_PENDING_DIGITS, now, now + digits_take(core));
	}
	return SIM_LATER;
}

static enum sim_result
dial(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	bool voice;

	if (!sim_core_number(command->args, core->dialled, &voice))
		return SIM_ERROR;
	core->handset = voice || !in_voice_class(core);
	if (!voice && core->handset) {
		sim_core_note(core, true, "ATD without ';' asks for a DATA call: refused");
		return SIM_NO_CARRIER;
	}
	if (core->dialled[0] == '+') {
		sim_core_note(core, true, "no tone for '+' on an analog line: refused");
		return SIM_ERROR;
	}
	if (core->off_hook || !sim_calls_idle(&core->calls)) {
		sim_core_note(core, true, "ATD while the line is in use: refused");
		return SIM_ERROR;
	}
	if (sim_fate_of(core->dialled, &core->timing) == SIM_FATE_REFUSED)
		return SIM_ERROR;
	return start_dialling(core, now);
}

static enum sim_result
answer(struct sim_core *core, ms_t now)
{
	pick_up(core, now);
	if (in_voice_class(core)) {
		sim_core_unasked(core, "VCON");
		return SIM_LATER;
	}
	sim_core_note(core, true, "ATA sends a data carrier into the line");
	sim_core_begin(core, SIM_PENDING_CARRIER, now, now + core->reg[7] * SECOND);
	return SIM_LATER;
}

static enum sim_result
hook(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	if (command->number > 1)
		return SIM_ERROR;
	if (command->number == 1) {
		pick_up(core, now);
	} else if (core->off_hook) {
		sim_core_note(core, false, "the host hung up");
		release_line(core);
	}
	return SIM_OK;
}

static enum sim_result
identify(struct sim_core *core, const struct sim_command *command)
{
	const char *const texts[] = { "56000", "255", "OK", core->family->model };

	if (command->number >= (long)ARRAY_LEN(texts))
		return SIM_ERROR;
	sim_core_info(core, "%s", texts[command->number]);
	return SIM_OK;
}

static bool
name_itself(struct sim_core *core, const struct sim_command *command, enum sim_result *result)
{
	const struct sim_family *family = core->family;
	const struct sim_fact names[] = {
		{ "+GMI", SIM_FORM_PLAIN, family->maker, SIM_OK },
		{ "+GMM", SIM_FORM_PLAIN, family->model, SIM_OK },
		{ "+GMR", SIM_FORM_PLAIN, family->revision, SIM_OK },
		{ "+FMI", SIM_FORM_PLAIN, family->maker, SIM_OK },
		{ "+FMM", SIM_FORM_PLAIN, family->model, SIM_OK },
		{ "+GCAP", SIM_FORM_PLAIN, family->capabilities, SIM_OK },
		{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
	};

	return sim_core_fact(core, names, command, result);
}

enum sim_result
sim_analog_run(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	enum sim_result result;

	if (strcmp(command->name, "D") == 0)
		return dial(core, command, now);
	if (strcmp(command->name, "A") == 0)
		return answer(core, now);
	if (strcmp(command->name, "H") == 0)
		return hook(core, command, now);
	if (strcmp(command->name, "I") == 0)
		return identify(core, command);
	if (sim_core_fact(core, core->family->facts, command, &result) ||
	    sim_core_parameter(core, core->family->parameters, command, &result) ||
	    name_itself(core, command, &result) ||
	    sim_core_fact(core, facts, command, &result) ||
	    sim_core_parameter(core, parameters, command, &result))
		return result;
	return SIM_ERROR;
}

static void
say_event(struct sim_core *core, char letter)
{
	const char pair[] = { '\x10', letter };

	sim_core_send(core, pair, sizeof(pair));
}

/* A voice class dial is over, well or badly. */
static void
finish_dialling(struct sim_core *core, const char *word)
{
	if (core->pending != SIM_PENDING_VOICE)
		return;
	sim_core_settle(core);
	sim_core_unasked(core, "%s", word);
}

/* Once connected it hears the exchange, which says so until the modem is on hook too. */
static void
lose_far_end(struct sim_core *core, ms_t now)
{
	if (core->family->hung_up != NULL && in_voice_class(core) && core->off_hook)
		core->tone_due = now + core->timing.ring_every;
}

void
sim_analog_report(struct sim_core *core, const struct sim_calls_news *news, ms_t now)
{
	struct sim_call *call;

	switch (news->event) {
	case SIM_EVENT_RING:
		if (in_voice_class(core))
			say_event(core, 'R');
		else
			sim_core_result(core, SIM_RING);
		if (news->call.rings == 1 && core->setting[SIM_SET_VCID])
			core->caller_id_due = now + CALLER_ID_MS;
		break;
	case SIM_EVENT_TAKEN:
		call = sim_calls_find(&core->calls, SIM_CALL_ACTIVE);
		if (call != NULL)       /* on another telephone: not this modem's call */
			sim_calls_hangup(&core->calls, call, now);
		break;
	case SIM_EVENT_ALERTING:
		if (core->pending == SIM_PENDING_VOICE)
			core->tone_due = now;
		break;
	case SIM_EVENT_ANSWERED:
		finish_dialling(core, "VCON");
		break;
	case SIM_EVENT_BUSY:
		finish_dialling(core, "BUSY");
		break;
	case SIM_EVENT_NO_ANSWER:
		finish_dialling(core, "NO ANSWER");
		break;
	case SIM_EVENT_REJECTED:
		finish_dialling(core, "NO CARRIER");
		break;
	case SIM_EVENT_REMOTE_HANGUP:
		lose_far_end(core, now);
		break;
	case SIM_EVENT_DIALLED:
	case SIM_EVENT_INCOMING:
	case SIM_EVENT_PICKED_UP:
	case SIM_EVENT_HUNG_UP:
	case SIM_EVENT_WAITING:
	case SIM_EVENT_MISSED:
	case SIM_EVENT_WAITING_MISSED:
		break;                  /* nothing to hear */
	}
}

static void
report_caller(struct sim_core *core)
{
	const struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_INCOMING);

	core->caller_id_due = NEVER;
	if (call == NULL)
		return;
	sim_core_unasked(core, "DATE = %.4s", core->stamp);
	sim_core_unasked(core, "TIME = %.4s", core->stamp + 4);
	sim_core_unasked(core, "NMBR = %s", call->number[0] == '\0' ? "P" : call->number);
	sim_core_unasked(core, "NAME = %s", call->number[0] == '\0' ? "P" : "A CALLER");
}

static void
finish_pending(struct sim_core *core, ms_t now)
{
	enum sim_pending pending = core->pending;

	sim_core_settle(core);
	switch (pending) {
	case SIM_PENDING_DIGITS:
		sim_calls_dial(&core->calls, core->dialled, now);
		if (!core->handset) {
			sim_core_begin(core, SIM_PENDING_VOICE, core->pending_since, NEVER);
			break;
		}
		sim_core_result(core, SIM_OK);
		sim_core_note(core, false, "calling %s; this modem hears no more of it",
		    core->dialled);
		break;
	case SIM_PENDING_DIAL_TONE:
		release_line(core);
		sim_core_result(core, SIM_NO_DIALTONE);
		break;
	case SIM_PENDING_CARRIER:
		release_line(core);
		sim_core_result(core, SIM_NO_CARRIER);
		break;
	case SIM_PENDING_NOTHING:
	case SIM_PENDING_VOICE:
	case SIM_PENDING_CALL:
		break;
	}
}

static void
hear_line(struct sim_core *core, ms_t now)
{
	core->tone_due = now + core->timing.ring_every;
	if (core->pending == SIM_PENDING_VOICE)
		sim_core_unasked(core, "RINGING");
	else
		say_event(core, core->family->hung_up[0]);
}

void
sim_analog_tick(struct sim_core *core, ms_t now)
{
	if (core->caller_id_due <= now)
		report_caller(core);
	if (core->pending_due <= now)
		finish_pending(core, now);
	if (core->tone_due <= now)
		hear_line(core, now);
}
