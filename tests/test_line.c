/* SPDX-License-Identifier: MIT */
#include "at/line.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* Adds every line of n bytes to `got`, each with a '|' behind it. */
static void
read_lines(struct at_line *line, const char *bytes, size_t n, char *got)
{
	while (n > 0) {
		size_t eaten = at_line_take(line, bytes, n);

		CU_ASSERT_FATAL(eaten > 0 && eaten <= n);
		if (line->complete)
			strcat(strcat(got, line->text), "|");
		else
			CU_ASSERT_EQUAL(eaten, n);
		bytes += eaten;
		n -= eaten;
	}
}

static void
every_cut_reads_the_same(void)
{
	static const char bytes[] = "\r\nRING\r\n\0\r\n  +CLIP: \"0911\",129 \t\r\n\r\r\nNO CARRIER\r"
	    "\xc4\"\r\n \t\r\nA\0B\n\nOK\r";
	static const char wanted[] = "RING|+CLIP: \"0911\",129|NO CARRIER|\xc4\"|AB|OK|";
	size_t n = sizeof(bytes) - 1;

	for (size_t first = 0; first <= n; first++) {
		for (size_t second = first; second <= n; second++) {
			struct at_line line = { .len = 0 };
			char got[128] = "";

			read_lines(&line, bytes, first, got);
			read_lines(&line, bytes + first, second - first, got);
			read_lines(&line, bytes + second, n - second, got);
			CU_ASSERT_STRING_EQUAL(got, wanted);
		}
	}
}

static void
a_long_line_is_cut_and_the_next_one_is_whole(void)
{
	struct at_line line = { .len = 0 };
	char bytes[3 * AT_LINE_MAX];
	size_t eaten;

	memset(bytes, 'x', sizeof(bytes));
	CU_ASSERT_EQUAL(at_line_take(&line, bytes, AT_LINE_MAX), AT_LINE_MAX);
	CU_ASSERT_EQUAL(at_line_take(&line, "\r", 1), 1);
	CU_ASSERT(line.complete && !line.cut);
	CU_ASSERT_EQUAL(strlen(line.text), AT_LINE_MAX);

	CU_ASSERT_EQUAL(at_line_take(&line, bytes, sizeof(bytes)), sizeof(bytes));
	CU_ASSERT_FALSE(line.complete);
	eaten = at_line_take(&line, "\r\nOK\r\n", 6);
	CU_ASSERT(line.complete && line.cut);
	CU_ASSERT_EQUAL(strlen(line.text), AT_LINE_MAX);
	at_line_take(&line, "\nOK\r\n", 6 - eaten);
	CU_ASSERT(line.complete && !line.cut);
	CU_ASSERT_STRING_EQUAL(line.text, "OK");
}

static void
nothing_but_noise_is_no_line(void)
{
	struct at_line line = { .len = 0 };

	for (int i = 0; i < 2000; i++) {
		CU_ASSERT_EQUAL(at_line_take(&line, "\0 \t\r\n", 5), 5);
		CU_ASSERT_FALSE(line.complete);
	}
	CU_ASSERT_EQUAL(at_line_take(&line, "", 0), 0);
}

/* Escapes that no compiler can read on into the text behind them. */
#define DLE "\x10"
#define ETX "\x03"

static void
events_are_lines_of_their_own_wherever_they_come(void)
{
	static const char bytes[] = "\r\nRI" DLE "bNG" DLE "l\r\n" DLE "r" DLE "R"
	    DLE "X" "NMBR = 0911\r\nNAME = A" DLE DLE "B" DLE "." DLE "X" DLE "." DLE "."
	    DLE "\rVCON" DLE ETX DLE "\x1a" "\r\n"
	    "OK" DLE "\r\n" DLE "~";
	static const char wanted[] = DLE "b|" DLE "l|RING|" DLE "r|" DLE "R|NMBR = 0911|NAME = AB|"
	    "VCON|OK|" DLE "~|";
	size_t n = sizeof(bytes) - 1;

	for (size_t first = 0; first <= n; first++) {
		for (size_t second = first; second <= n; second++) {
			struct at_line line = { .len = 0 };
			char got[128] = "";

			read_lines(&line, bytes, first, got);
			read_lines(&line, bytes + first, second - first, got);
			read_lines(&line, bytes + second, n - second, got);
			CU_ASSERT_STRING_EQUAL(got, wanted);
		}
	}
}

static void
an_event_in_a_long_line_leaves_it_cut(void)
{
	struct at_line line = { .len = 0 };
	char bytes[AT_LINE_MAX + 1];

	memset(bytes, 'x', sizeof(bytes));
	CU_ASSERT_EQUAL(at_line_take(&line, bytes, sizeof(bytes)), sizeof(bytes));
	CU_ASSERT_EQUAL(at_line_take(&line, DLE "b\r", 3), 2);
	CU_ASSERT(line.complete && !line.cut);
	CU_ASSERT_STRING_EQUAL(line.text, DLE "b");
	CU_ASSERT_EQUAL(at_line_take(&line, "\r", 1), 1);
	CU_ASSERT(line.complete && line.cut);
	CU_ASSERT_EQUAL(line.len, AT_LINE_MAX);
}

CU_TestInfo line_tests[] = {
	{ "every cut reads the same", every_cut_reads_the_same },
	{ "a long line is cut and the next one is whole",
	  a_long_line_is_cut_and_the_next_one_is_whole },
	{ "nothing but noise is no line", nothing_but_noise_is_no_line },
	{ "events are lines of their own wherever they come",
	  events_are_lines_of_their_own_wherever_they_come },
	{ "an event in a long line leaves it cut", an_event_in_a_long_line_leaves_it_cut },
	CU_TEST_INFO_NULL
};
