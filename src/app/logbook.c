/* SPDX-License-Identifier: MIT */
#include "app/logbook.h"

#include <string.h>

#include "io/log.h"
#include "protocol/message.h"
#include "util/mask.h"
#include "util/text.h"

/* The number for the log: in full only when everything is. */
static const char *
shown(const char *phone, char masked[TEXT_PHONE_MAX + 1])
{
	return log_shows(LOG_LEVEL_DEBUG) && !log_hides_numbers() ? phone :
	    text_masked(phone, masked);
}

void
logbook_wire(const struct number_plan *plan)
{
	char wire[TEXT_WIRE_MAX + 1];

	if (strcmp(plan->wire, plan->shown) == 0)
		return;
	text_copy(wire, sizeof(wire), plan->wire);
	if (!log_shows(LOG_LEVEL_DEBUG) || log_hides_numbers())
		mask_short_numbers(wire, strlen(wire), '.');
	log_info("call: on this line dialled as %s", wire);
}

static void
log_incoming(const struct number_rules *rules, const struct call *call, const char *number)
{
	char rewritten[TEXT_PHONE_MAX + 1], masked[TEXT_PHONE_MAX + 1];

	number_incoming(rules, call->number, rewritten);
	if (strcmp(rewritten, call->number) == 0)
		log_info("call: incoming from %s", number);
	else
		log_info("call: incoming from %s, for Patriot %s", number,
		    shown(rewritten, masked));
}

void
logbook_call(const struct number_rules *rules, const struct call *call)
{
	char masked[TEXT_PHONE_MAX + 1];
	const char *number = call->number[0] != '\0' ? shown(call->number, masked) :
	    call->withheld ? "withheld" : "number unknown";

	switch (call->state) {
	case CALL_IDLE:
		log_info("call: over: %s (%s %s)", call_end_name(call->end),
		    call->outbound ? "to" : "from", number);
		return;
	case CALL_DIALLING:
		log_info("call: dialling %s", number);
		return;
	case CALL_ALERTING:
		log_info("call: ringing at the far end");
		return;
	case CALL_ACTIVE:
		log_info("call: connected %s %s", call->outbound ? "to" : "from", number);
		return;
	case CALL_INCOMING:
		log_incoming(rules, call, number);
		return;
	case CALL_ENDING:
		return;                 /* the request for it was logged */
	}
}

/* As it was typed may be anything: "ask for Joe, 0911 222 330". */
static void
log_typed(const char *raw)
{
	char printable[4 * MESSAGE_FIELD_MAX + 8];

	if (!log_shows(LOG_LEVEL_DEBUG))
		return;
	text_printable(raw, strlen(raw), printable, sizeof(printable));
	if (log_hides_numbers())
		mask_numbers(printable, strlen(printable), '.');
	log_debug("desk: typed as %s", printable);
}

void
logbook_asked(const char *phone, const char *raw)
{
	char masked[TEXT_PHONE_MAX + 1];

	log_info("desk: Patriot asks to dial %s", shown(phone, masked));
	log_typed(raw);
}
