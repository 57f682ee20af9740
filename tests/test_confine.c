/* SPDX-License-Identifier: MIT */
#include "io/confine.h"

#include <CUnit/CUnit.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/array.h"

enum {
	EXIT_DENIED = 7,                /* the system knows no such call */
	EXIT_DONE = 8,
	EXIT_UNFILTERED = 9
};

static bool
run_a_program(void)
{
	char *const none[] = { NULL };

	return execve("/bin/true", none, none) == 0;
}

static bool
become_two(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child > 0;
}

static bool
write_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0) != MAP_FAILED;
}

static bool
make_code_of_data(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED || mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool
see_every_packet(void)
{
	return socket(AF_PACKET, SOCK_DGRAM, 0) >= 0 || errno == EPERM;
}

static bool
type_into_a_terminal(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0 || errno != ENOSYS;
}

static bool
signal_the_parent(void)
{
	return kill(getppid(), SIGWINCH) == 0;
}

static bool
change_the_mode_of_a_file(void)
{
	return chmod("/nowhere", 0777) == 0 || errno == ENOENT;
}

static bool (*const forbidden[])(void) = {
	run_a_program, become_two, write_code, make_code_of_data, see_every_packet,
	type_into_a_terminal, signal_the_parent, change_the_mode_of_a_file,
};

/* How a child ended that confined itself and then tried: wait's status. */
static int
ending(enum confine_mode mode, bool (*try)(void))
{
	struct fault fault;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (freopen("/dev/null", "w", stderr) == NULL ||
		    confine_process(mode, &fault) != 0)
			_exit(EXIT_UNFILTERED);
		errno = 0;
		_exit(try() ? EXIT_DONE : errno == ENOSYS ? EXIT_DENIED : 0);
	}
	CU_ASSERT_FATAL(child > 0 && waitpid(child, &status, 0) == child);
	return status;
}

static void
what_is_not_needed_is_not_there(void)
{
	for (size_t i = 0; confine_possible() && i < ARRAY_LEN(forbidden); i++) {
		int status = ending(CONFINE_YES, forbidden[i]);

		CU_ASSERT_TRUE(WIFEXITED(status));
		CU_ASSERT_EQUAL(WEXITSTATUS(status), EXIT_DENIED);
	}
}

static void
a_test_dies_of_it(void)
{
	for (size_t i = 0; confine_possible() && i < ARRAY_LEN(forbidden); i++) {
		int status = ending(CONFINE_KILL, forbidden[i]);

		CU_ASSERT_TRUE(WIFSIGNALED(status));
		CU_ASSERT_EQUAL(WTERMSIG(status), SIGSYS);
	}
}

static void *
look_up(void *name)
{
	struct addrinfo *found = NULL;
	int result = getaddrinfo(name, "1", NULL, &found);

	if (result == 0)
		freeaddrinfo(found);
	return result == EAI_SYSTEM ? NULL : name;
}

/* Also one that no file knows, so that every module of nsswitch.conf is asked. */
static bool
look_up_in_a_thread(void)
{
	static char names[][24] = { "localhost", "nowhere.invalid", "nowhere.local" };
	bool well = true;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		pthread_t thread;
		void *result;

		if (pthread_create(&thread, NULL, look_up, names[i]) != 0 ||
		    pthread_join(thread, &result) != 0)
			return false;
		well &= result != NULL;
	}
	return well;
}

static bool
write_and_put_in_place(void)
{
	char path[] = "/tmp/atdialler-XXXXXX", other[sizeof(path) + 4];
	int fd = mkstemp(path);
	bool well = fd >= 0 && write(fd, "a", 1) == 1 && fdatasync(fd) == 0 && close(fd) == 0;

	strcpy(other, path);
	strcat(other, ".new");
	return well && rename(path, other) == 0 && unlink(other) == 0;
}

static bool
see_whether_a_process_lives(void)
{
	return kill(getppid(), 0) == 0;
}

static bool
gain_no_privilege(void)
{
	char text[4096];
	int fd = open("/proc/self/status", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	text[n < 0 ? 0 : n] = '\0';
	return strstr(text, "NoNewPrivs:\t1") != NULL;
}

static void
what_is_needed_is_there(void)
{
	static bool (*const needed[])(void) = {
		look_up_in_a_thread, write_and_put_in_place, see_whether_a_process_lives,
		gain_no_privilege,
	};

	for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
		int status = ending(confine_possible() ? CONFINE_KILL : CONFINE_YES, needed[i]);

		CU_ASSERT_TRUE(WIFEXITED(status));
		CU_ASSERT_EQUAL(WEXITSTATUS(status), EXIT_DONE);
	}
}

static void
without_a_library_only_a_test_complains(void)
{
	if (confine_possible())
		return;
	CU_ASSERT_EQUAL(WEXITSTATUS(ending(CONFINE_YES, see_whether_a_process_lives)), EXIT_DONE);
	CU_ASSERT_EQUAL(WEXITSTATUS(ending(CONFINE_KILL, see_whether_a_process_lives)),
	    EXIT_UNFILTERED);
}

static void
who_does_not_want_it_is_left_alone(void)
{
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(WEXITSTATUS(ending(CONFINE_NO, i == 0 ? become_two :
		    make_code_of_data)), EXIT_DONE);
}

CU_TestInfo confine_tests[] = {
	{ "what is not needed is not there", what_is_not_needed_is_not_there },
	{ "a test dies of it", a_test_dies_of_it },
	{ "what is needed is there", what_is_needed_is_there },
	{ "without a library only a test complains", without_a_library_only_a_test_complains },
	{ "who does not want it is left alone", who_does_not_want_it_is_left_alone },
	CU_TEST_INFO_NULL
};
