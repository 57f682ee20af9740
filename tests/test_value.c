/* SPDX-License-Identifier: MIT */
#include "protocol/value.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
what_is_made_reads_back(void)
{
	struct cJSON *made = value_object(), *inner, *read;
	struct fault fault;
	char text[200];
	double number = 0;
	bool nul, is = false;
	size_t n;

	CU_ASSERT_TRUE(value_add_text(made, "name", "say \"no\"\n") &&
	    value_add_bool(made, "is", true) && value_add_null(made, "none"));
	inner = value_add_object(made, "inner");
	CU_ASSERT_TRUE(value_add_number(inner, "n", 1795000000));
	n = value_print(made, text, sizeof(text));
	CU_ASSERT_STRING_EQUAL(text, "{\"name\":\"say \\\"no\\\"\\n\",\"is\":true,\"none\":null,"
	    "\"inner\":{\"n\":1795000000}}");
	CU_ASSERT_EQUAL(n, strlen(text));
	value_free(made);

	read = value_parse(text, n, 4, &nul, &fault);
	CU_ASSERT_PTR_NOT_NULL_FATAL(read);
	CU_ASSERT_STRING_EQUAL(value_text(value_member(read, "name")), "say \"no\"\n");
	CU_ASSERT_TRUE(value_bool(value_member(read, "is"), &is) && is);
	CU_ASSERT_TRUE(value_number(value_member(value_member(read, "inner"), "n"), &number));
	CU_ASSERT_EQUAL(number, 1795000000);
	CU_ASSERT_PTR_NULL(value_member(read, "none"));
	CU_ASSERT_PTR_NULL(value_member(read, "Name"));
	value_free(read);
}

static void
a_value_of_another_kind_is_not_taken(void)
{
	const char text[] = "{\"a\":\"1\",\"b\":1}";
	struct fault fault;
	bool nul, is = true;
	double number = 7;
	struct cJSON *read = value_parse(text, strlen(text), 1, &nul, &fault);

	CU_ASSERT_PTR_NULL(value_text(value_member(read, "b")));
	CU_ASSERT_FALSE(value_number(value_member(read, "a"), &number));
	CU_ASSERT_FALSE(value_bool(value_member(read, "b"), &is));
	CU_ASSERT_TRUE(is && number == 7);
	CU_ASSERT_PTR_NULL(value_text(value_member(value_member(read, "no"), "one")));
	value_free(read);
	CU_ASSERT_PTR_NULL(value_parse("{\"a\":tru}", 9, 1, &nul, &fault));
	CU_ASSERT_PTR_NULL(value_parse("[1]", 3, 1, &nul, &fault));
}

static void
what_is_not_utf8_becomes_a_question_mark(void)
{
	struct cJSON *made = value_object();
	char text[40];

	value_add_text(made, "t", "\xc3\xa4\xff\xc3");
	CU_ASSERT_EQUAL(value_print(made, text, sizeof(text)), 12);
	CU_ASSERT_STRING_EQUAL(text, "{\"t\":\"\xc3\xa4??\"}");
	value_free(made);
}

static void
what_does_not_fit_or_is_not_there_is_not_printed(void)
{
	struct cJSON *made = value_object();
	char text[10] = "before";

	value_add_text(made, "key", "a text that is longer");
	CU_ASSERT_EQUAL(value_print(made, text, sizeof(text)), 0);
	CU_ASSERT_STRING_EQUAL(text, "");
	CU_ASSERT_EQUAL(value_print(NULL, text, sizeof(text)), 0);
	value_wipe(made, "key");
	CU_ASSERT_STRING_EQUAL(value_text(value_member(made, "key")), "");
	value_wipe(NULL, "key");
	value_free(made);
	CU_ASSERT_FALSE(value_add_bool(NULL, "key", true));
}

CU_TestInfo value_tests[] = {
	{ "what is made reads back", what_is_made_reads_back },
	{ "a value of another kind is not taken", a_value_of_another_kind_is_not_taken },
	{ "what is not UTF-8 becomes a question mark", what_is_not_utf8_becomes_a_question_mark },
	{ "what does not fit or is not there is not printed",
	  what_does_not_fit_or_is_not_there_is_not_printed },
	CU_TEST_INFO_NULL
};
