/* SPDX-License-Identifier: MIT */
#include "util/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
text_number(const char *text, long min, long max, long *value)
{
	char *end;
	long number;

	if (*text != '-' && !isdigit((unsigned char)*text))
		return false;
	errno = 0;
	number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || number < min || number > max)
		return false;
	*value = number;
	return true;
}

bool
text_phone(const char *text, size_t n, char phone[TEXT_PHONE_MAX + 1])
{
	size_t plus = n > 0 && text[0] == '+' ? 1 : 0;

	if (n <= plus || n - plus > TEXT_PHONE_MAX - 1)
		return false;
	for (size_t i = plus; i < n; i++)
		if (!((text[i] >= '0' && text[i] <= '9') || text[i] == '*' || text[i] == '#'))
			return false;
	memcpy(phone, text, n);
	phone[n] = '\0';
	return true;
}

bool
text_wire(const char *text, size_t n, char wire[TEXT_WIRE_MAX + 1])
{
	bool pauses_only = true;

	if (n > TEXT_WIRE_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\0' || strchr("0123456789*#,W", text[i]) == NULL)
			return false;
		pauses_only = pauses_only && (text[i] == ',' || text[i] == 'W');
	}
	if (pauses_only)
		return false;
	memcpy(wire, text, n);
	wire[n] = '\0';
	return true;
}

bool
text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Levenshtein's, of words: what is longer than WORD_MAX is as far from everything as can be. */
size_t
text_distance(const char *a, const char *b)
{
	enum { WORD_MAX = 64 };
	size_t row[WORD_MAX + 1], n = strlen(b);

	if (n > WORD_MAX || strlen(a) > WORD_MAX)
		return WORD_MAX;
	for (size_t i = 0; i <= n; i++)
		row[i] = i;
	for (; *a != '\0'; a++) {
		size_t corner = row[0]++;

		for (size_t i = 1; i <= n; i++) {
			size_t changed = corner + (*a != b[i - 1]);
			size_t moved = 1 + (row[i] < row[i - 1] ? row[i] : row[i - 1]);

			corner = row[i];
			row[i] = changed < moved ? changed : moved;
		}
	}
	return row[n];
}

/* The second byte alone decides about overlong forms, surrogates and the end of Unicode. */
size_t
text_utf8_length(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned char low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
	size_t length;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (length > n || s[1] < low || s[1] > high)    /* RFC 3629 4 */
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/*
 * The same for a character that a terminal or a reader is not led astray by: no C1 control, no
 * line separator, no mark that turns the direction of what follows.
 */
static size_t
printable_length(const unsigned char *s, size_t n)
{
	size_t length;

	if (*s < 0x80)
		return *s >= ' ' && *s != 0x7f ? 1 : 0;
	length = text_utf8_length((const char *)s, n);
	if (length == 2 && s[0] == 0xc2 && s[1] < 0xa0)
		return 0;
	if (length == 3 && s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xa8 && s[2] <= 0xae) ||
	    (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)))
		return 0;
	return length;
}

const char *
text_printable(const char *bytes, size_t n, char *out, size_t size)
{
	static const char dots[] = "...";
	size_t at = 0, shown = 0;

	for (size_t i = 0; i < n; shown++) {
		const unsigned char *s = (const unsigned char *)bytes + i;
		char piece[5];
		size_t eaten = 1, length;

		if (*s == '\\')
			length = (size_t)snprintf(piece, sizeof(piece), "\\\\");
		else if ((length = printable_length(s, n - i)) > 0)
			memcpy(piece, s, eaten = length);
		else
			length = (size_t)snprintf(piece, sizeof(piece), "\\x%02X", *s);
		if (shown >= TEXT_PRINT_MAX || at + length + sizeof(dots) > size) {
			memcpy(out + at, dots, sizeof(dots));
			return out;
		}
		memcpy(out + at, piece, length);
		at += length;
		i += eaten;
	}
	out[at] = '\0';
	return out;
}

const char *
text_copy(char *out, size_t size, const char *text)
{
	size_t n = strlen(text);

	if (n >= size)
		n = size - 1;
	memmove(out, text, n);
	out[n] = '\0';
	return out;
}

const char *
text_masked(const char *phone, char out[TEXT_PHONE_MAX + 1])
{
	size_t n;

	text_copy(out, TEXT_PHONE_MAX + 1, phone);
	n = strlen(out);
	for (size_t i = 0; i + 3 < n; i++)
		out[i] = '.';
	return out;
}

const char *
text_quoted(const char *text, char *out, size_t size)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "-._:/@%+=,";
	bool quotes = text[0] == '\0' || text[strspn(text, plain)] != '\0';
	size_t at = 0;

	if (quotes)
		out[at++] = '\'';
	for (; *text != '\0'; text++) {
		const char *piece = *text == '\'' ? "'\\''" : (char[]){ *text, '\0' };

		/* Room for the quote and the NUL. */
		if (at + strlen(piece) + 2 > size || (unsigned char)*text < ' ' || *text == 0x7f)
			return text_copy(out, size, "...");
		memcpy(out + at, piece, strlen(piece));
		at += strlen(piece);
	}
	if (quotes)
		out[at++] = '\'';
	out[at] = '\0';
	return out;
}

uint64_t
text_hash(const char *text)
{
	uint64_t value = 14695981039346656037u;

	for (; *text != '\0'; text++)
		value = (value ^ (unsigned char)*text) * 1099511628211u;
	return value;
}
