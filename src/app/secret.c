/* SPDX-License-Identifier: MIT */
#include "app/secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "link/crypto.h"

enum {
	SPARE = 8,                      /* a mark in front, a line end behind */
	LAYERS_MAX = 2,                 /* of escapes: JSON that was made printable */
	ESCAPE_MAX = 12                 /* characters of one, with both */
};

void
secret_wipe(char key[SECRET_MAX + 1])
{
	crypto_wipe(key, SECRET_MAX + 1);
}

/* One character of a text, as UTF-8 or a single byte. */
struct piece {
	char bytes[4];
	size_t n;
};

static int
hex_value(const struct piece *piece)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = memchr(digits, piece->bytes[0], sizeof(digits) - 1);

	return found != NULL ? (int)((found - digits) % 16) : -1;
}

/* \xHH is a byte, \uHHHH a character; none beyond what four digits can name. */
static void
set_piece(struct piece *piece, unsigned value, bool is_byte)
{
	piece->n = 0;
	if (is_byte || value < 0x80) {
		piece->bytes[piece->n++] = (char)value;
		return;
	}
	if (value >= 0x800)
		piece->bytes[piece->n++] = (char)(0xe0 | value >> 12);
	piece->bytes[piece->n++] = (char)(value >= 0x800 ? 0x80 | (value >> 6 & 0x3f) :
	    0xc0 | value >> 6);
	piece->bytes[piece->n++] = (char)(0x80 | (value & 0x3f));
}

/*
 * Reads one character with so many layers of escapes taken off: JSON's, and those of
 * text_printable. Returns how long it is in the text, 0 at its end.
 */
static size_t
read_piece(const char *text, const char *end, int layers, struct piece *piece)
{
	struct piece digit = { .n = 0 };
	size_t first, length, count;
	unsigned value = 0;

	if (layers == 0 || text == end) {
		*piece = (struct piece){ { *text }, 1 };
		return text == end ? 0 : 1;
	}
	length = first = read_piece(text, end, layers - 1, piece);
	if (piece->bytes[0] != '\\')
		return length;
	length += read_piece(text + length, end, layers - 1, piece);
	if (length == first)
		return 0;
	count = piece->bytes[0] == 'x' ? 2 : piece->bytes[0] == 'u' ? 4 : 0;
	if (count == 0)
		return length;
	for (size_t i = 0; i < count; i++) {
		length += read_piece(text + length, end, layers - 1, &digit);
		if (hex_value(&digit) < 0)
			return 0;
		value = value << 4 | (unsigned)hex_value(&digit);
	}
	set_piece(piece, value, count == 2);
	return length;
}

/* True when the text ends, or was cut, within so many characters. */
static bool
is_cut(const char *at, const char *end, ptrdiff_t within)
{
	const char *dots = strstr(at, "...");

	return end - at <= within || (dots != NULL && dots - at <= within);
}

/* How much of the text is the key, or its beginning where the text is cut; 0: none. */
static size_t
match(const char *key, const char *text, const char *end, int layers)
{
	const char *at = text;
	size_t done = 0;

	while (key[done] != '\0') {
		struct piece piece = { .n = 0 };
		size_t n = read_piece(at, end, layers, &piece);

		if (n == 0 || strncmp(key + done, piece.bytes, piece.n) != 0) {
			if (done < SECRET_PART_MIN || !is_cut(at, end, n == 0 ? ESCAPE_MAX : 0))
				return 0;
			break;
		}
		done += piece.n;
		at += n;
	}
	return (size_t)(at - text);
}

void
secret_hide(const char *key, char *text)
{
	const char *end = text + strlen(text);

	for (char *at = text; key[0] != '\0' && at < end; at++)
		for (int layers = 0; layers <= LAYERS_MAX; layers++)
			memset(at, '*', match(key, at, end, layers));
}

/* Moves the key to the front, without what stands around it; -1 when it cannot be one. */
static int
trim(char *key, size_t n, const char *from, struct fault *fault)
{
	size_t start = 0;

	while (n > 0 && isspace((unsigned char)key[n - 1]))
		n--;
	while (start < n && isspace((unsigned char)key[start]))
		start++;
	memmove(key, key + start, n - start);
	n -= start;
	key[n] = '\0';
	if (n == 0)
		return fault_set(fault, "%s is empty: it must hold Patriot's WebSocketApiKey", from);
	for (size_t i = 0; i < n; i++)
		if (iscntrl((unsigned char)key[i]))
			return fault_set(fault, "%s must hold one line: Patriot's WebSocketApiKey",
			    from);
	return 0;
}

static int
read_from(const char *file, char *key, struct fault *fault)
{
	char bytes[SECRET_MAX + SPARE + 1];
	size_t n, start = 0;
	int result = file_read(file, bytes, SECRET_MAX + SPARE, &n, fault);

	/* Windows editors put a mark in front of UTF-8. */
	if (result == 0 && n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		start = 3;
	if (result == 0)
		result = trim(bytes + start, n - start, file, fault);
	if (result == 0 && strlen(bytes + start) > SECRET_MAX)
		result = fault_set(fault, "%s: a key of at most %d characters was expected", file,
		    SECRET_MAX);
	if (result == 0)
		strcpy(key, bytes + start);
	crypto_wipe(bytes, sizeof(bytes));
	return result;
}

const char *
secret_file(const char *file, char path[PATH_MAX])
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");

	if (file != NULL || directory == NULL)
		return file;
	snprintf(path, PATH_MAX, "%s/api-key", directory);
	return access(path, F_OK) == 0 ? path : NULL;
}

int
secret_read(const char *file, char key[SECRET_MAX + 1], struct fault *fault)
{
	const char *value = getenv("ATDIALLER_API_KEY");
	char path[PATH_MAX];

	file = secret_file(file, path);
	if (file != NULL)
		return read_from(file, key, fault);
	if (value == NULL)
		return fault_set(fault, "no API key: give --api-key-file a file with Patriot's "
		    "WebSocketApiKey, or set ATDIALLER_API_KEY");
	if (strlen(value) > SECRET_MAX)
		return fault_set(fault, "ATDIALLER_API_KEY is longer than %d characters",
		    SECRET_MAX);
	strcpy(key, value);
	return trim(key, strlen(key), "ATDIALLER_API_KEY", fault);
}
