/* SPDX-License-Identifier: MIT */
#include "util/utc.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
an_instant_is_written_and_read(void)
{
	static const struct {
		int64_t when;
		const char *text;
	} instants[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 951782400, "2000-02-29T00:00:00Z" },
		{ 1795373999, "2026-11-22T18:59:59Z" },
		{ 4102444800, "2100-01-01T00:00:00Z" },
	};

	for (size_t i = 0; i < ARRAY_LEN(instants); i++) {
		char out[UTC_TEXT_SIZE];
		int64_t when = -1;

		CU_ASSERT_STRING_EQUAL(utc_text(instants[i].when, out), instants[i].text);
		CU_ASSERT_TRUE(utc_read(instants[i].text, &when));
		CU_ASSERT_EQUAL(when, instants[i].when);
	}
}

static void
what_is_no_instant_is_not_read(void)
{
	static const char *const texts[] = {
		"", "now", "2026-11-22", "2026-11-22T18:59:59", "2026-11-22T18:59:59Z ",
		"2026-11-22 18:59:59Z", "2026-06-31T00:00:00Z", "2026-11-22T24:00:00Z",
		" 026-11-22T18:59:59Z", "2026-11-22T18:59:59+01:00", "2026-11-22T18:59:5Z"
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		int64_t when = 7;

		CU_ASSERT_FALSE(utc_read(texts[i], &when));
		CU_ASSERT_EQUAL(when, 7);
	}
}

static void
a_span_is_told_in_its_two_largest_units(void)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} spans[] = {
		{ -5, "0 s" }, { 0, "0 s" }, { 59, "59 s" }, { 60, "1 min" }, { 61, "1 min 1 s" },
		{ 3600, "1 h" }, { 3659, "1 h" }, { 7500, "2 h 5 min" }, { 86400, "1 d" },
		{ 86400 * 40 + 7200, "40 d 2 h" },
	};

	for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
		char out[UTC_SPAN_SIZE];

		CU_ASSERT_STRING_EQUAL(utc_span(spans[i].seconds, out), spans[i].text);
	}
}

CU_TestInfo utc_tests[] = {
	{ "an instant is written and read", an_instant_is_written_and_read },
	{ "what is no instant is not read", what_is_no_instant_is_not_read },
	{ "a span is told in its two largest units", a_span_is_told_in_its_two_largest_units },
	CU_TEST_INFO_NULL
};
