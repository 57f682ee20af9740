/* SPDX-License-Identifier: MIT */
#include "link/tls_record.h"

#include <CUnit/CUnit.h>

/* Passes them in steps of so many bytes. */
static struct tls_record_count
count_in_steps(const void *bytes, size_t n, size_t step)
{
	struct tls_record_count count = { 0 };

	for (size_t at = 0; at < n; at += step)
		tls_record_pass(&count, (const char *)bytes + at, step < n - at ? step : n - at);
	return count;
}

static void
records_are_counted_wherever_they_are_cut(void)
{
	static const char bytes[] =
	    "\x16\x03\x03\0\0"
	    "\x17\x03\x03\0\x03" "abc"
	    "\x17\x03\x03\0\x07" "\x16\x03\x03\0\0" "ab"
	    "\x15\x03\x03\0\x02" "\x01";

	for (size_t step = 1; step < sizeof(bytes); step++) {
		struct tls_record_count count = count_in_steps(bytes, sizeof(bytes) - 1, step);

		CU_ASSERT_EQUAL(count.vain, 4);
		CU_ASSERT_EQUAL(count.vain_bytes, sizeof(bytes) - 1);
		CU_ASSERT_EQUAL(count.body, 1);
	}
}

static void
a_long_record_is_one(void)
{
	static unsigned char bytes[5 + 0x4100] = { 23, 3, 3, 0x41, 0 };
	struct tls_record_count count = count_in_steps(bytes, sizeof(bytes), 1000);

	CU_ASSERT_EQUAL(count.vain, 1);
	tls_record_pass(&count, bytes, 1);
	CU_ASSERT_EQUAL(count.vain, 2);
}

static void
too_many_in_vain_are_a_flood_and_one_of_use_ends_it(void)
{
	struct tls_record_count count = { 0 };

	for (int turn = 0; turn < 3; turn++) {
		for (int i = 0; i < TLS_RECORD_VAIN_MAX; i++)
			tls_record_pass(&count, "\x16\x03\x03\0\0", 5);
		CU_ASSERT_FALSE(tls_record_flood(&count));
		tls_record_use(&count);
	}
	for (int i = 0; i <= TLS_RECORD_VAIN_MAX; i++)
		tls_record_pass(&count, "\x16\x03\x03\0\0", 5);
	CU_ASSERT_TRUE(tls_record_flood(&count));
}

static void
too_many_bytes_in_vain_are_a_flood(void)
{
	static unsigned char bytes[5 + 16384] = { 22, 3, 3, 0x40, 0 };
	struct tls_record_count count = { 0 };

	for (int i = 0; i < 7; i++)
		tls_record_pass(&count, bytes, sizeof(bytes));
	CU_ASSERT_FALSE(tls_record_flood(&count));
	tls_record_pass(&count, bytes, sizeof(bytes));
	CU_ASSERT_TRUE(tls_record_flood(&count));
}

CU_TestInfo tls_record_tests[] = {
	{ "records are counted wherever they are cut", records_are_counted_wherever_they_are_cut },
	{ "a long record is one", a_long_record_is_one },
	{ "too many in vain are a flood, and one of use ends it",
	    too_many_in_vain_are_a_flood_and_one_of_use_ends_it },
	{ "too many bytes in vain are a flood", too_many_bytes_in_vain_are_a_flood },
	CU_TEST_INFO_NULL
};
