/* SPDX-License-Identifier: MIT */
#include "app/expiry.h"

#include <CUnit/CUnit.h>

static const int64_t day = 24 * 3600;
static const int64_t until = 1800000000;

/* How often it is said from `from` to `to` days before the end, asked each ten minutes. */
static int
warnings(struct expiry *expiry, int from, int to)
{
	int count = 0;

	for (int64_t now = until - from * day; now < until - to * day; now += 600)
		count += expiry_warns(expiry, until, now);
	return count;
}

static void
it_is_said_once_in_the_last_month_and_each_day_of_the_last_week(void)
{
	struct expiry expiry = { 0 };

	CU_ASSERT_EQUAL(warnings(&expiry, 400, 30), 0);
	CU_ASSERT_EQUAL(warnings(&expiry, 30, 29), 1);
	CU_ASSERT_EQUAL(warnings(&expiry, 29, 7), 0);
	CU_ASSERT_EQUAL(warnings(&expiry, 7, 0), 7);
	CU_ASSERT_EQUAL(warnings(&expiry, 0, -3), 3);
}

static void
who_begins_in_the_last_week_hears_it_at_once_and_then_each_day(void)
{
	struct expiry expiry = { 0 };

	CU_ASSERT_TRUE(expiry_warns(&expiry, until, until - 2 * day));
	CU_ASSERT_FALSE(expiry_warns(&expiry, until, until - day - 1));
	CU_ASSERT_TRUE(expiry_warns(&expiry, until, until - day));
}

static void
another_certificate_is_another_matter(void)
{
	struct expiry expiry = { 0 };
	int64_t now = until - 3 * day;

	CU_ASSERT_TRUE(expiry_warns(&expiry, until, now));
	CU_ASSERT_FALSE(expiry_warns(&expiry, until + 365 * day, now + 1));
	CU_ASSERT_TRUE(expiry_warns(&expiry, until + day, now + 2));
}

static void
a_clock_that_is_set_back_silences_nothing(void)
{
	struct expiry expiry = { 0 };

	CU_ASSERT_TRUE(expiry_warns(&expiry, until, until + 100 * day));
	CU_ASSERT_TRUE(expiry_warns(&expiry, until, until - 2 * day));
}

CU_TestInfo expiry_tests[] = {
	{ "it is said once in the last month and each day of the last week",
	    it_is_said_once_in_the_last_month_and_each_day_of_the_last_week },
	{ "who begins in the last week hears it at once and then each day",
	    who_begins_in_the_last_week_hears_it_at_once_and_then_each_day },
	{ "another certificate is another matter", another_certificate_is_another_matter },
	{ "a clock that is set back silences nothing", a_clock_that_is_set_back_silences_nothing },
	CU_TEST_INFO_NULL
};
