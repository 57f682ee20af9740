/* SPDX-License-Identifier: MIT */
#include "app/policy.h"

#include "app/number.h"
#include "util/text.h"

void
policy_status(const struct call *call, struct call_status *status)
{
	*status = (struct call_status){ .active = call->state != CALL_IDLE };
	if (!status->active)
		return;
	status->outbound = call->outbound;
	text_copy(status->caller_id, sizeof(status->caller_id), call->number);
}

int
policy_request(const struct session_news *request, struct modem *modem, ms_t now,
    struct fault *fault)
{
	char phone[TEXT_PHONE_MAX + 1];

	switch (request->event) {
	case SESSION_AUTHENTICATED:
	case SESSION_STATUS:
		return 1;
	case SESSION_DIAL:
		if (number_check(request->phone, phone, fault) != 0)
			return -1;
		return modem_dial(modem, phone, phone, now, fault);
	case SESSION_HANGUP:
		return modem_hangup(modem, now, fault);
	case SESSION_GONE:
		modem_forget_dial(modem, "Patriot went away", now);
		return 0;
	case SESSION_NOTHING:
	case SESSION_REFUSED:
	case SESSION_IGNORED:
		return 0;
	}
	return 0;
}

bool
policy_changed(const struct policy *policy, const struct call *call, struct call_status *status)
{
	policy_status(call, status);
	return !call_status_equal(&policy->told, status);
}
