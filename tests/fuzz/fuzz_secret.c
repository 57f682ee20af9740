/* SPDX-License-Identifier: MIT */
/*
 * The key is in no text that was hidden from: not as it is, and not as we print or JSON escapes it.
 * The first line is the key, what follows is the text.
 */
#include <stdio.h>
#include <string.h>

#include "app/secret.h"
#include "fuzz.h"
#include "util/text.h"

enum { ALL = 4096 };

/* Only what is hidden changes, and the key is gone. */
static void
hide(const char *key, const char *text)
{
	char hidden[ALL];

	strcpy(hidden, text);
	secret_hide(key, hidden);
	MUST(strlen(hidden) == strlen(text));
	for (size_t i = 0; text[i] != '\0'; i++)
		MUST(hidden[i] == text[i] || hidden[i] == '*');
	MUST(strchr(key, '*') != NULL || strstr(hidden, key) == NULL);
}

static void
must_be_hidden(const char *key, const char *text)
{
	char hidden[ALL];

	strcpy(hidden, text);
	secret_hide(key, hidden);
	MUST(strspn(hidden, "*") == strlen(hidden));
}

/* As System.Text.Json may write it: all that is ASCII by its number. */
static void
escape(const char *key, char *out)
{
	for (out[0] = '\0'; *key != '\0'; key++)
		sprintf(out + strlen(out), (unsigned char)*key < 0x80 ? "\\u%04x" : "%c",
		    (unsigned char)*key);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char key[SECRET_MAX + 1], text[ALL / 2], escaped[6 * SECRET_MAX + 1];
	char printed[4 * SECRET_MAX + 8];
	size_t length = n < sizeof(text) ? n : sizeof(text) - 1, end;

	memcpy(text, bytes, length);
	text[length] = '\0';
	end = strcspn(text, "\n");
	if (end == 0 || end > SECRET_MAX || text[end] == '\0')
		return 0;
	memcpy(key, text, end);
	key[end] = '\0';
	hide(key, text + end + 1);
	escape(key, escaped);
	must_be_hidden(key, key);
	must_be_hidden(key, escaped);
	if (end <= TEXT_PRINT_MAX) {
		text_printable(key, end, printed, sizeof(printed));
		must_be_hidden(key, printed);
	}
	return 0;
}
