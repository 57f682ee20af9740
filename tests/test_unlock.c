/* SPDX-License-Identifier: MIT */
#include "app/unlock.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/array.h"

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
}

static void
a_file_with_a_pin_is_read(void)
{
	static const struct {
		const char *text, *pin;         /* NULL: refused */
	} rows[] = {
		{ "1234", "1234" }, { "1234\n", "1234" }, { " 12345678 \r\n", "12345678" },
		{ "", NULL }, { "\n", NULL }, { "123", NULL }, { "123456789", NULL },
		{ "12a4", NULL }, { "1234;5", NULL }, { "1234567890123456789012345678901234", NULL },
	};
	char path[] = "/tmp/unlock-XXXXXX";
	int fd = mkstemp(path);

	CU_ASSERT_FATAL(fd >= 0);
	close(fd);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct unlock unlock;
		struct modem modem;
		struct fault fault = { .text = "" };

		write_file(path, rows[i].text);
		modem_init(&modem, NULL);
		CU_ASSERT_EQUAL(unlock_init(&unlock, path, &modem, 0, &fault),
		    rows[i].pin != NULL ? 0 : -1);
		CU_ASSERT_STRING_EQUAL(modem.pin.text, rows[i].pin != NULL ? rows[i].pin : "");
		/* What is wrong with it is said without it. */
		CU_ASSERT(rows[i].pin != NULL || strstr(fault.text, path) != NULL);
		CU_ASSERT(strlen(rows[i].text) < 3 || strstr(fault.text, rows[i].text) == NULL);
	}
	remove(path);
}

static void
without_a_file_there_is_no_pin(void)
{
	struct unlock unlock;
	struct modem modem;
	struct fault fault;

	unsetenv("CREDENTIALS_DIRECTORY");
	modem_init(&modem, NULL);
	CU_ASSERT_EQUAL(unlock_init(&unlock, NULL, &modem, 0, &fault), 0);
	CU_ASSERT_FALSE(pin_is_due(&modem.pin));
	CU_ASSERT_EQUAL(unlock_due(&unlock, &modem), NEVER);
	CU_ASSERT_EQUAL(unlock_init(&unlock, "/nonexistent/pin", &modem, 0, &fault), -1);
}

static void
the_credential_is_read_when_there_is_one(void)
{
	char folder[] = "/tmp/unlock-XXXXXX", path[64];
	struct unlock unlock;
	struct modem modem;
	struct fault fault;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/sim-pin", folder);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	modem_init(&modem, NULL);
	CU_ASSERT_EQUAL(unlock_init(&unlock, NULL, &modem, 0, &fault), 0);
	CU_ASSERT_FALSE(pin_is_due(&modem.pin));
	write_file(path, " ");          /* what the unit has for a missing file */
	CU_ASSERT_EQUAL(unlock_init(&unlock, NULL, &modem, 0, &fault), 0);
	CU_ASSERT_FALSE(pin_is_due(&modem.pin));
	write_file(path, "4711\n");
	unlock_tick(&unlock, &modem, 5000);
	CU_ASSERT_STRING_EQUAL(modem.pin.text, "4711");
	CU_ASSERT_TRUE(pin_is_due(&modem.pin));
	unsetenv("CREDENTIALS_DIRECTORY");
	remove(path);
	rmdir(folder);
}

CU_TestInfo unlock_tests[] = {
	{ "a file with a PIN is read", a_file_with_a_pin_is_read },
	{ "without a file there is no PIN", without_a_file_there_is_no_pin },
	{ "the credential is read when there is one", the_credential_is_read_when_there_is_one },
	CU_TEST_INFO_NULL
};
