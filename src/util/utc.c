/* SPDX-License-Identifier: MIT */
#include "util/utc.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "util/array.h"

const char *
utc_text(int64_t when, char out[UTC_TEXT_SIZE])
{
	const time_t seconds = (time_t)when;
	struct tm tm;

	if (gmtime_r(&seconds, &tm) == NULL ||
	    strftime(out, UTC_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		out[0] = '\0';
	return out;
}

bool
utc_read(const char *text, int64_t *when)
{
	struct tm tm = { .tm_year = 0 };
	char again[UTC_TEXT_SIZE];
	time_t seconds;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
	    &tm.tm_hour, &tm.tm_min, &tm.tm_sec) != 6)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	seconds = timegm(&tm);
	if (strcmp(utc_text(seconds, again), text) != 0)
		return false;           /* blanks, signs, the 31st of June */
	*when = seconds;
	return true;
}

const char *
utc_span(int64_t seconds, char out[UTC_SPAN_SIZE])
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {
		{ "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 },
	};
	size_t i = 0;
	char more[16] = "";
	int64_t rest;

	if (seconds < 0)
		seconds = 0;
	while (i + 1 < ARRAY_LEN(units) && seconds < units[i].seconds)
		i++;
	rest = i + 1 < ARRAY_LEN(units) ? seconds % units[i].seconds / units[i + 1].seconds : 0;
	if (rest > 0)
		snprintf(more, sizeof(more), " %d %s", (int)rest, units[i + 1].name);
	snprintf(out, UTC_SPAN_SIZE, "%d %s%s", (int)(seconds / units[i].seconds), units[i].name,
	    more);
	return out;
}
