/* SPDX-License-Identifier: MIT */
#include "io/file.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A new file of n bytes 'a'; the caller unlinks it. */
static void
make_file(char path[32], size_t n)
{
	int fd;

	strcpy(path, "/tmp/atdialler-XXXXXX");
	fd = mkstemp(path);
	CU_ASSERT_FATAL(fd >= 0);
	while (n-- > 0)
		CU_ASSERT_EQUAL(write(fd, "a", 1), 1);
	close(fd);
}

static void
a_file_is_read_whole_or_not_at_all(void)
{
	for (size_t length = 0; length < 12; length++) {
		char path[32], bytes[16];
		struct fault fault = { "" };
		size_t n = 99;
		int result;

		make_file(path, length);
		memset(bytes, 'X', sizeof(bytes));
		result = file_read(path, bytes, 8, &n, &fault);
		CU_ASSERT_EQUAL(result, length <= 8 ? 0 : -1);
		if (result == 0) {
			CU_ASSERT_EQUAL(n, length);
			CU_ASSERT_STRING_EQUAL(fault.text, "");
		} else {
			CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, path));
		}
		CU_ASSERT_EQUAL(memcmp(bytes, "aaaaaaaa", length < 8 ? length : 8), 0);
		for (size_t i = length < 8 ? length : 8; i < sizeof(bytes); i++)
			CU_ASSERT_EQUAL(bytes[i], 'X');
		unlink(path);
	}
}

static void
what_cannot_be_read_is_named(void)
{
	static const char *const paths[] = { "/nowhere/at/all", "/tmp", "" };

	for (size_t i = 0; i < 3; i++) {
		struct fault fault = { "" };
		char bytes[8];
		size_t n = 99;

		CU_ASSERT_EQUAL(file_read(paths[i], bytes, sizeof(bytes), &n, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot"));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, paths[i]));
		CU_ASSERT_EQUAL(n, 0);
	}
}

static void
the_folders_that_a_path_leads_through_are_made(void)
{
	char top[] = "/tmp/atdialler-test-XXXXXX", path[64], folder[64];
	struct fault fault = { "" };
	struct stat status;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(top));
	snprintf(path, sizeof(path), "%s/a/b/file", top);
	snprintf(folder, sizeof(folder), "%s/a/b", top);
	CU_ASSERT_EQUAL(file_make_way(path, &fault), 0);
	CU_ASSERT_EQUAL(file_make_way(path, &fault), 0);
	CU_ASSERT_EQUAL(stat(folder, &status), 0);
	CU_ASSERT_EQUAL(status.st_mode & 0777, 0700);
	CU_ASSERT_NOT_EQUAL(stat(path, &status), 0);
	CU_ASSERT_EQUAL(file_make_way("/dev/null/a/file", &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/dev/null"));
	rmdir(folder);
	folder[strlen(folder) - 2] = '\0';
	rmdir(folder);
	rmdir(top);
}

static void
a_file_is_replaced_whole_or_left_as_it_was(void)
{
	char top[] = "/tmp/atdialler-test-XXXXXX", path[64], beside[64], bytes[16] = "";
	struct fault fault = { "" };
	struct stat status;
	size_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(top));
	snprintf(path, sizeof(path), "%s/file", top);
	snprintf(beside, sizeof(beside), "%s/file.new", top);
	umask(077);
	CU_ASSERT_EQUAL(symlink("/dev/null", beside), 0);
	CU_ASSERT_EQUAL(file_replace(path, "first", 5, 0644, &fault), 0);
	CU_ASSERT_EQUAL(file_replace(path, "second", 6, 0644, &fault), 0);
	umask(022);
	CU_ASSERT_EQUAL(file_read(path, bytes, sizeof(bytes), &n, &fault), 0);
	CU_ASSERT_TRUE(n == 6 && memcmp(bytes, "second", 6) == 0);
	CU_ASSERT_EQUAL(stat(path, &status), 0);
	CU_ASSERT_EQUAL(status.st_mode & 07777, 0644);
	CU_ASSERT_NOT_EQUAL(lstat(beside, &status), 0);

	CU_ASSERT_EQUAL(file_replace("/dev/null/file", "x", 1, 0644, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot write /dev/null/file"));
	unlink(path);
	CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
	CU_ASSERT_EQUAL(file_replace(path, "x", 1, 0644, &fault), -1);
	CU_ASSERT_NOT_EQUAL(lstat(beside, &status), 0);
	rmdir(path);
	rmdir(top);
}

CU_TestInfo file_tests[] = {
	{ "a file is read whole or not at all", a_file_is_read_whole_or_not_at_all },
	{ "what cannot be read is named", what_cannot_be_read_is_named },
	{ "the folders that a path leads through are made",
	  the_folders_that_a_path_leads_through_are_made },
	{ "a file is replaced whole or left as it was",
	  a_file_is_replaced_whole_or_left_as_it_was },
	CU_TEST_INFO_NULL
};
