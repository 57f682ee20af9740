/* SPDX-License-Identifier: MIT */
#include "report/record_line.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "protocol/value.h"
#include "util/mask.h"
#include "util/text.h"

enum {
	UTC_SIZE = 32
};

/* RFC 3339, with milliseconds. */
static const char *
print_utc(int64_t ms, char out[UTC_SIZE])
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	size_t n;

	gmtime_r(&seconds, &tm);
	n = strftime(out, UTC_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + n, UTC_SIZE - n, ".%03dZ", (int)(ms % 1000));
	return out;
}

static bool
read_utc(const char *text, int64_t *ms)
{
	struct tm tm = { .tm_year = 0 };
	int thousandths;

	if (text == NULL || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &tm.tm_year, &tm.tm_mon,
	    &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec, &thousandths) != 7)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	*ms = (int64_t)timegm(&tm) * 1000 + thousandths;
	return true;
}

static bool
add_number(struct cJSON *line, const struct call_record *call, bool masked)
{
	char number[RECORD_TEXT_MAX + 1];

	if (call->withheld && !value_add_bool(line, "withheld", true))
		return false;
	if (call->number[0] == '\0')
		return true;
	text_copy(number, sizeof(number), call->number);
	for (size_t i = 0, n = strlen(number); masked && i + 3 < n; i++)
		number[i] = '.';
	return value_add_text(line, "number", number);
}

/* SIMCom's "MISSED_CALL: 10:11AM 0911222330" is why a call was over. */
static bool
add_cause(struct cJSON *line, const struct call_record *call, bool masked)
{
	char cause[RECORD_TEXT_MAX + 1];

	if (call->cause[0] == '\0')
		return true;
	text_copy(cause, sizeof(cause), call->cause);
	if (masked)
		mask_short_numbers(cause, strlen(cause), '.');
	return value_add_text(line, "cause", cause);
}

static bool
add_instants(struct cJSON *line, const struct call_record *call)
{
	struct cJSON *utc = value_add_object(line, "utc");
	struct cJSON *monotonic = value_add_object(line, "monotonic");
	char text[UTC_SIZE];

	if (utc == NULL || monotonic == NULL)
		return false;
	for (int i = 0; i < RECORD_INSTANTS; i++) {
		const char *name = record_instant_name((enum record_instant)i);

		if (call->at[i] != NEVER &&
		    (!value_add_text(utc, name, print_utc(call->epoch + call->at[i], text)) ||
		    !value_add_number(monotonic, name, (double)call->at[i])))
			return false;
	}
	return true;
}

static bool
fill(struct cJSON *line, const struct call_record *call, bool masked)
{
	bool is_call = call->outcome != RECORD_REFUSED && call->kind != RECORD_HANGUP;

	if (!value_add_text(line, "kind", record_kind_name(call->kind)))
		return false;
	if (call->kind != RECORD_HANGUP && !value_add_text(line, "direction",
	    call->outbound ? "outbound" : "inbound"))
		return false;
	if (!add_number(line, call, masked) ||
	    !value_add_text(line, "outcome", record_outcome_name(call->outcome)))
		return false;
	if (call->refused[0] != '\0' && !value_add_text(line, "refusedBy", call->refused))
		return false;
	if (!add_cause(line, call, masked))
		return false;
	if (is_call && !value_add_number(line, "duration", (double)record_duration(call) / 1000))
		return false;
	return add_instants(line, call);
}

size_t
record_print(const struct call_record *call, bool masked, char out[RECORD_LINE_MAX + 1])
{
	struct cJSON *line = value_object();
	size_t n = 0;

	if (line != NULL && fill(line, call, masked))
		n = value_print(line, out, RECORD_LINE_MAX + 1);
	value_free(line);
	return n;
}

/* Reading */

static void
read_text(const struct cJSON *line, const char *name, char out[RECORD_TEXT_MAX + 1])
{
	const char *text = value_text(value_member(line, name));

	text_copy(out, RECORD_TEXT_MAX + 1, text != NULL ? text : "");
}

static bool
read_kind(const struct cJSON *line, struct call_record *call)
{
	const char *text = value_text(value_member(line, "kind"));

	for (int kind = RECORD_DIAL; text != NULL && kind <= RECORD_HANGUP; kind++) {
		call->kind = (enum record_kind)kind;
		if (strcmp(record_kind_name(call->kind), text) == 0)
			return true;
	}
	return false;
}

static bool
read_outcome(const struct cJSON *line, struct call_record *call)
{
	const char *text = value_text(value_member(line, "outcome"));

	for (unsigned i = 0; text != NULL && i < RECORD_OUTCOMES; i++) {
		call->outcome = i;
		if (strcmp(record_outcome_name(i), text) == 0)
			return true;
	}
	return false;
}

static bool
read_instants(const struct cJSON *line, struct call_record *call)
{
	const struct cJSON *utc = value_member(line, "utc");
	const struct cJSON *monotonic = value_member(line, "monotonic");
	bool any = false;

	for (int i = 0; i < RECORD_INSTANTS; i++) {
		const char *name = record_instant_name((enum record_instant)i);
		int64_t ms;
		double at;

		call->at[i] = NEVER;
		if (!value_number(value_member(monotonic, name), &at))
			continue;
		if (!(at > -1e15 && at < 1e15) ||
		    !read_utc(value_text(value_member(utc, name)), &ms))
			return false;
		call->at[i] = (ms_t)at;
		call->epoch = ms - call->at[i];
		any = true;
	}
	return any;
}

bool
record_read(struct call_record *call, const char *line, size_t n)
{
	struct fault fault;
	bool nul, result;
	struct cJSON *value = value_parse(line, n, 4, &nul, &fault);
	const char *direction;

	if (value == NULL)
		return false;
	*call = (struct call_record){ .withheld = value_member(value, "withheld") != NULL };
	direction = value_text(value_member(value, "direction"));
	call->outbound = direction != NULL && strcmp(direction, "outbound") == 0;
	read_text(value, "number", call->number);
	read_text(value, "cause", call->cause);
	read_text(value, "refusedBy", call->refused);
	result = read_kind(value, call) && read_outcome(value, call) && read_instants(value, call);
	value_free(value);
	return result;
}
