/* SPDX-License-Identifier: MIT */
#include "app/policy.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
the_desktop_is_shown_what_the_line_does(void)
{
	for (int state = CALL_IDLE; state <= CALL_ENDING; state++) {
		for (int outbound = 0; outbound < 2; outbound++) {
			const struct call call = {
				.state = (enum call_state)state, .outbound = outbound,
				.number = "0911"
			};
			struct call_status status;

			policy_status(&call, &status);
			CU_ASSERT_EQUAL(status.active, state != CALL_IDLE);
			CU_ASSERT_EQUAL(status.outbound, state != CALL_IDLE && outbound);
			CU_ASSERT_STRING_EQUAL(status.caller_id, state != CALL_IDLE ? "0911" : "");
		}
	}
}

static void
a_withheld_number_is_no_caller_id(void)
{
	const struct call call = { .state = CALL_INCOMING, .withheld = true };
	struct call_status status;

	policy_status(&call, &status);
	CU_ASSERT_TRUE(status.active);
	CU_ASSERT_STRING_EQUAL(status.caller_id, "");
}

static void
only_what_the_desktop_can_see_is_a_change(void)
{
	struct policy policy = { .told = { .active = false } };
	struct call call = { .state = CALL_IDLE, .number = "0911", .end = CALL_END_BUSY };
	struct call_status status;

	CU_ASSERT_FALSE(policy_changed(&policy, &call, &status));
	call = (struct call){ .state = CALL_DIALLING, .outbound = true, .number = "0911" };
	CU_ASSERT_TRUE(policy_changed(&policy, &call, &status));
	policy.told = status;
	call.state = CALL_ALERTING;
	CU_ASSERT_FALSE(policy_changed(&policy, &call, &status));
	call.state = CALL_ENDING;
	CU_ASSERT_FALSE(policy_changed(&policy, &call, &status));
	call.state = CALL_IDLE;
	CU_ASSERT_TRUE(policy_changed(&policy, &call, &status));
	policy.told = status;
	call = (struct call){ .state = CALL_INCOMING };
	CU_ASSERT_TRUE(policy_changed(&policy, &call, &status));
	policy.told = status;
	strcpy(call.number, "0911");
	CU_ASSERT_TRUE(policy_changed(&policy, &call, &status));
}

static void
without_a_modem_requests_are_refused_with_a_reason(void)
{
	static const char *const numbers[] = { "0911", "", "*21*5#", "0911\rATD112" };
	struct session_news request = { .event = SESSION_DIAL };
	struct modem modem;
	struct fault fault = { "" };

	modem_init(&modem, NULL);
	for (size_t i = 0; i < 4; i++) {
		strcpy(request.phone, numbers[i]);
		fault.text[0] = '\0';
		CU_ASSERT_EQUAL(policy_request(&request, &modem, 0, &fault), -1);
		CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
	}
	request.event = SESSION_HANGUP;
	CU_ASSERT_EQUAL(policy_request(&request, &modem, 0, &fault), -1);
}

static void
questions_are_answered_and_noise_is_not(void)
{
	static const enum session_event asked[] = { SESSION_STATUS, SESSION_AUTHENTICATED };
	static const enum session_event noise[] = {
		SESSION_NOTHING, SESSION_IGNORED, SESSION_REFUSED
	};
	struct modem modem;
	struct fault fault;

	modem_init(&modem, NULL);
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(policy_request(&(struct session_news){ .event = asked[i] }, &modem,
		    0, &fault), 1);
	for (size_t i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(policy_request(&(struct session_news){ .event = noise[i] }, &modem,
		    0, &fault), 0);
}

CU_TestInfo policy_tests[] = {
	{ "the desktop is shown what the line does", the_desktop_is_shown_what_the_line_does },
	{ "a withheld number is no caller ID", a_withheld_number_is_no_caller_id },
	{ "only what the desktop can see is a change", only_what_the_desktop_can_see_is_a_change },
	{ "without a modem requests are refused with a reason",
	  without_a_modem_requests_are_refused_with_a_reason },
	{ "questions are answered and noise is not", questions_are_answered_and_noise_is_not },
	CU_TEST_INFO_NULL
};
