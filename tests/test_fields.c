/* SPDX-License-Identifier: MIT */
#include "at/fields.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

/* All fields of a line, each with a '|' behind it. */
static const char *
walk(const char *line, char *got)
{
	struct at_fields fields;
	char text[32];

	got[0] = '\0';
	if (!at_fields_begin(&fields, line, "+X:"))
		return strcpy(got, "none");
	while (at_fields_text(&fields, text, sizeof(text)))
		strcat(strcat(got, text), "|");
	CU_ASSERT_STRING_EQUAL(text, "");
	CU_ASSERT_FALSE(at_fields_text(&fields, text, sizeof(text)));
	CU_ASSERT_FALSE(at_fields_quoted(&fields));
	return got;
}

static void
lines_are_walked_field_by_field(void)
{
	static const struct {
		const char *line;
		const char *fields;
	} rows[] = {
		{ "+X: \"0911\",129,,,\"Smith, J\",0", "0911|129|||Smith, J|0|" },
		{ "+X:1,2", "1|2|" },
		{ "+X:  1 , 2 ", "1|2|" },
		{ "+X:\t\"a\" ,b", "a|b|" },
		{ "+X: \"a\"rubbish,b", "a|b|" },
		{ "+X: \" a \",b", " a |b|" },
		{ "+X: \"never closed, b", "never closed, b|" },
		{ "+X: a\"b,c", "a\"b|c|" },
		{ "+X: \"\"", "|" },
		{ "+X:", "|" },
		{ "+X: ,", "||" },
		{ "+X: a,", "a||" },
		{ "+X", "none" },
		{ "+x: 1", "none" },
		{ "", "none" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char got[128];

		CU_ASSERT_STRING_EQUAL(walk(rows[i].line, got), rows[i].fields);
	}
}

static void
a_bad_number_does_not_stop_the_walk(void)
{
	struct at_fields fields;
	long value = 4711;

	CU_ASSERT_TRUE(at_fields_begin(&fields, "+X: a,,1x,99999999999,7,\"8\"", "+X:"));
	for (int i = 0; i < 4; i++)
		CU_ASSERT_FALSE(at_fields_number(&fields, &value));
	CU_ASSERT_EQUAL(value, 4711);
	CU_ASSERT_TRUE(at_fields_number(&fields, &value));
	CU_ASSERT_EQUAL(value, 7);
	CU_ASSERT_TRUE(at_fields_quoted(&fields));
	CU_ASSERT_TRUE(at_fields_number(&fields, &value));
	CU_ASSERT_EQUAL(value, 8);
	CU_ASSERT_FALSE(at_fields_number(&fields, &value));
}

static void
skipping_goes_to_the_end_and_no_further(void)
{
	struct at_fields fields;
	char text[8];

	CU_ASSERT_TRUE(at_fields_begin(&fields, "+X: \"a,b\",c,d", "+X:"));
	at_fields_skip(&fields, 2);
	CU_ASSERT_TRUE(at_fields_text(&fields, text, sizeof(text)));
	CU_ASSERT_STRING_EQUAL(text, "d");
	at_fields_skip(&fields, 5);
	CU_ASSERT_FALSE(at_fields_text(&fields, text, sizeof(text)));
}

static void
text_is_cut_to_fit(void)
{
	struct at_fields fields;
	char text[4] = "XXX", one[1];

	CU_ASSERT_TRUE(at_fields_begin(&fields, "+X: abcdef,\"ghijkl\",m", "+X:"));
	CU_ASSERT_TRUE(at_fields_text(&fields, text, sizeof(text)));
	CU_ASSERT_STRING_EQUAL(text, "abc");
	CU_ASSERT_TRUE(at_fields_text(&fields, text, sizeof(text)));
	CU_ASSERT_STRING_EQUAL(text, "ghi");
	CU_ASSERT_TRUE(at_fields_text(&fields, one, sizeof(one)));
	CU_ASSERT_STRING_EQUAL(one, "");
}

CU_TestInfo fields_tests[] = {
	{ "lines are walked field by field", lines_are_walked_field_by_field },
	{ "a bad number does not stop the walk", a_bad_number_does_not_stop_the_walk },
	{ "skipping goes to the end and no further", skipping_goes_to_the_end_and_no_further },
	{ "text is cut to fit", text_is_cut_to_fit },
	CU_TEST_INFO_NULL
};
