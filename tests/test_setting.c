/* SPDX-License-Identifier: MIT */
#include "app/setting.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

struct values {
	const char *text;
	struct config_list list;
	long number, choice, flag;
};

enum { TEXT, LIST, NUMBER, CHOICE, FLAG };

static const struct key keys[] = {
	[TEXT] = { .name = "text", .kind = KEY_TEXT, .argument = "FILE",
	  .offset = offsetof(struct values, text) },
	[LIST] = { .name = "list", .kind = KEY_LIST, .argument = "X",
	  .offset = offsetof(struct values, list) },
	[NUMBER] = { .name = "number", .kind = KEY_NUMBER, .argument = "N", .min = -1, .max = 99,
	  .offset = offsetof(struct values, number) },
	[CHOICE] = { .name = "choice", .kind = KEY_CHOICE, .argument = "red|green|blue",
	  .offset = offsetof(struct values, choice) },
	[FLAG] = { .name = "flag", .kind = KEY_FLAG, .offset = offsetof(struct values, flag) },
};

static const char *
shown(const struct values *values, size_t key)
{
	static char number[SETTING_NUMBER_MAX];

	return setting_text(&keys[key], values, 0, number);
}

static void
what_is_shown_is_what_was_set(void)
{
	static const struct {
		size_t key;
		const char *set, *shown;
	} rows[] = {
		{ TEXT, "/x", "/x" }, { LIST, "a", "a" }, { NUMBER, "-1", "-1" },
		{ NUMBER, "99", "99" }, { CHOICE, "red", "red" }, { CHOICE, "blue", "blue" },
		{ FLAG, "yes", "yes" }, { FLAG, "true", "yes" }, { FLAG, "on", "yes" },
		{ FLAG, NULL, "yes" }, { FLAG, "no", "no" }, { FLAG, "false", "no" },
		{ FLAG, "off", "no" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct values values = { .text = NULL };
		struct fault fault;

		CU_ASSERT_EQUAL(setting_set(&keys[rows[i].key], &values, rows[i].set, true, 1,
		    &fault), 0);
		CU_ASSERT_STRING_EQUAL(shown(&values, rows[i].key), rows[i].shown);
	}
}

static void
a_bad_value_says_what_was_expected_and_changes_nothing(void)
{
	static const struct {
		size_t key;
		const char *value, *why;
	} rows[] = {
		{ TEXT, "", "expected FILE, got nothing" },
		{ TEXT, "a\nb", "expected FILE, got control characters" },
		{ LIST, "", "expected X, got nothing" },
		{ NUMBER, "100", "expected a number from -1 to 99, got \"100\"" },
		{ NUMBER, "1x", "expected a number from -1 to 99, got \"1x\"" },
		{ CHOICE, "re", "expected red|green|blue, got \"re\"" },
		{ CHOICE, "red|green", "expected red|green|blue, got \"red|green\"" },
		{ FLAG, "YES", "expected yes or no, got \"YES\"" },
		{ FLAG, "", "expected yes or no, got \"\"" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct values values = { .text = "t", .number = 7, .choice = 1 }, before = values;
		struct fault fault;

		CU_ASSERT_EQUAL(setting_set(&keys[rows[i].key], &values, rows[i].value, true, 1,
		    &fault), -1);
		CU_ASSERT_STRING_EQUAL(fault.text, rows[i].why);
		CU_ASSERT_TRUE(setting_same(&keys[rows[i].key], &values, &before));
	}
}

static void
a_list_grows_or_begins_afresh(void)
{
	struct values values = { .text = NULL };
	struct fault fault;
	char number[SETTING_NUMBER_MAX];

	for (unsigned i = 0; i < CONFIG_LIST_MAX; i++)
		CU_ASSERT_EQUAL(setting_set(&keys[LIST], &values, "a", i == 0, i, &fault), 0);
	CU_ASSERT_EQUAL(setting_set(&keys[LIST], &values, "b", false, 9, &fault), -1);
	CU_ASSERT_EQUAL(values.list.n, CONFIG_LIST_MAX);
	CU_ASSERT_EQUAL(values.list.lines[3], 3);
	CU_ASSERT_EQUAL(setting_set(&keys[LIST], &values, "b", true, 9, &fault), 0);
	CU_ASSERT_STRING_EQUAL(setting_text(&keys[LIST], &values, 0, number), "b");
	CU_ASSERT_PTR_NULL(setting_text(&keys[LIST], &values, 1, number));
}

static void
values_are_the_same_by_what_they_say(void)
{
	char text[] = "/x";
	struct values one = { .text = "/x", .list = { .items = { "a", "b" }, .n = 2 } };
	struct values other = { .text = text, .list = { .items = { "a" }, .n = 1 } };

	CU_ASSERT_TRUE(setting_same(&keys[TEXT], &one, &other));
	CU_ASSERT_FALSE(setting_same(&keys[LIST], &one, &other));
	CU_ASSERT_FALSE(setting_same(&keys[LIST], &other, &one));
	setting_copy(&keys[LIST], &other, &one);
	CU_ASSERT_TRUE(setting_same(&keys[LIST], &one, &other));
	other.text = NULL;
	CU_ASSERT_FALSE(setting_same(&keys[TEXT], &one, &other));
	one.text = NULL;
	CU_ASSERT_TRUE(setting_same(&keys[TEXT], &one, &other));
}

CU_TestInfo setting_tests[] = {
	{ "what is shown is what was set", what_is_shown_is_what_was_set },
	{ "a bad value says what was expected, and changes nothing",
	  a_bad_value_says_what_was_expected_and_changes_nothing },
	{ "a list grows or begins afresh", a_list_grows_or_begins_afresh },
	{ "values are the same by what they say", values_are_the_same_by_what_they_say },
	CU_TEST_INFO_NULL
};
