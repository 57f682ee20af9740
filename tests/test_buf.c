/* SPDX-License-Identifier: MIT */
#include "util/buf.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
it_takes_all_or_nothing(void)
{
	char storage[4];
	struct buf buf;
	size_t n;

	buf_init(&buf, storage, sizeof(storage));
	CU_ASSERT_EQUAL(buf_room(&buf), 4);
	CU_ASSERT_TRUE(buf_put(&buf, "abc", 3));
	CU_ASSERT_FALSE(buf_put(&buf, "de", 2));
	CU_ASSERT_EQUAL(buf_room(&buf), 1);
	CU_ASSERT_TRUE(buf_put(&buf, "d", 1));
	CU_ASSERT_FALSE(buf_put(&buf, "e", 1));
	CU_ASSERT_TRUE(buf_put(&buf, NULL, 0));
	CU_ASSERT_EQUAL(memcmp(buf_peek(&buf, &n), "abcd", 4), 0);
	CU_ASSERT_EQUAL(n, 4);
}

static void
nothing_fits_into_no_storage(void)
{
	struct buf buf;
	size_t n = 1;

	buf_init(&buf, NULL, 0);
	CU_ASSERT_EQUAL(buf_room(&buf), 0);
	CU_ASSERT_FALSE(buf_put(&buf, "a", 1));
	CU_ASSERT_TRUE(buf_put(&buf, NULL, 0));
	buf_peek(&buf, &n);
	CU_ASSERT_EQUAL(n, 0);
	buf_drop(&buf, 0);
}

/* Every mixture of puts and drops up to a length, against a queue that never moves anything. */
static void
bytes_come_out_as_they_went_in(void)
{
	for (unsigned plan = 0; plan < 4096; plan++) {
		char storage[5], all[64];
		size_t in = 0, out = 0, n;
		struct buf buf;

		buf_init(&buf, storage, sizeof(storage));
		for (unsigned rest = plan, step = 0; step < 6; step++, rest /= 4) {
			size_t size = 1 + rest % 4;

			for (size_t i = 0; i < size; i++)
				all[in + i] = (char)('a' + (in + i) % 26);
			if (buf_put(&buf, all + in, size))
				in += size;
			else
				CU_ASSERT(in - out + size > sizeof(storage));
			CU_ASSERT_EQUAL(memcmp(buf_peek(&buf, &n), all + out, in - out), 0);
			CU_ASSERT_EQUAL(n, in - out);
			CU_ASSERT_EQUAL(buf_room(&buf), sizeof(storage) - (in - out));
			n = n < rest % 3 ? n : rest % 3;
			buf_drop(&buf, n);
			out += n;
		}
	}
}

CU_TestInfo buf_tests[] = {
	{ "it takes all or nothing", it_takes_all_or_nothing },
	{ "nothing fits into no storage", nothing_fits_into_no_storage },
	{ "bytes come out as they went in", bytes_come_out_as_they_went_in },
	CU_TEST_INFO_NULL
};
