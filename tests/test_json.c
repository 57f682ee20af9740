/* SPDX-License-Identifier: MIT */
#include "protocol/json.h"

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <string.h>

#include "util/array.h"

static bool
is_object(const char *text)
{
	struct fault fault = { "" };
	size_t n = strlen(text);
	bool nul, found = json_object(text, &n, 3, &nul, &fault) != NULL;

	CU_ASSERT_EQUAL(found, fault.text[0] == '\0');
	return found && !nul;
}

static void
the_blanks_around_an_object_are_not_its_own(void)
{
	const char text[] = " \t\r\n{\"a\": 1 } \n";
	struct fault fault = { "" };
	size_t n = strlen(text);
	bool nul = true;

	CU_ASSERT_PTR_EQUAL(json_object(text, &n, 3, &nul, &fault), text + 4);
	CU_ASSERT_EQUAL(n, 9);
	CU_ASSERT_FALSE(nul);
}

static void
what_is_not_one_object_is_refused(void)
{
	static const char *const texts[] = {
		"", " ", "[]", "\"a\"", "1", "null", "}", "\xef\xbb\xbf{}", "{", "{\"a",
		"{\"a\\", "{\"a\\\"}", "{}{}", "{} x", "{}}", "{]]", "{\f}", "{\x01}", "{\x7f}",
		"{\xc2\xa0}",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		CU_ASSERT_FALSE(is_object(texts[i]));
}

static void
brackets_count_outside_strings_only(void)
{
	CU_ASSERT_TRUE(is_object("{\"a\":[{}],\"b\":[[],[]]}"));
	CU_ASSERT_FALSE(is_object("{\"a\":[{\"b\":[]}]}"));
	CU_ASSERT_TRUE(is_object("{\"a\":\"[[[[[[\",\"\\\"}\":\"\\\\\"}"));
}

static void
only_whole_escapes_without_nul_pass(void)
{
	CU_ASSERT_TRUE(is_object("{\"\\u00e9\\u20AC\\ud83d\\ude00\\n\\\\u0000\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\u0000\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\u00\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\uwxyz\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\ud83d\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\ude00\\ud83d\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\ud83d\\ud83d\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\ud83d\\n\":1}"));
	CU_ASSERT_FALSE(is_object("{\"\\ud83d\\ud"));
}

CU_TestInfo json_tests[] = {
	{ "the blanks around an object are not its own",
	    the_blanks_around_an_object_are_not_its_own },
	{ "what is not one object is refused", what_is_not_one_object_is_refused },
	{ "brackets count outside strings only", brackets_count_outside_strings_only },
	{ "only whole escapes without NUL pass", only_whole_escapes_without_nul_pass },
	CU_TEST_INFO_NULL
};
