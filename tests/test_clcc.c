/* SPDX-License-Identifier: MIT */
#include "modem/clcc.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static void
calls_are_read(void)
{
	static const struct {
		const char *line;
		long index;
		bool outbound;
		enum clcc_stat stat;
		const char *number, *name;
		bool withheld;
	} rows[] = {
		{ "+CLCC: 1,0,2,0,0,\"0911\",129", 1, true, CLCC_DIALLING, "0911", "", false },
		{ "+CLCC: 2,1,4,0,0,\"436641\",145", 2, false, CLCC_INCOMING, "+436641", "",
		  false },
		{ "+CLCC: 1,1,5,0,0,\"0911\",129,\"Smith, J\"", 1, false, CLCC_WAITING, "0911",
		  "Smith, J", false },
		{ "+CLCC:1,0,0,0,0", 1, true, CLCC_ACTIVE, "", "", false },
		{ "+CLCC: 1,0,0,0", 1, true, CLCC_ACTIVE, "", "", false },
		{ "+CLCC: 1,0,0,0,0,", 1, true, CLCC_ACTIVE, "", "", true },
		{ "+CLCC: 1,1,4,0,0,\"\",128", 1, false, CLCC_INCOMING, "", "", true },
		{ "+CLCC: 1,0,3,3,0,\"0911\"", 1, true, CLCC_ALERTING, "0911", "", false },
		{ "+CLCC: 7,0,1,0,1", 7, true, CLCC_HELD, "", "", false },
		{ "+CLCC: 1,0,6,0,0", 1, true, CLCC_RELEASED, "", "", false },
		{ "+CLCC: 1,0,-1,0,0", 1, true, CLCC_RELEASED, "", "", false },
		{ "+CLCC: 1,0,7,0,0", 1, true, CLCC_CONNECTED, "", "", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct clcc_entry entry;

		CU_ASSERT_TRUE(clcc_read(&entry, rows[i].line, "+CLCC:", false));
		CU_ASSERT_EQUAL(entry.index, rows[i].index);
		CU_ASSERT_EQUAL(entry.outbound, rows[i].outbound);
		CU_ASSERT_EQUAL(entry.stat, rows[i].stat);
		CU_ASSERT_STRING_EQUAL(entry.party.number, rows[i].number);
		CU_ASSERT_STRING_EQUAL(entry.party.name, rows[i].name);
		CU_ASSERT_EQUAL(entry.party.withheld, rows[i].withheld);
	}
}

static void
what_is_no_call_of_ours_touches_nothing(void)
{
	static const char *const rows[] = {
		"", "OK", "+CLCC", "+CLCC:", "+CLCC: ", "+CLCC: x", "+CLCC: 1", "+CLCC: 1,0",
		"+CLCC: 1,0,0", "+CLCC: 0,0,0,0,0", "+CLCC: -1,0,0,0,0", "+CLCC: 1,2,0,0,0",
		"+CLCC: 1,-1,0,0,0", "+CLCC: 1,0,8,0,0", "+CLCC: 1,0,-2,0,0", "+CLCC: 1,0,0,x,0",
		"+CLCC: 1,0,0,1,0", "+CLCC: 1,0,0,2,0", "+CLCC: 1,0,0,6,0", "+CLCC: 1,0,0,9,0",
		"+CLCC: 1,1,0,1,0,\"\",128", "+CLIP: 1,0,0,0,0", "+CLCC: ,0,0,0,0",
		"+CLCC: 99999999999,0,0,0,0",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct clcc_entry entry = { .index = 4711 };

		CU_ASSERT_FALSE(clcc_read(&entry, rows[i], "+CLCC:", false));
		CU_ASSERT_EQUAL(entry.index, 4711);
	}
}

static void
lines_that_read_like_it_are_read_too(void)
{
	struct clcc_entry entry;

	CU_ASSERT_TRUE(clcc_read(&entry, "^DSCI: 1,1,4,0,0,\"0911\",129", "^DSCI:", false));
	CU_ASSERT_STRING_EQUAL(entry.party.number, "0911");
	CU_ASSERT_TRUE(clcc_read(&entry, "^SLCC: 1,1,4,0,0,1,\"0911\",129", "^SLCC:", true));
	CU_ASSERT_STRING_EQUAL(entry.party.number, "0911");
	CU_ASSERT_FALSE(clcc_read(&entry, "^SLCC:", "^SLCC:", true));
	CU_ASSERT_FALSE(clcc_read(&entry, "+CLCC: 1,1,4,0,0", "^SLCC:", true));
}

static void
a_list_holds_what_fits_and_no_released_call(void)
{
	struct clcc list = { .count = 0 };

	clcc_add(&list, "+CLCC: 1,0,6,0,0");
	clcc_add(&list, "RING");
	CU_ASSERT_EQUAL(list.count, 0);
	for (int i = 0; i < 3 * CLCC_MAX; i++)
		clcc_add(&list, "+CLCC: 1,0,0,0,0");
	CU_ASSERT_EQUAL(list.count, CLCC_MAX);
}

static void
a_call_is_found_by_index_or_direction(void)
{
	struct clcc list = { .count = 0 };

	CU_ASSERT_PTR_NULL(clcc_find(&list, 0, true));
	CU_ASSERT_PTR_NULL(clcc_foremost(&list));
	clcc_add(&list, "+CLCC: 1,1,5,0,0");
	clcc_add(&list, "+CLCC: 2,0,0,0,0");
	clcc_add(&list, "+CLCC: 3,0,1,0,0");
	CU_ASSERT_PTR_EQUAL(clcc_find(&list, 0, true), &list.entries[1]);
	CU_ASSERT_PTR_EQUAL(clcc_find(&list, 0, false), &list.entries[0]);
	CU_ASSERT_PTR_EQUAL(clcc_find(&list, 3, true), &list.entries[2]);
	CU_ASSERT_PTR_NULL(clcc_find(&list, 3, false));
	CU_ASSERT_PTR_NULL(clcc_find(&list, 4, true));
}

/* The order of clcc_foremost, whatever the order of the list. */
static void
a_call_that_is_up_comes_before_one_that_rings(void)
{
	static const char *const by_rank[] = {
		"+CLCC: 1,0,0,0,0", "+CLCC: 1,0,2,0,0", "+CLCC: 1,0,1,0,0", "+CLCC: 1,1,4,0,0",
		"+CLCC: 1,1,5,0,0",
	};

	for (size_t a = 0; a < ARRAY_LEN(by_rank); a++) {
		for (size_t b = a + 1; b < ARRAY_LEN(by_rank); b++) {
			struct clcc forth = { .count = 0 }, back = { .count = 0 };

			clcc_add(&forth, by_rank[a]);
			clcc_add(&forth, by_rank[b]);
			clcc_add(&back, by_rank[b]);
			clcc_add(&back, by_rank[a]);
			CU_ASSERT_PTR_EQUAL(clcc_foremost(&forth), &forth.entries[0]);
			CU_ASSERT_PTR_EQUAL(clcc_foremost(&back), &back.entries[1]);
		}
	}
}

static void
every_stat_has_its_event(void)
{
	static const enum call_event wanted[CLCC_STAT_COUNT] = {
		CALL_HEARD_ANSWER, CALL_HEARD_ANSWER, CALL_HEARD_DIALLING, CALL_HEARD_ALERTING,
		CALL_HEARD_RING, CALL_HEARD_RING, CALL_HEARD_END, CALL_HEARD_ANSWER,
	};

	for (int stat = 0; stat < CLCC_STAT_COUNT; stat++)
		CU_ASSERT_EQUAL(clcc_event(&(struct clcc_entry){ .stat = (enum clcc_stat)stat }),
		    wanted[stat]);
}

CU_TestInfo clcc_tests[] = {
	{ "calls are read", calls_are_read },
	{ "what is no call of ours touches nothing", what_is_no_call_of_ours_touches_nothing },
	{ "lines that read like it are read, too", lines_that_read_like_it_are_read_too },
	{ "a list holds what fits, and no released call",
	  a_list_holds_what_fits_and_no_released_call },
	{ "a call is found by index or direction", a_call_is_found_by_index_or_direction },
	{ "a call that is up comes before one that rings",
	  a_call_that_is_up_comes_before_one_that_rings },
	{ "every stat has its event", every_stat_has_its_event },
	CU_TEST_INFO_NULL
};
