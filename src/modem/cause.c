/* SPDX-License-Identifier: MIT */
#include "modem/cause.h"

#include <stdlib.h>
#include <string.h>

#include "at/fields.h"
#include "util/array.h"

enum {
	NORMAL_CLEARING = 16,
	CALL_CONTROL = 8                /* Siemens MC55: the location of a cause of 24.008 */
};

bool
cause_read(long cause, enum call_end *end)
{
	static const struct {
		long cause;
		enum call_end end;
	} causes[] = {
		{ 1, CALL_END_FAILED }, { 3, CALL_END_FAILED }, { 8, CALL_END_BARRED },
		{ 17, CALL_END_BUSY }, { 18, CALL_END_NO_ANSWER }, { 19, CALL_END_NO_ANSWER },
		{ 21, CALL_END_REJECTED }, { 22, CALL_END_FAILED }, { 27, CALL_END_FAILED },
		{ 28, CALL_END_FAILED }, { 34, CALL_END_FAILED }, { 38, CALL_END_FAILED },
		{ 41, CALL_END_FAILED }, { 42, CALL_END_FAILED }, { 44, CALL_END_FAILED },
	};

	for (size_t i = 0; i < ARRAY_LEN(causes); i++) {
		if (causes[i].cause != cause)
			continue;
		*end = causes[i].end;
		return true;
	}
	return false;
}

static bool
read_words(const char *text, enum call_end *end)
{
	static const struct {
		const char *words;
		enum call_end end;
	} rows[] = {
		{ "busy", CALL_END_BUSY },
		{ "no answer", CALL_END_NO_ANSWER },
		{ "no user responding", CALL_END_NO_ANSWER },
		{ "reject", CALL_END_REJECTED },
		{ "barred", CALL_END_BARRED },
		{ "normal call clearing", CALL_END_REMOTE },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcasestr(text, rows[i].words) == NULL)
			continue;
		*end = rows[i].end;
		return true;
	}
	return false;
}

/* "8,21,0" of Siemens: location and cause; another location counts in another way. */
static bool
read_location(const char *line, long *cause)
{
	struct at_fields fields;
	long location;

	return at_fields_begin(&fields, line, "+CEER:") &&
	    at_fields_number(&fields, &location) && at_fields_number(&fields, cause) &&
	    location == CALL_CONTROL;
}

bool
cause_read_report(const char *line, enum call_end *end)
{
	const char *text = strchr(line, ':');
	const char *digits;
	long cause;

	if (text == NULL)
		return false;
	if (read_location(line, &cause))
		return cause_read(cause, end);
	if (read_words(text, end))
		return true;
	digits = text + strcspn(text, "0123456789");
	if (*digits == '\0' || strchr(digits, ',') != NULL)
		return false;
	cause = strtol(digits, NULL, 10);
	if (cause == NORMAL_CLEARING) {
		*end = CALL_END_REMOTE;
		return true;
	}
	return cause_read(cause, end);
}
