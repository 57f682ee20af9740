/* SPDX-License-Identifier: MIT */
/*
 * app/number - which numbers may be dialled, what the line is told for one, and how a caller's is
 * shown.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_NUMBER_H
#define ATDIALLER_APP_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "app/rules.h"
#include "util/fault.h"
#include "util/text.h"

/* What refuses a number. */
enum number_rule {
	NUMBER_NOT_REFUSED,
	NUMBER_NO_NUMBER,
	NUMBER_SERVICE_CODE,
	NUMBER_DENIED,
	NUMBER_NOT_ALLOWED,
	NUMBER_NO_WAY_ABROAD,           /* a + on a line that has none, and nothing to put for it */
	NUMBER_TOO_MANY                 /* for the caller's use: only time can tell */
};

struct number_plan {
	char shown[TEXT_PHONE_MAX + 1]; /* as it was asked for; "" when it is no number */
	char wire[TEXT_WIRE_MAX + 1];   /* as modem_dial takes it; "" when refused */
	bool emergency;                 /* it passes the rules that guard the bill */
	enum number_rule refused_by;
	size_t value;                   /* of the key deny, when that refused: which of them it was */
};

/*
 * Plans a dial as the desktop asked for it, on a line that takes '+' for a digit or on one that
 * does not. -1 and a fault that may be logged, with the rule and the remedy: it holds no more of
 * the number than a rule does.
 */
int number_plan(const struct number_rules *rules, const char *asked, bool dials_plus,
    struct number_plan *plan, struct fault *fault);

/* The key whose rule it is, for records; NULL: NUMBER_NOT_REFUSED. */
const char *number_rule_name(enum number_rule rule);

/* A caller's number, by the rewrite rules, as the desktop is to see it; returns out. */
const char *number_incoming(const struct number_rules *rules, const char *number,
    char out[TEXT_PHONE_MAX + 1]);

#endif
