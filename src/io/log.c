/* SPDX-License-Identifier: MIT */
#include "io/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static enum log_level shown = LOG_LEVEL_INFO;

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

static int
put_prefix(char *line, size_t size, enum log_level level)
{
	static const struct {
		const char *word;
		int priority;           /* syslog(3) */
	} levels[] = {
		[LOG_LEVEL_ERROR] = { "error: ", 3 },
		[LOG_LEVEL_WARN] = { "warning: ", 4 },
		[LOG_LEVEL_INFO] = { "", 6 },
		[LOG_LEVEL_DEBUG] = { "debug: ", 7 },
	};
	struct timespec now;
	struct tm local;
	char stamp[32];

	if (getenv("JOURNAL_STREAM") != NULL)
		return snprintf(line, size, "<%d>", levels[level].priority);
	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(stamp, sizeof(stamp), "%Y-%m-%d %H:%M:%S", &local);
	return snprintf(line, size, "%s.%03ld %s", stamp, now.tv_nsec / 1000000,
	    levels[level].word);
}

static void __attribute__((format(printf, 2, 0)))
put(enum log_level level, const char *format, va_list args)
{
	char line[2048];
	size_t n;
	int more;

	if (!log_shows(level))
		return;
	n = (size_t)put_prefix(line, sizeof(line), level);
	more = vsnprintf(line + n, sizeof(line) - n - 1, format, args);
	n += more < 0 ? 0 : (size_t)more;
	if (n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	/* One write a line: lines of several processes do not mix. A full disk must not stop us. */
	if (write(STDERR_FILENO, line, n) < 0)
		return;
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
