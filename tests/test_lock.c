/* SPDX-License-Identifier: MIT */
#include "io/lock.h"

#include <CUnit/CUnit.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/array.h"

static char folder[] = "/tmp/atdialler-lock-XXXXXX", file[64];

static void
make_folder(void)
{
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/LCK..ttyUSB7", folder);
}

static void
remove_folder(void)
{
	unlink(file);
	CU_ASSERT_EQUAL(rmdir(folder), 0);       /* and nothing else was left in it */
}

static void
put(const void *bytes, size_t n)
{
	FILE *out = fopen(file, "w");

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	CU_ASSERT_EQUAL(fwrite(bytes, 1, n, out), n);
	fclose(out);
}

static void
read_file(char text[32])
{
	FILE *in = fopen(file, "r");

	memset(text, 0, 32);
	if (in == NULL)
		return;
	CU_ASSERT(fread(text, 1, 31, in) > 0);
	fclose(in);
}

static int
take(struct lock *lock, bool ours, struct fault *fault)
{
	fault->text[0] = '\0';
	return lock_take(lock, folder, "/dev/ttyUSB7", ours, fault);
}

/* A process that sleeps until it is killed, and one that is dead already. */
static pid_t
start_sleeper(void)
{
	pid_t child = fork();

	if (child == 0) {
		pause();
		_exit(0);
	}
	return child;
}

static void
stop(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void
ours_names_us_and_goes_when_it_is_released(void)
{
	char text[32], wanted[32];
	struct lock lock;
	struct fault fault;

	make_folder();
	CU_ASSERT_EQUAL(take(&lock, true, &fault), 0);
	CU_ASSERT_STRING_EQUAL(lock.note, "");
	snprintf(wanted, sizeof(wanted), "%10ld\n", (long)getpid());
	read_file(text);
	CU_ASSERT_STRING_EQUAL(text, wanted);    /* ten bytes and a newline: FHS 5.9 */
	lock_release(&lock);
	CU_ASSERT_NOT_EQUAL(access(file, F_OK), 0);
	lock_release(&lock);
	remove_folder();
}

static void
that_of_a_living_process_is_honoured_and_names_it(void)
{
	static const struct {
		const char *before, *behind;
	} rows[] = {
		{ "     ", "\n" }, { "", "\n" }, { "", "" }, { "     ", " minicom root\n" },
	};
	char text[64], pid[32];
	pid_t child = start_sleeper();

	make_folder();
	snprintf(pid, sizeof(pid), "(pid %ld)", (long)child);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lock lock;
		struct fault fault;

		put(text, (size_t)snprintf(text, sizeof(text), "%s%ld%s", rows[i].before,
		    (long)child, rows[i].behind));
		CU_ASSERT_EQUAL(take(&lock, i % 2 == 0, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/dev/ttyUSB7 is in use by "));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, pid));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, file));
		lock_release(&lock);
		CU_ASSERT_EQUAL(access(file, F_OK), 0);
	}
	put(&child, sizeof(child));             /* as a binary number, whatever its bytes look like */
	CU_ASSERT_EQUAL(take(&(struct lock){ .path = "" }, true, &(struct fault){ "" }), -1);
	stop(child);
	remove_folder();
}

static void
a_stale_one_is_noted_and_replaced(void)
{
	pid_t child = start_sleeper();
	char dead[32];
	const char *rows[] = { dead, "", "garbage", "-1", "0", "99999999999999" };

	snprintf(dead, sizeof(dead), "%10ld\n", (long)child);
	stop(child);
	make_folder();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[32];
		struct lock lock;
		struct fault fault;

		put(rows[i], strlen(rows[i]));
		CU_ASSERT_EQUAL(take(&lock, true, &fault), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(lock.note, file));
		read_file(text);
		CU_ASSERT_EQUAL(atol(text), getpid());
		lock_release(&lock);
		CU_ASSERT_NOT_EQUAL(access(file, F_OK), 0);
	}
	remove_folder();
}

static void
looking_leaves_everything_as_it_is(void)
{
	char text[32];
	struct lock lock;
	struct fault fault;

	make_folder();
	CU_ASSERT_EQUAL(take(&lock, false, &fault), 0);
	CU_ASSERT_NOT_EQUAL(access(file, F_OK), 0);
	put("garbage", 7);
	CU_ASSERT_EQUAL(take(&lock, false, &fault), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(lock.note, file));
	lock_release(&lock);
	read_file(text);
	CU_ASSERT_STRING_EQUAL(text, "garbage");
	remove_folder();
}

static void
one_that_another_took_over_is_not_removed(void)
{
	struct lock lock;
	struct fault fault;

	make_folder();
	CU_ASSERT_EQUAL(take(&lock, true, &fault), 0);
	put("         1\n", 11);
	lock_release(&lock);
	CU_ASSERT_EQUAL(access(file, F_OK), 0);
	remove_folder();
}

static void
a_folder_that_is_not_there_is_no_obstacle(void)
{
	struct lock lock;
	struct fault fault;

	CU_ASSERT_EQUAL(lock_take(&lock, "/nowhere/at/all", "/dev/ttyUSB7", true, &fault), 0);
	CU_ASSERT_STRING_EQUAL(lock.path, "");
	lock_release(&lock);
}

static void
a_node_in_a_folder_becomes_one_name(void)
{
	struct lock lock;
	struct fault fault;

	make_folder();
	CU_ASSERT_EQUAL(lock_take(&lock, folder, "/dev/pts/3", true, &fault), 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(lock.path, "/LCK..pts_3"));
	lock_release(&lock);
	remove_folder();
}

static void
the_owner_is_the_living_process_that_the_file_names(void)
{
	struct holder holder = { .pid = 0 };
	char text[32];
	pid_t child = start_sleeper();
	size_t n = (size_t)snprintf(text, sizeof(text), "%10ld\n", (long)child);

	make_folder();
	CU_ASSERT_FALSE(lock_owner(folder, "/dev/ttyUSB7", &holder));
	put(text, n);
	CU_ASSERT_TRUE(lock_owner(folder, "/dev/ttyUSB7", &holder));
	CU_ASSERT_EQUAL(holder.pid, child);
	CU_ASSERT_FALSE(lock_owner(folder, "/dev/ttyUSB8", &holder));
	stop(child);
	CU_ASSERT_FALSE(lock_owner(folder, "/dev/ttyUSB7", &holder));
	remove_folder();
}

CU_TestInfo lock_tests[] = {
	{ "ours names us and goes when it is released",
	  ours_names_us_and_goes_when_it_is_released },
	{ "that of a living process is honoured and names it",
	  that_of_a_living_process_is_honoured_and_names_it },
	{ "a stale one is noted and replaced", a_stale_one_is_noted_and_replaced },
	{ "looking leaves everything as it is", looking_leaves_everything_as_it_is },
	{ "one that another took over is not removed",
	  one_that_another_took_over_is_not_removed },
	{ "a folder that is not there is no obstacle",
	  a_folder_that_is_not_there_is_no_obstacle },
	{ "a node in a folder becomes one name", a_node_in_a_folder_becomes_one_name },
	{ "the owner is the living process that the file names",
	  the_owner_is_the_living_process_that_the_file_names },
	CU_TEST_INFO_NULL
};
