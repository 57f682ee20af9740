/* SPDX-License-Identifier: MIT */
#include "report/readiness.h"

#include <CUnit/CUnit.h>

static struct readiness readiness;
static ms_t down;

static enum readiness_event
feed(bool ready, ms_t now)
{
	readiness_feed(&readiness, ready, false, now);
	return readiness_next(&readiness, &down, now);
}

static void
begin_ready(void)
{
	readiness_init(&readiness, 0);
	CU_ASSERT_EQUAL(feed(true, 2000), READINESS_CAN);
	CU_ASSERT_EQUAL(down, 2000);
	CU_ASSERT_EQUAL(readiness_due(&readiness), NEVER);
}

static void
the_start_has_time_to_become_ready(void)
{
	begin_ready();
	readiness_init(&readiness, 0);
	CU_ASSERT_EQUAL(feed(false, READINESS_START_MS - 1), READINESS_NOTHING);
	CU_ASSERT_EQUAL(readiness_due(&readiness), READINESS_START_MS);
	CU_ASSERT_EQUAL(feed(false, READINESS_START_MS), READINESS_CANNOT);
	CU_ASSERT_EQUAL(down, READINESS_START_MS);
	CU_ASSERT_EQUAL(feed(true, 20000), READINESS_CAN_AGAIN);
	CU_ASSERT_EQUAL(down, 20000);
}

static void
what_mends_itself_in_a_moment_is_not_told(void)
{
	begin_ready();
	CU_ASSERT_EQUAL(feed(false, 10000), READINESS_NOTHING);
	CU_ASSERT_EQUAL(readiness_due(&readiness), 10000 + READINESS_GRACE_MS);
	CU_ASSERT_EQUAL(feed(true, 10000 + READINESS_GRACE_MS - 1), READINESS_NOTHING);
	CU_ASSERT_EQUAL(readiness_due(&readiness), NEVER);
	CU_ASSERT_EQUAL(feed(false, 20000), READINESS_NOTHING);
	CU_ASSERT_EQUAL(readiness_due(&readiness), 20000 + READINESS_GRACE_MS);
}

static void
what_lasts_is_told_and_told_again_each_hour(void)
{
	ms_t at = 10000;

	begin_ready();
	feed(false, at);
	at += READINESS_GRACE_MS;
	CU_ASSERT_EQUAL(feed(false, at), READINESS_CANNOT);
	CU_ASSERT_EQUAL(down, READINESS_GRACE_MS);
	for (int hour = 0; hour < 3; hour++) {
		CU_ASSERT_EQUAL(feed(false, at + READINESS_REPEAT_MS - 1), READINESS_NOTHING);
		at += READINESS_REPEAT_MS;
		CU_ASSERT_EQUAL(readiness_due(&readiness), at);
		CU_ASSERT_EQUAL(feed(false, at), READINESS_STILL_CANNOT);
		CU_ASSERT_EQUAL(down, at - 10000);
	}
	CU_ASSERT_EQUAL(feed(true, at + 5), READINESS_CAN_AGAIN);
	CU_ASSERT_EQUAL(down, at + 5 - 10000);
	CU_ASSERT_EQUAL(feed(true, at + 9999999), READINESS_NOTHING);
}

static void
what_no_waiting_mends_is_told_at_once(void)
{
	begin_ready();
	readiness_feed(&readiness, false, true, 10000);
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 10000), READINESS_CANNOT);
	readiness_feed(&readiness, false, true, 10001);
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 10001), READINESS_NOTHING);

	begin_ready();
	CU_ASSERT_EQUAL(feed(false, 10000), READINESS_NOTHING);
	readiness_feed(&readiness, false, true, 11000);
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 11000), READINESS_CANNOT);
	CU_ASSERT_EQUAL(down, 1000);

	readiness_init(&readiness, 0);
	readiness_feed(&readiness, false, true, 3000);
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 3000), READINESS_CANNOT);
}

static void
the_same_is_told_once(void)
{
	begin_ready();
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 2000), READINESS_NOTHING);
	feed(false, 10000);
	CU_ASSERT_EQUAL(feed(false, 15000), READINESS_CANNOT);
	CU_ASSERT_EQUAL(readiness_next(&readiness, &down, 15000), READINESS_NOTHING);
	CU_ASSERT_EQUAL(feed(true, 16000), READINESS_CAN_AGAIN);
	CU_ASSERT_EQUAL(feed(false, 16500), READINESS_NOTHING);
	CU_ASSERT_EQUAL(feed(false, 21500), READINESS_CANNOT);
	CU_ASSERT_EQUAL(down, 5000);
}

CU_TestInfo readiness_tests[] = {
	{ "the start has time to become ready", the_start_has_time_to_become_ready },
	{ "what mends itself in a moment is not told", what_mends_itself_in_a_moment_is_not_told },
	{ "what lasts is told and told again each hour",
	  what_lasts_is_told_and_told_again_each_hour },
	{ "what no waiting mends is told at once", what_no_waiting_mends_is_told_at_once },
	{ "the same is told once", the_same_is_told_once },
	CU_TEST_INFO_NULL
};
