/* SPDX-License-Identifier: MIT */
#include "io/runner.h"

#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "util/array.h"

enum {
	LONG_MS = 60000                 /* it never comes to that */
};

static char folder[] = "/tmp/atdialler-test-XXXXXX";

/* A script that is the command; its path, which is valid until the next one. */
static const char *
script(const char *text)
{
	static char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/script", folder);
	file = fopen(path, "w");
	fprintf(file, "#!/bin/sh\n%s\n", text);
	fclose(file);
	chmod(path, 0755);
	return path;
}

static enum runner_result
await(struct runner *runner, struct fault *fault)
{
	struct pollfd slot;

	runner_prepare(runner, &slot);
	CU_ASSERT_EQUAL_FATAL(poll(&slot, 1, LONG_MS), 1);
	return runner_ready(runner, &slot, fault);
}

static void
read_made(const char *name, char *bytes, size_t size)
{
	char path[128];
	struct fault fault;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	CU_ASSERT_EQUAL(file_read(path, bytes, size - 1, &n, &fault), 0);
	bytes[n] = '\0';
	unlink(path);
}

static void
the_command_has_its_words_and_variables_and_nothing_of_ours(void)
{
	static const char variables[] = "WHY=it is down\0PATH=/usr/bin:/bin";
	char command[300], bytes[1000];
	struct runner runner;
	struct fault fault;
	int secret = open("/etc/passwd", O_RDONLY);

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	setenv("ATDIALLER_API_KEY", "secret", 1);
	script("cd ${0%/*} || exit 9\necho \"$#|$1|$2|$WHY|$ATDIALLER_API_KEY\" > words\n"
	    "for fd in /proc/$$/fd/*; do echo ${fd##*/} $(readlink $fd); done > fds");
	snprintf(command, sizeof(command), "%s/script  one\ttwo;'$HOME'", folder);
	CU_ASSERT_EQUAL_FATAL(runner_start(&runner, command, LONG_MS, &fault), 0);
	CU_ASSERT_TRUE(runner_run(&runner, variables, sizeof(variables)));
	CU_ASSERT_FALSE(runner_run(&runner, variables, sizeof(variables)));
	CU_ASSERT_EQUAL(await(&runner, &fault), RUNNER_DONE);
	read_made("words", bytes, sizeof(bytes));
	CU_ASSERT_STRING_EQUAL(bytes, "2|one|two;'$HOME'|it is down|\n");
	read_made("fds", bytes, sizeof(bytes));
	CU_ASSERT_PTR_NOT_NULL(strstr(bytes, "0 /dev/null\n"));
	CU_ASSERT_PTR_NULL(strstr(bytes, "/etc/passwd"));
	CU_ASSERT_PTR_NULL(strstr(bytes, "3 socket:"));
	CU_ASSERT_TRUE(runner_run(&runner, variables, sizeof(variables)));
	CU_ASSERT_EQUAL(await(&runner, &fault), RUNNER_DONE);
	read_made("words", bytes, sizeof(bytes));
	read_made("fds", bytes, sizeof(bytes));
	runner_finish(&runner);
	CU_ASSERT_FALSE(runner_run(&runner, variables, sizeof(variables)));
	unsetenv("ATDIALLER_API_KEY");
	close(secret);
}

static void
how_a_command_fails_is_told(void)
{
	static const struct {
		const char *text, *why;
		long limit;
	} commands[] = {
		{ "exit 3", "status 3", LONG_MS },
		{ "kill -TERM $$", "signal 15", LONG_MS },
		{ "exec 2>/dev/null /no/such/file", "status 127", LONG_MS },
		{ "sleep 600", "too long", 50 },
		{ "sleep 600 & wait", "too long", 50 },
	};

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		struct runner runner;
		struct fault fault = { "" };

		CU_ASSERT_EQUAL_FATAL(runner_start(&runner, script(commands[i].text),
		    commands[i].limit, &fault), 0);
		CU_ASSERT_TRUE(runner_run(&runner, "PATH=/usr/bin:/bin", 19));
		CU_ASSERT_EQUAL(await(&runner, &fault), RUNNER_FAILED);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, commands[i].why));
		CU_ASSERT_FALSE(runner.busy);
		runner_finish(&runner);
	}
}

/* The fifo's other end is open as long as the command or what it started lives. */
static void
the_command_ends_with_us(void)
{
	char path[128], byte;
	struct runner runner;
	struct fault fault;
	int fd;

	snprintf(path, sizeof(path), "%s/fifo", folder);
	CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
	fd = open(path, O_RDONLY | O_NONBLOCK);
	CU_ASSERT_EQUAL(runner_start(&runner, script("exec 1<>${0%/*}/fifo\necho\nsleep 600\n:"),
	    LONG_MS, &fault), 0);
	CU_ASSERT_TRUE(runner_run(&runner, "PATH=/usr/bin:/bin", 19));
	CU_ASSERT_EQUAL(poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, LONG_MS), 1);
	CU_ASSERT_EQUAL(read(fd, &byte, 1), 1);
	runner_finish(&runner);
	CU_ASSERT_EQUAL(poll(&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, LONG_MS), 1);
	CU_ASSERT_EQUAL(read(fd, &byte, 1), 0);
	close(fd);
	unlink(path);
}

static void
what_is_no_command_is_refused(void)
{
	static const char *const commands[] = {
		" ", "true", "./true", "/no/such/file", "/etc", "/etc/passwd"
	};
	struct runner runner;
	struct fault fault;

	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		CU_ASSERT_EQUAL(runner_start(&runner, commands[i], LONG_MS, &fault), -1);
		CU_ASSERT_EQUAL(runner.fd, -1);
		runner_finish(&runner);
	}
	unlink(script(""));
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

CU_TestInfo runner_tests[] = {
	{ "the command has its words and variables and nothing of ours",
	  the_command_has_its_words_and_variables_and_nothing_of_ours },
	{ "how a command fails is told", how_a_command_fails_is_told },
	{ "the command ends with us", the_command_ends_with_us },
	{ "what is no command is refused", what_is_no_command_is_refused },
	CU_TEST_INFO_NULL
};
