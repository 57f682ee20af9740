/* SPDX-License-Identifier: MIT */
#include "app/rate.h"

#include <CUnit/CUnit.h>

static void
the_window_slides(void)
{
	struct rate rate = { .n = 0 };

	CU_ASSERT(rate_free_at(&rate, 2) <= 0);
	rate_count(&rate, 1000);
	CU_ASSERT(rate_free_at(&rate, 2) <= 1000);
	CU_ASSERT_EQUAL(rate_free_at(&rate, 1), 1000 + RATE_WINDOW_MS);
	rate_count(&rate, 31000);
	CU_ASSERT_EQUAL(rate_free_at(&rate, 2), 1000 + RATE_WINDOW_MS);
	rate_count(&rate, 1000 + RATE_WINDOW_MS);
	CU_ASSERT_EQUAL(rate_free_at(&rate, 2), 31000 + RATE_WINDOW_MS);
}

/* Against counting by hand: never more than the limit within any minute. */
static void
no_minute_has_more_than_the_limit(void)
{
	for (long limit = 1; limit <= RATE_MAX; limit += 59 - limit % 59) {
		struct rate rate = { .n = 0 };
		ms_t dialled[400];
		int n = 0;

		for (ms_t now = 0; n < 400; now += 700) {
			int within = 0;

			for (int i = 0; i < n; i++)
				within += dialled[i] > now - RATE_WINDOW_MS;
			if ((rate_free_at(&rate, limit) <= now) != (within < limit))
				CU_FAIL("the limit is not kept");
			if (within >= limit)
				continue;
			rate_count(&rate, now);
			dialled[n++] = now;
		}
	}
	CU_PASS("");
}

CU_TestInfo rate_tests[] = {
	{ "the window slides", the_window_slides },
	{ "no minute has more than the limit", no_minute_has_more_than_the_limit },
	CU_TEST_INFO_NULL
};
