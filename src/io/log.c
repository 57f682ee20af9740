/* SPDX-License-Identifier: MIT */
#include "io/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum log_level shown = LOG_LEVEL_INFO;
static bool numbers_hidden;
static bool to_journal;

void
log_open(void)
{
	to_journal = getenv("JOURNAL_STREAM") != NULL;
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
log_hide_numbers(void)
{
	numbers_hidden = true;
}

bool
log_hides_numbers(void)
{
	return numbers_hidden;
}

static size_t
put_prefix(char *line, enum log_level level)
{
	static const struct {
		const char *word;
		const char *priority;   /* syslog(3), as sd-daemon(3) wants it */
	} levels[] = {
		[LOG_LEVEL_ERROR] = { "error: ", "<3>" },
		[LOG_LEVEL_WARN] = { "warning: ", "<4>" },
		[LOG_LEVEL_INFO] = { "", "<6>" },
		[LOG_LEVEL_DEBUG] = { "debug: ", "<7>" },
	};
	struct timespec now;
	char *end;

	if (to_journal)
		return (size_t)(stpcpy(line, levels[level].priority) - line);
	clock_gettime(CLOCK_REALTIME, &now);
	end = stpcpy(line, stamp_of(now.tv_sec));
	*end++ = '.';
	for (long unit = 100000000; unit >= 1000000; unit /= 10)
		*end++ = (char)('0' + now.tv_nsec / unit % 10);
	*end++ = ' ';
	return (size_t)(stpcpy(end, levels[level].word) - line);
}

static void __attribute__((format(printf, 2, 0)))
put(enum log_level level, const char *format, va_list args)
{
	char line[2048];
	size_t n;
	int more;

	if (!log_shows(level))
		return;
	n = put_prefix(line, level);
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
