/* SPDX-License-Identifier: MIT */
#include "link/retry.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

enum {
	THEN = 784111777                /* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110 5.6.7) */
};

static void
seconds_are_read(void)
{
	CU_ASSERT_EQUAL(retry_after("120", "", THEN), 120);
	CU_ASSERT_EQUAL(retry_after("0", "", THEN), 0);
	CU_ASSERT_EQUAL(retry_after("007", "", THEN), 7);
	CU_ASSERT_EQUAL(retry_after("86400", "", THEN), RETRY_AFTER_MAX);
	CU_ASSERT_EQUAL(retry_after("86401", "", THEN), RETRY_AFTER_MAX);
	CU_ASSERT_EQUAL(retry_after("99999999999999999999999999999999", "", THEN),
	    RETRY_AFTER_MAX);
}

static void
dates_are_read_in_all_three_ways(void)
{
	static const char *const rows[] = {
		"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CU_ASSERT_EQUAL(retry_after(rows[i], "", THEN - 90), 90);
		CU_ASSERT_EQUAL(retry_after(rows[i], "", THEN), 0);
		CU_ASSERT_EQUAL(retry_after(rows[i], "", THEN + 90), 0);
		CU_ASSERT_EQUAL(retry_after(rows[i], "", 0), RETRY_AFTER_MAX);
	}
}

static void
the_servers_own_date_goes_before_our_clock(void)
{
	CU_ASSERT_EQUAL(retry_after("Sun, 06 Nov 1994 08:49:37 GMT",
	    "Sun, 06 Nov 1994 08:47:37 GMT", 0), 120);
	CU_ASSERT_EQUAL(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", "yesterday", THEN - 5), 5);
	CU_ASSERT_EQUAL(retry_after("30", "Sun, 06 Nov 1994 08:47:37 GMT", 0), 30);
}

static void
what_cannot_be_read_asks_for_nothing(void)
{
	static const char *const rows[] = {
		"", "-1", "+5", "5 ", " 5", "5.5", "5s", "0x10", "soon", "Sun, 06 Nov 1994",
		"Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 25:49:37 GMT", "1994-11-06T08:49:37Z",
		"Sun, 06 Nov 1994 08:49:37 GMT, 120",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CU_ASSERT_EQUAL(retry_after(rows[i], "", 0), 0);
}

CU_TestInfo retry_tests[] = {
	{ "seconds are read", seconds_are_read },
	{ "dates are read in all three ways", dates_are_read_in_all_three_ways },
	{ "the server's own date goes before our clock",
	    the_servers_own_date_goes_before_our_clock },
	{ "what cannot be read asks for nothing", what_cannot_be_read_asks_for_nothing },
	CU_TEST_INFO_NULL
};
