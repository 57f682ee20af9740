/* SPDX-License-Identifier: MIT */
/*
 * report/counters - what has happened since the start, counted; and how long a dial took.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_COUNTERS_H
#define ATDIALLER_REPORT_COUNTERS_H

#include <stddef.h>

#include "report/record.h"
#include "util/ms.h"

enum {
	COUNTERS_RULES_MAX = 12,        /* names of rules; refusals by more are counted as by "other" */
	COUNTERS_RULE_MAX = 31,         /* characters of one */
	COUNTERS_BOUNDS = 9             /* of the histogram */
};

struct counters_rule {
	char name[COUNTERS_RULE_MAX + 1];
	unsigned long n;
};

struct counters {
	unsigned long dials;            /* dial-requests, refused ones too */
	unsigned long refused;          /* of those */
	struct counters_rule rules[COUNTERS_RULES_MAX]; /* the same, by what refused them */
	size_t rule_count;

	unsigned long calls_out;        /* that are over, and dial-requests that came to no call */
	unsigned long calls_in;
	unsigned long calls[2][RECORD_OUTCOMES]; /* the same: [outbound], by outcome */
	unsigned long answered[2];

	unsigned long latency[COUNTERS_BOUNDS + 1]; /* of dials: up to counters_bounds[i], and above */
	ms_t latency_sum;

	unsigned long connects;         /* times that Patriot has accepted our key */
	unsigned long modem_opens;      /* times that the modem's port was opened */
	unsigned long modem_resets;     /* by DTR */
};

/* From the dial-request to ATD's first byte, in ms; ascending. */
extern const ms_t counters_bounds[COUNTERS_BOUNDS];

/*
 * Counts what a finished record tells. What refused a dial is counted by name when it has one word
 * for a name, as rules have, and as "line" when it is a sentence: no modem, or a call already.
 */
void counters_add(struct counters *counters, const struct call_record *record);

#endif
