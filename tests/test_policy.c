/* SPDX-License-Identifier: MIT */
#include "app/policy.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
the_desktop_is_shown_what_the_line_does(void)
{
	static const struct policy policy;

	for (int state = CALL_IDLE; state <= CALL_ENDING; state++) {
		for (int outbound = 0; outbound < 2; outbound++) {
			const struct call call = {
				.state = (enum call_state)state, .outbound = outbound,
				.number = "0911"
			};
			struct call_status status;

			policy_status(&policy, &call, &status);
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
	static const struct policy policy;
	struct call_status status;

	policy_status(&policy, &call, &status);
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
	struct policy policy = { .told = { .active = false } };
	struct modem modem;
	struct fault fault = { "" };

	modem_init(&modem, NULL);
	for (size_t i = 0; i < 4; i++) {
		strcpy(request.phone, numbers[i]);
		fault.text[0] = '\0';
		CU_ASSERT_EQUAL(policy_request(&policy, &request, &modem, 0, &fault), -1);
		CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
	}
	request.event = SESSION_HANGUP;
	CU_ASSERT_EQUAL(policy_request(&policy, &request, &modem, 0, &fault), -1);
}

static void
questions_are_answered_and_noise_is_not(void)
{
	static const enum session_event asked[] = { SESSION_STATUS, SESSION_AUTHENTICATED };
	static const enum session_event noise[] = {
		SESSION_NOTHING, SESSION_IGNORED, SESSION_REFUSED
	};
	struct policy policy = { .told = { .active = false } };
	struct modem modem;
	struct fault fault;

	modem_init(&modem, NULL);
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(policy_request(&policy,
		    &(struct session_news){ .event = asked[i] }, &modem, 0, &fault), 1);
	for (size_t i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(policy_request(&policy,
		    &(struct session_news){ .event = noise[i] }, &modem, 0, &fault), 0);
}

static void
feed(struct modem *modem, const char *text, ms_t now)
{
	modem_feed(modem, text, strlen(text), now);
}

/* A modem that takes a dial at once, as long as nothing is said to it. */
static void
begin(struct policy *policy, struct modem *modem, const struct dialect *dialect)
{
	const struct modem_settings settings = { .forced = dialect };

	*policy = (struct policy){ .told = { .active = false } };
	modem_set_up(modem, &settings);
	modem_start(modem, 0);
	for (ms_t now = 0; now < 60000 && modem_state(modem) != MODEM_READY; now += 50) {
		size_t n;
		const char *bytes = modem_output(modem, &n);
		bool asks_registration = n >= 8 && memcmp(bytes, "AT+CREG?", 8) == 0;
		bool asks_sim = n >= 8 && memcmp(bytes, "AT+CPIN?", 8) == 0;

		modem_wrote(modem, n, now);
		if (n > 0)
			feed(modem, asks_registration ? "\r\n+CREG: 1,1\r\n\r\nOK\r\n" :
			    asks_sim ? "\r\n+CPIN: READY\r\n\r\nOK\r\n" : "\r\nOK\r\n", now);
		if (modem_due(modem) <= now)
			modem_tick(modem, now);
	}
	CU_ASSERT_EQUAL_FATAL(modem_state(modem), MODEM_READY);
}

static int
asks(struct policy *policy, struct modem *modem, const char *number, ms_t now)
{
	struct session_news request = { .event = SESSION_DIAL };
	struct fault fault = { "" };
	int result;

	strcpy(request.phone, number);
	result = policy_request(policy, &request, modem, now, &fault);
	CU_ASSERT_EQUAL(result == 0, fault.text[0] == '\0');
	return result;
}

/* The same, and the call is over at once. */
static int
dials(struct policy *policy, struct modem *modem, const char *number, ms_t now)
{
	int result = asks(policy, modem, number, now);

	modem_forget_dial(modem, "enough", now);
	return result;
}

static void
the_status_bears_the_number_asked_for(void)
{
	struct rules_settings settings = {
		.country_code = "49", .national_prefix = "0", .outside_line_prefix = "0,",
		.rewrite = { (const char *const[]){ "+49:0" }, 1 },
	};
	struct policy policy;
	struct modem modem;
	struct call_status status;
	struct rules_place place;
	struct fault fault;
	size_t n;

	begin(&policy, &modem, &dialect_analog);
	CU_ASSERT_EQUAL(rules_init(&policy.rules, &settings, &place, &fault), 0);
	CU_ASSERT_EQUAL(asks(&policy, &modem, "+49911222330", 60000), 0);
	modem_tick(&modem, 60100);
	CU_ASSERT_NSTRING_EQUAL(modem_output(&modem, &n), "ATDT0,0911222330;\r", n);
	CU_ASSERT_EQUAL(n, 18);
	policy_status(&policy, modem_call(&modem), &status);
	CU_ASSERT_STRING_EQUAL(status.caller_id, "+49911222330");
	CU_ASSERT_TRUE(status.outbound);
}

static void
a_caller_is_shown_as_the_rules_rewrite_him(void)
{
	const struct rules_settings settings = {
		.rewrite = { (const char *const[]){ "+49:0" }, 1 }
	};
	struct call call = { .state = CALL_INCOMING, .number = "+49911222330" };
	struct policy policy = { .told = { .active = false } };
	struct call_status status;
	struct rules_place place;
	struct fault fault;

	policy_changed(&policy, &call, &policy.told);
	CU_ASSERT_STRING_EQUAL(policy.told.caller_id, "+49911222330");
	CU_ASSERT_EQUAL(rules_init(&policy.rules, &settings, &place, &fault), 0);
	CU_ASSERT_TRUE(policy_changed(&policy, &call, &status));
	CU_ASSERT_STRING_EQUAL(status.caller_id, "0911222330");
	call.outbound = true;
	policy_status(&policy, &call, &status);
	CU_ASSERT_STRING_EQUAL(status.caller_id, "+49911222330");
}

static void
too_many_dials_in_a_minute_are_refused(void)
{
	struct policy policy;
	struct modem modem;
	ms_t now = 100000;

	begin(&policy, &modem, &dialect_cellular);
	policy.rules.max_dials_per_minute = 2;
	CU_ASSERT_EQUAL(dials(&policy, &modem, "0911", now), 0);
	/* What was refused does not count: here by shape, there by a call that exists. */
	CU_ASSERT_EQUAL(dials(&policy, &modem, "*21*1#", now), -1);
	CU_ASSERT_EQUAL(asks(&policy, &modem, "0911", now + 10000), 0);
	CU_ASSERT_EQUAL(asks(&policy, &modem, "112", now + 10000), -1);
	CU_ASSERT_EQUAL(policy.plan.refused_by, NUMBER_NOT_REFUSED);
	modem_forget_dial(&modem, "enough", now + 10000);
	CU_ASSERT_EQUAL(dials(&policy, &modem, "0911", now + 59999), -1);
	CU_ASSERT_EQUAL(policy.plan.refused_by, NUMBER_TOO_MANY);
	/* An emergency number passes, and counts. */
	CU_ASSERT_EQUAL(dials(&policy, &modem, "112", now + 59999), 0);
	CU_ASSERT_EQUAL(dials(&policy, &modem, "0911", now + 60000), -1);
	CU_ASSERT_EQUAL(dials(&policy, &modem, "0911", now + 70000), 0);
	policy.rules.max_dials_per_minute = 0;
	for (int i = 0; i < 100; i++)
		CU_ASSERT_EQUAL(dials(&policy, &modem, "0911", now + 70000 + i), 0);
}

CU_TestInfo policy_tests[] = {
	{ "the desktop is shown what the line does", the_desktop_is_shown_what_the_line_does },
	{ "a withheld number is no caller ID", a_withheld_number_is_no_caller_id },
	{ "only what the desktop can see is a change", only_what_the_desktop_can_see_is_a_change },
	{ "without a modem requests are refused with a reason",
	  without_a_modem_requests_are_refused_with_a_reason },
	{ "the status bears the number asked for", the_status_bears_the_number_asked_for },
	{ "a caller is shown as the rules rewrite him", a_caller_is_shown_as_the_rules_rewrite_him },
	{ "too many dials in a minute are refused", too_many_dials_in_a_minute_are_refused },
	{ "questions are answered and noise is not", questions_are_answered_and_noise_is_not },
	CU_TEST_INFO_NULL
};
