/* SPDX-License-Identifier: MIT */
#include "modem/voice.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const struct dialect_class class = {
	.classes = "AT+FCLASS=?",
	.prepare = (const struct dialect_step[]){
		{ .command = "IN 1" },
		{ .command = "IN 2", .may_fail = true },
		{ .command = NULL },
	},
	.dial = "D$",
	.release = "RELEASE",
	.restore = (const char *const[]){ "OUT 1", "OUT 2", NULL },
};

/* Answers everything with OK, but `refused` with an error; what was said goes to `said`. */
static bool
run(struct voice *voice, const char *refused, char *said)
{
	bool entered = true;
	const char *command;

	said[0] = '\0';
	while ((command = voice_command(voice)) != NULL) {
		strcat(strcat(said, command), "|");
		entered = voice_answered(voice, strcmp(command, refused) != 0) && entered;
	}
	return entered;
}

static void
it_is_entered_for_a_call_and_left_after_it(void)
{
	struct voice voice;
	char said[128];

	voice_init(&voice, &class);
	CU_ASSERT_PTR_NULL(voice_class(&voice));
	voice_leave(&voice);
	CU_ASSERT_PTR_NULL(voice_command(&voice));
	voice_enter(&voice);
	CU_ASSERT_PTR_NULL(voice_class(&voice));
	CU_ASSERT_TRUE(run(&voice, "IN 2", said));
	CU_ASSERT_STRING_EQUAL(said, "IN 1|IN 2|");
	CU_ASSERT_PTR_EQUAL(voice_class(&voice), &class);
	voice_enter(&voice);
	CU_ASSERT_PTR_NULL(voice_command(&voice));
	voice_dialled(&voice);
	voice_leave(&voice);
	CU_ASSERT_PTR_NULL(voice_class(&voice));
	run(&voice, "RELEASE", said);
	CU_ASSERT_STRING_EQUAL(said, "RELEASE|OUT 1|OUT 2|");
	CU_ASSERT_EQUAL(voice.state, VOICE_OUT);
}

static void
a_line_that_we_have_hung_up_is_not_released_again(void)
{
	struct voice voice;
	char said[128];

	voice_init(&voice, &class);
	voice_enter(&voice);
	run(&voice, "", said);
	voice_dialled(&voice);
	voice_hung_up(&voice);
	voice_leave(&voice);
	run(&voice, "OUT 1", said);
	CU_ASSERT_STRING_EQUAL(said, "OUT 1|OUT 2|");
}

static void
what_cannot_be_entered_is_left_at_once(void)
{
	struct voice voice;
	char said[128];

	voice_init(&voice, &class);
	voice_enter(&voice);
	CU_ASSERT_FALSE(run(&voice, "IN 1", said));
	CU_ASSERT_STRING_EQUAL(said, "IN 1|OUT 1|OUT 2|");
	CU_ASSERT_EQUAL(voice.state, VOICE_OUT);
}

static void
without_a_class_nothing_is_said(void)
{
	struct voice voice;

	voice_init(&voice, NULL);
	voice_enter(&voice);
	CU_ASSERT_PTR_NULL(voice_command(&voice));
	voice_dialled(&voice);
	CU_ASSERT_FALSE(voice.off_hook);
	voice_leave(&voice);
	CU_ASSERT_PTR_NULL(voice_command(&voice));
}

CU_TestInfo voice_tests[] = {
	{ "it is entered for a call and left after it", it_is_entered_for_a_call_and_left_after_it },
	{ "a line that we have hung up is not released again",
	  a_line_that_we_have_hung_up_is_not_released_again },
	{ "what cannot be entered is left at once", what_cannot_be_entered_is_left_at_once },
	{ "without a class nothing is said", without_a_class_nothing_is_said },
	CU_TEST_INFO_NULL
};
