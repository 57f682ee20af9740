/* SPDX-License-Identifier: MIT */
#include "io/log.h"

#include <paths.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

static enum log_level shown = LOG_LEVEL_INFO;
static bool numbers_hidden;
static unsigned long lost;              /* lines that nobody took, since the last that was taken */
static enum log_way { TO_TERMINAL, TO_JOURNAL, TO_SYSLOG } way;

/* The variable is inherited; only device and inode tell whether it is about our stderr. */
static bool
stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat stat;

	return stream != NULL && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	    fstat(STDERR_FILENO, &stat) == 0 && stat.st_dev == device && stat.st_ino == inode;
}

void
log_open(enum log_target target)
{
	switch (target) {
	case LOG_TARGET_AUTO:
		way = stderr_is_journal() ? TO_JOURNAL : TO_TERMINAL;
		return;
	case LOG_TARGET_STDERR:
		way = TO_TERMINAL;
		return;
	case LOG_TARGET_SYSLOG:
		way = TO_SYSLOG;
		openlog("atdialler", LOG_PID, LOG_DAEMON);
		return;
	}
}

bool
log_leaves_stderr(void)
{
	return way == TO_SYSLOG;
}

void
log_set_level(enum log_level level)
{
	shown = level;
}

bool
log_shows(enum log_level level)
{
	return level <= shown;
}

/* The second, spelled out: most lines of a call fall into one that was spelled already. */
static const char *
stamp_of(time_t second)
{
	static time_t spelled = (time_t)-1;
	static char stamp[32];
	struct tm local;

	if (second != spelled) {
		localtime_r(&second, &local);
		strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", &local);
		spelled = second;
	}
	return stamp;
}

void
log_hide_numbers(bool hide)
{
	numbers_hidden = hide;
}

bool
log_hides_numbers(void)
{
	return numbers_hidden;
}

static const struct {
	const char *word;
	const char *mark;               /* the same priority, as sd-daemon(3) wants it */
	int priority;
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error: ", "<3>", LOG_ERR },
	[LOG_LEVEL_WARN] = { "warning: ", "<4>", LOG_WARNING },
	[LOG_LEVEL_INFO] = { "", "<6>", LOG_INFO },
	[LOG_LEVEL_DEBUG] = { "debug: ", "<7>", LOG_DEBUG },
};

static char *
put_time(char *end)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	end = stpcpy(end, stamp_of(now.tv_sec));
	*end++ = '.';
	for (long unit = 100000000; unit >= 1000000; unit /= 10)
		*end++ = (char)('0' + now.tv_nsec / unit % 10);
	*end++ = ' ';
	return end;
}

/* One write a line: lines of several processes do not mix. A full disk must not stop us. */
static void __attribute__((format(printf, 2, 0)))
put_line(enum log_level level, const char *format, va_list args)
{
	char line[2048];
	char *end = way == TO_JOURNAL ? stpcpy(line, levels[level].mark) :
	    stpcpy(put_time(line), levels[level].word);
	size_t n = (size_t)(end - line);
	int more = vsnprintf(end, sizeof(line) - n - 1, format, args);

	n += more < 0 ? 0 : (size_t)more;
	if (n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

static bool
has_room(int fd)
{
	struct pollfd slot = { .fd = fd, .events = POLLOUT };

	return poll(&slot, 1, 0) != 0;
}

/* Asked on a socket of our own: syslog(3) has its own, and would wait there. */
static bool
syslog_has_room(void)
{
	const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = _PATH_LOG };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool room = fd < 0 || connect(fd, (const struct sockaddr *)&address,
	    sizeof(address)) != 0 || has_room(fd);

	if (fd >= 0)
		close(fd);
	return room;
}

/* Who reads the log may have stopped, on a full disk for example: rather a line is lost than a call. */
static bool
is_taken(void)
{
	return way == TO_SYSLOG ? syslog_has_room() : has_room(STDERR_FILENO);
}

static void
tell_lost(void)
{
	unsigned long n = lost;

	lost = 0;
	log_warn("log: %lu lines are missing here: whoever takes them did not keep up", n);
}

static void __attribute__((format(printf, 2, 0)))
put(enum log_level level, const char *format, va_list args)
{
	bool taken;

	if (!log_shows(level))
		return;
	taken = is_taken();
	if (taken && lost > 0) {
		tell_lost();
		taken = is_taken();
	}
	if (!taken) {
		lost++;
		return;
	}
	if (way == TO_SYSLOG)
		vsyslog(levels[level].priority, format, args);
	else
		put_line(level, format, args);
}

#define DEFINE(function, level)                         \
	void                                            \
	function(const char *format, ...)               \
	{                                               \
		va_list args;                           \
							\
		va_start(args, format);                 \
		put(level, format, args);               \
		va_end(args);                           \
	}

DEFINE(log_error, LOG_LEVEL_ERROR)
DEFINE(log_warn, LOG_LEVEL_WARN)
DEFINE(log_info, LOG_LEVEL_INFO)
DEFINE(log_debug, LOG_LEVEL_DEBUG)
