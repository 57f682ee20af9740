/* SPDX-License-Identifier: MIT */
/*
 * io/runner - starts a command of the user's, again and again: a process of its own, which was made
 * before this one gave up what starting others takes, and which holds nothing of ours.
 *
 * The command runs without a shell, in a session of its own, with standard input from nowhere, with
 * the environment it is given and no other, and with no descriptor of ours but standard output and
 * standard error. When it takes too long it is killed. It ends with us, and so does the process.
 */
#ifndef ATDIALLER_IO_RUNNER_H
#define ATDIALLER_IO_RUNNER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

enum {
	RUNNER_WORDS_MAX = 32,          /* of the command, with its name */
	RUNNER_COMMAND_MAX = 1023,
	RUNNER_ENVIRONMENT_MAX = 4096,
	RUNNER_VARIABLES_MAX = 16
};

struct runner {
	int fd;                         /* -1: there is none */
	bool busy;                      /* a command runs */
};

enum runner_result {
	RUNNER_NOTHING,
	RUNNER_DONE,
	RUNNER_FAILED,                  /* the fault says how the command ended */
	RUNNER_LOST                     /* the process is gone, and no command will run any more */
};

/*
 * A command begins with an absolute path; words are parted by blanks, and nothing else means
 * anything. -1 and a fault that says what is wrong with it.
 */
int runner_check(const char *command, struct fault *fault);

/*
 * Makes the process for a command, which has `limit` ms to end, each time. Call it while this process
 * has one thread and holds no secrets. -1 and a fault when it cannot be made, or for the command.
 */
int runner_start(struct runner *runner, const char *command, long limit, struct fault *fault);

/*
 * Runs it with these variables, "NAME=value", each with its NUL, `n` bytes in all. False when it
 * still runs, or there is no process.
 */
bool runner_run(struct runner *runner, const char *environment, size_t n);

/* Fills in its poll slot, and hears how a command ended. */
void runner_prepare(const struct runner *runner, struct pollfd *slot);
enum runner_result runner_ready(struct runner *runner, const struct pollfd *slot,
    struct fault *fault);

/* Lets the process end, and what it runs. Safe when there is none. */
void runner_finish(struct runner *runner);

#endif
