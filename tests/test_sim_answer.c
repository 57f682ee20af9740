/* SPDX-License-Identifier: MIT */
#include "sim/sim_answer.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

static struct sim_answers answers;
static struct fault fault;

static void
the_last_equals_sign_counts(void)
{
	answers.n = 0;
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "+CSQ=+CSQ: 3,99", &fault), 0);
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "AT+VCID=1=ERROR", &fault), 0);
	CU_ASSERT_STRING_EQUAL(sim_answers_find(&answers, "+CSQ"), "+CSQ: 3,99");
	CU_ASSERT_STRING_EQUAL(sim_answers_find(&answers, "+vcid=1"), "ERROR");
	CU_ASSERT_PTR_NULL(sim_answers_find(&answers, "+CSQ=?"));
	CU_ASSERT_PTR_NULL(sim_answers_find(&answers, ""));
}

static void
a_later_answer_takes_the_place_of_an_earlier_one(void)
{
	answers.n = 0;
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "+CSQ=+CSQ: 3,99", &fault), 0);
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "+csq=+CSQ: 4,99", &fault), 0);
	CU_ASSERT_EQUAL(answers.n, 1);
	CU_ASSERT_STRING_EQUAL(sim_answers_find(&answers, "+CSQ"), "+CSQ: 4,99");
}

static void
what_is_no_answer_is_refused(void)
{
	static const char *const wrong[] = {
		"", "=", "+CSQ", "+CSQ=", "=OK", "AT=OK", "+A2345678901234567890123456=OK",
	};

	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		CU_ASSERT_EQUAL(sim_answers_read(&answers, wrong[i], &fault), -1);
}

static void
there_is_room_for_sixteen(void)
{
	char text[24];

	answers.n = 0;
	for (int i = 0; i < SIM_ANSWERS_MAX; i++) {
		snprintf(text, sizeof(text), "+C%d=OK", i);
		CU_ASSERT_EQUAL(sim_answers_read(&answers, text, &fault), 0);
	}
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "+MORE=OK", &fault), -1);
	CU_ASSERT_EQUAL(sim_answers_read(&answers, "+C3=ERROR", &fault), 0);
}

static void
a_result_has_no_other_behind_it(void)
{
	CU_ASSERT_TRUE(sim_answer_is_final("OK"));
	CU_ASSERT_TRUE(sim_answer_is_final("ERROR"));
	CU_ASSERT_TRUE(sim_answer_is_final("+CME ERROR: 10"));
	CU_ASSERT_FALSE(sim_answer_is_final("+CPIN: READY"));
}

CU_TestInfo sim_answer_tests[] = {
	{ "the last equals sign counts", the_last_equals_sign_counts },
	{ "a later answer takes the place of an earlier one",
	  a_later_answer_takes_the_place_of_an_earlier_one },
	{ "what is no answer is refused", what_is_no_answer_is_refused },
	{ "there is room for sixteen", there_is_room_for_sixteen },
	{ "a result has no other behind it", a_result_has_no_other_behind_it },
	CU_TEST_INFO_NULL,
};
