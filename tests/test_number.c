/* SPDX-License-Identifier: MIT */
#include "app/number.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static void
telephone_numbers_pass_as_they_are(void)
{
	static const char *const rows[] = {
		"0", "112", "0911234567", "+43123456", "*31#0911", "#31#0911", "*31#112", "0911#",
		"0911*5", "*31#0911*5", "1234567890123456789012345678901234567890",
		"+1234567890123456789012345678901234567890",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char phone[TEXT_PHONE_MAX + 1] = "";
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(number_check(rows[i], phone, &fault), 0);
		CU_ASSERT_STRING_EQUAL(phone, rows[i]);
		CU_ASSERT_STRING_EQUAL(fault.text, "");
	}
}

static void
what_is_no_number_is_refused(void)
{
	static const char *const rows[] = {
		"", "+", "++43", "0 911", " 0911", "0911 ", "0911\r", "0911\rATD112", "0911;",
		"0911,,1",
		"W0911", "T0911", "sip:0911", "(0911)", "0911x5", "09-11", "09.11", "43+911",
		"\xd9\xa0\xd9\xa9", "\xef\xbc\x90", "12345678901234567890123456789012345678901",
		"+12345678901234567890123456789012345678901",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char phone[TEXT_PHONE_MAX + 1];
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(number_check(rows[i], phone, &fault), -1);
		CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
		/* It may be logged. */
		CU_ASSERT(strlen(rows[i]) < 4 || strstr(fault.text, rows[i]) == NULL);
	}
}

static void
service_codes_are_refused(void)
{
	static const char *const rows[] = {
		"*", "#", "*#06#", "*21*0911#", "**21*0911#", "##002#", "#21#", "*#21#", "*100#",
		"*31#", "#31#",
		"*31#*21*0911#", "*31##21#", "*31#0911#", "#31#*21", "*30#0911", "*310#0911",
		"*31*0911",
		"+*21*0911#", "+#21#", "+*31#",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char phone[TEXT_PHONE_MAX + 1];
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(number_check(rows[i], phone, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "service code"));
	}
}

CU_TestInfo number_tests[] = {
	{ "telephone numbers pass as they are", telephone_numbers_pass_as_they_are },
	{ "what is no number is refused", what_is_no_number_is_refused },
	{ "service codes are refused", service_codes_are_refused },
	CU_TEST_INFO_NULL
};
