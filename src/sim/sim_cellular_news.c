/* SPDX-License-Identifier: MIT */
#include "sim/sim_cellular_news.h"

static void
report_ring(struct sim_core *core, const struct sim_call *call)
{
	const char *number = call->number;

	if (core->setting[SIM_SET_CRC])
		sim_core_unasked(core, "+CRING: VOICE");
	else
		sim_core_result(core, SIM_RING);
	/* The last field is the validity: 1 is "withheld by the caller" (27.007 7.6). */
	if (core->setting[SIM_SET_CLIP])
		sim_core_unasked(core, "+CLIP: \"%s\",%d,,,,%d", number, sim_number_type(number),
		    number[0] == '\0');
}

static void
report_waiting(struct sim_core *core, const struct sim_call *call)
{
	const char *number = call->number;

	if (core->setting[SIM_SET_CCWA])
		sim_core_unasked(core, "+CCWA: \"%s\",%d,1,,%d", number, sim_number_type(number),
		    number[0] == '\0');
}

static void
report_answer(struct sim_core *core, const struct sim_call *call)
{
	if (core->pending != SIM_PENDING_ANSWER)
		return;                 /* ATD said OK long ago: only +CLCC knows */
	sim_core_settle(core);
	sim_core_unasked(core, "+COLP: \"%s\",%d", call->number, sim_number_type(call->number));
	sim_core_result(core, SIM_OK);
}

static void
report_end(struct sim_core *core, enum sim_result result, const char *cause)
{
	core->cause = cause;
	sim_core_settle(core);
	sim_core_result(core, result);
}

void
sim_cellular_tell(struct sim_core *core, const struct sim_calls_news *news)
{
	switch (news->event) {
	case SIM_EVENT_RING:
		report_ring(core, &news->call);
		break;
	case SIM_EVENT_WAITING:
		report_waiting(core, &news->call);
		break;
	case SIM_EVENT_ANSWERED:
		report_answer(core, &news->call);
		break;
	case SIM_EVENT_BUSY:
		report_end(core, SIM_BUSY, "User busy");
		break;
	case SIM_EVENT_NO_ANSWER:
		report_end(core, SIM_NO_ANSWER, "No answer from user (user alerted)");
		break;
	case SIM_EVENT_REJECTED:
		report_end(core, SIM_NO_CARRIER, "Call rejected");
		break;
	case SIM_EVENT_REMOTE_HANGUP:
	case SIM_EVENT_MISSED:
		report_end(core, SIM_NO_CARRIER, "Normal call clearing");
		break;
	case SIM_EVENT_ALERTING:
	case SIM_EVENT_TAKEN:
	case SIM_EVENT_WAITING_MISSED:
		break;                  /* no line of 27.007 tells: +CLCC does */
	}
}
