/* SPDX-License-Identifier: MIT */
#include "app/policy.h"

#include "util/text.h"

void
policy_status(const struct policy *policy, const struct call *call, struct call_status *status)
{
	*status = (struct call_status){ .active = call->state != CALL_IDLE };
	if (!status->active)
		return;
	status->outbound = call->outbound;
	if (call->outbound)
		text_copy(status->caller_id, sizeof(status->caller_id), call->number);
	else
		number_incoming(&policy->rules, call->number, status->caller_id);
}

static int
check_rate(struct policy *policy, ms_t now, struct fault *fault)
{
	long limit = policy->rules.max_dials_per_minute;
	ms_t free_at = limit > 0 && !policy->plan.emergency ?
	    rate_free_at(&policy->rate, limit) : now;

	if (free_at <= now)
		return 0;
	policy->plan.refused_by = NUMBER_TOO_MANY;
	return fault_set(fault, "max-dials-per-minute = %ld refuses it: the next number can be "
	    "dialled in %lld s", limit, (long long)(free_at - now + 999) / 1000);
}

/* A dial that is refused, by whomever, does not count. */
static int
dial(struct policy *policy, const char *asked, struct modem *modem, ms_t now, struct fault *fault)
{
	struct number_plan *plan = &policy->plan;

	if (number_plan(&policy->rules, asked, modem_dials_plus(modem), plan, fault) != 0 ||
	    check_rate(policy, now, fault) != 0 ||
	    modem_dial(modem, plan->shown, plan->wire, now, fault) != 0)
		return -1;
	rate_count(&policy->rate, now);
	return 0;
}

int
policy_request(struct policy *policy, const struct session_news *request, struct modem *modem,
    ms_t now, struct fault *fault)
{
	switch (request->event) {
	case SESSION_AUTHENTICATED:
	case SESSION_STATUS:
		return 1;
	case SESSION_DIAL:
		return dial(policy, request->phone, modem, now, fault);
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
	policy_status(policy, call, status);
	return !call_status_equal(&policy->told, status);
}
