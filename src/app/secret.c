/* SPDX-License-Identifier: MIT */
#include "app/secret.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "link/crypto.h"

enum {
	SPARE = 8                       /* a mark in front, a line end behind */
};

void
secret_wipe(char key[SECRET_MAX + 1])
{
	crypto_wipe(key, SECRET_MAX + 1);
}

/* The text was cut at `end`, perhaps in the middle of the key. */
static void
hide_beginning(const char *key, const char *text, char *end)
{
	size_t n = strlen(key);

	if (n > (size_t)(end - text))
		n = (size_t)(end - text);
	while (n >= SECRET_PART_MIN && memcmp(end - n, key, n) != 0)
		n--;
	if (n >= SECRET_PART_MIN)
		memset(end - n, '*', n);
}

void
secret_hide(const char *key, char *text)
{
	size_t n = strlen(key);
	char *at;

	for (at = text; n > 0 && (at = strstr(at, key)) != NULL; at += n)
		memset(at, '*', n);
	for (at = text; (at = strstr(at, "...")) != NULL; at++)
		hide_beginning(key, text, at);
	hide_beginning(key, text, text + strlen(text));
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
