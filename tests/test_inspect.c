/* SPDX-License-Identifier: MIT */
#include "app/inspect.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[32], key_file[64];

static void
begin(void)
{
	FILE *file;

	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("ATDIALLER_API_KEY");
	unsetenv("ATDIALLER_SIM_PIN");
	strcpy(folder, "/tmp/atdialler-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(key_file, sizeof(key_file), "%s/key", folder);
	file = fopen(key_file, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs("the key\n", file);
	fclose(file);
	chmod(key_file, 0600);
}

static void
end(void)
{
	unlink(key_file);
	rmdir(folder);
}

/* "!" in front of what is fatal, "|" behind each finding. */
static void
inspect_all(const struct config *config, char *got, size_t size)
{
	struct inspect inspect;
	struct inspect_finding finding;

	got[0] = '\0';
	inspect_init(&inspect, config);
	while (inspect_next(&inspect, &finding))
		snprintf(got + strlen(got), size - strlen(got), "%s%.30s|",
		    finding.fatal ? "!" : "", finding.fault.text);
}

static void
a_good_configuration_has_no_finding(void)
{
	struct config config = { .url = config_preset("url") };
	char got[400];

	begin();
	config.api_key_file = key_file;
	inspect_all(&config, got, sizeof(got));
	CU_ASSERT_STRING_EQUAL(got, "");
	end();
}

static void
each_mistake_is_found_not_only_the_first(void)
{
	struct config config = {
		.url = "ws://h/", .pin_file = "/nonexistent/pin",
	};
	char got[400];

	begin();
	chmod(key_file, 0640);
	config.api_key_file = key_file;
	inspect_all(&config, got, sizeof(got));
	CU_ASSERT_PTR_NOT_NULL(strstr(got, "!--url: "));
	CU_ASSERT_PTR_NOT_NULL(strstr(got, "|--api-key-file: not only"));
	CU_ASSERT_PTR_NOT_NULL(strstr(got, "|!--pin-file: "));
	config.api_key_file = NULL;
	inspect_all(&config, got, sizeof(got));
	CU_ASSERT_PTR_NOT_NULL(strstr(got, "|!--api-key-file: no API key"));
	end();
}

CU_TestInfo inspect_tests[] = {
	{ "a good configuration has no finding", a_good_configuration_has_no_finding },
	{ "each mistake is found, not only the first", each_mistake_is_found_not_only_the_first },
	CU_TEST_INFO_NULL
};
