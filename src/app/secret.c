/* SPDX-License-Identifier: MIT */
#include "app/secret.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "link/crypto.h"
#include "modem/pin.h"
#include "util/text.h"

enum {
	SPARE = 8,                      /* a mark in front, a line end behind */
	LAYERS_MAX = 2,                 /* of escapes: JSON that was made printable */
	ESCAPE_MAX = 12                 /* characters of one, with both */
};

static const struct {
	const char *credential;
	const char *variable;
	const char *what;
} secrets[] = {
	[SECRET_API_KEY] = { "api-key", "ATDIALLER_API_KEY", "Patriot's WebSocketApiKey" },
	[SECRET_SIM_PIN] = { "sim-pin", "ATDIALLER_SIM_PIN", "the SIM card's PIN" },
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

	for (char *at = text; key[0] != '\0' && at < end; at++) {
		size_t most = 0;

		for (int layers = 0; layers <= LAYERS_MAX; layers++) {
			size_t n = match(key, at, end, layers);

			most = n > most ? n : most;
		}
		memset(at, '*', most);
	}
}

/* Moves it to the front, without what stands around it; -1 when it cannot be one. */
static int
trim(enum secret which, char *text, size_t n, const char *from, struct fault *fault)
{
	size_t start = 0;

	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	while (start < n && isspace((unsigned char)text[start]))
		start++;
	memmove(text, text + start, n - start);
	n -= start;
	text[n] = '\0';
	if (n == 0)
		return fault_set(fault, "%s is empty: it must hold %s", from, secrets[which].what);
	for (size_t i = 0; i < n; i++)
		if (iscntrl((unsigned char)text[i]))
			return fault_set(fault, "%s must hold one line: %s", from,
			    secrets[which].what);
	return 0;
}

static int
read_file(enum secret which, const char *file, char *text, struct fault *fault)
{
	char bytes[SECRET_MAX + SPARE + 1];
	size_t n, start = 0;
	int result = file_read_kept(file, bytes, SECRET_MAX + SPARE, &n, fault);

	/* Windows editors put a mark in front of UTF-8. */
	if (result == 0 && n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		start = 3;
	if (result == 0)
		result = trim(which, bytes + start, n - start, file, fault);
	if (result == 0 && strlen(bytes + start) > SECRET_MAX)
		result = fault_set(fault, "%s: at most %d characters were expected", file,
		    SECRET_MAX);
	if (result == 0)
		strcpy(text, bytes + start);
	crypto_wipe(bytes, sizeof(bytes));
	return result;
}

/* Our systemd unit puts it in the place of a file that is missing: systemd itself would not say what for. */
static bool
is_one_blank(const char *file)
{
	struct fault ignored;
	char byte;
	size_t n;

	return file_read_kept(file, &byte, 1, &n, &ignored) == 0 && n == 1 && byte == ' ';
}

const char *
secret_file(enum secret which, const char *file, char path[PATH_MAX])
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");

	if (file != NULL || directory == NULL)
		return file;
	snprintf(path, PATH_MAX, "%s/%s", directory, secrets[which].credential);
	/* The folder may be there for other things. */
	return access(path, F_OK) == 0 && !is_one_blank(path) ? path : NULL;
}

bool
secret_in_environment(enum secret which)
{
	char path[PATH_MAX];

	return secret_file(which, NULL, path) != NULL || getenv(secrets[which].variable) != NULL;
}

bool
secret_beside(enum secret which, const char *config_file, char path[PATH_MAX])
{
	const char *slash = strrchr(config_file, '/');
	const char *name = slash != NULL ? slash + 1 : config_file;
	size_t n = strcmp(name, "atdialler.conf") == 0 ? 0 : strcspn(name, ".");
	int size = snprintf(path, PATH_MAX, "%.*s%.*s%s%s", (int)(name - config_file), config_file,
	    (int)n, name, n > 0 ? "." : "", secrets[which].credential);

	return size < PATH_MAX && access(path, F_OK) == 0;
}

/* 1: there is none. `path` is for the credential's name; *from is where it was looked for. */
static int
read_from(enum secret which, const char **from, char path[PATH_MAX], char text[SECRET_MAX + 1],
    struct fault *fault)
{
	const char *value = getenv(secrets[which].variable);
	const char *file = secret_file(which, *from, path);

	*from = file != NULL ? file : secrets[which].variable;
	if (file != NULL)
		return read_file(which, file, text, fault);
	if (value == NULL)
		return 1;
	if (strlen(value) > SECRET_MAX)
		return fault_set(fault, "%s is longer than %d characters", *from, SECRET_MAX);
	strcpy(text, value);
	return trim(which, text, strlen(text), *from, fault);
}

int
secret_read(const char *file, char key[SECRET_MAX + 1], struct fault *fault)
{
	char path[PATH_MAX];
	int result = read_from(SECRET_API_KEY, &file, path, key, fault);

	if (result > 0 && getenv("CREDENTIALS_DIRECTORY") != NULL)
		return fault_set(fault, "no API key: put Patriot's WebSocketApiKey into the file "
		    "that LoadCredential=api-key: in the systemd unit names, owned by root and "
		    "with mode 0600");
	if (result > 0)
		return fault_set(fault, "no API key: give --api-key-file a file with Patriot's "
		    "WebSocketApiKey, or set ATDIALLER_API_KEY");
	return result;
}

int
secret_read_pin(const char *file, char pin[SECRET_MAX + 1], struct fault *fault)
{
	char path[PATH_MAX];
	int result = read_from(SECRET_SIM_PIN, &file, path, pin, fault);

	if (result == 0 && !pin_check(pin))
		result = fault_set(fault, "%s must hold the SIM card's PIN: %d to %d digits", file,
		    PIN_MIN, PIN_MAX);
	if (result != 0)
		secret_wipe(pin);
	return result < 0 ? -1 : 0;
}

bool
secret_is_exposed(const char *file, struct fault *fault)
{
	char word[PATH_MAX];
	struct stat status;

	if (file == NULL || stat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
	    (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return false;
	fault_set(fault, "not only its owner may use %.120s (mode %04o): chmod 600 %.120s", file,
	    (unsigned)(status.st_mode & 07777), text_quoted(file, word, sizeof(word)));
	return true;
}
