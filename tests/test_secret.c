/* SPDX-License-Identifier: MIT */
#include "app/secret.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/array.h"

static void
forget_environment(void)
{
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("ATDIALLER_API_KEY");
}

static void
write_file(const char *path, const char *bytes, size_t n)
{
	FILE *file = fopen(path, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, n, file), n);
	fclose(file);
}

/* A new folder, and the path of an api-key in it. */
static void
make_folder(char folder[32], char path[64])
{
	strcpy(folder, "/tmp/atdialler-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, 64, "%s/api-key", folder);
}

static void
remove_folder(const char *folder, const char *path)
{
	unlink(path);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static void
a_file_beside_the_config_file_has_its_name_in_front(void)
{
	static const struct {
		const char *config, *secret;
	} rows[] = {
		{ "atdialler.conf", "api-key" },
		{ "desk7.conf", "desk7.api-key" },
		{ "desk7", "desk7.api-key" },
	};
	char folder[32], path[64];

	make_folder(folder, path);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char config[64], wanted[64], found[PATH_MAX];

		snprintf(config, sizeof(config), "%s/%s", folder, rows[i].config);
		snprintf(wanted, sizeof(wanted), "%s/%s", folder, rows[i].secret);
		CU_ASSERT_FALSE(secret_beside(SECRET_API_KEY, config, found));
		write_file(wanted, "key", 3);
		CU_ASSERT_TRUE(secret_beside(SECRET_API_KEY, config, found));
		CU_ASSERT_STRING_EQUAL(found, wanted);
		CU_ASSERT_FALSE(secret_beside(SECRET_SIM_PIN, config, found));
		unlink(wanted);
	}
	remove_folder(folder, path);
}

static void
what_stands_around_the_key_is_dropped(void)
{
	static const char *const rows[] = {
		"the key", "the key\n", "the key\r\n", "  the key  ", "\n\tthe key\n\n",
		"the key \t\r\n",
	};
	char folder[32], path[64];

	forget_environment();
	make_folder(folder, path);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fault fault = { "" };
		char key[SECRET_MAX + 1];

		write_file(path, rows[i], strlen(rows[i]));
		CU_ASSERT_EQUAL(secret_read(path, key, &fault), 0);
		CU_ASSERT_STRING_EQUAL(key, "the key");
		setenv("ATDIALLER_API_KEY", rows[i], 1);
		CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), 0);
		CU_ASSERT_STRING_EQUAL(key, "the key");
	}
	remove_folder(folder, path);
	forget_environment();
}

static void
what_cannot_be_a_key_is_refused_and_not_quoted(void)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{ "", 0 }, { "\n", 1 }, { " \t\r\n", 4 }, { "hush\nhush", 9 }, { "hush\0hush", 9 },
		{ "hush\x1b[2J", 8 }, { "hush\r\nhush\r\n", 12 },
	};
	char folder[32], path[64], longest[SECRET_MAX + 2];

	forget_environment();
	make_folder(folder, path);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fault fault = { "" };
		char key[SECRET_MAX + 1];

		write_file(path, rows[i].bytes, rows[i].n);
		CU_ASSERT_EQUAL(secret_read(path, key, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, path));
		CU_ASSERT_PTR_NULL(strstr(fault.text, "hush"));
	}
	for (size_t n = SECRET_MAX; n <= SECRET_MAX + 1; n++) {
		struct fault fault = { "" };
		char key[SECRET_MAX + 1];

		memset(longest, 'k', n);
		write_file(path, longest, n);
		CU_ASSERT_EQUAL(secret_read(path, key, &fault), n <= SECRET_MAX ? 0 : -1);
		CU_ASSERT(n > SECRET_MAX || strlen(key) == SECRET_MAX);
		CU_ASSERT_PTR_NULL(strstr(fault.text, "kkkk"));
	}
	remove_folder(folder, path);
}

static void
the_sources_have_an_order(void)
{
	char folder[32], path[64], other[64], key[SECRET_MAX + 1];
	struct fault fault = { "" };

	forget_environment();
	make_folder(folder, path);
	snprintf(other, sizeof(other), "%s/other", folder);
	write_file(path, "of systemd", 10);
	write_file(other, "of the file", 11);

	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "--api-key-file"));
	setenv("ATDIALLER_API_KEY", "of the environment", 1);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), 0);
	CU_ASSERT_STRING_EQUAL(key, "of the environment");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), 0);
	CU_ASSERT_STRING_EQUAL(key, "of systemd");
	CU_ASSERT_EQUAL(secret_read(other, key, &fault), 0);
	CU_ASSERT_STRING_EQUAL(key, "of the file");
	/* A file that was named and is not there is no reason to take another key. */
	unlink(other);
	CU_ASSERT_EQUAL(secret_read(other, key, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, other));
	/* A credentials directory may be there for other things. */
	unlink(path);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), 0);
	CU_ASSERT_STRING_EQUAL(key, "of the environment");
	remove_folder(folder, path);
	forget_environment();
}

static void
the_key_is_hidden_plain_escaped_and_cut(void)
{
	static const struct {
		const char *key, *text, *hidden;
	} rows[] = {
		{ "hush", "a hush, hushush!", "a ****, ****ush!" },
		{ "hush", "no hus here", "no hus here" },
		{ "hush", "it was hus", "it was ***" },
		{ "hush", "it was hus... and hu...", "it was ***... and hu..." },
		{ "", "nothing", "nothing" },
		{ "a\"b\\c", "a\"b\\c", "*****" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"", "\"*******\"" },
		{ "a\"b\\c", "a\\\\\"b\\\\\\\\c.", "**********." },
		{ "a\"b\\c", "{a\"b\\\\c}", "{******}" },
		{ "a\"b\\c", "\\u0061\\u0022b\\u005Cc", "********************" },
		{ "a+/b", "a\\u002B\\/b", "**********" },
		{ "a+/b", "a\\\\u002b\\\\/b", "************" },
		{ "gr\xc3\xa9\xe2\x82\xac", "gr\\u00E9\\u20ac", "**************" },
		{ "k\xff\x01y", "k\\xFF\\x01y", "**********" },
		{ "abc+def", "abc\\u002", "***\\u002" },
		{ "abc+def", "abc\\\\u0...", "***\\\\u0..." },
		{ "abc...def", "abc...def abc..d", "********* abc..d" },
		{ "a\"b\\c", "a\\\"b\\d", "a\\\"b\\d" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[64];

		strcpy(text, rows[i].text);
		secret_hide(rows[i].key, text);
		CU_ASSERT_STRING_EQUAL(text, rows[i].hidden);
	}
}

static void
the_pin_has_the_same_sources_and_may_be_none(void)
{
	char folder[32], path[64], credential[64], pin[SECRET_MAX + 1];
	struct fault fault = { "" };

	forget_environment();
	make_folder(folder, path);
	snprintf(credential, sizeof(credential), "%s/sim-pin", folder);
	CU_ASSERT_EQUAL(secret_read_pin(NULL, pin, &fault), 0);
	CU_ASSERT_STRING_EQUAL(pin, "");
	CU_ASSERT_FALSE(secret_in_environment(SECRET_SIM_PIN));
	setenv("ATDIALLER_SIM_PIN", "1234\n", 1);
	CU_ASSERT_TRUE(secret_in_environment(SECRET_SIM_PIN));
	CU_ASSERT_FALSE(secret_in_environment(SECRET_API_KEY));
	CU_ASSERT_EQUAL(secret_read_pin(NULL, pin, &fault), 0);
	CU_ASSERT_STRING_EQUAL(pin, "1234");
	write_file(credential, "5678\n", 5);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	CU_ASSERT_EQUAL(secret_read_pin(NULL, pin, &fault), 0);
	CU_ASSERT_STRING_EQUAL(pin, "5678");
	write_file(path, "8642", 4);
	CU_ASSERT_EQUAL(secret_read_pin(path, pin, &fault), 0);
	CU_ASSERT_STRING_EQUAL(pin, "8642");
	write_file(path, "86427x", 6);
	CU_ASSERT_EQUAL(secret_read_pin(path, pin, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, path));
	CU_ASSERT_PTR_NULL(strstr(fault.text, "8642"));
	CU_ASSERT_STRING_EQUAL(pin, "");
	unlink(credential);
	remove_folder(folder, path);
	unsetenv("ATDIALLER_SIM_PIN");
	forget_environment();
}

static void
a_file_that_others_may_use_is_exposed(void)
{
	static const struct {
		mode_t mode;
		bool exposed;
	} rows[] = { { 0600, false }, { 0400, false }, { 0640, true }, { 0604, true },
		{ 0620, true }, { 0644, true } };
	char folder[32], path[64];
	struct fault fault = { "" };

	make_folder(folder, path);
	write_file(path, "key", 3);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CU_ASSERT_EQUAL(chmod(path, rows[i].mode), 0);
		CU_ASSERT_EQUAL(secret_is_exposed(path, &fault), rows[i].exposed);
	}
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "(mode 0644): chmod 600 /tmp/"));
	CU_ASSERT_FALSE(secret_is_exposed(NULL, &fault));
	CU_ASSERT_FALSE(secret_is_exposed("/nonexistent", &fault));
	CU_ASSERT_FALSE(secret_is_exposed("/dev/null", &fault));
	remove_folder(folder, path);
}

static void
a_wiped_key_is_gone(void)
{
	char key[SECRET_MAX + 1];

	memset(key, 'k', sizeof(key));
	secret_wipe(key);
	for (size_t i = 0; i < sizeof(key); i++)
		CU_ASSERT_EQUAL(key[i], '\0');
}

static void
a_credential_of_one_blank_is_none(void)
{
	char folder[32], path[64], key[SECRET_MAX + 1];
	struct fault fault;

	forget_environment();
	make_folder(folder, path);
	write_file(path, " ", 1);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "LoadCredential=api-key:"));
	setenv("ATDIALLER_API_KEY", "from the environment", 1);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), 0);
	CU_ASSERT_STRING_EQUAL(key, "from the environment");
	write_file(path, "", 0);
	CU_ASSERT_EQUAL(secret_read(NULL, key, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "is empty"));
	forget_environment();
	remove_folder(folder, path);
}

/* It is read at each connection, and must not keep the loop waiting then. */
static void
a_pipe_is_no_place_for_a_key(void)
{
	char folder[32], path[64], key[SECRET_MAX + 1];
	struct fault fault;

	forget_environment();
	make_folder(folder, path);
	CU_ASSERT_EQUAL_FATAL(mkfifo(path, 0600), 0);
	alarm(10);
	CU_ASSERT_EQUAL(secret_read(path, key, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/api-key: expected a file, got a pipe or socket"));
	alarm(0);
	remove_folder(folder, path);
}

CU_TestInfo secret_tests[] = {
	{ "a pipe is no place for a key", a_pipe_is_no_place_for_a_key },
	{ "a file beside the config file has its name in front",
	  a_file_beside_the_config_file_has_its_name_in_front },
	{ "a credential of one blank is none", a_credential_of_one_blank_is_none },
	{ "what stands around the key is dropped", what_stands_around_the_key_is_dropped },
	{ "what cannot be a key is refused and not quoted",
	  what_cannot_be_a_key_is_refused_and_not_quoted },
	{ "the sources have an order", the_sources_have_an_order },
	{ "the key is hidden, plain, escaped and cut", the_key_is_hidden_plain_escaped_and_cut },
	{ "the PIN has the same sources, and may be none",
	  the_pin_has_the_same_sources_and_may_be_none },
	{ "a file that others may use is exposed", a_file_that_others_may_use_is_exposed },
	{ "a wiped key is gone", a_wiped_key_is_gone },
	CU_TEST_INFO_NULL
};
