/* SPDX-License-Identifier: MIT */
#include "modem/signs.h"

#include <CUnit/CUnit.h>

enum {
	START = 1000000
};

static void
a_tone_counts_when_it_comes_again(void)
{
	struct signs signs;

	signs_begin(&signs, START);
	CU_ASSERT_FALSE(signs_tone(&signs, START));
	CU_ASSERT_FALSE(signs_tone(&signs, START + SIGNS_SAME_MS - 1));
	CU_ASSERT_TRUE(signs_tone(&signs, START + 4000));
	signs_begin(&signs, START + 5000);
	CU_ASSERT_FALSE(signs_tone(&signs, START + 6000));
	CU_ASSERT_FALSE(signs_tone(&signs, START + 6000 + SIGNS_TONE_MS));
	CU_ASSERT_TRUE(signs_tone(&signs, START + 5999 + 2 * SIGNS_TONE_MS));
}

static void
the_first_reversal_of_a_call_is_the_answer(void)
{
	struct signs signs;

	signs_begin(&signs, START);
	CU_ASSERT_TRUE(signs_reversed(&signs, START + 5000));
	CU_ASSERT_TRUE(signs_reversed(&signs, START + 5000 + SIGNS_SAME_MS - 1));
	CU_ASSERT_FALSE(signs_reversed(&signs, START + 5000 + SIGNS_SAME_MS));
	CU_ASSERT_FALSE(signs_reversed(&signs, START + 90000));
	signs_begin(&signs, START + 100000);
	CU_ASSERT_TRUE(signs_reversed(&signs, START + 105000));
}

CU_TestInfo signs_tests[] = {
	{ "a tone counts when it comes again", a_tone_counts_when_it_comes_again },
	{ "the first reversal of a call is the answer", the_first_reversal_of_a_call_is_the_answer },
	CU_TEST_INFO_NULL
};
