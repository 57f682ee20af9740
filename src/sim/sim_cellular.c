/* SPDX-License-Identifier: MIT */
#include "sim/sim_cellular.h"

#include <string.h>

#include "sim/sim_phrase.h"
#include "util/array.h"
#include "util/text.h"

enum {
	RESTART_MS = 1500               /* deaf for so long */
};

static const struct sim_fact facts[] = {
	{ "+CGMI", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CGMM", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CGMR", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CGSN", SIM_FORM_PLAIN, "490154203237518", SIM_OK },
	{ "+GSN", SIM_FORM_PLAIN, "490154203237518", SIM_OK },
	{ "+CIMI", SIM_FORM_PLAIN, "001010123456789", SIM_OK },
	{ "+CPIN", SIM_FORM_READ, "+CPIN: READY", SIM_OK },
	{ "+CPIN", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CSQ", SIM_FORM_PLAIN, "+CSQ: 21,99", SIM_OK },
	{ "+CSQ", SIM_FORM_TEST, "+CSQ: (0-31,99),(99)", SIM_OK },
	{ "+COPS", SIM_FORM_READ, "+COPS: 0,0,\"Stand-in\"", SIM_OK },
	{ "+CLCC", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CHUP", SIM_FORM_TEST, NULL, SIM_OK },
	{ "+CHLD", SIM_FORM_TEST, "+CHLD: (0,1,1x)", SIM_OK },
	{ "+CFUN", SIM_FORM_TEST, "+CFUN: (0,1,4),(0,1)", SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter parameters[] = {
	{ .name = "+CMEE", .setting = SIM_SET_CMEE, .max = 2, .range = "(0-2)", .tail = "" },
	{ .name = "+CLIP", .setting = SIM_SET_CLIP, .max = 1, .range = "(0,1)", .tail = ",1" },
	{ .name = "+CRC", .setting = SIM_SET_CRC, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = "+CCWA", .setting = SIM_SET_CCWA, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = "+COLP", .setting = SIM_SET_COLP, .max = 1, .range = "(0,1)", .tail = ",1" },
	{ .name = "+CVHU", .setting = SIM_SET_CVHU, .max = 2, .range = "(0-2)", .tail = "" },
	{ .name = "+CNAP", .setting = SIM_SET_CNAP, .max = 1, .range = "(0,1)", .tail = ",0" },
	{ .name = NULL },
};

static bool
has_network(const struct sim_core *core)
{
	return core->setting[SIM_SET_CFUN] == 1;
}

/* "*#06#" and the like are orders to the network; "*31#0911" is a call that hides our number. */
static bool
is_service_code(const char *number)
{
	return (number[0] == '*' || number[0] == '#') && number[strlen(number) - 1] == '#';
}

static enum sim_result
dial(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	char number[SIM_NUMBER_MAX + 1];
	bool voice;

	if (!sim_core_number(command->args, number, &voice))
		return SIM_BAD_PARAMETER;
	if (!voice) {
		sim_core_note(core, true, "ATD without ';' asks for a DATA call: refused");
		return SIM_NO_CARRIER;
	}
	if (!sim_calls_idle(&core->calls)) {
		sim_core_note(core, true, "ATD while there is a call: refused");
		return SIM_NOT_ALLOWED;
	}
	if (!has_network(core) || sim_fate_of(number, &core->timing) == SIM_FATE_REFUSED)
		return SIM_NO_NETWORK;
	if (is_service_code(number)) {
		sim_core_note(core, true, "%s is a service code, not a call: carried out", number);
		return SIM_OK;
	}
	sim_calls_dial(&core->calls, number, now);
	sim_core_note(core, false, "calling %s", number);
	core->pending_event =
	    core->setting[SIM_SET_COLP] ? SIM_EVENT_ANSWERED : core->family->dialled;
	if (core->pending_event == SIM_EVENT_DIALLED)
		return SIM_OK;
	sim_core_begin(core, SIM_PENDING_CALL, now, NEVER);
	return SIM_LATER;
}

static enum sim_result
answer(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_INCOMING);

	(void)command;
	if (call == NULL)
		return SIM_NO_CARRIER;
	sim_calls_pick_up(&core->calls, call, now);
	sim_core_note(core, false, "the host answered");
	return SIM_OK;
}

static enum sim_result
list_calls(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)command;
	(void)now;
	for (int i = 0; i < SIM_CALLS_MAX; i++) {
		const struct sim_call *call = &core->calls.call[i];

		if (call->state == SIM_CALL_NONE)
			continue;
		sim_core_info(core, "+CLCC: %d,%d,%d,0,0,\"%s\",%d", i + 1, call->incoming,
		    sim_phrase_stat(call->state), call->number,
		    sim_phrase_type(call->number));
	}
	return SIM_OK;
}

/* The call that is up, or rings; a waiting caller is left alone (27.007 6.5). */
static struct sim_call *
current_call(struct sim_core *core)
{
	struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_ACTIVE);

	if (call == NULL)
		call = sim_calls_setting_up(&core->calls);
	return call != NULL ? call : sim_calls_find(&core->calls, SIM_CALL_INCOMING);
}

static void
end_call(struct sim_core *core, struct sim_call *call, ms_t now)
{
	sim_core_note(core, false, call->state == SIM_CALL_INCOMING ||
	    call->state == SIM_CALL_WAITING ? "the host rejected the call" : "the host hung up");
	core->cause = "Normal call clearing";
	sim_calls_hangup(&core->calls, call, now);
}

static enum sim_result
hang_up(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	struct sim_call *call = current_call(core);

	(void)command;
	if (call != NULL)
		end_call(core, call, now);
	return SIM_OK;
}

/* With +CVHU=1 ATH is answered OK and does nothing to a voice call (27.007 6.20). */
static enum sim_result
hang_up_by_h(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	if (command->number != 0)
		return SIM_BAD_PARAMETER;
	if (core->setting[SIM_SET_CVHU] == 1)
		return SIM_OK;
	return hang_up(core, command, now);
}

static enum sim_result
reject_waiting(struct sim_core *core, ms_t now)
{
	struct sim_call *call = sim_calls_find(&core->calls, SIM_CALL_WAITING);

	if (call == NULL)
		call = sim_calls_find(&core->calls, SIM_CALL_INCOMING);
	if (call == NULL)
		return SIM_NOT_ALLOWED;
	end_call(core, call, now);
	return SIM_OK;
}

/* 0 rejects who waits; 1 ends what is active and takes who waits; 1x ends call x. */
static enum sim_result
hold(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	struct sim_call *call;
	long value;

	if (!text_number(command->args, 0, 10 + SIM_CALLS_MAX, &value))
		return SIM_BAD_PARAMETER;
	if (value == 0)
		return reject_waiting(core, now);
	if (value == 1) {
		call = sim_calls_find(&core->calls, SIM_CALL_ACTIVE);
		if (call != NULL)
			end_call(core, call, now);
		return answer(core, command, now) == SIM_OK || call != NULL ?
		    SIM_OK : SIM_NOT_ALLOWED;
	}
	if (value <= 10)
		return SIM_BAD_PARAMETER;
	call = &core->calls.call[value - 11];
	if (call->state == SIM_CALL_NONE)
		return SIM_NOT_ALLOWED;
	end_call(core, call, now);
	return SIM_OK;
}

static enum sim_result
extended_error(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)command;
	(void)now;
	sim_core_info(core, "+CEER: %s", core->cause);
	return SIM_OK;
}

static enum sim_result
send_tone(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)command;
	(void)now;
	return sim_calls_find(&core->calls, SIM_CALL_ACTIVE) != NULL ? SIM_OK : SIM_NOT_ALLOWED;
}

static enum sim_result
phone_activity(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	int status = 4;

	(void)command;
	(void)now;
	if (sim_calls_idle(&core->calls))
		status = 0;
	else if (sim_calls_find(&core->calls, SIM_CALL_INCOMING) != NULL)
		status = 3;
	sim_core_info(core, "+CPAS: %d", status);
	return SIM_OK;
}

static enum sim_result
set_function(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	if (strcmp(command->args, "1,1") == 0) {
		sim_core_result(core, SIM_OK);
		sim_cellular_restart(core, now);
		return SIM_LATER;
	}
	if (strcmp(command->args, "0") != 0 && strcmp(command->args, "4") != 0 &&
	    strcmp(command->args, "1") != 0 && strcmp(command->args, "1,0") != 0)
		return SIM_BAD_PARAMETER;
	core->setting[SIM_SET_CFUN] = command->args[0] - '0';
	if (!has_network(core))
		sim_calls_hangup_all(&core->calls);
	return SIM_OK;
}

static enum sim_result
read_function(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)command;
	(void)now;
	sim_core_info(core, "+CFUN: %ld", core->setting[SIM_SET_CFUN]);
	return SIM_OK;
}

static enum sim_result
set_registration(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)now;
	return text_number(command->args, 0, 2, &core->setting[SIM_SET_CREG]) ?
	    SIM_OK : SIM_BAD_PARAMETER;
}

static enum sim_result
read_registration(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	long mode = core->setting[SIM_SET_CREG];
	bool there = has_network(core);

	(void)command;
	(void)now;
	sim_core_info(core, "+CREG: %ld,%d%s", mode, there,
	    mode == 2 && there ? ",\"00A1\",\"0000C0DE\"" : "");
	return SIM_OK;
}

static enum sim_result
identify(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	const struct sim_family *family = core->family;
	const struct {
		const char *name;
		const char *text;
	} answers[] = {
		{ "+CGMI", family->maker }, { "+GMI", family->maker },
		{ "+CGMM", family->model }, { "+GMM", family->model },
		{ "+CGMR", family->revision }, { "+GMR", family->revision },
		{ "+GCAP", family->capabilities },
	};

	(void)now;
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (strcmp(answers[i].name, command->name) == 0)
			sim_core_info(core, "%s", answers[i].text);
	return SIM_OK;
}

static enum sim_result
identify_at_length(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)command;
	(void)now;
	sim_core_info(core, "Manufacturer: %s", core->family->maker);
	sim_core_info(core, "Model: %s", core->family->model);
	sim_core_info(core, "Revision: %s", core->family->revision);
	sim_core_info(core, "IMEI: 490154203237518");
	sim_core_info(core, "%s", core->family->capabilities);
	return SIM_OK;
}

static enum sim_result
accept(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	(void)core;
	(void)command;
	(void)now;
	return SIM_OK;
}

static const struct action {
	const char *name;
	enum sim_form form;
	enum sim_result (*run)(struct sim_core *, const struct sim_command *, ms_t);
} actions[] = {
	{ "D", SIM_FORM_PLAIN, dial },
	{ "A", SIM_FORM_PLAIN, answer },
	{ "H", SIM_FORM_PLAIN, hang_up_by_h },
	{ "+CHUP", SIM_FORM_PLAIN, hang_up },
	{ "+CLCC", SIM_FORM_PLAIN, list_calls },
	{ "+CHLD", SIM_FORM_SET, hold },
	{ "+CEER", SIM_FORM_PLAIN, extended_error },
	{ "+VTS", SIM_FORM_SET, send_tone },
	{ "+CPAS", SIM_FORM_PLAIN, phone_activity },
	{ "+CFUN", SIM_FORM_SET, set_function },
	{ "+CFUN", SIM_FORM_READ, read_function },
	{ "+CREG", SIM_FORM_SET, set_registration },
	{ "+CREG", SIM_FORM_READ, read_registration },
	{ "I", SIM_FORM_PLAIN, identify_at_length },
	{ "+CGMI", SIM_FORM_PLAIN, identify },
	{ "+GMI", SIM_FORM_PLAIN, identify },
	{ "+CGMM", SIM_FORM_PLAIN, identify },
	{ "+GMM", SIM_FORM_PLAIN, identify },
	{ "+CGMR", SIM_FORM_PLAIN, identify },
	{ "+GMR", SIM_FORM_PLAIN, identify },
	{ "+GCAP", SIM_FORM_PLAIN, identify },
	{ "+CSSN", SIM_FORM_SET, accept },
	{ "+COPS", SIM_FORM_SET, accept },
	{ "+CSCS", SIM_FORM_SET, accept },
};

enum sim_result
sim_cellular_run(struct sim_core *core, const struct sim_command *command, ms_t now)
{
	const struct sim_family *family = core->family;
	enum sim_result result;

	if (sim_core_fact(core, family->facts, command, &result) ||
	    sim_core_parameter(core, family->parameters, command, &result))
		return result;
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (actions[i].form == command->form &&
		    strcmp(actions[i].name, command->name) == 0)
			return actions[i].run(core, command, now);
	if (sim_core_fact(core, facts, command, &result) ||
	    sim_core_parameter(core, parameters, command, &result))
		return result;
	return SIM_UNKNOWN;
}

void
sim_cellular_restart(struct sim_core *core, ms_t now)
{
	sim_core_drop(core);
	sim_core_defaults(core);
	core->restart_due = now + RESTART_MS;
	sim_core_note(core, false, "restarting");
}

void
sim_cellular_tick(struct sim_core *core, ms_t now)
{
	if (now < core->restart_due)
		return;
	core->restart_due = NEVER;
	sim_core_unasked(core, "RDY");
	sim_core_unasked(core, "+CFUN: 1");
	sim_core_unasked(core, "+CPIN: READY");
}
