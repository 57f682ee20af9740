/* SPDX-License-Identifier: MIT */
#include "at/line.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
add(struct at_line *line, char c)
{
	if (c == '\0' || (line->len == 0 && is_blank(c)))
		return;
	if (line->len == AT_LINE_MAX) {
		line->cut = true;
		return;
	}
	line->text[line->len++] = c;
}

size_t
at_line_take(struct at_line *line, const char *bytes, size_t n)
{
	if (line->complete) {
		line->complete = false;
		line->cut = false;
		line->len = 0;
	}
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\r' && bytes[i] != '\n') {
			add(line, bytes[i]);
			continue;
		}
		while (line->len > 0 && is_blank(line->text[line->len - 1]))
			line->len--;
		if (line->len == 0)
			continue;
		line->text[line->len] = '\0';
		line->complete = true;
		return i + 1;
	}
	return n;
}
