/* SPDX-License-Identifier: MIT */
#include "at/line.h"

#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
add(struct at_line *line, char c)
{
	if (c == '\0' || (line->next_len == 0 && is_blank(c)))
		return;
	if (line->next_len == AT_LINE_MAX)
		line->next_cut = true;
	else
		line->next[line->next_len++] = c;
}

static void
complete(struct at_line *line, const char *text, size_t n, bool cut)
{
	memcpy(line->text, text, n);
	line->text[n] = '\0';
	line->len = n;
	line->complete = n > 0;
	line->cut = cut;
}

static void
end_text(struct at_line *line)
{
	while (line->next_len > 0 && is_blank(line->next[line->next_len - 1]))
		line->next_len--;
	complete(line, line->next, line->next_len, line->next_cut);
	line->next_len = 0;
	line->next_cut = false;
}

/* The character behind a DLE. What is no event - sound, or the rest of a torn pair - is dropped. */
static void
end_event(struct at_line *line, char c)
{
	const char event[] = { AT_LINE_DLE[0], c };

	if (c == 'X' || c == '.')
		end_text(line);
	else if (c > ' ' && c <= '~')
		complete(line, event, sizeof(event), false);
}

static void
take_byte(struct at_line *line, char c)
{
	bool escaped = line->escaped;

	line->escaped = c == AT_LINE_DLE[0] && !escaped;
	if (c == '\r' || c == '\n')
		end_text(line);         /* behind a DLE, too: noise must not swallow what follows */
	else if (escaped)
		end_event(line, c);
	else if (!line->escaped)
		add(line, c);
}

size_t
at_line_take(struct at_line *line, const char *bytes, size_t n)
{
	size_t eaten = 0;

	line->complete = false;
	while (eaten < n && !line->complete)
		take_byte(line, bytes[eaten++]);
	return eaten;
}
