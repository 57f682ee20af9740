/* SPDX-License-Identifier: MIT */
#include "at/fields.h"

#include <limits.h>
#include <string.h>

#include "util/text.h"

static const char *
past_blanks(const char *s)
{
	while (*s == ' ' || *s == '\t')
		s++;
	return s;
}

bool
at_fields_begin(struct at_fields *fields, const char *line, const char *prefix)
{
	fields->at = text_starts(line, prefix) ? line + strlen(prefix) : NULL;
	return fields->at != NULL;
}

bool
at_fields_text(struct at_fields *fields, char *out, size_t size)
{
	size_t len = 0;
	const char *s;
	bool quoted;

	out[0] = '\0';
	if (fields->at == NULL)
		return false;
	s = past_blanks(fields->at);
	quoted = *s == '"';
	if (quoted)
		s++;
	for (; *s != '\0' && *s != (quoted ? '"' : ','); s++)
		if (len + 1 < size)
			out[len++] = *s;
	while (!quoted && len > 0 && (out[len - 1] == ' ' || out[len - 1] == '\t'))
		len--;
	out[len] = '\0';
	s += strcspn(s, ",");
	fields->at = *s == ',' ? s + 1 : NULL;
	return true;
}

bool
at_fields_number(struct at_fields *fields, long *value)
{
	char text[16];

	return at_fields_text(fields, text, sizeof(text)) &&
	    text_number(text, INT_MIN, INT_MAX, value);
}

bool
at_fields_quoted(const struct at_fields *fields)
{
	return fields->at != NULL && *past_blanks(fields->at) == '"';
}

void
at_fields_skip(struct at_fields *fields, size_t n)
{
	char ignored[1];

	while (n-- > 0)
		at_fields_text(fields, ignored, sizeof(ignored));
}
