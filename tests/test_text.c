/* SPDX-License-Identifier: MIT */
#include "util/text.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

static void
whole_decimal_numbers_are_read(void)
{
	static const struct {
		const char *text;
		long value;
	} rows[] = {
		{ "0", 0 }, { "7", 7 }, { "007", 7 }, { "-1", -1 }, { "-0", 0 },
		{ "100", 100 }, { "-100", -100 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		long value = 4711;

		CU_ASSERT_TRUE(text_number(rows[i].text, -100, 100, &value));
		CU_ASSERT_EQUAL(value, rows[i].value);
	}
}

static void
anything_else_is_no_number(void)
{
	static const char *const rows[] = {
		"", " ", "-", "+", "+1", " 1", "1 ", "1\n", "1x", "x1", "0x10", "1.0", "1e2", "--1",
		"- 1", "-+1", "101", "-101", "99999999999999999999999", "-99999999999999999999999",
		"\xd9\xa1",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		long value = 4711;

		CU_ASSERT_FALSE(text_number(rows[i], -100, 100, &value));
		CU_ASSERT_EQUAL(value, 4711);
	}
}

static bool
may_stand_in_a_number(int byte, size_t at)
{
	return (byte >= '0' && byte <= '9') || byte == '*' || byte == '#' ||
	    (byte == '+' && at == 0);
}

/* The same rule as the regular expression, written by someone who does not trust the code. */
static void
every_byte_at_every_place_is_checked(void)
{
	for (size_t n = 1; n <= TEXT_PHONE_MAX + 2; n++) {
		for (size_t at = 0; at < n; at++) {
			for (int byte = 0; byte < 256; byte++) {
				char text[TEXT_PHONE_MAX + 2], phone[TEXT_PHONE_MAX + 1] = "kept";
				bool plus = byte == '+' && at == 0;
				bool good = may_stand_in_a_number(byte, at) &&
				    n - plus >= 1 && n - plus <= 40;

				memset(text, '5', n);
				text[at] = (char)byte;
				if (text_phone(text, n, phone) != good)
					CU_FAIL("a number is not judged by the rule");
				if (good ? strlen(phone) != n || memcmp(phone, text, n) != 0
				         : strcmp(phone, "kept") != 0)
					CU_FAIL("a number is not copied by the rule");
			}
		}
	}
	CU_PASS("");
}

static void
a_number_needs_digits(void)
{
	char phone[TEXT_PHONE_MAX + 1];

	CU_ASSERT_FALSE(text_phone("", 0, phone));
	CU_ASSERT_FALSE(text_phone("+", 1, phone));
	CU_ASSERT_FALSE(text_phone("++", 2, phone));
	CU_ASSERT_FALSE(text_phone("+1+", 3, phone));
	CU_ASSERT_TRUE(text_phone("+1", 2, phone));
	CU_ASSERT_TRUE(text_phone("0911;", 4, phone));  /* only n bytes count */
	CU_ASSERT_STRING_EQUAL(phone, "0911");
}

static void
beginnings_are_compared_letter_for_letter(void)
{
	CU_ASSERT_TRUE(text_starts("+CLIP: 1", "+CLIP:"));
	CU_ASSERT_TRUE(text_starts("abc", ""));
	CU_ASSERT_TRUE(text_starts("abc", "abc"));
	CU_ASSERT_FALSE(text_starts("ab", "abc"));
	CU_ASSERT_FALSE(text_starts("Abc", "abc"));
}

static void
foreign_text_is_made_printable(void)
{
	static const struct {
		const char *text;
		const char *shown;
	} rows[] = {
		{ "", "" },
		{ "plain ~", "plain ~" },
		{ "a\\b", "a\\\\b" },
		{ "a\r\nb\t\x7f", "a\\x0D\\x0Ab\\x09\\x7F" },
		{ "\x1b[31m", "\\x1B[31m" },
		{ "Jos\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "Jos\xc3\xa9 \xe2\x82\xac "
		  "\xf0\x9f\x98\x80" },
		{ "Jos\xe9", "Jos\\xE9" },                      /* Latin-1 */
		{ "\xc3", "\\xC3" },                            /* cut */
		{ "\xc0\xaf", "\\xC0\\xAF" },                   /* overlong */
		{ "\xe0\x80\xaf", "\\xE0\\x80\\xAF" },
		{ "\xf0\x80\x80\xaf", "\\xF0\\x80\\x80\\xAF" },
		{ "\xed\xa0\x80", "\\xED\\xA0\\x80" },          /* a surrogate */
		{ "\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80" }, /* beyond Unicode */
		{ "\xf5\x80\x80\x80", "\\xF5\\x80\\x80\\x80" },
		{ "\xc2\x9b" "31m", "\\xC2\\x9B31m" },          /* CSI as C1 */
		{ "\xe2\x80\xae" "cba", "\\xE2\\x80\\xAEcba" }, /* right to left */
		{ "\xe2\x80\xa8", "\\xE2\\x80\\xA8" },          /* line separator */
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char out[64];

		CU_ASSERT_PTR_EQUAL(text_printable(rows[i].text, strlen(rows[i].text), out,
		    sizeof(out)), out);
		CU_ASSERT_STRING_EQUAL(out, rows[i].shown);
	}
}

static void
printable_text_fits_every_size(void)
{
	char bytes[300], out[1300];

	for (int byte = 0; byte < 256; byte++) {
		memset(bytes, byte, sizeof(bytes));
		for (size_t size = 8; size < 64; size++) {
			memset(out, 'X', sizeof(out));
			text_printable(bytes, sizeof(bytes), out, size);
			CU_ASSERT(strlen(out) < size);
			CU_ASSERT_STRING_EQUAL(out + strlen(out) - 3, "...");
			CU_ASSERT_EQUAL(out[size], 'X');
		}
		text_printable(bytes, sizeof(bytes), out, sizeof(out));
		CU_ASSERT(strlen(out) <= 4 * TEXT_PRINT_MAX + 3);
		for (const char *c = out; *c != '\0'; c++)
			CU_ASSERT(*c >= 0x20 && *c < 0x7f);
	}
	memset(bytes, 'a', sizeof(bytes));
	text_printable(bytes, TEXT_PRINT_MAX, out, sizeof(out));
	CU_ASSERT_EQUAL(strlen(out), TEXT_PRINT_MAX);
	text_printable(bytes, TEXT_PRINT_MAX + 1, out, sizeof(out));
	CU_ASSERT_EQUAL(strlen(out), TEXT_PRINT_MAX + 3);
}

static void
copies_are_cut_to_fit(void)
{
	char out[4] = "XXX";

	CU_ASSERT_STRING_EQUAL(text_copy(out, sizeof(out), ""), "");
	CU_ASSERT_STRING_EQUAL(text_copy(out, sizeof(out), "abc"), "abc");
	CU_ASSERT_STRING_EQUAL(text_copy(out, sizeof(out), "abcd"), "abc");
	CU_ASSERT_STRING_EQUAL(text_copy(out, 1, "abcd"), "");
}

static void
only_the_last_three_digits_show(void)
{
	char out[TEXT_PHONE_MAX + 1], longest[64];

	CU_ASSERT_STRING_EQUAL(text_masked("", out), "");
	CU_ASSERT_STRING_EQUAL(text_masked("112", out), "112");
	CU_ASSERT_STRING_EQUAL(text_masked("0911", out), ".911");
	CU_ASSERT_STRING_EQUAL(text_masked("+431234567", out), ".......567");
	snprintf(longest, sizeof(longest), "%060d", 123);
	CU_ASSERT_EQUAL(strspn(text_masked(longest, out), "."), TEXT_PHONE_MAX - 3);
}

static void
a_shell_reads_back_what_was_quoted(void)
{
	static const struct {
		const char *text, *quoted;
	} rows[] = {
		{ "/var/lib/known-[::1]-9009", "'/var/lib/known-[::1]-9009'" },
		{ "/a/b-c_d.e:f", "/a/b-c_d.e:f" }, { "", "''" }, { "a b", "'a b'" },
		{ "it's", "'it'\\''s'" }, { "$HOME", "'$HOME'" }, { "a\nb", "..." },
		{ "0123456789012345678901234567", "0123456789012345678901234567" },
		{ "0123456789 012345678901234", "'0123456789 012345678901234'" },
		{ "0123456789 01234567890123456789", "..." },
	};
	char out[30];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_STRING_EQUAL(text_quoted(rows[i].text, out, sizeof(out)), rows[i].quoted);
}

static void
the_distance_counts_letters(void)
{
	char longer[100];

	CU_ASSERT_EQUAL(text_distance("", ""), 0);
	CU_ASSERT_EQUAL(text_distance("device", "device"), 0);
	CU_ASSERT_EQUAL(text_distance("devise", "device"), 1);
	CU_ASSERT_EQUAL(text_distance("devce", "device"), 1);
	CU_ASSERT_EQUAL(text_distance("devicee", "device"), 1);
	CU_ASSERT_EQUAL(text_distance("", "baud"), 4);
	CU_ASSERT_EQUAL(text_distance("baud", ""), 4);
	CU_ASSERT_EQUAL(text_distance("kitten", "sitting"), 3);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CU_ASSERT(text_distance(longer, "a") > 60);
	CU_ASSERT(text_distance("a", longer) > 60);
}

CU_TestInfo text_tests[] = {
	{ "the distance counts letters", the_distance_counts_letters },
	{ "whole decimal numbers are read", whole_decimal_numbers_are_read },
	{ "anything else is no number", anything_else_is_no_number },
	{ "every byte at every place of a telephone number is checked",
	  every_byte_at_every_place_is_checked },
	{ "a telephone number needs digits", a_number_needs_digits },
	{ "beginnings are compared letter for letter", beginnings_are_compared_letter_for_letter },
	{ "foreign text is made printable", foreign_text_is_made_printable },
	{ "printable text fits every size", printable_text_fits_every_size },
	{ "copies are cut to fit", copies_are_cut_to_fit },
	{ "only the last three digits show", only_the_last_three_digits_show },
	{ "a shell reads back what was quoted", a_shell_reads_back_what_was_quoted },
	CU_TEST_INFO_NULL
};
