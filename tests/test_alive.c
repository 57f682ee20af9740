/* SPDX-License-Identifier: MIT */
#include "app/alive.h"

#include <CUnit/CUnit.h>
#include <stddef.h>

enum {
	START = 100000,
	LIMIT = 30000                   /* of the watchdog */
};

/* A second of two halves, one of which wants to be woken at `modem`. */
static void
see(struct alive *alive, ms_t modem, ms_t now)
{
	alive_see(alive, ALIVE_MODEM, modem, false, now);
	alive_see(alive, ALIVE_DESK, now + 20000, false, now);
}

static void
a_watchdog_is_told_twice_in_its_time(void)
{
	struct alive alive;
	int told = 0;

	alive_init(&alive, LIMIT, START);
	for (ms_t now = START; now < START + 10 * LIMIT; now++) {
		see(&alive, now + 1000, now);
		CU_ASSERT_EQUAL_FATAL(alive_tells(&alive, now), (now - START) % (LIMIT / 2) == 0);
		told += (now - START) % (LIMIT / 2) == 0;
		CU_ASSERT_TRUE_FATAL(alive_due(&alive) > now);
	}
	CU_ASSERT_EQUAL(told, 20);
}

static void
without_a_watchdog_it_wakes_nobody(void)
{
	struct alive alive;

	alive_init(&alive, 0, START);
	see(&alive, START + 1000, START);
	CU_ASSERT_EQUAL(alive_due(&alive), NEVER);
	CU_ASSERT_FALSE(alive_tells(&alive, START + 1000000));
}

static void
a_late_sign_of_life_does_not_bring_the_next_ones_at_once(void)
{
	struct alive alive;

	alive_init(&alive, LIMIT, START);
	CU_ASSERT_TRUE(alive_tells(&alive, START + 100000));
	CU_ASSERT_FALSE(alive_tells(&alive, START + 100001));
	CU_ASSERT_EQUAL(alive_due(&alive), START + 100000 + LIMIT / 2);
}

static void
an_absent_modem_that_is_looked_for_each_second_gets_on(void)
{
	struct alive alive;

	alive_init(&alive, LIMIT, START);
	for (ms_t now = START; now < START + 3600000; now += 500) {
		see(&alive, now / 1000 * 1000, now);    /* now and then it is due at once */
		see(&alive, now / 1000 * 1000 + 1000, now);
		CU_ASSERT_PTR_NULL_FATAL(alive_stuck(&alive, now));
	}
}

static void
a_half_that_is_always_due_but_moves_gets_on(void)
{
	struct alive alive;

	alive_init(&alive, LIMIT, START);
	for (ms_t now = START; now < START + 60000; now += 7) {
		see(&alive, now - 1, now);
		CU_ASSERT_PTR_NULL_FATAL(alive_stuck(&alive, now));
	}
}

static void
a_half_whose_time_is_past_and_does_not_move_is_stuck(void)
{
	struct alive alive;
	ms_t now;

	alive_init(&alive, LIMIT, START);
	for (now = START; now < START + ALIVE_STUCK_MS; now += 10) {
		see(&alive, START, now);
		CU_ASSERT_PTR_NULL_FATAL(alive_stuck(&alive, now));
	}
	see(&alive, START, now);
	CU_ASSERT_PTR_NOT_NULL_FATAL(alive_stuck(&alive, now));
	CU_ASSERT_STRING_EQUAL(alive_stuck(&alive, now), "modem");
	CU_ASSERT_FALSE(alive_tells(&alive, now + LIMIT));
}

static void
so_is_one_that_waits_for_nothing(void)
{
	struct alive alive;

	alive_init(&alive, 0, START);
	alive_see(&alive, ALIVE_MODEM, START + 1000, false, START);
	alive_see(&alive, ALIVE_DESK, NEVER, false, START);
	CU_ASSERT_EQUAL(alive_due(&alive), START + ALIVE_STUCK_MS);
	alive_see(&alive, ALIVE_MODEM, START + 60000, false, START + ALIVE_STUCK_MS);
	alive_see(&alive, ALIVE_DESK, NEVER, false, START + ALIVE_STUCK_MS);
	CU_ASSERT_PTR_NOT_NULL_FATAL(alive_stuck(&alive, START + ALIVE_STUCK_MS));
	CU_ASSERT_STRING_EQUAL(alive_stuck(&alive, START + ALIVE_STUCK_MS), "desk");
}

static void
but_not_one_that_may_rest(void)
{
	struct alive alive;

	alive_init(&alive, 0, START);
	for (ms_t now = START; now < START + 100000; now += 1000)
		alive_see(&alive, ALIVE_MODEM, NEVER, true, now);
	CU_ASSERT_PTR_NULL(alive_stuck(&alive, START + 100000));
	CU_ASSERT_EQUAL(alive_due(&alive), NEVER);
	alive_see(&alive, ALIVE_MODEM, NEVER, false, START + 100000);
	CU_ASSERT_PTR_NULL(alive_stuck(&alive, START + 100000));
	CU_ASSERT_PTR_NOT_NULL(alive_stuck(&alive, START + 100000 + ALIVE_STUCK_MS));
}

static void
a_process_that_was_stopped_for_an_hour_is_not_stuck(void)
{
	struct alive alive;

	alive_init(&alive, LIMIT, START);
	see(&alive, START + 1000, START);
	see(&alive, START + 3600000 + 1000, START + 3600000);
	CU_ASSERT_PTR_NULL(alive_stuck(&alive, START + 3600000));
}

CU_TestInfo alive_tests[] = {
	{ "a watchdog is told twice in its time", a_watchdog_is_told_twice_in_its_time },
	{ "without a watchdog it wakes nobody", without_a_watchdog_it_wakes_nobody },
	{ "a late sign of life does not bring the next ones at once",
	  a_late_sign_of_life_does_not_bring_the_next_ones_at_once },
	{ "an absent modem that is looked for each second gets on",
	  an_absent_modem_that_is_looked_for_each_second_gets_on },
	{ "a half that is always due but moves gets on",
	  a_half_that_is_always_due_but_moves_gets_on },
	{ "a half whose time is past and does not move is stuck",
	  a_half_whose_time_is_past_and_does_not_move_is_stuck },
	{ "so is one that waits for nothing", so_is_one_that_waits_for_nothing },
	{ "but not one that may rest", but_not_one_that_may_rest },
	{ "a process that was stopped for an hour is not stuck",
	  a_process_that_was_stopped_for_an_hour_is_not_stuck },
	CU_TEST_INFO_NULL
};
