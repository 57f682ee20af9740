/* SPDX-License-Identifier: MIT */
#include "protocol/json.h"

#include <stdbool.h>

#include "util/text.h"

/* The value of the four hex digits at `text`, or -1. */
static long
hex4(const char *text, size_t n)
{
	long value = 0;

	if (n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		char c = text[i];

		if (c >= '0' && c <= '9')
			value = value * 16 + c - '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			value = value * 16 + (c | 0x20) - 'a' + 10;
		else
			return -1;
	}
	return value;
}

/* What the scanner finds out besides lengths. */
struct scan {
	bool nul;                       /* a string holds one */
	struct fault *fault;
};

/* Sets the fault and returns 0, the length of what is refused. */
static size_t
refuse(struct scan *scan, const char *why)
{
	fault_set(scan->fault, "%s", why);
	return 0;
}

/*
 * The length of the escape at `text`, or 0 and a fault. cJSON takes \u0000, and \u with
 * anything but hex digits behind it, for a NUL; what other escapes exist it knows.
 */
static size_t
escape_length(const char *text, size_t n, struct scan *scan)
{
	long unit, second;

	if (n < 2 || text[1] != 'u')
		return 2;
	unit = hex4(text + 2, n - 2);
	if (unit < 0)
		return refuse(scan, "not JSON: \\u without four hex digits");
	if (unit == 0)
		scan->nul = true;
	if (unit < 0xd800 || unit > 0xdfff)
		return 6;
	second = n >= 8 && text[6] == '\\' && text[7] == 'u' ? hex4(text + 8, n - 8) : -1;
	if (unit > 0xdbff || second < 0xdc00 || second > 0xdfff)
		return refuse(scan, "a string holds half of a surrogate pair");
	return 12;
}

/* The same for one character of a string, written as itself or as an escape. */
static size_t
character_length(const char *text, size_t n, struct scan *scan)
{
	size_t length;

	if (*text == '\\')
		return escape_length(text, n, scan);
	if ((unsigned char)*text < ' ')
		return refuse(scan, "not JSON: a control character in a string");
	if ((unsigned char)*text < 0x80)
		return 1;               /* nearly all there is */
	length = text_utf8_length(text, n);
	return length > 0 ? length : refuse(scan, "a string is not UTF-8");
}

/* The same for the string at `text`, with both its quotes. */
static size_t
string_length(const char *text, size_t n, struct scan *scan)
{
	size_t at = 1;

	while (at < n && text[at] != '"') {
		size_t length = character_length(text + at, n - at, scan);

		if (length == 0)
			return 0;
		at += length;
	}
	return at < n ? at + 1 : refuse(scan, "not JSON: a string has no end");
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * The same for the object at `text`. It may end only where its outermost bracket
 * closes: some releases of cJSON read past a text that stops behind a comma (its
 * issue 800).
 */
static size_t
object_length(const char *text, size_t n, size_t depth_max, struct scan *scan)
{
	size_t at = 0, depth = 0;

	while (at < n) {
		size_t length = 1;

		if (text[at] == '"')
			length = string_length(text + at, n - at, scan);
		else if (text[at] == '{' || text[at] == '[')
			depth++;
		else if (text[at] == '}' || text[at] == ']')
			depth--;
		else if (!is_blank(text[at]) && (text[at] < '!' || text[at] > '~'))
			length = refuse(scan, "not JSON: a stray byte");
		if (length == 0)
			return 0;
		if (depth > depth_max)
			return refuse(scan, "nested too deep");
		at += length;
		if (depth == 0)
			return at;
	}
	return refuse(scan, "not JSON: the object has no end");
}

const char *
json_object(const char *text, size_t *n, size_t depth_max, bool *nul, struct fault *fault)
{
	struct scan scan = { .fault = fault };
	const char *end = text + *n;
	size_t length;

	while (text < end && is_blank(end[-1]))
		end--;
	while (text < end && is_blank(*text))
		text++;
	if (text == end || *text != '{') {
		fault_set(fault, "not a JSON object");
		return NULL;
	}
	length = object_length(text, (size_t)(end - text), depth_max, &scan);
	*nul = scan.nul;
	if (length == 0)
		return NULL;
	if (text + length != end) {
		fault_set(fault, "something follows the JSON object");
		return NULL;
	}
	*n = length;
	return text;
}
