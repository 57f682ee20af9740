/* SPDX-License-Identifier: MIT */
#include "app/number.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

#define ONE(text) { (const char *const[]){ text }, 1 }

static const struct number_rules none;
static const struct rules_settings
    germany = { .country_code = "49", .national_prefix = "0", .international_prefix = "00" },
    britain = { .country_code = "44", .national_prefix = "0", .international_prefix = "00" },
    america = { .country_code = "1", .national_prefix = "1", .international_prefix = "011" },
    denmark = { .country_code = "45", .national_prefix = "none", .international_prefix = "00" },
    russia = { .country_code = "7", .national_prefix = "8", .international_prefix = "810" },
    hungary = { .country_code = "36", .national_prefix = "06", .international_prefix = "00" };

static void
make(struct number_rules *rules, const struct rules_settings *settings)
{
	struct rules_place place;
	struct fault fault;

	CU_ASSERT_EQUAL_FATAL(rules_init(rules, settings, &place, &fault), 0);
}

/* What goes on the wire, or the name of the rule that refuses. */
static const char *
planned(const struct number_rules *rules, const char *asked, bool dials_plus)
{
	static struct number_plan plan;
	struct fault fault = { "" };
	int result = number_plan(rules, asked, dials_plus, &plan, &fault);

	CU_ASSERT_EQUAL(result == 0, fault.text[0] == '\0');
	CU_ASSERT_EQUAL(result == 0, plan.refused_by == NUMBER_NOT_REFUSED);
	CU_ASSERT_EQUAL(result == 0, plan.wire[0] != '\0');
	/* It may be logged. */
	CU_ASSERT(strlen(asked) < 4 || strstr(fault.text, asked) == NULL);
	if (result != 0)
		return number_rule_name(plan.refused_by);
	CU_ASSERT_STRING_EQUAL(plan.shown, asked);
	return plan.wire;
}

#define ANALOG(rules, asked, wanted) \
	CU_ASSERT_STRING_EQUAL(planned(rules, asked, false), wanted)
#define CELLULAR(rules, asked, wanted) \
	CU_ASSERT_STRING_EQUAL(planned(rules, asked, true), wanted)
#define BOTH(rules, asked, wanted) do { \
	ANALOG(rules, asked, wanted); \
	CELLULAR(rules, asked, wanted); \
} while (0)

static void
without_rules_telephone_numbers_pass_as_they_are(void)
{
	static const char *const rows[] = {
		"0", "112", "0911234567", "*31#0911", "#31#0911", "*31#112",
		"0911*5", "*31#0911*5", "0911#5", "1234567890123456789012345678901234567890",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		BOTH(&none, rows[i], rows[i]);
	CELLULAR(&none, "+43123456", "+43123456");
	CELLULAR(&none, "+1234567890123456789012345678901234567890",
	    "+1234567890123456789012345678901234567890");
}

static void
what_is_no_number_is_refused(void)
{
	static const char *const rows[] = {
		"", "+", "++43", "0 911", " 0911", "0911 ", "0911\r", "0911\rATD112", "0911;",
		"0911,,1",
		"W0911", "T0911", "sip:0911", "(0911)", "0911x5", "09-11", "09.11", "43+911",
		"\xd9\xa0\xd9\xa9", "\xef\xbc\x90", "12345678901234567890123456789012345678901",
		"+12345678901234567890123456789012345678901", "+*21*0911#", "+#21#", "+*31#0911",
	};
	struct number_rules codes = { .allow_service_codes = true };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		BOTH(&none, rows[i], "not-a-number");
		BOTH(&codes, rows[i], "not-a-number");
	}
}

static void
service_codes_pass_only_when_they_are_allowed(void)
{
	static const char *const rows[] = {
		"*", "#", "*#06#", "*21*0911#", "**21*0911#", "##002#", "#21#", "*#21#", "*100#",
		"*31#", "#31#",
		"*31#*21*0911#", "*31##21#", "*31#0911#", "#31#*21", "*30#0911", "*310#0911",
		"*31*0911", "1#", "12#", "100#", "0911#",
	};
	struct number_rules allowed = { .allow_service_codes = true };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		BOTH(&none, rows[i], "allow-service-codes");
		BOTH(&allowed, rows[i], rows[i]);
	}
	CELLULAR(&none, "+49911#", "allow-service-codes");
}

static void
an_analog_line_gets_its_own_form_of_a_plus(void)
{
	static const struct {
		const struct rules_settings *settings;
		const char *asked, *wire;
	} rows[] = {
		{ &germany, "+49911222330", "0911222330" },
		{ &germany, "+43123456", "0043123456" },
		{ &germany, "0911222330", "0911222330" },
		{ &germany, "0049911222330", "0049911222330" },
		{ &germany, "222330", "222330" },
		{ &germany, "0", "0" },
		{ &germany, "112", "112" },
		{ &germany, "*31#0911", "*31#0911" },
		{ &germany, "+49", "not-a-number" },
		{ &germany, "+4", "004" },
		/* +49 (0) 911, as it is often written: 00911 would be a call to India. */
		{ &germany, "+490911222330", "0911222330" },
		{ &germany, "+490", "not-a-number" },
		{ &britain, "+442079460000", "02079460000" },
		{ &britain, "+353123456", "00353123456" },
		{ &america, "+12125550100", "12125550100" },
		{ &america, "+442079460000", "011442079460000" },
		{ &america, "2125550100", "2125550100" },
		{ &denmark, "+4533123456", "33123456" },
		{ &denmark, "+46812345", "0046812345" },
		/* Russian numbers may begin with the 8 that is also the prefix: Samara, freephone. */
		{ &russia, "+78461234567", "88461234567" },
		{ &russia, "+74951234567", "84951234567" },
		{ &russia, "+49911", "81049911" },
		{ &hungary, "+3611234567", "0611234567" },
		{ &hungary, "+360611234567", "0611234567" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct number_rules rules;

		make(&rules, rows[i].settings);
		ANALOG(&rules, rows[i].asked, rows[i].wire);
		CELLULAR(&rules, rows[i].asked, rows[i].asked);
	}
}

static void
a_plus_without_a_rule_for_it_is_refused_with_the_key_to_set(void)
{
	const struct rules_settings abroad = { .international_prefix = "00" };
	const struct rules_settings country = { .country_code = "49", .national_prefix = "0" };
	struct number_rules rules;
	struct number_plan plan;
	struct fault fault;

	ANALOG(&none, "+49911", "international-prefix");
	number_plan(&none, "+49911", false, &plan, &fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "set --international-prefix"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "--country-code and --national-prefix"));
	make(&rules, &abroad);
	ANALOG(&rules, "+49911", "0049911");
	make(&rules, &country);
	ANALOG(&rules, "+49911", "0911");
	ANALOG(&rules, "+43911", "international-prefix");
	number_plan(&rules, "+43911", false, &plan, &fault);
	CU_ASSERT_PTR_NULL(strstr(fault.text, "--country-code"));
}

static void
the_way_out_of_a_pbx_goes_in_front_on_an_analog_line_only(void)
{
	struct rules_settings settings = germany;
	struct number_rules rules;
	char longest[2 * TEXT_WIRE_MAX];

	settings.outside_line_prefix = "0,";
	make(&rules, &settings);
	ANALOG(&rules, "0911222330", "0,0911222330");
	ANALOG(&rules, "+49911222330", "0,0911222330");
	ANALOG(&rules, "+43123", "0,0043123");
	ANALOG(&rules, "112", "0,112");
	ANALOG(&rules, "*31#0911", "0,*31#0911");
	CELLULAR(&rules, "0911222330", "0911222330");
	settings.outside_line_prefix = "9,,,,,,,,,,W";
	settings.international_prefix = "12345678";
	make(&rules, &settings);
	snprintf(longest, sizeof(longest), "+%040d", 7);
	CU_ASSERT_EQUAL(strlen(planned(&rules, longest, false)), 12 + 8 + 40);
}

static void
a_denied_prefix_is_the_same_in_every_form(void)
{
	static const struct {
		const struct rules_settings *settings;
		const char *deny, *asked;
		bool refused;
	} rows[] = {
		{ &germany, "0900", "0900123", true },
		{ &germany, "0900", "+49900123", true },
		{ &germany, "0900", "0049900123", true },
		{ &germany, "0900", "+490900123", true },
		{ &germany, "0900", "*31#0900123", true },
		{ &germany, "0900", "#31#0900123", true },
		{ &germany, "0900", "0901123", false },
		{ &germany, "0900", "900123", false },
		{ &germany, "0900", "090", false },
		{ &germany, "+49900", "0900123", true },
		{ &germany, "0049900", "+49900123", true },
		{ &germany, "+43", "0043123", true },
		{ &germany, "0043", "+43123", true },
		/* + and 00 are abroad; the own country is what begins with 0. */
		{ &germany, "+", "+43123", true },
		{ &germany, "00", "0043123", true },
		{ &germany, "00", "+43123", true },
		{ &germany, "00", "0911123", false },
		{ &germany, "+", "+49911123", false },
		{ &germany, "0", "+49911123", true },
		{ &germany, "0", "0043123", false },
		{ &germany, "+49", "0911", true },
		{ &germany, "+49", "222330", false },
		{ &germany, "2", "222330", true },
		{ &britain, "09", "+44912345", true },
		{ &america, "1900", "+19005550100", true },
		{ &america, "1900", "9005550100", false },
		{ &america, "900", "9005550100", true },
		/* A prefix that ends in the middle of one that leads somewhere is taken as dialled. */
		{ &america, "0", "+44123", true },
		{ &america, "0", "011441", true },
		{ &america, "0", "+12125550100", false },
		{ &hungary, "0", "+3611234567", true },
		{ &denmark, "90", "+4590123456", true },
		{ &denmark, "+4590", "90123456", true },
		{ &denmark, "+45", "33123456", true },
		{ &denmark, "+45", "+46812345", false },
		{ &denmark, "+45", "*100#", false },
		/* With nothing known a number is what it looks like. */
		{ NULL, "0900", "0900123", true },
		{ NULL, "0900", "+49900123", false },
		{ NULL, "+49", "+49900123", true },
		{ NULL, "+", "+49900123", true },
		{ NULL, "49", "+49900123", false },
		{ NULL, "0049", "+49900123", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rules_settings settings = rows[i].settings != NULL ? *rows[i].settings :
		    (struct rules_settings){ .country_code = NULL };
		const char *wanted = rows[i].refused ? "deny" : rows[i].asked;
		struct number_rules rules;

		settings.allow_service_codes = true;
		settings.deny = (struct rules_values){ &rows[i].deny, 1 };
		make(&rules, &settings);
		CELLULAR(&rules, rows[i].asked, wanted);
		settings.allow = settings.deny;
		settings.deny.n = 0;
		wanted = rows[i].refused ? rows[i].asked : "allow";
		make(&rules, &settings);
		CELLULAR(&rules, rows[i].asked, wanted);
	}
}

static void
what_is_denied_is_so_even_where_it_is_allowed(void)
{
	struct rules_settings settings = germany;
	struct number_rules rules;
	struct number_plan plan;
	struct fault fault;

	settings.allow = (struct rules_values)ONE("0 *1");
	settings.deny = (struct rules_values)ONE("0137,0900");
	settings.allow_service_codes = true;
	make(&rules, &settings);
	BOTH(&rules, "0911222330", "0911222330");
	BOTH(&rules, "0900222330", "deny");
	BOTH(&rules, "+43123", "allow");
	BOTH(&rules, "*100#", "*100#");
	BOTH(&rules, "*21*0911#", "allow");
	number_plan(&rules, "0900222330", true, &plan, &fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "deny = 0900 refuses it"));
	number_plan(&rules, "+43222330", true, &plan, &fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "allow = 0 ..."));
}

static void
emergency_numbers_pass_the_lists(void)
{
	struct rules_settings settings = germany;
	struct number_rules rules;
	struct number_plan plan;
	struct fault fault;

	settings.allow = (struct rules_values)ONE("0911");
	settings.deny = (struct rules_values)ONE("1");
	settings.emergency_numbers = (struct rules_values)ONE("110 +49911222330");
	settings.outside_line_prefix = "0";
	make(&rules, &settings);
	CELLULAR(&rules, "112", "112");
	CELLULAR(&rules, "911", "911");
	ANALOG(&rules, "110", "0110");
	CELLULAR(&rules, "*31#110", "*31#110");
	CELLULAR(&rules, "0911222330", "0911222330");
	BOTH(&rules, "1100", "deny");
	BOTH(&rules, "11", "deny");
	BOTH(&rules, "112#", "allow-service-codes");
	number_plan(&rules, "0911222330", true, &plan, &fault);
	CU_ASSERT_TRUE(plan.emergency);
	number_plan(&rules, "0911222331", true, &plan, &fault);
	CU_ASSERT_FALSE(plan.emergency);
	ANALOG(&none, "112", "112");
}

static void
callers_are_rewritten_by_the_longest_beginning(void)
{
	static const struct {
		const char *number, *shown;
	} rows[] = {
		{ "+49911222330", "222330" }, { "+4930222330", "030222330" },
		{ "+43123", "+43123" }, { "0043123", "+43123" },
		{ "911222330", "0911222330" }, { "", "" },
		{ "+", "+" }, { "+49911", "+49911" },   /* nothing would be left of it */
		{ "+49", "0" },
		/* One digit too many, and it would be no number. */
		{ "1234567890123456789012345678901234567890",
		  "1234567890123456789012345678901234567890" },
	};
	const struct rules_settings settings = { .rewrite = ONE("+49:0 +49911: 00:+ :0") };
	struct number_rules rules;
	char out[TEXT_PHONE_MAX + 1];

	make(&rules, &settings);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CU_ASSERT_STRING_EQUAL(number_incoming(&rules, rows[i].number, out), rows[i].shown);
		CU_ASSERT_STRING_EQUAL(number_incoming(&none, rows[i].number, out),
		    rows[i].number);
	}
}

CU_TestInfo number_tests[] = {
	{ "without rules telephone numbers pass as they are",
	  without_rules_telephone_numbers_pass_as_they_are },
	{ "what is no number is refused", what_is_no_number_is_refused },
	{ "service codes pass only when they are allowed",
	  service_codes_pass_only_when_they_are_allowed },
	{ "an analog line gets its own form of a plus", an_analog_line_gets_its_own_form_of_a_plus },
	{ "a plus without a rule for it is refused with the key to set",
	  a_plus_without_a_rule_for_it_is_refused_with_the_key_to_set },
	{ "the way out of a PBX goes in front on an analog line only",
	  the_way_out_of_a_pbx_goes_in_front_on_an_analog_line_only },
	{ "a denied prefix is the same in every form", a_denied_prefix_is_the_same_in_every_form },
	{ "what is denied is so even where it is allowed",
	  what_is_denied_is_so_even_where_it_is_allowed },
	{ "emergency numbers pass the lists", emergency_numbers_pass_the_lists },
	{ "callers are rewritten by the longest beginning",
	  callers_are_rewritten_by_the_longest_beginning },
	CU_TEST_INFO_NULL
};
