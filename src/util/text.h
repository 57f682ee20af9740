/* SPDX-License-Identifier: MIT */
/*
 * util/text - strict readings of text, and safe printing of it.
 */
#ifndef ATDIALLER_UTIL_TEXT_H
#define ATDIALLER_UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TEXT_PHONE_MAX = 41,            /* '+' and 40 digits */
	TEXT_WIRE_MAX = 64,             /* the same as a line is told to dial it */
	TEXT_PRINT_MAX = 200            /* characters of foreign text in one log line */
};

/*
 * Reads a whole decimal number between min and max: no sign but '-', no blanks,
 * nothing behind it. False, and *value untouched, for anything else.
 */
bool text_number(const char *text, long min, long max, long *value);

/*
 * The one door a phone number goes through: ^\+?[0-9*#]{1,40}$ over exactly n
 * bytes. Copies it with a NUL when it passes; false, and nothing copied, when not.
 */
bool text_phone(const char *text, size_t n, char phone[TEXT_PHONE_MAX + 1]);

/*
 * The same for what an analog line is told to dial, where a PBX may want a pause or a second
 * dial tone first (V.250 6.3.1): ^[0-9*#,W]{1,64}$, at least one of them no pause.
 */
bool text_wire(const char *text, size_t n, char wire[TEXT_WIRE_MAX + 1]);

/* True when `text` begins with `prefix`, letter for letter. */
bool text_starts(const char *text, const char *prefix);

/* How many letters have to be put in, taken out or changed to make one of the other. */
size_t text_distance(const char *a, const char *b);

/* The length of the well-formed UTF-8 character that `text` begins with, or 0; n > 0. */
size_t text_utf8_length(const char *text, size_t n);

/*
 * Writes n bytes of foreign text as printable ASCII and well-formed UTF-8: everything
 * else becomes \xHH, a backslash \\, and what is longer than TEXT_PRINT_MAX
 * characters or than `out` ends in "...". Returns out. `size` is at least 8.
 */
const char *text_printable(const char *bytes, size_t n, char *out, size_t size);

/* Copies a NUL-terminated string, cut to fit; returns out. */
const char *text_copy(char *out, size_t size, const char *text);

/* A number for the log: all but the last three characters replaced by '.'. */
const char *text_masked(const char *phone, char out[TEXT_PHONE_MAX + 1]);

/*
 * Writes it as one word of a shell's command line, quoted when that needs it; "..." when it does
 * not fit or has control characters: half a file name is no argument for anything. Returns out.
 */
const char *text_quoted(const char *text, char *out, size_t size);

/* FNV-1a: tells texts apart that nobody makes alike on purpose. */
uint64_t text_hash(const char *text);

#endif
