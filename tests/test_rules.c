/* SPDX-License-Identifier: MIT */
#include "app/rules.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

#define ONE(text) { (const char *const[]){ text }, 1 }

static void
without_settings_there_are_no_rules(void)
{
	static const struct number_rules none;
	struct rules_settings settings = { .country_code = NULL };
	struct number_rules rules;
	struct rules_place place;
	struct fault fault;

	memset(&rules, 0xff, sizeof(rules));
	CU_ASSERT_EQUAL(rules_init(&rules, &settings, &place, &fault), 0);
	CU_ASSERT_STRING_EQUAL(rules.country_code, none.country_code);
	CU_ASSERT_STRING_EQUAL(rules.international_prefix, "");
	CU_ASSERT_STRING_EQUAL(rules.outside_line_prefix, "");
	CU_ASSERT_EQUAL(rules.allow.n + rules.deny.n + rules.emergency_numbers.n +
	    rules.rewrite_count, 0);
	CU_ASSERT_FALSE(rules.allow_service_codes);
	CU_ASSERT_EQUAL(rules.max_dials_per_minute, 0);
}

static void
a_value_holds_one_item_or_several(void)
{
	const char *const values[] = { "0900", "+49 112", ", 0137,\t0138 ,", "*21" };
	const struct rules_settings settings = {
		.deny = { values, ARRAY_LEN(values) },
		.rewrite = ONE("+49:0, 0:,:9"),
	};
	static const char *const items[] = { "0900", "+49", "112", "0137", "0138", "*21" };
	static const size_t from[] = { 0, 1, 1, 2, 2, 3 };
	struct number_rules rules;
	struct rules_place place;
	struct fault fault;

	CU_ASSERT_EQUAL_FATAL(rules_init(&rules, &settings, &place, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(rules.deny.n, ARRAY_LEN(items));
	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		CU_ASSERT_STRING_EQUAL(rules.deny.items[i], items[i]);
		CU_ASSERT_EQUAL(rules.deny.values[i], from[i]);
	}
	CU_ASSERT_EQUAL_FATAL(rules.rewrite_count, 3);
	CU_ASSERT_STRING_EQUAL(rules.rewrites[0].from, "+49");
	CU_ASSERT_STRING_EQUAL(rules.rewrites[0].to, "0");
	CU_ASSERT_STRING_EQUAL(rules.rewrites[1].to, "");
	CU_ASSERT_STRING_EQUAL(rules.rewrites[2].from, "");
}

static void
a_country_has_a_code_and_a_national_prefix(void)
{
	struct rules_settings settings = { .country_code = "+49", .national_prefix = "0" };
	struct number_rules rules;
	struct rules_place place;
	struct fault fault;

	CU_ASSERT_EQUAL(rules_init(&rules, &settings, &place, &fault), 0);
	CU_ASSERT_STRING_EQUAL(rules.country_code, "49");
	CU_ASSERT_STRING_EQUAL(rules.national_prefix, "0");
	settings = (struct rules_settings){ .country_code = "45", .national_prefix = "none" };
	CU_ASSERT_EQUAL(rules_init(&rules, &settings, &place, &fault), 0);
	CU_ASSERT_STRING_EQUAL(rules.national_prefix, "");
}

static void
what_is_wrong_names_its_key_and_what_was_expected(void)
{
	const struct {
		const char *says;
		struct rules_settings settings;
	} rows[] = {
		{ "country-code: expected national-prefix", { .country_code = "49" } },
		{ "national-prefix: expected country-code",
		  { .national_prefix = "0" } },
		{ "country-code: expected one to three",
		  { .country_code = "049", .national_prefix = "0" } },
		{ "country-code: expected one to three",
		  { .country_code = "4949", .national_prefix = "0" } },
		{ "country-code: expected one to three",
		  { .country_code = "+", .national_prefix = "0" } },
		{ "country-code: expected one to three",
		  { .country_code = "DE", .national_prefix = "0" } },
		{ "national-prefix: expected up to four",
		  { .country_code = "49", .national_prefix = "0," } },
		{ "national-prefix: expected up to four",
		  { .country_code = "49", .national_prefix = "00000" } },
		{ "national-prefix: expected up to four",
		  { .country_code = "49", .national_prefix = "" } },
		{ "international-prefix: expected one, such as 00",
		  { .country_code = "49", .national_prefix = "0", .deny = ONE("0900") } },
		{ "international-prefix: expected up to eight", { .international_prefix = "+" } },
		{ "international-prefix: expected up to eight", { .international_prefix = "" } },
		{ "international-prefix: expected up to eight",
		  { .international_prefix = "000000000" } },
		{ "outside-line-prefix: expected up to twelve", { .outside_line_prefix = "," } },
		{ "outside-line-prefix: expected up to twelve", { .outside_line_prefix = "0;" } },
		{ "outside-line-prefix: expected up to twelve", { .outside_line_prefix = "0\r" } },
		{ "outside-line-prefix: expected up to twelve", { .outside_line_prefix = "+" } },
		{ "outside-line-prefix: expected up to twelve", { .outside_line_prefix = "0w" } },
		{ "outside-line-prefix: expected up to twelve",
		  { .outside_line_prefix = "0000000000000" } },
		{ "allow: expected the beginning", { .allow = ONE("") } },
		{ "allow: expected the beginning", { .allow = ONE(" , ") } },
		{ "got \"x\"", { .allow = ONE("0900 x 112") } },
		{ "got \"++49\"", { .allow = ONE("++49") } },
		{ "got \"4+9\"", { .allow = ONE("4+9") } },
		{ "got \"123456789012345678901\"", { .allow = ONE("123456789012345678901") } },
		{ "deny: expected the beginning", { .deny = ONE("0900;0137") } },
		{ "emergency-numbers: expected a whole number", { .emergency_numbers = ONE("*1") } },
		{ "emergency-numbers: expected a whole number", { .emergency_numbers = ONE("+") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE(":") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("+49") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("0:0") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("+49:0:1") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("+49:0x") } },
		{ "rewrite: expected FROM:TO", { .rewrite = ONE("123456789012345678901:0") } },
		{ "got \"+49:00\" and \"+49:0\"",
		  { .rewrite = ONE("+49:0 +49:00") } },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct number_rules rules;
		struct rules_place place;
		struct fault fault = { "" };
		char text[500];

		CU_ASSERT_EQUAL(rules_init(&rules, &rows[i].settings, &place, &fault), -1);
		snprintf(text, sizeof(text), "%s: %s", place.key, fault.text);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, rows[i].says));
	}
}

static void
a_list_that_is_full_says_so(void)
{
	char many[8 * RULES_LIST_MAX] = "", rewrites[8 * RULES_REWRITES_MAX + 16] = "";
	const struct rules_settings lists = { .allow = ONE(many) };
	const struct rules_settings pairs = { .rewrite = ONE(rewrites) };
	struct number_rules rules;
	struct rules_place place;
	struct fault fault;

	for (int i = 0; i < RULES_LIST_MAX; i++) {
		sprintf(many + strlen(many), "%d ", 100 + i);
		sprintf(rewrites + strlen(rewrites), "%d:0 ", 100 + i);
	}
	CU_ASSERT_EQUAL(rules_init(&rules, &lists, &place, &fault), 0);
	CU_ASSERT_EQUAL(rules_init(&rules, &pairs, &place, &fault), 0);
	strcat(many, "9");
	strcat(rewrites, "9:0");
	CU_ASSERT_EQUAL(rules_init(&rules, &lists, &place, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "expected at most 64 of them");
	CU_ASSERT_EQUAL(rules_init(&rules, &pairs, &place, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "expected at most 64 of them");
}

CU_TestInfo rules_tests[] = {
	{ "without settings there are no rules", without_settings_there_are_no_rules },
	{ "a value holds one item or several", a_value_holds_one_item_or_several },
	{ "a country has a code and a national prefix", a_country_has_a_code_and_a_national_prefix },
	{ "what is wrong names its key and what was expected",
	  what_is_wrong_names_its_key_and_what_was_expected },
	{ "a list that is full says so", a_list_that_is_full_says_so },
	CU_TEST_INFO_NULL
};
