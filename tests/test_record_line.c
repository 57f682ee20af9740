/* SPDX-License-Identifier: MIT */
#include "report/record_line.h"

#include <CUnit/CUnit.h>
#include <string.h>

static struct call_record
busy_call(void)
{
	struct call_record call = {
		.kind = RECORD_DIAL, .outbound = true, .outcome = RECORD_CALL + CALL_END_BUSY,
		.number = "0911222330", .cause = "BUSY", .epoch = 1795370400000
	};

	for (int i = 0; i < RECORD_INSTANTS; i++)
		call.at[i] = NEVER;
	call.at[RECORD_REQUESTED] = 1001;
	call.at[RECORD_FIRST_DIGIT] = 1002;
	call.at[RECORD_ENDED] = 62003;
	return call;
}

static void
a_record_is_one_line(void)
{
	struct call_record call = busy_call();
	char line[RECORD_LINE_MAX + 1];

	CU_ASSERT_EQUAL(record_print(&call, false, line), strlen(line));
	CU_ASSERT_STRING_EQUAL(line,
	    "{\"kind\":\"dial\",\"direction\":\"outbound\",\"number\":\"0911222330\","
	    "\"outcome\":\"busy\",\"cause\":\"BUSY\",\"duration\":0,"
	    "\"utc\":{\"requested\":\"2026-11-22T18:00:01.001Z\","
	    "\"firstDigit\":\"2026-11-22T18:00:01.002Z\","
	    "\"ended\":\"2026-11-22T18:01:02.003Z\"},"
	    "\"monotonic\":{\"requested\":1001,\"firstDigit\":1002,\"ended\":62003}}");
	record_print(&call, true, line);
	CU_ASSERT_PTR_NOT_NULL(strstr(line, "\"number\":\".......330\""));
	CU_ASSERT_PTR_NULL(strstr(line, "0911"));
	call.at[RECORD_ANSWERED] = 60000;
	record_print(&call, false, line);
	CU_ASSERT_PTR_NOT_NULL(strstr(line, "\"duration\":2.003,"));
}

static void
a_masked_line_masks_what_the_modem_said_too(void)
{
	struct call_record call = busy_call();
	char line[RECORD_LINE_MAX + 1];

	strcpy(call.cause, "MISSED_CALL: 10:11AM 0911222330");
	record_print(&call, true, line);
	CU_ASSERT_PTR_NOT_NULL(strstr(line, "\"cause\":\"MISSED_CALL: 10:11AM .......330\""));
	record_print(&call, false, line);
	CU_ASSERT_PTR_NOT_NULL(strstr(line, "\"cause\":\"MISSED_CALL: 10:11AM 0911222330\""));
}

static void
a_hang_up_has_neither_direction_nor_duration(void)
{
	struct call_record call = busy_call();
	char line[RECORD_LINE_MAX + 1];

	call.kind = RECORD_HANGUP;
	call.outcome = RECORD_NO_CALL;
	call.number[0] = '\0';
	record_print(&call, false, line);
	CU_ASSERT_PTR_NULL(strstr(line, "direction"));
	CU_ASSERT_PTR_NULL(strstr(line, "duration"));
	CU_ASSERT_PTR_NULL(strstr(line, "number"));
}

static void
what_is_written_can_be_read(void)
{
	struct call_record call = busy_call(), again;
	char line[RECORD_LINE_MAX + 1];

	for (int kind = RECORD_DIAL; kind <= RECORD_HANGUP; kind++) {
		for (unsigned outcome = 0; outcome < RECORD_OUTCOMES; outcome++) {
			call.kind = (enum record_kind)kind;
			call.outcome = outcome;
			CU_ASSERT_TRUE(record_read(&again, line, record_print(&call, false, line)));
			CU_ASSERT_EQUAL(again.kind, call.kind);
			CU_ASSERT_EQUAL(again.outcome, call.outcome);
			CU_ASSERT_EQUAL(again.outbound, kind != RECORD_HANGUP);
			CU_ASSERT_EQUAL(memcmp(again.at, call.at, sizeof(call.at)), 0);
			CU_ASSERT_EQUAL(again.epoch, call.epoch);
			CU_ASSERT_STRING_EQUAL(again.number, call.number);
			CU_ASSERT_STRING_EQUAL(again.cause, call.cause);
		}
	}
}

/* Every text as long as it can be, and all of it to be escaped. */
static void
the_longest_record_has_room(void)
{
	struct call_record call = busy_call(), again;
	char line[RECORD_LINE_MAX + 1];

	memset(call.number, '"', RECORD_TEXT_MAX);
	memset(call.cause, '\\', RECORD_TEXT_MAX);
	memset(call.refused, '"', RECORD_TEXT_MAX);
	call.withheld = true;
	for (int i = 0; i < RECORD_INSTANTS; i++)
		call.at[i] = 4000000000000 + i;
	CU_ASSERT_NOT_EQUAL(record_print(&call, false, line), 0);
	CU_ASSERT_PTR_NULL(strchr(line, '\n'));
	CU_ASSERT_TRUE(record_read(&again, line, strlen(line)));
	CU_ASSERT_STRING_EQUAL(again.refused, call.refused);
}

static void
what_is_no_record_is_not_read(void)
{
	const char *const lines[] = {
		"", "{}", "[1]", "{\"kind\":\"di",
		"{\"kind\":\"dial\",\"outcome\":\"busy\"}",
		("{\"kind\":\"dial\",\"outcome\":\"bus\","
		    "\"utc\":{\"ended\":\"2026-11-22T18:00:01.001Z\"},\"monotonic\":{\"ended\":1}}"),
		"{\"kind\":\"dial\",\"outcome\":\"busy\",\"utc\":{\"ended\":7},\"monotonic\":{\"ended\":1}}",
		"{\"kind\":\"dial\",\"outcome\":\"busy\",\"monotonic\":{\"ended\":1e300}}",
		"{\"kind\":7,\"outcome\":[],\"utc\":\"\",\"monotonic\":null}",
	};
	struct call_record call;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		CU_ASSERT_FALSE(record_read(&call, lines[i], strlen(lines[i])));
}

CU_TestInfo record_line_tests[] = {
	{ "a masked line masks what the modem said, too",
	  a_masked_line_masks_what_the_modem_said_too },
	{ "a record is one line", a_record_is_one_line },
	{ "a hang-up has neither direction nor duration",
	  a_hang_up_has_neither_direction_nor_duration },
	{ "what is written can be read", what_is_written_can_be_read },
	{ "the longest record has room", the_longest_record_has_room },
	{ "what is no record is not read", what_is_no_record_is_not_read },
	CU_TEST_INFO_NULL
};
