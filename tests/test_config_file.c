/* SPDX-License-Identifier: MIT */
#include "app/config_file.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "util/array.h"

enum {
	GOT_MAX = 400
};

/* Reads it all: "1 key=value|", and at the first mistake its text. */
static void
read_all(const char *bytes, size_t n, char got[GOT_MAX])
{
	char *text = malloc(n + 1);
	struct config_file file;
	struct config_entry entry;
	struct fault fault;
	int result;

	memcpy(text, bytes, n);
	got[0] = '\0';
	config_file_init(&file, "F", text, n);
	while ((result = config_file_next(&file, &entry, &fault)) > 0)
		snprintf(got + strlen(got), GOT_MAX - strlen(got), "%u %s=%s|", entry.line,
		    entry.key, entry.value);
	if (result < 0)
		snprintf(got + strlen(got), GOT_MAX - strlen(got), "%s", fault.text);
	free(text);
}

static void
keys_and_values_are_read_line_by_line(void)
{
	static const struct {
		const char *text, *got;
	} rows[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "# all\n\t # a comment\n", "" },
		{ "a = b", "1 a=b|" },
		{ "a=b\n", "1 a=b|" },
		{ "  a\t =\t b c \t\n\nd==e\n", "1 a=b c|3 d==e|" },
		{ "a = b # c\n", "1 a=b|" },
		{ "a = b#c\n", "1 a=b#c|" },
		{ "a = *31#\t# hide\n", "1 a=*31#|" },
		{ "a = # b\n", "1 a=|" },
		{ "a =\n", "1 a=|" },
		{ "a = \"#31#\"\n", "1 a=#31#|" },
		{ "a = \" b # c \"  # d\n", "1 a= b # c |" },
		{ "a = \"\"\n", "1 a=|" },
		{ "a = \"say \"\"b\"\"\"\n", "1 a=say \"b\"|" },
		{ "a = say \"b\"\n", "1 a=say \"b\"|" },
		{ "a = b\r\nc = d\r\n\r\n", "1 a=b|2 c=d|" },
		{ "\xef\xbb\xbf" "a = b\r\n", "1 a=b|" },
		{ "\xef\xbb\xbf", "" },
		{ "a = M\xc3\xbcller\n", "1 a=M\xc3\xbcller|" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char got[GOT_MAX];

		read_all(rows[i].text, strlen(rows[i].text), got);
		CU_ASSERT_STRING_EQUAL(got, rows[i].got);
	}
}

static void
what_is_no_entry_is_named_with_its_line(void)
{
	static const struct {
		const char *text;
		size_t n;
		const char *got;
	} rows[] = {
		{ "a = b\n[desk]\n", 13, "1 a=b|F:2: expected KEY = VALUE, got \"[desk]\"" },
		{ "= b\n", 4, "F:1: expected KEY = VALUE, got \"= b\"" },
		{ "device /dev/x\n", 14, "F:1: expected KEY = VALUE, got \"device /dev/x\"" },
		{ "a = \"b\n", 7, "F:1: a: expected one value in quotes" },
		{ "a = \"b\" c\n", 10, "F:1: a: expected one value in quotes" },
		{ "a = b\0c\n", 8, "F:1: expected text, got a NUL byte" },
		{ "\xff\xfe" "a\0=\0b\0\n\0", 10, "F:1: expected text, got a NUL byte; if it was saved "
		  "as UTF-16" },
		{ "a = \x1b[2J\n", 9, "F:1: expected text, got a control character" },
		{ "a = b\rc = d\n", 12, "F:1: expected text, got a control character" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char got[GOT_MAX];

		read_all(rows[i].text, rows[i].n, got);
		CU_ASSERT_EQUAL(strncmp(got, rows[i].got, strlen(rows[i].got)), 0);
	}
}

static void
a_line_has_at_most_so_many_bytes(void)
{
	for (size_t n = CONFIG_FILE_LINE_MAX; n <= CONFIG_FILE_LINE_MAX + 1; n++) {
		char text[CONFIG_FILE_LINE_MAX + 8], got[GOT_MAX];

		memset(text, '#', n);
		strcpy(text + n, "\r\na=b");
		read_all(text, n + 5, got);
		CU_ASSERT_STRING_EQUAL(got, n == CONFIG_FILE_LINE_MAX ? "2 a=b|" :
		    "F:1: expected at most 1000 bytes in a line, got 1001");
	}
}

static void
a_printed_value_is_read_as_it_was(void)
{
	static const char *const values[] = {
		"a", "a b", "#", "#31#", "a#b", "a # b", "a\t#", " a", "a\t", "\"", "\"a\"", "a \"b\"",
		"\"\"", "a\" # \"b", "=", "*31#", "\xc3\xbc",
	};

	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		char *text = NULL, got[GOT_MAX], expected[64];
		size_t n = 0;
		FILE *out = open_memstream(&text, &n);

		CU_ASSERT_PTR_NOT_NULL_FATAL(out);
		fputs("key = ", out);
		config_file_print_value(values[i], out);
		fputs("    # from here\n", out);
		fclose(out);
		read_all(text, n, got);
		snprintf(expected, sizeof(expected), "1 key=%s|", values[i]);
		CU_ASSERT_STRING_EQUAL(got, expected);
		free(text);
	}
}

CU_TestInfo config_file_tests[] = {
	{ "keys and values are read line by line", keys_and_values_are_read_line_by_line },
	{ "what is no entry is named with its line", what_is_no_entry_is_named_with_its_line },
	{ "a line has at most so many bytes", a_line_has_at_most_so_many_bytes },
	{ "a printed value is read as it was", a_printed_value_is_read_as_it_was },
	CU_TEST_INFO_NULL
};
