/* SPDX-License-Identifier: MIT */
#include "report/counters.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static struct call_record
record_of(enum record_kind kind, unsigned outcome)
{
	struct call_record record = {
		.kind = kind, .outbound = kind == RECORD_DIAL, .outcome = outcome
	};

	for (size_t i = 0; i < RECORD_INSTANTS; i++)
		record.at[i] = NEVER;
	record.at[RECORD_REQUESTED] = 1000;
	return record;
}

static void
each_record_is_counted_where_it_belongs(void)
{
	struct counters counters = { .dials = 0 };
	struct call_record answered = record_of(RECORD_DIAL, RECORD_CALL + CALL_END_REMOTE);
	struct call_record missed = record_of(RECORD_INCOMING, RECORD_CALL + CALL_END_MISSED);
	struct call_record lone = record_of(RECORD_HANGUP, RECORD_NO_CALL);
	struct call_record late = record_of(RECORD_DIAL, RECORD_NOT_DIALLED);

	answered.at[RECORD_FIRST_DIGIT] = 1007;
	answered.at[RECORD_ANSWERED] = 5000;
	counters_add(&counters, &answered);
	counters_add(&counters, &missed);
	counters_add(&counters, &lone);
	counters_add(&counters, &late);
	CU_ASSERT_EQUAL(counters.dials, 2);
	CU_ASSERT_EQUAL(counters.refused, 0);
	CU_ASSERT_EQUAL(counters.calls_out, 2);
	CU_ASSERT_EQUAL(counters.calls_in, 1);
	CU_ASSERT_EQUAL(counters.calls[true][RECORD_CALL + CALL_END_REMOTE], 1);
	CU_ASSERT_EQUAL(counters.calls[true][RECORD_NOT_DIALLED], 1);
	CU_ASSERT_EQUAL(counters.calls[false][RECORD_CALL + CALL_END_MISSED], 1);
	CU_ASSERT_EQUAL(counters.answered[true], 1);
	CU_ASSERT_EQUAL(counters.answered[false], 0);
	CU_ASSERT_EQUAL(counters.latency_sum, 7);
	CU_ASSERT_EQUAL(counters.latency[1], 1);
}

static void
a_latency_falls_into_the_bucket_that_it_does_not_exceed(void)
{
	struct counters counters = { .dials = 0 };

	for (size_t i = 0; i < COUNTERS_BOUNDS; i++) {
		struct call_record dial = record_of(RECORD_DIAL, RECORD_CALL + CALL_END_BUSY);

		dial.at[RECORD_FIRST_DIGIT] = 1000 + counters_bounds[i];
		counters_add(&counters, &dial);
		CU_ASSERT_EQUAL(counters.latency[i], i == 0 ? 1 : 2);
		dial.at[RECORD_FIRST_DIGIT]++;
		counters_add(&counters, &dial);
		CU_ASSERT_EQUAL(counters.latency[i + 1], 1);
	}
}

static void
a_refusal_is_counted_by_its_rule(void)
{
	struct counters counters = { .dials = 0 };
	struct call_record refused = record_of(RECORD_DIAL, RECORD_REFUSED);

	strcpy(refused.refused, "max-dials-per-minute");
	counters_add(&counters, &refused);
	counters_add(&counters, &refused);
	strcpy(refused.refused, "no modem");
	counters_add(&counters, &refused);
	refused.refused[0] = '\0';
	counters_add(&counters, &refused);
	CU_ASSERT_EQUAL(counters.dials, 4);
	CU_ASSERT_EQUAL(counters.refused, 4);
	CU_ASSERT_EQUAL(counters.calls_out, 0);
	CU_ASSERT_EQUAL(counters.rule_count, 2);
	CU_ASSERT_STRING_EQUAL(counters.rules[0].name, "max-dials-per-minute");
	CU_ASSERT_EQUAL(counters.rules[0].n, 2);
	CU_ASSERT_STRING_EQUAL(counters.rules[1].name, "line");
	CU_ASSERT_EQUAL(counters.rules[1].n, 2);
}

static void
more_rules_than_there_is_room_for_are_counted_together(void)
{
	struct counters counters = { .dials = 0 };
	struct call_record refused = record_of(RECORD_DIAL, RECORD_REFUSED);
	unsigned long sum = 0;

	for (char c = 'a'; c <= 'z'; c++) {
		snprintf(refused.refused, sizeof(refused.refused), "rule-%c", c);
		counters_add(&counters, &refused);
	}
	CU_ASSERT_EQUAL(counters.rule_count, COUNTERS_RULES_MAX);
	CU_ASSERT_STRING_EQUAL(counters.rules[COUNTERS_RULES_MAX - 1].name, "other");
	for (size_t i = 0; i < counters.rule_count; i++)
		sum += counters.rules[i].n;
	CU_ASSERT_EQUAL(sum, 26);
	CU_ASSERT_EQUAL(counters.refused, 26);
}

CU_TestInfo counters_tests[] = {
	{ "each record is counted where it belongs", each_record_is_counted_where_it_belongs },
	{ "a latency falls into the bucket that it does not exceed",
	  a_latency_falls_into_the_bucket_that_it_does_not_exceed },
	{ "a refusal is counted by its rule", a_refusal_is_counted_by_its_rule },
	{ "more rules than there is room for are counted together",
	  more_rules_than_there_is_room_for_are_counted_together },
	CU_TEST_INFO_NULL
};
