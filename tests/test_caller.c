/* SPDX-License-Identifier: MIT */
#include "modem/caller.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

static void
numbers_are_set_as_the_network_gave_them(void)
{
	static const struct {
		const char *text;
		long type;
		const char *number;
	} rows[] = {
		{ "0911234567",          129, "0911234567" },
		{ "436641234567",        145, "+436641234567" },
		{ "+436641234567",       145, "+436641234567" },
		{ "+436641234567",       129, "+436641234567" },
		{ "(407) 555-1212",      129, "4075551212" },
		{ "407.555.1212",        129, "4075551212" },
		{ "0911",                0,   "0911" },
		{ "*31#",                129, "*31#" },
		{ "",                    129, "" },
		{ "",                    145, "" },
		{ "+",                   145, "" },
		{ "P",                   129, "" },
		{ "O",                   129, "" },
		{ "PRIVATE",             129, "" },
		{ "OUT OF AREA",         129, "" },
		{ "<NONE>",              129, "" },
		{ "09x11",               129, "" },
		{ "0911+",               129, "" },
		{ "0911\r",              129, "" },
		{ "\xd9\xa1\xd9\xa2",    129, "" },
		{ "1234567890123456789012345678901234567890", 129,
		  "1234567890123456789012345678901234567890" },
		{ "1234567890123456789012345678901234567890", 145,
		  "+1234567890123456789012345678901234567890" },
		/* Too long is no number, and certainly not the beginning of it. */
		{ "12345678901234567890123456789012345678901", 129, "" },
		{ "12345678901234567890123456789012345678901", 145, "" },
		{ "+12345678901234567890123456789012345678901234", 145, "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .number = "before" };

		caller_set_number(&caller, rows[i].text, rows[i].type);
		CU_ASSERT_STRING_EQUAL(caller.number, rows[i].number);
		CU_ASSERT_EQUAL(caller.withheld, rows[i].number[0] == '\0');
	}
}

static void
clip_lines_are_read(void)
{
	static const struct {
		const char *line;
		const char *number, *name;
	} rows[] = {
		{ "+CLIP: \"+393351391306\",145,,,,0", "+393351391306", "" },
		{ "+CLIP: \"393351391306\",145", "+393351391306", "" },
		{ "+CLIP: \"123456789\",129", "123456789", "" },
		{ "+CLIP: 123456789,129", "123456789", "" },
		{ "+CLIP:\"123456789\",161,\"\",,\"Smith, J\",0", "123456789", "Smith, J" },
		{ "+CLIP: \"13800138000\",129,\"\",,\"\",0", "13800138000", "" },
		{ "+CLIP: \"123456789\"", "123456789", "" },
		{ "+CLIP: \"\",128,,,,1", "", "" },
		{ "+CLIP: \"\",128,\"\",,\"\",0", "", "" },
		{ "+CLIP: \"\",161,,,\"\"", "", "" },
		{ "+CLIP: ,128", "", "" },
		{ "+CLIP:", "", "" },
		/* Sent for the police perhaps, but not for us. */
		{ "+CLIP: \"123456789\",129,,,\"Eve\",1", "", "Eve" },
		{ "+CLIP: \"123456789\",129,,,,2", "", "" },
		{ "+CLIP: \"123456789\",129,,,,3", "", "" },
		{ "+CLIP: \"123456789\",129,,,,x", "123456789", "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .number = "before", .name = "before" };

		CU_ASSERT_TRUE(caller_read_clip(&caller, rows[i].line));
		CU_ASSERT_STRING_EQUAL(caller.number, rows[i].number);
		CU_ASSERT_STRING_EQUAL(caller.name, rows[i].name);
		CU_ASSERT_EQUAL(caller.withheld, rows[i].number[0] == '\0');
	}
}

static void
ccwa_lines_are_read(void)
{
	struct caller caller;

	CU_ASSERT_TRUE(caller_read_ccwa(&caller, "+CCWA: \"987654321\",129,1"));
	CU_ASSERT_STRING_EQUAL(caller.number, "987654321");
	CU_ASSERT_TRUE(caller_read_ccwa(&caller, "+CCWA: \"987654321\",145,1,\"Bob\",0"));
	CU_ASSERT_STRING_EQUAL(caller.number, "+987654321");
	CU_ASSERT_STRING_EQUAL(caller.name, "Bob");
	CU_ASSERT_TRUE(caller_read_ccwa(&caller, "+CCWA: \"987654321\",129,1,,1"));
	CU_ASSERT_STRING_EQUAL(caller.number, "");
	CU_ASSERT_TRUE(caller.withheld);
}

static void
other_lines_touch_nothing(void)
{
	static const char *const rows[] = {
		"", "RING", "+CLIP", "+CLIP 1", "+CCWA", "+CRING: VOICE", "OK", "NAMES = 1",
		"NMBR", "NMBR 0911", "ANMBR = 1", "D", "DATEX=1", "RING/12", "RING: fax",
		"8175558399", "0123456789", "MESG = 8203010100", "MESG = xyz", "MESG =",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .number = "0911", .name = "Eve", .withheld = true };

		CU_ASSERT_FALSE(caller_read_clip(&caller, rows[i]));
		CU_ASSERT_FALSE(caller_read_ccwa(&caller, rows[i]));
		CU_ASSERT_FALSE(caller_read_ring(&caller, rows[i]));
		CU_ASSERT_FALSE(caller_read_block(&caller, rows[i]));
		CU_ASSERT_STRING_EQUAL(caller.number, "0911");
		CU_ASSERT_STRING_EQUAL(caller.name, "Eve");
		CU_ASSERT_TRUE(caller.withheld);
	}
}

static void
caller_id_blocks_are_read(void)
{
	static const struct {
		const char *lines[7];
		const char *number, *name;
		bool withheld;
	} rows[] = {
		{ { "DATE = 0421", "TIME = 0934", "NMBR = 4075551212", "NAME = JOE SMITH" },
		  "4075551212", "JOE SMITH", false },
		{ { "DATE=0421", "TIME=2149", "NAME=JOE", "NMBR=4075551212" }, "4075551212", "JOE",
		  false },
		{ { "date = 0421", "nmbr = 0911" }, "0911", "", false },
		{ { "DDN_NMBR= 0911" }, "0911", "", false },
		{ { "DDN = 0911" }, "0911", "", false },
		{ { "CALLER NUMBER: 0911", "CALLER NAME: JOE" }, "0911", "JOE", false },
		{ { "CALLER'S NUMBER: 0911" }, "0911", "", false },
		{ { "CallerID: 0911" }, "0911", "", false },
		{ { "DATE TIME=01/06 14:15", "NBR=0911" }, "0911", "", false },
		{ { "TIME: 01-06 14:15", "CALLED NUMBER: 5",
		    "REASON FOR NO CALLER NUMBER: SECRET" },
		  "", "", true },
		{ { "NO MESSAGE REASON=SECRET" }, "", "", true },
		{ { "FM:0911 TO:12" }, "0911", "", false },
		{ { "FM: TO:12" }, "", "", true },
		/* iaxmodem's, with a number and without. */
		{ { "NAME=JOE", "NMBR=0911", "ANID=<NONE>", "USER=", "PASS=", "NDID=12" }, "0911",
		  "JOE", false },
		{ { "NMBR=<NONE>", "ANID=<NONE>", "USER=", "CDID=" }, "", "", true },
		{ { "MESG = 110101", "NMBR = 0911" }, "0911", "", false },
		{ { "MESG = 030735353531323132" }, "5551212", "", false },
		{ { "MESG = 040150" }, "", "", true },
		{ { "802001083033323430393032020A3830303535353132313207084A4F484E20444F4584" },
		  "8005551212", "JOHN DOE", false },
		{ { "NMBR = P", "NAME = P" }, "", "P", true },
		{ { "NMBR = O" }, "", "", true },
		{ { "NMBR=<NONE>" }, "", "", true },
		{ { "NMBR =" }, "", "", true },
		{ { "WITHHELD" }, "", "", true },
		/* A masking second one does not count. */
		{ { "NMBR = 0911", "NMBR = O", "NAME = JOE", "NAME = O" }, "0911", "JOE", false },
		{ { "NMBR = 0911", "WITHHELD" }, "0911", "", false },
		{ { "CALLING MSG", "NMBR = 0911", "MESG = 080150", "END MSG" },
		  "0911", "", false },
		{ { "NDID = 5551212" }, "", "", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .withheld = false };

		for (size_t n = 0; rows[i].lines[n] != NULL; n++)
			CU_ASSERT_TRUE(caller_read_block(&caller, rows[i].lines[n]));
		CU_ASSERT_STRING_EQUAL(caller.number, rows[i].number);
		CU_ASSERT_STRING_EQUAL(caller.name, rows[i].name);
		CU_ASSERT_EQUAL(caller.withheld, rows[i].withheld);
	}
}

static void
a_record_with_a_wrong_check_sum_is_taken_with_a_doubt(void)
{
	static const struct {
		const char *line;
		bool doubtful;
	} rows[] = {
		{ "MESG = 041230393330313232343630393535353132313251", false },
		{ "MESG = 041230393330313232343630393535353132313252", true },
		{ "041230393330313232343630393535353132313252", true },
		{ "MESG = 0412303933303132323436303935353531323132", true },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .withheld = false };

		CU_ASSERT_TRUE(caller_read_block(&caller, rows[i].line));
		CU_ASSERT_STRING_EQUAL(caller.number, "6095551212");
		CU_ASSERT_EQUAL(caller.doubtful, rows[i].doubtful);
	}
}

static void
rings_of_isdn_adapters_tell_who_calls(void)
{
	static const struct {
		const char *line, *number;
	} rows[] = {
		{ "RING;0911234567;12", "0911234567" }, { "RING;0911234567", "0911234567" },
		{ "RING;;12", "" }, { "RING: V.120 DN1 5551212", "5551212" },
		{ "RING: PHONE DN2", "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct caller caller = { .withheld = false };

		CU_ASSERT_TRUE(caller_read_ring(&caller, rows[i].line));
		CU_ASSERT_STRING_EQUAL(caller.number, rows[i].number);
	}
}

static void
a_long_name_is_cut(void)
{
	struct caller caller = { .withheld = false };
	char line[300];

	snprintf(line, sizeof(line), "NAME = %0200d", 0);
	CU_ASSERT_TRUE(caller_read_block(&caller, line));
	CU_ASSERT_EQUAL(strlen(caller.name), CALLER_NAME_MAX);
	snprintf(line, sizeof(line), "+CLIP: \"0911\",129,,,\"%0200d\",0", 0);
	CU_ASSERT_TRUE(caller_read_clip(&caller, line));
	CU_ASSERT_EQUAL(strlen(caller.name), CALLER_NAME_MAX);
	CU_ASSERT_STRING_EQUAL(caller.number, "0911");
}

CU_TestInfo caller_tests[] = {
	{ "numbers are set as the network gave them", numbers_are_set_as_the_network_gave_them },
	{ "+CLIP lines are read", clip_lines_are_read },
	{ "+CCWA lines are read", ccwa_lines_are_read },
	{ "other lines touch nothing", other_lines_touch_nothing },
	{ "caller-ID blocks are read", caller_id_blocks_are_read },
	{ "a record with a wrong check sum is taken with a doubt",
	  a_record_with_a_wrong_check_sum_is_taken_with_a_doubt },
	{ "rings of ISDN adapters tell who calls", rings_of_isdn_adapters_tell_who_calls },
	{ "a long name is cut", a_long_name_is_cut },
	CU_TEST_INFO_NULL
};
