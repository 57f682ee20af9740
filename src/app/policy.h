/* SPDX-License-Identifier: MIT */
/*
 * app/policy - what stands between the desktop and the modem: what a request may do, and
 * what the line looks like to the desktop.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_POLICY_H
#define ATDIALLER_APP_POLICY_H

#include <stdbool.h>

#include "app/number.h"
#include "app/rate.h"
#include "app/rules.h"
#include "modem/modem.h"
#include "protocol/message.h"
#include "protocol/session.h"
#include "util/fault.h"
#include "util/ms.h"

/* Zeroed: no rules, and the desktop knows of no call. */
struct policy {
	struct number_rules rules;      /* may be another one from one request to the next */
	struct rate rate;
	struct number_plan plan;        /* of the last dial-request, also of one that was refused */
	struct call_status told;        /* the last status the desktop was sent */
};

/* The one place that says what of a call the desktop is shown. */
void policy_status(const struct policy *policy, const struct call *call,
    struct call_status *status);

/*
 * Carries out a request. 1: it is to be answered with the status now, whether that
 * has changed or not. 0: what changes will be news by itself. -1: refused, the fault says
 * why, and it is to be answered with the status, too; policy->plan says by which rule, if by one.
 */
int policy_request(struct policy *policy, const struct session_news *request,
    struct modem *modem, ms_t now, struct fault *fault);

/* True, and the status, when the desktop knows another one. */
bool policy_changed(const struct policy *policy, const struct call *call,
    struct call_status *status);

#endif
