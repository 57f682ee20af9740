/* SPDX-License-Identifier: MIT */
#include "util/mask.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static void
a_number_keeps_its_last_three_digits(void)
{
	static const struct {
		const char *text;
		const char *masked;
	} rows[] = {
		{ "ATD0911222330;", "ATD.......330;" },
		{ "ATDT1234;", "ATDT.234;" },
		{ "ATD112;", "ATD112;" },
		{ "ATDT0,4711;", "ATDT0,.711;" },
		{ "ATDT9W0911222330;", "ATDT9W.......330;" },
		{ "+CLIP: \"+421911222330\",145,\"\",0,\"\",0",
		  "+CLIP: \"+.........330\",145,\"\",0,\"\",0" },
		{ "+CLIP: \"4711\",129", "+CLIP: \".711\",129" },
		{ "+CLCC: 1,0,3,0,0,\"0911222330\",129", "+CLCC: 1,0,3,0,0,\".......330\",129" },
		{ "NMBR = 0911222330", "NMBR = .......330" },
		{ "NMBR=4711", "NMBR=.711" },
		{ "DDN_NMBR= 4711", "DDN_NMBR= .711" },
		{ "^ORIG:1,0", "^ORIG:1,0" },
		{ "call 0911222330 or 0911222331", "call .......330 or .......331" },
		{ "ask for Joe, (0911) 222-330", "ask for Joe, (....) ...-330" },
		{ "{\"rawPhoneNo\":\"0911 222 330\"}", "{\"rawPhoneNo\":\".... ... 330\"}" },
		{ "0911222330", ".......330" },
		{ "*31#0911222330", "*31#.......330" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[100];

		strcpy(text, rows[i].text);
		mask_numbers(text, strlen(text), '.');
		CU_ASSERT_STRING_EQUAL(text, rows[i].masked);
	}
}

static void
what_is_no_number_stays(void)
{
	static const char *const rows[] = {
		"OK", "+CSQ: 15,99", "+CREG: 2,1,\"00C3\",\"12AB\"", "SIM7600E", "DATE = 0412",
		"TIME=1203", "56000", "+CPIN: READY", "modem-sim 1", "+CMEE: 100", "0,1,1.0",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[100];

		strcpy(text, rows[i]);
		mask_numbers(text, strlen(text), '.');
		CU_ASSERT_STRING_EQUAL(text, rows[i]);
	}
}

static void
the_digits_in_a_raw_caller_id_block_are_masked(void)
{
	char text[] = "80100108303431323132303302063039313132325A";

	mask_numbers(text, strlen(text), '.');
	CU_ASSERT_STRING_EQUAL(text, "80100108303030303030303002063030303132325A");
}

static void
short_numbers_are_masked_where_nothing_else_has_four_digits(void)
{
	char text[] = "desk< dial-request 4711";

	mask_short_numbers(text, strlen(text), '0');
	CU_ASSERT_STRING_EQUAL(text, "desk< dial-request 0711");
}

static void
no_byte_beyond_the_text_is_touched(void)
{
	char text[] = "09112223304444444";

	mask_numbers(text, 10, '.');
	CU_ASSERT_STRING_EQUAL(text, ".......3304444444");
	mask_numbers(text, 0, '.');
	mask_all(text, 9, 'x');
	CU_ASSERT_STRING_EQUAL(text, ".......xx04444444");
}

CU_TestInfo mask_tests[] = {
	{ "a number keeps its last three digits", a_number_keeps_its_last_three_digits },
	{ "what is no number stays", what_is_no_number_stays },
	{ "the digits in a raw caller-ID block are masked",
	  the_digits_in_a_raw_caller_id_block_are_masked },
	{ "short numbers are masked where nothing else has four digits",
	  short_numbers_are_masked_where_nothing_else_has_four_digits },
	{ "no byte beyond the text is touched", no_byte_beyond_the_text_is_touched },
	CU_TEST_INFO_NULL
};
