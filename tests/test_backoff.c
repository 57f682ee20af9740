/* SPDX-License-Identifier: MIT */
#include "link/backoff.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
it_doubles_from_one_to_thirty_seconds(void)
{
	static const ms_t waits[] = { 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000 };
	struct backoff backoff = { .next = 0 };

	for (size_t i = 0; i < ARRAY_LEN(waits); i++) {
		uint32_t middle = (uint32_t)(waits[i] / 5);

		CU_ASSERT_EQUAL(backoff_next(&backoff, middle), waits[i]);
	}
}

static void
the_jitter_is_a_fifth_either_way_and_no_more(void)
{
	ms_t least = NEVER;
	ms_t most = 0;

	for (uint32_t random = 0; random < 1000; random++) {
		struct backoff backoff = { .next = 0 };
		ms_t wait = backoff_next(&backoff, random);

		least = ms_min(least, wait);
		most = wait > most ? wait : most;
	}
	CU_ASSERT_EQUAL(least, 800);
	CU_ASSERT_EQUAL(most, 1200);
}

static void
the_largest_random_number_stays_inside(void)
{
	struct backoff backoff = { .next = BACKOFF_LONGEST_MS };
	ms_t wait = backoff_next(&backoff, UINT32_MAX);

	CU_ASSERT(wait >= 24000 && wait <= 36000);
}

static void
jitter_does_not_add_up(void)
{
	struct backoff backoff = { .next = 0 };

	for (int i = 0; i < 4; i++)
		backoff_next(&backoff, 0);
	CU_ASSERT_EQUAL(backoff_next(&backoff, 3200), 16000);
}

static void
a_reset_begins_again_at_one_second(void)
{
	struct backoff backoff = { .next = 0 };

	for (int i = 0; i < 10; i++)
		backoff_next(&backoff, 0);
	backoff_reset(&backoff);
	CU_ASSERT_EQUAL(backoff_next(&backoff, 200), 1000);
}

CU_TestInfo backoff_tests[] = {
	{ "it doubles from one to thirty seconds", it_doubles_from_one_to_thirty_seconds },
	{ "the jitter is a fifth either way and no more",
	    the_jitter_is_a_fifth_either_way_and_no_more },
	{ "the largest random number stays inside", the_largest_random_number_stays_inside },
	{ "jitter does not add up", jitter_does_not_add_up },
	{ "a reset begins again at one second", a_reset_begins_again_at_one_second },
	CU_TEST_INFO_NULL
};
