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
	{ "+GMI", SIM_FORM_PLAIN, "atdialler" },
	{ "+GMM", SIM_FORM_PLAIN, "modem-sim analog" },
	{ "+GMR", SIM_FORM_PLAIN, "modem-sim 1" },
	{ "+FMI", SIM_FORM_PLAIN, "atdialler" },
	{ "+FMM", SIM_FORM_PLAIN, "modem-sim analog" },
	{ "+GCAP", SIM_FORM_PLAIN, "+GCAP: +FCLASS" },
	{ "+FCLASS", SIM_FORM_TEST, "0" },
	{ "+FCLASS", SIM_FORM_READ, "0" },
	{ "+GCI", SIM_FORM_READ, "+GCI: B5" },
};

static const struct sim_parameter parameters[] = {
	{ "+FCLASS", SIM_SET_FCLASS, 0, "0", "" },
	{ "+VCID", SIM_SET_VCID, 1, "(0,1)", "" },
};

/* On hook; a call that rings goes on ringing. */
static void
release_line(struct sim_core *core)
{
	core->off_hook = false;
	if (sim_calls_find(&core->calls, SIM_CALL_INCOMING) == NULL)
		sim_calls_hangup_all(&core->calls);
}

/* Lifts the receiver, which also answers whoever rings. */
static void
pick_up(struct sim_core *core)
{
	struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_INCOMING);

	core->off_hook = true;
	core->caller_id_due = NEVER;
	if (call == NULL)
		return;
	sim_call_answer(call);
	sim_core_note(core, false, "the host answered");
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
	if (!voice) {
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
	pick_up(core);
	sim_core_note(core, true, "ATA sends a data carrier into the line");
	sim_core_begin(core, SIM_PENDING_CARRIER, now, now + core->reg[7] * SECOND);
	return SIM_LATER;
}

static enum sim_result
hook(struct sim_core *core, const struct sim_command *command)
{
	if (command->number > 1)
		return SIM_ERROR;
	if (command->number == 1) {
		pick_up(core);
	} else if (core->off_hook) {
		sim_core_note(core, false, "the host hung up");
		release_line(core);
	}
	return SIM_OK;
}

static enum sim_result
identify(struct sim_core *core, const struct sim_command *command)
{
	static const char *const texts[] = { "56000", "255", "OK", "modem-sim analog" };

	if (command->number >= (long)ARRAY_LEN(texts))
		return SIM_ERROR;
	sim_core_info(core, "%s", texts[command->number]);
	return SIM_OK;
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
		return hook(core, command);
	if (strcmp(command->name, "I") == 0)
		return identify(core, command);
	if (sim_core_fact(core, facts, ARRAY_LEN(facts), command, &result) ||
	    sim_core_parameter(core, parameters, ARRAY_LEN(parameters), command, &result))
		return result;
	return SIM_ERROR;
}

void
sim_analog_report(struct sim_core *core, const struct sim_calls_news *news, ms_t now)
{
	struct sim_call *call;

	switch (news->event) {
	case SIM_EVENT_RING:
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
	case SIM_EVENT_ANSWERED:
	case SIM_EVENT_BUSY:
	case SIM_EVENT_NO_ANSWER:
	case SIM_EVENT_REJECTED:
	case SIM_EVENT_REMOTE_HANGUP:
	case SIM_EVENT_WAITING:
	case SIM_EVENT_MISSED:
	case SIM_EVENT_WAITING_MISSED:
		break;                  /* it does not listen to the line */
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
	case SIM_PENDING_ANSWER:
		break;
	}
}

void
sim_analog_tick(struct sim_core *core, ms_t now)
{
	if (core->caller_id_due <= now)
		report_caller(core);
	if (core->pending_due <= now)
		finish_pending(core, now);
}
