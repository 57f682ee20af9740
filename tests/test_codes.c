/* SPDX-License-Identifier: MIT */
#include "at/codes.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
final_result_codes_are_known(void)
{
	static const struct {
		const char *line;
		enum at_result result;
		bool call;
		int cme;
	} rows[] = {
		{ "OK",                      AT_OK,          false, AT_CME_NONE },
		{ "ERROR",                   AT_ERROR,       false, AT_CME_NONE },
		{ "+CME ERROR: 11",          AT_ERROR,       false, 11 },
		{ "+CME ERROR:100",          AT_ERROR,       false, 100 },
		{ "+CME ERROR: SIM busy",    AT_ERROR,       false, AT_CME_NONE },
		{ "+CME ERROR: 25+CNUM: 1",  AT_ERROR,       false, AT_CME_NONE },
		{ "+CMS ERROR: 500",         AT_ERROR,       false, AT_CME_NONE },
		{ "+EXT ERROR: 1",           AT_ERROR,       false, AT_CME_NONE },
		{ "MODEM ERROR: 1",          AT_ERROR,       false, AT_CME_NONE },
		{ "COMMAND NOT SUPPORT",     AT_ERROR,       false, AT_CME_NONE },
		{ "NA",                      AT_ERROR,       false, AT_CME_NONE },
		{ "CONNECT",                 AT_CONNECT,     true,  AT_CME_NONE },
		{ "CONNECT 9600/V.34",       AT_CONNECT,     true,  AT_CME_NONE },
		{ "VCON",                    AT_CONNECT,     true,  AT_CME_NONE },
		{ "NO CARRIER",              AT_NO_CARRIER,  true,  AT_CME_NONE },
		{ "BUSY",                    AT_BUSY,        true,  AT_CME_NONE },
		{ "NO ANSWER",               AT_NO_ANSWER,   true,  AT_CME_NONE },
		{ "NO DIALTONE",             AT_NO_DIALTONE, true,  AT_CME_NONE },
		{ "NO DIAL TONE",            AT_NO_DIALTONE, true,  AT_CME_NONE },
		{ "LINE IN USE",             AT_LINE_IN_USE, true,  AT_CME_NONE },
		{ "LINE-IN-USE",             AT_LINE_IN_USE, true,  AT_CME_NONE },
		{ "BLACKLISTED",             AT_BLACKLISTED, true,  AT_CME_NONE },
		{ "DELAYED 00:10:00",        AT_BLACKLISTED, true,  AT_CME_NONE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct at_code code;

		CU_ASSERT_TRUE(at_code_read(rows[i].line, &code));
		CU_ASSERT_EQUAL(code.result, rows[i].result);
		CU_ASSERT_EQUAL(code.call, rows[i].call);
		CU_ASSERT_EQUAL(code.cme, rows[i].cme);
	}
}

static void
other_lines_are_no_result_codes(void)
{
	static const char *const rows[] = {
		"", "O", "OKAY", "ok", "OK OK", "ERRORS", "error", "+CME", "RING", "RINGING", "0",
		"4",
		"CONNECTED", "BUSY TONE", "NO CARRIERS", "NO", "AT", "NATIONAL", "+CLCC: 1,0,0,0,0",
		"^CEND:1,0,29,16", "+CREG: 1,1",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct at_code code;

		CU_ASSERT_FALSE(at_code_read(rows[i], &code));
	}
}

static void
news_do_not_pass_for_a_makers_name(void)
{
	static const char *const news[] = {
		"RING", "RINGING", "+CRING: VOICE", "+CLIP: \"0911\",129", "+CREG: 1", "^RSSI:15",
		"RDY", "+CPIN: READY", "DATE = 0421", "NMBR=0911", "Call Ready", "+QIND: PB DONE",
	};
	static const char *const makers[] = {
		"huawei", "Quectel", "SIMCOM INCORPORATED", "u-blox", "spandsp", "56000", "Telit",
		"+GCAP: +CGSM", "Manufacturer: huawei", "Conexant Systems, Inc.",
	};

	for (size_t i = 0; i < ARRAY_LEN(news); i++)
		CU_ASSERT_TRUE(at_code_unasked(news[i]));
	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		CU_ASSERT_FALSE(at_code_unasked(makers[i]));
}

static void
every_result_has_a_name(void)
{
	for (int result = AT_OK; result <= AT_TIMEOUT; result++)
		CU_ASSERT_PTR_NOT_NULL(at_result_name((enum at_result)result));
}

CU_TestInfo codes_tests[] = {
	{ "final result codes are known", final_result_codes_are_known },
	{ "other lines are no result codes", other_lines_are_no_result_codes },
	{ "news do not pass for a maker's name", news_do_not_pass_for_a_makers_name },
	{ "every result has a name", every_result_has_a_name },
	CU_TEST_INFO_NULL
};
