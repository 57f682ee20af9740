/* SPDX-License-Identifier: MIT */
#include "report/tape.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static struct tape tape;

static void
add(const char *text, ms_t now)
{
	tape_add(&tape, TAPE_SAID, text, strlen(text), now);
}

/* All entries, each with its time and a '|' behind it. */
static const char *
all(void)
{
	static char text[4000];
	struct tape_reader reader;
	struct tape_entry entry;
	const char *bytes;
	size_t n = 0;

	text[0] = '\0';
	tape_read(&reader, &tape);
	while (tape_next(&reader, &entry, &bytes))
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%lld %.*s|",
		    (long long)entry.at, entry.n, bytes);
	return text;
}

static void
what_is_added_can_be_read_in_order(void)
{
	tape_init(&tape);
	CU_ASSERT_STRING_EQUAL(all(), "");
	add("AT\r", 1000);
	tape_add(&tape, TAPE_PORT, "", 0, 1001);
	add("ATD1;\r", 1002);
	CU_ASSERT_STRING_EQUAL(all(), "1000 AT\r|1001 |1002 ATD1;\r|");
}

static void
what_is_older_than_five_minutes_is_gone(void)
{
	tape_init(&tape);
	add("one", 1000);
	add("two", 2000);
	add("three", 1000 + TAPE_MS);
	CU_ASSERT_STRING_EQUAL(all(), "1000 one|2000 two|301000 three|");
	add("four", 1001 + TAPE_MS);
	CU_ASSERT_STRING_EQUAL(all(), "2000 two|301000 three|301001 four|");
	add("five", 9000000);
	CU_ASSERT_STRING_EQUAL(all(), "9000000 five|");
}

static void
how_it_was_before_is_known(void)
{
	tape_init(&tape);
	tape_add(&tape, TAPE_STEP, "= active 0911", 13, 1000);
	tape_add(&tape, TAPE_STEP, "# = nothing", 11, 1000);
	CU_ASSERT_STRING_EQUAL(tape.state, "");
	add("x", 1001 + TAPE_MS);
	CU_ASSERT_STRING_EQUAL(tape.state, "= active 0911");
	tape_add(&tape, TAPE_STEP, "= idle, busy", 12, 1001 + TAPE_MS);
	CU_ASSERT_STRING_EQUAL(tape.state, "= active 0911");
}

/* For days, as an idle line: AT and OK each 24 seconds. */
static void
an_idle_line_touches_no_more_memory_than_it_needs(void)
{
	tape_init(&tape);
	for (ms_t now = 0; now < 864000000; now += 24000) {
		add("AT\r", now);
		tape_add(&tape, TAPE_HEARD, "\r\nOK\r\n", 6, now + 30);
	}
	CU_ASSERT(tape.touched < 4096);
}

/* All sizes, more than fit, at every position: what is left is the newest, whole and in order. */
static void
a_flood_leaves_the_newest(void)
{
	char bytes[TAPE_ENTRY_MAX];
	unsigned seed = 1;
	unsigned long count = 0, held = 0;
	struct tape_reader reader;
	struct tape_entry entry;
	const char *text;

	tape_init(&tape);
	for (ms_t now = 0; now < 20000; now++) {
		size_t n = (seed = seed * 1103515245 + 12345) / 65536 % (TAPE_ENTRY_MAX - 7) + 8;
		unsigned long expected = 0;

		memset(bytes, (int)(count & 0x7f), n);
		memcpy(bytes, &count, sizeof(count));
		tape_add(&tape, TAPE_HEARD, bytes, n, now);
		count++;
		if (now % 97 != 0)
			continue;
		held = 0;
		tape_read(&reader, &tape);
		while (tape_next(&reader, &entry, &text)) {
			unsigned long got;

			memcpy(&got, text, sizeof(got));
			CU_ASSERT_FATAL(held == 0 || got == expected);
			CU_ASSERT_FATAL(entry.n == 8 || text[entry.n - 1] == (char)(got & 0x7f));
			expected = got + 1;
			held++;
		}
		CU_ASSERT_FATAL(expected == count);
	}
	/* On average some 500 bytes each: most of the room is used. */
	CU_ASSERT(held > TAPE_BYTES / 540 * 9 / 10);
	CU_ASSERT(tape.touched <= TAPE_BYTES);
}

static void
an_entry_that_is_too_long_is_cut(void)
{
	static char bytes[TAPE_ENTRY_MAX + 1];
	struct tape_reader reader;
	struct tape_entry entry;
	const char *text;

	tape_init(&tape);
	tape_add(&tape, TAPE_HEARD, bytes, sizeof(bytes), 0);
	tape_read(&reader, &tape);
	CU_ASSERT_TRUE(tape_next(&reader, &entry, &text));
	CU_ASSERT_EQUAL(entry.n, TAPE_ENTRY_MAX);
}

CU_TestInfo tape_tests[] = {
	{ "what is added can be read in order", what_is_added_can_be_read_in_order },
	{ "what is older than five minutes is gone", what_is_older_than_five_minutes_is_gone },
	{ "how it was before is known", how_it_was_before_is_known },
	{ "an idle line touches no more memory than it needs",
	  an_idle_line_touches_no_more_memory_than_it_needs },
	{ "a flood leaves the newest", a_flood_leaves_the_newest },
	{ "an entry that is too long is cut", an_entry_that_is_too_long_is_cut },
	CU_TEST_INFO_NULL
};
