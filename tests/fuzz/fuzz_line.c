/* SPDX-License-Identifier: MIT */
/*
 * Lines and fields. The first byte says how the rest is cut, and however that is, the same
 * lines come out.
 */
#include <string.h>

#include "at/codes.h"
#include "at/fields.h"
#include "at/line.h"
#include "fuzz.h"
#include "util/buf.h"

static void
walk(const char *text)
{
	char *line = strdup(text), field[24];
	struct at_fields fields;
	struct at_code code;
	long number;
	size_t steps = 0;

	MUST(line != NULL);
	at_code_unasked(line);
	if (at_code_read(line, &code))
		MUST(at_result_name(code.result) != NULL);
	MUST(at_fields_begin(&fields, line, ""));
	while (fields.at != NULL) {
		MUST(++steps <= strlen(line) + 1);
		at_fields_quoted(&fields);
		if (steps % 2 == 0)
			at_fields_number(&fields, &number);
		else if (at_fields_text(&fields, field, sizeof(field)))
			MUST(strlen(field) < sizeof(field));
	}
	free(line);
}

static void
read_lines(const char *bytes, size_t n, size_t piece, struct buf *lines)
{
	struct at_line line = { .len = 0 };

	for (size_t at = 0; at < n;) {
		size_t size = n - at < piece ? n - at : piece;
		size_t eaten = at_line_take(&line, bytes + at, size);

		MUST(eaten > 0 && eaten <= size);
		at += eaten;
		if (!line.complete)
			continue;
		MUST(strlen(line.text) == line.len && line.len > 0 && line.len <= AT_LINE_MAX);
		MUST(strpbrk(line.text, "\r\n") == NULL);
		buf_put(lines, line.text, line.len + 1);
		walk(line.text);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static char whole_bytes[64 * 1024], cut_bytes[sizeof(whole_bytes)];
	struct buf whole, cut;

	if (n == 0)
		return 0;
	buf_init(&whole, whole_bytes, sizeof(whole_bytes));
	buf_init(&cut, cut_bytes, sizeof(cut_bytes));
	read_lines((const char *)bytes + 1, n - 1, n, &whole);
	read_lines((const char *)bytes + 1, n - 1, bytes[0] % 16 + 1u, &cut);
	MUST(whole.len == cut.len && memcmp(whole_bytes, cut_bytes, whole.len) == 0);
	return 0;
}
