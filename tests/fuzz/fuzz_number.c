/* SPDX-License-Identifier: MIT */
/* Numbers and foreign text: nothing but a number gets through, nothing odd is printed. */
#include <string.h>

#include "app/number.h"
#include "fuzz.h"
#include "modem/dialect.h"
#include "util/text.h"

/* ^\+?[0-9*#]{1,40}$, said in another way than in the module. */
static bool
is_number(const char *text, size_t n)
{
	size_t plus = n > 0 && *text == '+';

	if (n - plus < 1 || n - plus > 40)
		return false;
	for (size_t i = plus; i < n; i++)
		if (text[i] == '\0' || strchr("0123456789*#", text[i]) == NULL)
			return false;
	return true;
}

static void
print(const char *bytes, size_t n, size_t size)
{
	char out[1024];
	size_t shown = 0, length;

	MUST(text_printable(bytes, n, out, size) == out);
	MUST(strlen(out) < size);
	for (const char *c = out; *c != '\0'; c += length, shown++) {
		length = text_utf8_length(c, strlen(c));
		MUST(length > 0 && (unsigned char)*c >= ' ' && *c != 0x7f);
	}
	MUST(shown <= 4 * TEXT_PRINT_MAX + 3);
}

static void
dial(const char *phone)
{
	for (size_t i = 0; dialect_at(i) != NULL; i++) {
		char command[128];
		struct fault fault;

		if (dialect_dial(dialect_at(i), phone, command, sizeof(command), &fault) != 0)
			continue;
		MUST(strstr(command, phone) != NULL);
		MUST(strlen(command) == strlen(dialect_at(i)->dial) - 1 + strlen(phone));
		MUST(strpbrk(command, "\r\n\x1a\x1b") == NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *text = (const char *)bytes;
	char asked[256], phone[TEXT_PHONE_MAX + 1], masked[TEXT_PHONE_MAX + 1];
	struct fault fault = { .text = "" };
	long value;

	MUST(text_phone(text, n, phone) == is_number(text, n));
	print(text, n, 1024);
	print(text, n, n % 64 + 8);
	if (n >= sizeof(asked))
		return 0;
	memcpy(asked, text, n);
	asked[n] = '\0';
	text_masked(asked, masked);
	if (text_number(asked, -1000, 1000, &value))
		MUST(value >= -1000 && value <= 1000);
	if (number_check(asked, phone, &fault) == 0) {
		MUST(is_number(asked, strlen(asked)) && strcmp(phone, asked) == 0);
		dial(phone);
	} else {
		MUST(fault.text[0] != '\0');
	}
	return 0;
}
