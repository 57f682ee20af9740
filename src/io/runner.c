/* SPDX-License-Identifier: MIT */
#include "io/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "util/text.h"

enum {
	SOCKET = 3,                     /* the process's only descriptor of its own */
	CANNOT_START = 127              /* as a shell says it */
};

/* The process's side */

struct job {
	char command[RUNNER_COMMAND_MAX + 1];
	char *words[RUNNER_WORDS_MAX + 1];
};

static void
split(struct job *job, const char *command)
{
	char *rest;
	size_t n = 0;

	*job = (struct job){ .command = "" };
	text_copy(job->command, sizeof(job->command), command);
	for (char *word = strtok_r(job->command, " \t", &rest);
	    word != NULL && n < RUNNER_WORDS_MAX; word = strtok_r(NULL, " \t", &rest))
		job->words[n++] = word;
}

static void
on_child(int number)
{
	(void)number;                   /* it only has to end ppoll */
}

static _Noreturn void
become_command(char *const words[], char *bytes, size_t n)
{
	char *variables[RUNNER_VARIABLES_MAX + 1];
	sigset_t none;
	size_t count = 0;

	for (size_t at = 0; at < n && count < RUNNER_VARIABLES_MAX; at += strlen(bytes + at) + 1)
		variables[count++] = bytes + at;
	variables[count] = NULL;
	setsid();
	close(SOCKET);
	signal(SIGHUP, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execve(words[0], words, variables);
	_exit(CANNOT_START);
}

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits for the command to end; false when its time is over or our master is gone. */
static bool
wait_for(pid_t child, long limit, int *status)
{
	long deadline = now_ms() + limit, left;
	sigset_t none;

	sigemptyset(&none);
	while (waitpid(child, status, WNOHANG) == 0 && (left = deadline - now_ms()) > 0) {
		struct pollfd master = { .fd = SOCKET };
		const struct timespec wait = { left / 1000, left % 1000 * 1000000 };

		if (ppoll(&master, 1, &wait, &none) > 0)
			return false;
	}
	return deadline > now_ms();
}

/* What it leaves behind in its session goes with it when it is killed. */
static int
run_once(char *const words[], char *bytes, size_t n, long limit)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		become_command(words, bytes, n);
	if (child < 0)
		return CANNOT_START << 8;
	if (wait_for(child, limit, &status))
		return status;
	kill(-child, SIGKILL);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return status;
}

static _Noreturn void
serve(const char *command, long limit)
{
	char bytes[RUNNER_ENVIRONMENT_MAX + 1];
	struct job job;
	ssize_t n;

	split(&job, command);
	while ((n = recv(SOCKET, bytes, RUNNER_ENVIRONMENT_MAX, 0)) > 0) {
		int status;

		bytes[n] = '\0';
		status = run_once(job.words, bytes, (size_t)n, limit);
		if (send(SOCKET, &status, sizeof(status), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

/* Nothing of ours stays open but the socket, standard output and standard error. */
static void
keep_only(int fd)
{
	int null = open("/dev/null", O_RDONLY);
	long most = sysconf(_SC_OPEN_MAX);

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (fd != SOCKET)
		dup2(fd, SOCKET);
	if (close_range(SOCKET + 1, ~0u, 0) == 0)
		return;
	for (int other = SOCKET + 1; other < most; other++)
		close(other);
}

static _Noreturn void
become_runner(const char *command, long limit, int fd)
{
	const struct sigaction child = { .sa_handler = on_child };
	sigset_t blocked;

	keep_only(fd);
	prctl(PR_SET_NAME, "atdialler-run");
	signal(SIGHUP, SIG_IGN);        /* of a terminal, or for the daemon to read its file */
	sigaction(SIGCHLD, &child, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	serve(command, limit);
}

/* Our side */

int
runner_check(const char *command, struct fault *fault)
{
	struct job job;
	struct stat status;

	if (strlen(command) > RUNNER_COMMAND_MAX)
		return fault_set(fault, "expected at most %d bytes", RUNNER_COMMAND_MAX);
	split(&job, command);
	if (job.words[0] == NULL || job.words[0][0] != '/')
		return fault_set(fault, "expected a program's absolute path, and perhaps arguments; "
		    "no shell reads it");
	if (job.words[RUNNER_WORDS_MAX - 1] != NULL)
		return fault_set(fault, "expected at most %d words", RUNNER_WORDS_MAX - 1);
	if (stat(job.words[0], &status) == 0 && S_ISDIR(status.st_mode))
		return fault_set(fault, "cannot run %.300s: it is a folder", job.words[0]);
	if (access(job.words[0], X_OK) != 0)
		return fault_set(fault, "cannot run %.300s: %s", job.words[0], strerror(errno));
	return 0;
}

int
runner_start(struct runner *runner, const char *command, long limit, struct fault *fault)
{
	int pair[2];
	pid_t child;

	*runner = (struct runner){ .fd = -1 };
	if (runner_check(command, fault) != 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return fault_set(fault, "cannot be prepared: %s", strerror(errno));
	child = fork();
	if (child == 0)
		become_runner(command, limit, pair[1]);
	close(pair[1]);
	if (child < 0) {
		close(pair[0]);
		return fault_set(fault, "cannot be prepared: %s", strerror(errno));
	}
	runner->fd = pair[0];
	return 0;
}

bool
runner_run(struct runner *runner, const char *environment, size_t n)
{
	if (runner->fd < 0 || runner->busy || n > RUNNER_ENVIRONMENT_MAX)
		return false;
	runner->busy = send(runner->fd, environment, n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)n;
	return runner->busy;
}

void
runner_prepare(const struct runner *runner, struct pollfd *slot)
{
	*slot = (struct pollfd){ .fd = runner->fd, .events = POLLIN };
}

static enum runner_result
judge(int status, struct fault *fault)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		fault_set(fault, "it took too long, and was killed");
	else if (WIFSIGNALED(status))
		fault_set(fault, "it died of signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) == CANNOT_START)
		fault_set(fault, "it could not be started, or ended with status %d", CANNOT_START);
	else if (WEXITSTATUS(status) != 0)
		fault_set(fault, "it ended with status %d", WEXITSTATUS(status));
	else
		return RUNNER_DONE;
	return RUNNER_FAILED;
}

enum runner_result
runner_ready(struct runner *runner, const struct pollfd *slot, struct fault *fault)
{
	int status;

	if (runner->fd < 0 || slot->revents == 0)
		return RUNNER_NOTHING;
	if (recv(runner->fd, &status, sizeof(status), MSG_DONTWAIT) != sizeof(status)) {
		if (errno == EAGAIN || errno == EINTR)
			return RUNNER_NOTHING;
		runner_finish(runner);
		return RUNNER_LOST;
	}
	runner->busy = false;
	return judge(status, fault);
}

void
runner_finish(struct runner *runner)
{
	if (runner->fd >= 0)
		close(runner->fd);
	*runner = (struct runner){ .fd = -1 };
}
