/* SPDX-License-Identifier: MIT */
#include "modem/caller.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "at/fields.h"
#include "util/array.h"

enum {
	TYPE_INTERNATIONAL = 145,
	TYPE_UNKNOWN = 129
};

void
caller_set_number(struct caller *caller, const char *text, long type)
{
	char digits[TEXT_PHONE_MAX + 2] = "";
	size_t n = 0;

	if (type == TYPE_INTERNATIONAL && text[0] != '+' && text[0] != '\0')
		digits[n++] = '+';
	for (; *text != '\0' && n < sizeof(digits) - 1; text++)
		if (strchr(" -().", *text) == NULL)
			digits[n++] = *text;
	caller->number[0] = '\0';
	caller->withheld = !text_phone(digits, n, caller->number);
}

/* Number, type and, `skip` fields further, the CLI validity: 0 means that the number may be shown. */
static void
read_cli(struct caller *caller, struct at_fields *fields, size_t skip)
{
	char number[64];
	long type, validity;

	at_fields_text(fields, number, sizeof(number));
	if (!at_fields_number(fields, &type))
		type = TYPE_UNKNOWN;
	caller->name[0] = '\0';
	caller_set_number(caller, number, type);
	at_fields_skip(fields, skip);
	at_fields_text(fields, caller->name, sizeof(caller->name));
	if (at_fields_number(fields, &validity) && validity >= 1 && validity <= 3) {
		caller->number[0] = '\0';
		caller->withheld = true;
	}
}

bool
caller_read_clip(struct caller *caller, const char *line)
{
	struct at_fields fields;

	if (!at_fields_begin(&fields, line, "+CLIP:"))
		return false;
	read_cli(caller, &fields, 2);   /* subaddress and its type */
	return true;
}

bool
caller_read_ccwa(struct caller *caller, const char *line)
{
	struct at_fields fields;

	if (!at_fields_begin(&fields, line, "+CCWA:"))
		return false;
	read_cli(caller, &fields, 1);   /* class */
	return true;
}

/* What a line of a caller-ID block begins with, and what follows it. */
static const struct keyword {
	const char *word;
	enum { NUMBER, NAME, NOTHING } tells;
} keywords[] = {
	{ "NMBR",                         NUMBER },
	{ "NBR",                          NUMBER },
	{ "DDN_NMBR",                     NUMBER },
	{ "DDN",                          NUMBER },
	{ "CALLER NUMBER",                NUMBER },
	{ "CALLER'S NUMBER",              NUMBER },
	{ "CallerID",                     NUMBER },
	{ "NAME",                         NAME },
	{ "CALLER NAME",                  NAME },
	{ "DATE TIME",                    NOTHING },
	{ "DATE",                         NOTHING },
	{ "TIME",                         NOTHING },
	{ "NDID",                         NOTHING },
	{ "CALLED NUMBER",                NOTHING },
	{ "MESG",                         NOTHING },
	{ "REASON FOR NO CALLER NUMBER",  NOTHING },
	{ "REASON FOR NO CALLER NAME",    NOTHING },
	{ "NO MESSAGE REASON",            NOTHING },
};

/* The value behind the keyword and its '=' or ':'; NULL when the line is another one. */
static const char *
value_of(const char *line, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(line, word, n) != 0)
		return NULL;
	line += n;
	while (*line == ' ')
		line++;
	if (*line != '=' && *line != ':')
		return NULL;
	line++;
	while (*line == ' ')
		line++;
	return line;
}

bool
caller_read_block(struct caller *caller, const char *line)
{
	if (strcasecmp(line, "CALLING MSG") == 0 || strcasecmp(line, "END MSG") == 0)
		return true;
	if (strcasecmp(line, "WITHHELD") == 0) {
		caller->withheld = caller->number[0] == '\0';
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		const char *value = value_of(line, keywords[i].word);

		if (value == NULL)
			continue;
		if (keywords[i].tells == NUMBER && caller->number[0] == '\0')
			caller_set_number(caller, value, TYPE_UNKNOWN);
		if (keywords[i].tells == NAME && caller->name[0] == '\0')
			text_copy(caller->name, sizeof(caller->name), value);
		return true;
	}
	return false;
}
