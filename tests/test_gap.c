/* SPDX-License-Identifier: MIT */
#include "app/gap.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
a_long_wait_is_no_gap_unless_nobody_was_there(void)
{
	static const struct {
		ms_t turn, wait;                /* how long each took */
		ms_t due;                       /* from the call of poll on */
		ms_t slept;
		bool continued, old;
	} rows[] = {
		{ 0, 0, 0, 0, false, false },
		{ 5, 3600000, NEVER, 0, false, false },
		{ 5, 20000, 20000, 0, false, false },
		{ 5, 22000, 20000, 0, false, false },
		{ 5, 22001, 20000, 0, false, true },    /* a frozen machine */
		{ 2000, 0, 20000, 0, false, false },
		{ 2001, 0, 20000, 0, false, true },     /* a disk that hangs */
		{ 5, 10000, 20000, 9000, false, true }, /* a lid that was closed */
		{ 5, 10000, 20000, 2000, false, false },
		{ 5, 5000, 20000, 0, true, true },      /* SIGSTOP and SIGCONT */
		{ 5, 2000, 20000, 0, true, false },
		{ 5, 2001, NEVER, 0, true, true },
		{ 5, 3000, 20000, -7, false, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ms_t now = 1000000, due;
		struct gap gap;

		gap_init(&gap, now, 50);
		now += rows[i].turn;
		due = rows[i].due == NEVER ? NEVER : now + rows[i].due;
		gap_ask(&gap, now);
		now += rows[i].wait;
		CU_ASSERT_EQUAL(gap_back(&gap, due, 50 + rows[i].slept, rows[i].continued, now),
		    rows[i].old);
	}
}

static void
a_signal_does_not_hide_how_long_it_was(void)
{
	struct gap gap;

	gap_init(&gap, 1000, 0);
	gap_ask(&gap, 1001);
	gap_ask(&gap, 6000);            /* EINTR: SIGCONT */
	CU_ASSERT_TRUE(gap_back(&gap, NEVER, 0, true, 6000));
}

static void
a_gap_is_told_once(void)
{
	struct gap gap;

	gap_init(&gap, 1000, 0);
	gap_ask(&gap, 1000);
	CU_ASSERT_TRUE(gap_back(&gap, 2000, 500000, false, 501000));
	gap_ask(&gap, 501001);
	CU_ASSERT_FALSE(gap_back(&gap, 521000, 500000, false, 511000));
}

CU_TestInfo gap_tests[] = {
	{ "a long wait is no gap unless nobody was there",
	    a_long_wait_is_no_gap_unless_nobody_was_there },
	{ "a signal does not hide how long it was", a_signal_does_not_hide_how_long_it_was },
	{ "a gap is told once", a_gap_is_told_once },
	CU_TEST_INFO_NULL
};
