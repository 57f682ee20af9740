/* SPDX-License-Identifier: MIT */
#include "app/key.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static const struct key keys[] = {
	{ .name = "device", .kind = KEY_TEXT, .live = KEY_RESTART },
	{ .name = "baud", .kind = KEY_NUMBER, .live = KEY_RESTART },
	{ .name = "max-call-duration", .kind = KEY_NUMBER, .live = KEY_RESTART },
	{ .name = "api-key-file", .kind = KEY_TEXT, .live = KEY_RECONNECT },
	{ .name = "list-devices", .kind = KEY_ACTION, .live = KEY_COMMAND_LINE },
};

static void
a_name_is_found_only_as_it_is(void)
{
	CU_ASSERT_EQUAL(key_named(keys, ARRAY_LEN(keys), "device"), 0);
	CU_ASSERT_EQUAL(key_named(keys, ARRAY_LEN(keys), "list-devices"), 4);
	CU_ASSERT_EQUAL(key_named(keys, ARRAY_LEN(keys), "Device"), ARRAY_LEN(keys));
	CU_ASSERT_EQUAL(key_named(keys, ARRAY_LEN(keys), "devic"), ARRAY_LEN(keys));
}

static void
a_near_miss_is_known(void)
{
	static const struct {
		const char *name;
		bool in_file;
		const char *meant;      /* NULL: nothing */
	} rows[] = {
		{ "devise", true, "device" }, { "dveice", true, "device" },
		{ "--device", true, "device" }, { "--devise", false, "device" },
		{ "dev", true, "device" }, { "api-key", true, "api-key-file" },
		{ "max_call_duration", true, "max-call-duration" }, { "bauds", true, "baud" },
		{ "list-device", false, "list-devices" }, { "list-device", true, NULL },
		{ "volume", true, NULL }, { "x", true, NULL }, { "", true, NULL },
		{ "ba", false, NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct key *key = key_nearest(keys, ARRAY_LEN(keys), rows[i].name,
		    rows[i].in_file);

		CU_ASSERT_EQUAL(key == NULL, rows[i].meant == NULL);
		if (key != NULL && rows[i].meant != NULL)
			CU_ASSERT_STRING_EQUAL(key->name, rows[i].meant);
	}
}

CU_TestInfo key_tests[] = {
	{ "a name is found only as it is", a_name_is_found_only_as_it_is },
	{ "a near miss is known", a_near_miss_is_known },
	CU_TEST_INFO_NULL
};
