/* SPDX-License-Identifier: MIT */
#include "sim/sim_script.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const struct sim_script_view nobody = { .present = 0 };
static const struct sim_script_view somebody = { .present = 1, .connected = 1 };
static const struct sim_script_view dialler = {
	.present = 1, .connected = 1, .authenticated = 1
};

static struct fault fault;

static struct sim_script *
begin(const char *text)
{
	static struct sim_script script;

	CU_ASSERT_EQUAL(sim_script_start(&script, "x", text, strlen(text), &fault), 0);
	return &script;
}

/* The verb of the next line to act on, -1 when there is none now, -2 when it failed. */
static int
next(struct sim_script *script, const struct sim_script_view *view, ms_t now)
{
	struct sim_script_line line;
	int result = sim_script_step(script, view, now, &line, &fault);

	return result > 0 ? (int)line.verb : result - 1;
}

static void
hear_status(struct sim_script *script, bool active, bool outbound, const char *number)
{
	struct call_status status = { .active = active, .outbound = outbound };

	strcpy(status.caller_id, number);
	sim_script_hear(script, &status, active ? "active" : "inactive");
}

static void
lines_come_in_order_and_the_end_is_quit(void)
{
	struct sim_script *script = begin("dial 1\n# x\n\nhangup");

	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_DIAL);
	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_NONE);
	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_NONE);
	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_HANGUP);
	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_QUIT);
	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_QUIT);
}

static void
a_mistake_is_found_before_the_start(void)
{
	static struct sim_script script;
	static const char text[] = "dial 1\n\nexpect rain\n";

	CU_ASSERT_EQUAL(sim_script_start(&script, "a/b", text, strlen(text), &fault), -1);
	CU_ASSERT_EQUAL(strncmp(fault.text, "a/b:3: expected connected", 25), 0);
}

static void
a_sleep_lasts_as_long_as_it_says(void)
{
	struct sim_script *script = begin("sleep 2\n");

	CU_ASSERT_EQUAL(sim_script_due(script), NEVER);
	CU_ASSERT_EQUAL(next(script, &nobody, 100), -1);
	CU_ASSERT_EQUAL(sim_script_due(script), 2100);
	CU_ASSERT_EQUAL(next(script, &nobody, 2099), -1);
	CU_ASSERT_EQUAL(next(script, &nobody, 2100), SIM_SCRIPT_SLEEP);
	CU_ASSERT_EQUAL(sim_script_due(script), NEVER);
}

static void
connections_are_waited_for(void)
{
	struct sim_script *script = begin("expect connected\nexpect authenticated\n"
	    "expect disconnected\n");

	CU_ASSERT_EQUAL(next(script, &nobody, 0), -1);
	CU_ASSERT_EQUAL(next(script, &somebody, 9999), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &somebody, 10000), -1);
	CU_ASSERT_EQUAL(next(script, &dialler, 19999), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &dialler, 20000), -1);
	CU_ASSERT_EQUAL(next(script, &nobody, 20001), SIM_SCRIPT_EXPECT);
}

static void
what_came_at_the_last_moment_still_counts(void)
{
	struct sim_script *script = begin("expect connected within 1\n");

	CU_ASSERT_EQUAL(next(script, &nobody, 0), -1);
	CU_ASSERT_EQUAL(next(script, &somebody, 1000), SIM_SCRIPT_EXPECT);
}

static void
time_runs_out_with_a_reason(void)
{
	struct sim_script *script = begin("\nexpect authenticated within 1\n");

	CU_ASSERT_EQUAL(next(script, &nobody, 0), SIM_SCRIPT_NONE);
	CU_ASSERT_EQUAL(next(script, &somebody, 0), -1);
	CU_ASSERT_EQUAL(next(script, &somebody, 1000), -2);
	CU_ASSERT_STRING_EQUAL(fault.text, "x:2: expected authenticated within 1, "
	    "got a connection without authentication in time");
}

static void
each_refused_key_counts_once(void)
{
	struct sim_script_view view = somebody;
	struct sim_script *script = begin("expect refused\nexpect refused within 1\n");

	view.refusals = 1;
	CU_ASSERT_EQUAL(next(script, &view, 0), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &view, 0), -1);
	CU_ASSERT_EQUAL(next(script, &view, 1000), -2);
}

static void
the_next_status_must_be_the_expected_one(void)
{
	struct sim_script *script = begin("expect status active outbound number 5\n"
	    "expect status inactive\nexpect status active inbound no-number\n");

	CU_ASSERT_EQUAL(next(script, &dialler, 0), -1);
	hear_status(script, true, true, "5");
	hear_status(script, false, false, "");
	CU_ASSERT_EQUAL(next(script, &dialler, 1), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &dialler, 1), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &dialler, 1), -1);
	hear_status(script, true, false, "5");
	CU_ASSERT_EQUAL(next(script, &dialler, 2), -2);
	CU_ASSERT_STRING_EQUAL(fault.text,
	    "x:3: expected status active inbound no-number, got active");
}

static void
only_what_is_told_of_a_status_is_compared(void)
{
	struct sim_script *script = begin("expect status active\nexpect status active number 5\n"
	    "expect status active outbound\nexpect status active outbound\n");

	hear_status(script, true, true, "5");
	hear_status(script, true, false, "5");
	hear_status(script, true, true, "6");
	hear_status(script, true, false, "6");
	for (int i = 0; i < 3; i++)
		CU_ASSERT_EQUAL(next(script, &dialler, 0), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &dialler, 0), -2);
}

static void
another_message_is_not_a_status(void)
{
	struct sim_script *script = begin("expect status inactive\n");

	sim_script_hear(script, NULL, "hangup-request");
	CU_ASSERT_EQUAL(next(script, &dialler, 0), -2);
	CU_ASSERT_STRING_EQUAL(fault.text, "x:1: expected status inactive, got hangup-request");
}

static void
eventually_skips_what_comes_before(void)
{
	struct sim_script *script = begin("expect eventually status inactive within 1\n");

	hear_status(script, true, true, "5");
	sim_script_hear(script, NULL, "a bad message");
	CU_ASSERT_EQUAL(next(script, &dialler, 0), -1);
	hear_status(script, true, true, "6");
	hear_status(script, false, false, "");
	CU_ASSERT_EQUAL(next(script, &dialler, 1), SIM_SCRIPT_EXPECT);
	script = begin("expect eventually status inactive within 1\n");
	hear_status(script, true, true, "5");
	CU_ASSERT_EQUAL(next(script, &dialler, 0), -1);
	CU_ASSERT_EQUAL(next(script, &dialler, 1000), -2);
}

static void
nothing_means_nothing_for_the_whole_time(void)
{
	struct sim_script *script = begin("expect nothing for 2\nexpect nothing for 1\n");

	CU_ASSERT_EQUAL(next(script, &dialler, 0), -1);
	CU_ASSERT_EQUAL(next(script, &dialler, 1999), -1);
	CU_ASSERT_EQUAL(next(script, &dialler, 2000), SIM_SCRIPT_EXPECT);
	CU_ASSERT_EQUAL(next(script, &dialler, 2000), -1);
	hear_status(script, false, false, "");
	CU_ASSERT_EQUAL(next(script, &dialler, 2500), -2);
	CU_ASSERT_STRING_EQUAL(fault.text, "x:2: expected nothing for 1, got inactive");
}

static void
too_many_unheard_messages_are_a_failure(void)
{
	struct sim_script *script = begin("expect eventually status inactive\n");

	for (int i = 0; i < SIM_SCRIPT_HEARD_MAX; i++)
		hear_status(script, true, true, "5");
	hear_status(script, false, false, "");
	CU_ASSERT_EQUAL(next(script, &dialler, 0), -2);
}

static void
the_queue_goes_round(void)
{
	char text[SIM_SCRIPT_HEARD_MAX * 3 * 23 + 1] = "";
	struct sim_script *script;

	for (int i = 0; i < SIM_SCRIPT_HEARD_MAX * 3; i++)
		strcat(text, "expect status inactive\n");
	script = begin(text);
	for (int i = 0; i < SIM_SCRIPT_HEARD_MAX * 3; i++) {
		hear_status(script, false, false, "");
		CU_ASSERT_EQUAL(next(script, &dialler, 0), SIM_SCRIPT_EXPECT);
	}
	CU_ASSERT_EQUAL(next(script, &dialler, 0), SIM_SCRIPT_QUIT);
}

CU_TestInfo sim_script_tests[] = {
	{ "lines come in order and the end is quit", lines_come_in_order_and_the_end_is_quit },
	{ "a mistake is found before the start", a_mistake_is_found_before_the_start },
	{ "a sleep lasts as long as it says", a_sleep_lasts_as_long_as_it_says },
	{ "connections are waited for", connections_are_waited_for },
	{ "what came at the last moment still counts", what_came_at_the_last_moment_still_counts },
	{ "time runs out with a reason", time_runs_out_with_a_reason },
	{ "each refused key counts once", each_refused_key_counts_once },
	{ "the next status must be the expected one", the_next_status_must_be_the_expected_one },
	{ "only what is told of a status is compared", only_what_is_told_of_a_status_is_compared },
	{ "another message is not a status", another_message_is_not_a_status },
	{ "eventually skips what comes before", eventually_skips_what_comes_before },
	{ "nothing means nothing for the whole time", nothing_means_nothing_for_the_whole_time },
	{ "too many unheard messages are a failure", too_many_unheard_messages_are_a_failure },
	{ "the queue goes round", the_queue_goes_round },
	CU_TEST_INFO_NULL
};
