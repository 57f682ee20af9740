/* SPDX-License-Identifier: MIT */
#include "util/mask.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "util/array.h"

enum {
	SHOWN = 3,                      /* digits at the end of a number */
	SURELY_MIN = 7,                 /* digits of what is a number anywhere */
	SHORT_MIN = 4,                  /* digits of what is one where a number stands */
	BLOCK_MIN = 16                  /* characters of a caller-ID block in hexadecimal */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What people put between the digits of a number. */
static bool
is_separator(char c)
{
	return c != '\0' && strchr(" -()/", c) != NULL;
}

void
mask_all(char *text, size_t n, char fill)
{
	for (size_t i = 0; i < n; i++)
		if (is_digit(text[i]))
			text[i] = fill;
}

/* Replaces the first `count` digits. */
static void
fill_digits(char *text, size_t count, char fill)
{
	for (; count > 0; text++) {
		if (!is_digit(*text))
			continue;
		*text = fill;
		count--;
	}
}

/* True when a number stands at `at` even if it is short: ATD..., "...", NMBR = ... */
static bool
is_expected(const char *text, size_t at)
{
	static const char *const before[] = { "\"", "NMBR", "NBR", "ATD", "ATDT", "ATDP" };
	size_t n = at;

	/* What stands before its digits: also the way out of a PBX, as in ATDT0,0911. */
	while (n > 0 && (is_digit(text[n - 1]) || strchr("+ =,W*#", text[n - 1]) != NULL))
		n--;
	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		size_t length = strlen(before[i]);

		if (n >= length && strncasecmp(text + n - length, before[i], length) == 0)
			return true;
	}
	return false;
}

/* The raw caller-ID block of some analog modems: its digits are 3x, in hexadecimal. */
static bool
is_block(const char *text, size_t n)
{
	bool letter = false;

	for (size_t i = 0; i < n; i++) {
		if (!isxdigit((unsigned char)text[i]))
			return false;
		letter = letter || !is_digit(text[i]);
	}
	return letter && n >= BLOCK_MIN && n % 2 == 0;
}

static void
mask_block(char *text, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i += 2)
		left += text[i] == '3' && is_digit(text[i + 1]);
	for (size_t i = 0; i < n && left > SHOWN; i += 2) {
		if (text[i] != '3' || !is_digit(text[i + 1]))
			continue;
		text[i + 1] = '0';
		left--;
	}
}

/* `expected`: a number may stand anywhere. */
static void
mask(char *text, size_t n, char fill, bool expected)
{
	size_t end;

	for (size_t at = 0; at < n; at = end + 1) {
		size_t digits = 0;

		for (end = at; end < n && (is_digit(text[end]) ||
		    (digits > 0 && is_separator(text[end]))); end++)
			digits += is_digit(text[end]);
		if (digits >= SURELY_MIN ||
		    (digits >= SHORT_MIN && (expected || is_expected(text, at))))
			fill_digits(text + at, digits - SHOWN, fill);
	}
}

void
mask_numbers(char *text, size_t n, char fill)
{
	if (is_block(text, n))
		mask_block(text, n);
	else
		mask(text, n, fill, false);
}

void
mask_short_numbers(char *text, size_t n, char fill)
{
	mask(text, n, fill, true);
}
