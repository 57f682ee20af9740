/* SPDX-License-Identifier: MIT */
#include "report/counters.h"

#include <string.h>

#include "util/text.h"

const ms_t counters_bounds[COUNTERS_BOUNDS] = { 5, 10, 25, 50, 100, 250, 500, 1000, 2000 };

static const char *
rule_name(const char *refused)
{
	size_t n = strspn(refused, "abcdefghijklmnopqrstuvwxyz-");

	return n > 0 && n <= COUNTERS_RULE_MAX && refused[n] == '\0' ? refused : "line";
}

/* A monitor is not to be flooded with names: the last place is for all that have none. */
static struct counters_rule *
rule_named(struct counters *counters, const char *name)
{
	struct counters_rule *rule;

	for (size_t i = 0; i < counters->rule_count; i++)
		if (strcmp(counters->rules[i].name, name) == 0)
			return &counters->rules[i];
	if (counters->rule_count == COUNTERS_RULES_MAX)
		return &counters->rules[COUNTERS_RULES_MAX - 1];
	rule = &counters->rules[counters->rule_count++];
	text_copy(rule->name, sizeof(rule->name),
	    counters->rule_count < COUNTERS_RULES_MAX ? name : "other");
	return rule;
}

static void
add_latency(struct counters *counters, ms_t latency)
{
	size_t i = 0;

	while (i < COUNTERS_BOUNDS && latency > counters_bounds[i])
		i++;
	counters->latency[i]++;
	counters->latency_sum += latency;
}

static void
add_dial(struct counters *counters, const struct call_record *record)
{
	counters->dials++;
	if (record->outcome == RECORD_REFUSED) {
		counters->refused++;
		rule_named(counters, rule_name(record->refused))->n++;
	}
	if (record->at[RECORD_FIRST_DIGIT] != NEVER)
		add_latency(counters, record->at[RECORD_FIRST_DIGIT] -
		    record->at[RECORD_REQUESTED]);
}

void
counters_add(struct counters *counters, const struct call_record *record)
{
	if (record->kind == RECORD_DIAL)
		add_dial(counters, record);
	if (record->kind == RECORD_HANGUP || record->outcome == RECORD_REFUSED)
		return;
	++*(record->outbound ? &counters->calls_out : &counters->calls_in);
	counters->calls[record->outbound][record->outcome]++;
	if (record->at[RECORD_ANSWERED] != NEVER)
		counters->answered[record->outbound]++;
}
