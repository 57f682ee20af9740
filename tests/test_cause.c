/* SPDX-License-Identifier: MIT */
#include "modem/cause.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
reports_of_all_makers_are_read(void)
{
	static const struct {
		const char *line;
		enum call_end end;
	} rows[] = {
		{ "+CEER: 8,21,0", CALL_END_REJECTED },
		{ "+CEER: 8,17,0", CALL_END_BUSY },
		{ "+CEER: \"16 Normal call clearing\"", CALL_END_REMOTE },
		{ "+CEER: Cause:16", CALL_END_REMOTE },
		{ "+CEER: Cause: 19", CALL_END_NO_ANSWER },
		{ "+CEER: Error 17", CALL_END_BUSY },
		{ "+CEER: 18", CALL_END_NO_ANSWER },
		{ "+CEER:userbusy", CALL_END_BUSY },
		{ "+CEER: User busy", CALL_END_BUSY },
		{ "+CEER: Call rejected", CALL_END_REJECTED },
		{ "+CEER: Operator determined barring (8)", CALL_END_BARRED },
		{ "+CEER: unassigned number 1", CALL_END_FAILED },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum call_end end = CALL_END_UNKNOWN;

		CU_ASSERT_TRUE(cause_read_report(rows[i].line, &end));
		CU_ASSERT_EQUAL(end, rows[i].end);
	}
}

static void
reports_that_say_nothing_change_nothing(void)
{
	static const char *const rows[] = {
		"", "OK", "+CEER:", "+CEER: ", "+CEER: 0,0,0", "+CEER: \"0 Unknown\"",
		"+CEER: No report available", "+CEER: Cause:", "+CEER: Error 99999999999999999999",
		"+CEER: 5,21,0", "+CEER: 8,", "+CEER: -17,,", "+CEER: 127",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum call_end end = CALL_END_UNKNOWN;

		CU_ASSERT_FALSE(cause_read_report(rows[i], &end));
		CU_ASSERT_EQUAL(end, CALL_END_UNKNOWN);
	}
}

CU_TestInfo cause_tests[] = {
	{ "reports of all makers are read", reports_of_all_makers_are_read },
	{ "reports that say nothing change nothing", reports_that_say_nothing_change_nothing },
	CU_TEST_INFO_NULL
};
