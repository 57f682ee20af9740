/* SPDX-License-Identifier: MIT */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "io/confine.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

#ifdef HAVE_LIBSECCOMP
#include <asm/termbits.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/array.h"

/* As if this kernel did not have it: libraries have a way around that. */
#define ABSENT SCMP_ACT_ERRNO(ENOSYS)

/* Some exist on other processors only; libseccomp knows which. */
static const char *const allowed[] = {
	/* files */
	"access", "close", "close_range", "dup", "dup2", "dup3", "faccessat", "faccessat2",
	"fadvise64", "fallocate", "fchmod", "fcntl", "fcntl64", "fdatasync", "flock", "fstat",
	"fstat64", "fstatat64", "fstatfs", "fstatfs64", "fsync", "ftruncate", "ftruncate64",
	"getcwd", "getdents", "getdents64", "_llseek", "link", "linkat", "lseek", "lstat",
	"lstat64", "mkdir", "mkdirat", "newfstatat", "open", "openat", "openat2", "pipe", "pipe2",
	"pread64", "preadv", "pwrite64", "pwritev", "read", "readlink", "readlinkat", "readv",
	"rename", "renameat", "renameat2", "stat", "stat64", "statfs", "statfs64", "statx",
	"umask", "unlink", "unlinkat", "write", "writev",
	/* the network */
	"bind", "connect", "getpeername", "getsockname", "getsockopt", "recv", "recvfrom",
	"recvmmsg", "recvmmsg_time64", "recvmsg", "send", "sendmmsg", "sendmsg", "sendto",
	"setsockopt", "shutdown", "socketpair",
	/* waiting */
	"_newselect", "clock_nanosleep", "clock_nanosleep_time64", "epoll_create", "epoll_create1",
	"epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd2", "nanosleep", "poll",
	"ppoll", "ppoll_time64", "pselect6", "pselect6_time64", "restart_syscall", "select",
	"timerfd_create", "timerfd_settime", "timerfd_settime64", "wait4", "waitid", "waitpid",
	/* memory and threads */
	"arch_prctl", "brk", "exit", "exit_group", "futex", "futex_time64", "get_robust_list",
	"gettid", "madvise", "membarrier", "mremap", "munmap", "rseq", "rt_sigaction",
	"rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_getparam",
	"sched_getscheduler", "sched_yield", "set_robust_list", "set_thread_area",
	"set_tid_address", "sigaltstack", "sigreturn",
	/* questions */
	"clock_getres", "clock_getres_time64", "clock_gettime", "clock_gettime64", "getegid",
	"getegid32", "geteuid", "geteuid32", "getgid", "getgid32", "getgroups", "getgroups32",
	"getpid", "getppid", "getrandom", "getresgid", "getresgid32", "getresuid", "getresuid32",
	"getrlimit", "gettimeofday", "getuid", "getuid32", "prlimit64", "sysinfo", "time",
	"ugetrlimit", "uname",
};

static const unsigned long ioctls[] = {
	FIONBIO, FIONREAD, TCFLSH, TCGETS, TCGETS2, TCGETX, TCSBRK, TCSETS, TCSETS2, TCSETSF, TCSETSW,
	TCSETX, TCSETXF, TCSETXW, TIOCEXCL, TIOCGSERIAL, TIOCGWINSZ, TIOCMBIC, TIOCMBIS, TIOCMGET, TIOCMSET,
	TIOCNXCL, TIOCOUTQ,
};

static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

/* Whom signals may go to, and what may be mapped: no code that was written here. */
static const struct limit {
	const char *name;
	unsigned argument;
	uint64_t mask;
	uint64_t value;
} limits[] = {
	{ "clone", 0, CLONE_THREAD, CLONE_THREAD },
	{ "kill", 1, UINT32_MAX, 0 },           /* whether a lock file's owner still runs */
	{ "mmap", 2, PROT_EXEC, 0 },
	{ "mmap", 2, PROT_EXEC | PROT_WRITE, PROT_EXEC },
	{ "mmap2", 2, PROT_EXEC, 0 },
	{ "mmap2", 2, PROT_EXEC | PROT_WRITE, PROT_EXEC },
	{ "mprotect", 2, PROT_EXEC, 0 },
	{ "prctl", 0, UINT32_MAX, PR_SET_NAME },
};

/* 0 also for a call that this processor, or this libseccomp, does not have. */
static int
allow(scmp_filter_ctx filter, const char *name, const struct scmp_arg_cmp *argument)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number == __NR_SCMP_ERROR)
		return 0;
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, argument != NULL, argument);
}

static int
allow_masked(scmp_filter_ctx filter, const char *name, unsigned argument, uint64_t mask,
    uint64_t value)
{
	const struct scmp_arg_cmp is = { argument, SCMP_CMP_MASKED_EQ, mask, value };

	return allow(filter, name, &is);
}

static int
add_rules(scmp_filter_ctx filter, enum confine_mode mode)
{
	const struct scmp_arg_cmp ours = { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 };
	int failed = allow(filter, "tgkill", &ours);

	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		failed |= allow(filter, allowed[i], NULL);
	for (size_t i = 0; i < ARRAY_LEN(ioctls); i++)
		failed |= allow_masked(filter, "ioctl", 1, UINT32_MAX, ioctls[i]);
	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		failed |= allow_masked(filter, "socket", 0, UINT32_MAX, (uint64_t)families[i]);
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		failed |= allow_masked(filter, limits[i].name, limits[i].argument, limits[i].mask,
		    limits[i].value);
	/* Its flags are out of a filter's sight; told that there is no such call, glibc takes clone. */
	if (mode == CONFINE_KILL)
		failed |= seccomp_rule_add(filter, ABSENT, SCMP_SYS(clone3), 0);
	return failed;
}

static void
on_forbidden(int number, siginfo_t *info, void *context)
{
	char line[120];
	int n = snprintf(line, sizeof(line), "error: confine: system call %d is not allowed\n",
	    info->si_syscall);

	(void)number;
	(void)context;
	if (write(STDERR_FILENO, line, (size_t)n) == n)
		raise(SIGSYS);          /* comes when this returns, and is the end */
	else
		_exit(1);
}

static int
filter_calls(enum confine_mode mode)
{
	const struct sigaction die = { .sa_sigaction = on_forbidden,
		.sa_flags = SA_SIGINFO | (int)SA_RESETHAND };
	scmp_filter_ctx filter = seccomp_init(mode == CONFINE_KILL ? SCMP_ACT_TRAP : ABSENT);
	int result;

	if (filter == NULL)
		return -ENOMEM;
	sigaction(SIGSYS, &die, NULL);
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, 1);
	result = add_rules(filter, mode) != 0 ? -ENOMEM : seccomp_load(filter);
	seccomp_release(filter);
	return result;
}

bool
confine_possible(void)
{
	return true;
}

#else

static int
filter_calls(enum confine_mode mode)
{
	return mode == CONFINE_KILL ? -ENOSYS : 0;
}

bool
confine_possible(void)
{
	return false;
}

#endif

int
confine_process(enum confine_mode mode, struct fault *fault)
{
	int result;

	if (mode == CONFINE_NO)
		return 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fault_set(fault, "no_new_privs: %s", strerror(errno));
	result = filter_calls(mode);
	return result == 0 ? 0 : fault_set(fault, "no filter of system calls: %s%s",
	    strerror(-result), confine_possible() ? "" : ": built without libseccomp");
}
