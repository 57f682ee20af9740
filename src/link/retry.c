/* SPDX-License-Identifier: MIT */
#include "link/retry.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "util/array.h"

static const char digits[] = "0123456789";

static int64_t
within_bounds(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > RETRY_AFTER_MAX ? RETRY_AFTER_MAX : seconds;
}

static int64_t
read_seconds(const char *text)
{
	int64_t seconds = 0;

	for (; *text != '\0'; text++)
		seconds = within_bounds(10 * seconds + (*text - '0'));
	return seconds;
}

/* The three ways to write a date that are to be understood (RFC 9110 5.6.7). */
static bool
read_date(const char *text, int64_t *when)
{
	static const char *const formats[] = {
		"%a, %d %b %Y %H:%M:%S GMT",
		"%A, %d-%b-%y %H:%M:%S GMT",
		"%a %b %d %H:%M:%S %Y",
	};

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		struct tm tm = { .tm_year = 0 };
		const char *end = strptime(text, formats[i], &tm);

		if (end == NULL || *end != '\0')
			continue;
		*when = timegm(&tm);
		return true;
	}
	return false;
}

int64_t
retry_after(const char *value, const char *date, int64_t now)
{
	int64_t until;

	if (value[0] != '\0' && value[strspn(value, digits)] == '\0')
		return read_seconds(value);
	if (!read_date(value, &until))
		return 0;
	read_date(date, &now);
	return within_bounds(until - now);
}
