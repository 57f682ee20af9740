/* SPDX-License-Identifier: MIT */
#include "sim/sim_script_line.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static bool
reads(struct sim_script_line *line, const char *text)
{
	struct fault fault = { "" };
	int result = sim_script_line_read(line, text, strlen(text), &fault);

	CU_ASSERT_EQUAL(result == 0, fault.text[0] == '\0');
	return result == 0;
}

static bool
says(const char *text, enum sim_script_verb verb, const char *argument)
{
	struct sim_script_line line;

	return reads(&line, text) && line.verb == verb && line.n == strlen(argument) &&
	    memcmp(line.text, argument, line.n) == 0;
}

static void
commands_are_read_with_what_stands_behind_them(void)
{
	CU_ASSERT_TRUE(says("dial 0911", SIM_SCRIPT_DIAL, "0911"));
	CU_ASSERT_TRUE(says(" \tdial  +01 (2) 3 ", SIM_SCRIPT_DIAL, "+01 (2) 3 "));
	CU_ASSERT_TRUE(says("hangup", SIM_SCRIPT_HANGUP, ""));
	CU_ASSERT_TRUE(says("hangup \r", SIM_SCRIPT_HANGUP, ""));
	CU_ASSERT_TRUE(says("status", SIM_SCRIPT_STATUS, ""));
	CU_ASSERT_TRUE(says("send {\"type\": 1} ", SIM_SCRIPT_SEND, "{\"type\": 1} "));
	CU_ASSERT_TRUE(says("send", SIM_SCRIPT_SEND, ""));
	CU_ASSERT_TRUE(says("drop", SIM_SCRIPT_DROP, ""));
	CU_ASSERT_TRUE(says("say # not a comment", SIM_SCRIPT_SAY, "# not a comment"));
	CU_ASSERT_TRUE(says("help", SIM_SCRIPT_HELP, ""));
	CU_ASSERT_TRUE(says("quit", SIM_SCRIPT_QUIT, ""));
}

static void
empty_lines_and_comments_say_nothing(void)
{
	static const char *const texts[] = { "", " ", "\t", "\r", "#", "# dial 1", "  #x" };
	struct sim_script_line line;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		CU_ASSERT_TRUE(reads(&line, texts[i]));
		CU_ASSERT_EQUAL(line.verb, SIM_SCRIPT_NONE);
	}
}

static void
a_line_may_hold_any_bytes(void)
{
	struct sim_script_line line;
	struct fault fault;

	CU_ASSERT_EQUAL(sim_script_line_read(&line, "send a\0b\xff", 9, &fault), 0);
	CU_ASSERT_EQUAL(line.n, 4);
}

static void
seconds_are_read_to_the_millisecond(void)
{
	static const struct {
		const char *text;
		ms_t wait;
	} rows[] = {
		{ "sleep 0", 0 }, { "sleep 2", 2000 }, { "sleep 0.5", 500 }, { "sleep 1.05", 1050 },
		{ "sleep 0.001", 1 }, { "sleep 3600", 3600000 },
	};
	static const char *const wrong[] = {
		"sleep", "sleep .5", "sleep 2.", "sleep 0.0001", "sleep -1", "sleep 1s",
		"sleep 1 2",
		"sleep 3601", "sleep 1.-5", "sleep 1.2.3", "sleep 99999999999999999999",
	};
	struct sim_script_line line;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CU_ASSERT_TRUE(reads(&line, rows[i].text));
		CU_ASSERT_EQUAL(line.wait, rows[i].wait);
	}
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		CU_ASSERT_FALSE(reads(&line, wrong[i]));
}

static void
a_close_has_a_code(void)
{
	struct sim_script_line line;

	CU_ASSERT_TRUE(reads(&line, "close"));
	CU_ASSERT_EQUAL(line.code, 1000);
	CU_ASSERT_TRUE(reads(&line, "close 4999"));
	CU_ASSERT_EQUAL(line.code, 4999);
	CU_ASSERT_FALSE(reads(&line, "close 999"));
	CU_ASSERT_FALSE(reads(&line, "close 5000"));
	CU_ASSERT_FALSE(reads(&line, "close now"));
	CU_ASSERT_FALSE(reads(&line, "close 1000 1000"));
}

static void
a_status_is_expected_as_exactly_as_it_is_told(void)
{
	struct sim_script_line line;
	const struct sim_script_expectation *expect = &line.expect;

	CU_ASSERT_TRUE(reads(&line, "expect status inactive"));
	CU_ASSERT_EQUAL(expect->want, SIM_SCRIPT_WANT_STATUS);
	CU_ASSERT_FALSE(expect->status.active);
	CU_ASSERT_TRUE(reads(&line, "expect status active"));
	CU_ASSERT_TRUE(expect->status.active && expect->any_direction && expect->any_number);
	CU_ASSERT_FALSE(expect->eventually);
	CU_ASSERT_EQUAL(line.wait, SIM_SCRIPT_PATIENCE_MS);
	CU_ASSERT_TRUE(reads(&line, "expect eventually status active outbound number 5 within 3"));
	CU_ASSERT_TRUE(expect->eventually && expect->status.outbound);
	CU_ASSERT_FALSE(expect->any_direction || expect->any_number);
	CU_ASSERT_STRING_EQUAL(expect->status.caller_id, "5");
	CU_ASSERT_EQUAL(line.wait, 3000);
	CU_ASSERT_TRUE(reads(&line, "expect status active inbound no-number"));
	CU_ASSERT_FALSE(expect->status.outbound || expect->any_direction || expect->any_number);
	CU_ASSERT_STRING_EQUAL(expect->status.caller_id, "");
	CU_ASSERT_TRUE(reads(&line, "expect status active number 5"));
	CU_ASSERT_TRUE(expect->any_direction && !expect->any_number);
}

static void
everything_else_can_be_expected_too(void)
{
	struct sim_script_line line;

	CU_ASSERT_TRUE(reads(&line, "expect connected"));
	CU_ASSERT_EQUAL(line.expect.want, SIM_SCRIPT_WANT_CONNECTED);
	CU_ASSERT_TRUE(reads(&line, "expect authenticated within 30"));
	CU_ASSERT_EQUAL(line.expect.want, SIM_SCRIPT_WANT_AUTHENTICATED);
	CU_ASSERT_EQUAL(line.wait, 30000);
	CU_ASSERT_TRUE(reads(&line, "expect refused"));
	CU_ASSERT_EQUAL(line.expect.want, SIM_SCRIPT_WANT_REFUSED);
	CU_ASSERT_TRUE(reads(&line, "expect disconnected"));
	CU_ASSERT_EQUAL(line.expect.want, SIM_SCRIPT_WANT_DISCONNECTED);
	CU_ASSERT_TRUE(reads(&line, "expect nothing for 2"));
	CU_ASSERT_EQUAL(line.expect.want, SIM_SCRIPT_WANT_NOTHING);
	CU_ASSERT_EQUAL(line.wait, 2000);
}

static void
what_is_not_understood_is_refused(void)
{
	static const char *const texts[] = {
		"x", "DIAL 1", "dialler", "dial", "dial ", "hangup 1", "status now", "drop it",
		"quit 1", "expect", "expect x", "expect status", "expect status maybe",
		"expect eventually", "expect eventually connected",
		"expect eventually nothing for 1", "expect nothing", "expect nothing within 1",
		"expect nothing for", "expect connected for 1", "expect connected within",
		"expect connected within x", "expect status inactive number 5",
		"expect status active number", "expect status active number 5 outbound",
		"expect status active inbound outbound",
		"expect status active no-number number 5", "expect authenticated within 1 2",
	};
	struct sim_script_line line;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		CU_ASSERT_FALSE(reads(&line, texts[i]));
}

static void
every_command_is_in_the_help(void)
{
	const char *usage, *what;
	size_t n = 0;

	while (sim_script_line_help(n, &usage, &what)) {
		CU_ASSERT_TRUE(usage[0] != '\0' && what[0] != '\0');
		n++;
	}
	CU_ASSERT_EQUAL(n, SIM_SCRIPT_QUIT);
}

CU_TestInfo sim_script_line_tests[] = {
	{ "commands are read with what stands behind them",
	    commands_are_read_with_what_stands_behind_them },
	{ "empty lines and comments say nothing", empty_lines_and_comments_say_nothing },
	{ "a line may hold any bytes", a_line_may_hold_any_bytes },
	{ "seconds are read to the millisecond", seconds_are_read_to_the_millisecond },
	{ "a close has a code", a_close_has_a_code },
	{ "a status is expected as exactly as it is told",
	    a_status_is_expected_as_exactly_as_it_is_told },
	{ "everything else can be expected too", everything_else_can_be_expected_too },
	{ "what is not understood is refused", what_is_not_understood_is_refused },
	{ "every command is in the help", every_command_is_in_the_help },
	CU_TEST_INFO_NULL
};
