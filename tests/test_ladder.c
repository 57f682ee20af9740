/* SPDX-License-Identifier: MIT */
#include "modem/ladder.h"

#include <CUnit/CUnit.h>

static const struct dialect_rung rungs[] = {
	{ .command = "ATH1", .goes_on = true, .pause = 1000 },
	{ .command = "ATH0" },
	{ .drops_dtr = true },
	{ .command = NULL },
};

static void
begin(struct ladder *ladder, const struct dialect_rung *top, ms_t now)
{
	ladder_stop(ladder);
	ladder_begin(ladder, top, now);
}

static void
stopped_it_wants_nothing(void)
{
	struct ladder ladder;

	ladder_stop(&ladder);
	CU_ASSERT_EQUAL(ladder_take_at(&ladder), NEVER);
	CU_ASSERT_EQUAL(ladder_fails_at(&ladder), NEVER);
	CU_ASSERT_FALSE(ladder_take(&ladder, NEVER - 1));
	CU_ASSERT_FALSE(ladder_owes(&ladder));
}

static void
each_rung_is_taken_once(void)
{
	struct ladder ladder;

	begin(&ladder, rungs + 1, 50);
	CU_ASSERT_TRUE(ladder_owes(&ladder));
	CU_ASSERT_EQUAL(ladder_take_at(&ladder), 50);
	CU_ASSERT_FALSE(ladder_take(&ladder, 49));
	CU_ASSERT_TRUE(ladder_take(&ladder, 50));
	CU_ASSERT_FALSE(ladder_take(&ladder, 5000));
	CU_ASSERT_EQUAL(ladder_take_at(&ladder), NEVER);
	CU_ASSERT_EQUAL(ladder_fails_at(&ladder), NEVER);
	CU_ASSERT_FALSE(ladder_owes(&ladder));
}

static void
an_answer_sets_the_deadline(void)
{
	struct ladder ladder;

	begin(&ladder, rungs + 1, 0);
	ladder_take(&ladder, 0);
	CU_ASSERT_FALSE(ladder_answered(&ladder, true, 100));
	CU_ASSERT_EQUAL(ladder_fails_at(&ladder), 100 + LADDER_CONFIRM_MS);
	begin(&ladder, rungs + 1, 0);
	ladder_take(&ladder, 0);
	CU_ASSERT_FALSE(ladder_answered(&ladder, false, 100));
	CU_ASSERT_EQUAL(ladder_fails_at(&ladder), 100 + LADDER_DOUBT_MS);
}

static void
a_pair_of_rungs_goes_on_by_itself(void)
{
	struct ladder ladder;

	begin(&ladder, rungs, 0);
	CU_ASSERT_TRUE(ladder_take(&ladder, 0));
	CU_ASSERT_TRUE(ladder_answered(&ladder, false, 100));
	CU_ASSERT_PTR_EQUAL(ladder.rung, rungs + 1);
	CU_ASSERT_TRUE(ladder_owes(&ladder));
	CU_ASSERT_EQUAL(ladder_take_at(&ladder), 1100);
	CU_ASSERT_FALSE(ladder_take(&ladder, 1099));
	CU_ASSERT_TRUE(ladder_take(&ladder, 1100));
	CU_ASSERT_FALSE(ladder_answered(&ladder, true, 1200));
}

static void
beginning_again_on_the_way_down_changes_nothing(void)
{
	struct ladder ladder;

	begin(&ladder, rungs + 1, 0);
	ladder_take(&ladder, 0);
	ladder_begin(&ladder, rungs, 10);
	CU_ASSERT_PTR_EQUAL(ladder.rung, rungs + 1);
	CU_ASSERT_FALSE(ladder_take(&ladder, 10));
	CU_ASSERT_FALSE(ladder_owes(&ladder));
}

static void
it_ends_at_the_bottom(void)
{
	struct ladder ladder;

	begin(&ladder, rungs + 1, 0);
	ladder_take(&ladder, 0);
	CU_ASSERT_TRUE(ladder_climb_down(&ladder, 20));
	CU_ASSERT_TRUE(ladder.rung->drops_dtr);
	CU_ASSERT_FALSE(ladder_owes(&ladder));
	CU_ASSERT_TRUE(ladder_take(&ladder, 20));
	CU_ASSERT_FALSE(ladder_climb_down(&ladder, 30));
	CU_ASSERT_PTR_NULL(ladder.rung);
	CU_ASSERT_EQUAL(ladder_take_at(&ladder), NEVER);
	ladder_begin(&ladder, rungs, 40);
	CU_ASSERT_TRUE(ladder_owes(&ladder));
	CU_ASSERT_TRUE(ladder_take(&ladder, 40));
}

static void
what_was_begun_is_done_when_the_call_is_over(void)
{
	struct ladder ladder;

	begin(&ladder, rungs, 0);
	ladder_let_go(&ladder);                 /* what the operator asked for is said */
	CU_ASSERT_TRUE(ladder_take(&ladder, 0));
	ladder_let_go(&ladder);                 /* its answer is still to come */
	CU_ASSERT_TRUE(ladder_answered(&ladder, true, 0));
	ladder_let_go(&ladder);                 /* off hook: the second of the pair has to follow */
	CU_ASSERT_TRUE(ladder_take(&ladder, 1000));
	CU_ASSERT_FALSE(ladder_answered(&ladder, false, 1000));
	ladder_let_go(&ladder);
	CU_ASSERT_PTR_NULL(ladder.rung);

	begin(&ladder, rungs + 1, 0);
	ladder_take(&ladder, 0);
	ladder_answered(&ladder, false, 0);
	ladder_climb_down(&ladder, 0);
	ladder_let_go(&ladder);                 /* no harder means than were needed */
	CU_ASSERT_PTR_NULL(ladder.rung);
}

CU_TestInfo ladder_tests[] = {
	{ "stopped, it wants nothing", stopped_it_wants_nothing },
	{ "each rung is taken once", each_rung_is_taken_once },
	{ "an answer sets the deadline", an_answer_sets_the_deadline },
	{ "a pair of rungs goes on by itself", a_pair_of_rungs_goes_on_by_itself },
	{ "beginning again on the way down changes nothing",
	  beginning_again_on_the_way_down_changes_nothing },
	{ "what was begun is done when the call is over",
	  what_was_begun_is_done_when_the_call_is_over },
	{ "it ends at the bottom", it_ends_at_the_bottom },
	CU_TEST_INFO_NULL
};
