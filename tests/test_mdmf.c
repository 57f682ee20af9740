/* SPDX-License-Identifier: MIT */
#include "modem/mdmf.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static const char mdmf_record[] =
    "802001083033323430393032020A3830303535353132313207084A4F484E20444F4584";

static void
records_and_parameters_are_read(void)
{
	static const struct {
		const char *hex, *number, *name;
		bool absent, record, checked;
	} rows[] = {
		{ "041230393330313232343630393535353132313251", "6095551212", "", false, true, true },
		{ "04093039333031323234500E", "", "", true, true, true },
		{ "802001083033323430393032020A3830303535353132313207084A4F484E20444F4584",
		  "8005551212", "JOHN DOE", false, true, true },
		{ "802001083033323430393032020a3830303535353132313207084a4f484e20444f4584",
		  "8005551212", "JOHN DOE", false, true, true },
		/* The check sum is wrong, is missing, has something behind it. */
		{ "041230393330313232343630393535353132313250", "6095551212", "", false, true, false },
		{ "0412303933303132323436303935353531323132", "6095551212", "", false, true, false },
		{ "0412303933303132323436303935353531323132510D0A", "6095551212", "", false, true,
		  true },
		{ "8006040150080150CE", "", "", true, true, false },
		{ "110101", "", "", false, false, false },
		{ "080150", "", "", false, false, false },
		{ "04014F", "", "", true, false, false },
		{ "030735353531323132", "5551212", "", false, false, false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct mdmf mdmf;

		CU_ASSERT_TRUE_FATAL(mdmf_read(&mdmf, rows[i].hex));
		CU_ASSERT_STRING_EQUAL(mdmf.number, rows[i].number);
		CU_ASSERT_STRING_EQUAL(mdmf.name, rows[i].name);
		CU_ASSERT_EQUAL(mdmf.absent, rows[i].absent);
		CU_ASSERT_EQUAL(mdmf.record, rows[i].record);
		CU_ASSERT_EQUAL(mdmf.checked, rows[i].checked);
	}
}

static void
what_announces_no_call_is_refused(void)
{
	static const char *const rows[] = {
		"", "8", "80", "8000", "041", "04 12", "0x0412", "GG0101", "820301010079",
		"06036F6F6FAA", "8003110181EA", "0402303950", "0401", "110181",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct mdmf mdmf;

		CU_ASSERT_FALSE(mdmf_read(&mdmf, rows[i]));
	}
}

/* Half a number would be somebody else's. */
static void
a_record_that_breaks_off_shows_what_it_has_in_full_or_nothing(void)
{
	char hex[sizeof(mdmf_record)];

	for (size_t n = 0; n < strlen(mdmf_record) - 2; n++) {
		struct mdmf mdmf;

		memcpy(hex, mdmf_record, n);
		hex[n] = '\0';
		if (!mdmf_read(&mdmf, hex))
			continue;
		CU_ASSERT_EQUAL(n % 2, 0);
		CU_ASSERT_FALSE(mdmf.record || mdmf.checked);
		CU_ASSERT_STRING_EQUAL(mdmf.number, n >= 48 ? "8005551212" : "");
		CU_ASSERT_STRING_EQUAL(mdmf.name, "");
	}
}

static void
a_single_message_that_breaks_off_has_no_number(void)
{
	struct mdmf mdmf;

	CU_ASSERT_TRUE(mdmf_read(&mdmf, "04123039333031323234363039353535"));
	CU_ASSERT_STRING_EQUAL(mdmf.number, "");
	CU_ASSERT_FALSE(mdmf.record);
}

static void
lengths_that_lie_are_survived(void)
{
	static const char digits[] = "0123456789ABCDEF";
	char hex[2 * 300 + 1];

	for (int length = 0; length < 256; length++) {
		for (size_t bytes = 0; bytes <= 300; bytes += 3) {
			struct mdmf mdmf;

			memset(hex, '3', 2 * bytes);
			hex[2 * bytes] = '\0';
			if (bytes >= 4)
				memcpy(hex, (char[]){ '8', '0', digits[length / 16],
				    digits[length % 16], '0', '7', digits[length / 16],
				    digits[length % 16] }, 8);
			if (mdmf_read(&mdmf, hex))
				CU_ASSERT(strlen(mdmf.name) <= MDMF_TEXT_MAX);
		}
	}
}

CU_TestInfo mdmf_tests[] = {
	{ "records and parameters are read", records_and_parameters_are_read },
	{ "what announces no call is refused", what_announces_no_call_is_refused },
	{ "a record that breaks off shows what it has in full or nothing",
	  a_record_that_breaks_off_shows_what_it_has_in_full_or_nothing },
	{ "a single message that breaks off has no number",
	  a_single_message_that_breaks_off_has_no_number },
	{ "lengths that lie are survived", lengths_that_lie_are_survived },
	CU_TEST_INFO_NULL
};
