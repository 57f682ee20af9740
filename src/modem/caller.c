/* SPDX-License-Identifier: MIT */
#include "modem/caller.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "at/fields.h"
#include "modem/mdmf.h"
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
	enum { NUMBER, NAME, RECORD, REASON, NOTHING } tells;
} keywords[] = {
	{ "NMBR",                         NUMBER },
	{ "NBR",                          NUMBER },
	{ "DDN_NMBR",                     NUMBER },
	{ "DDN",                          NUMBER },
	{ "NUMBER",                       NUMBER },
	{ "CALLER NUMBER",                NUMBER },
	{ "CALLER'S NUMBER",              NUMBER },
	{ "CallerID",                     NUMBER },
	{ "FM",                           NUMBER },
	{ "NAME",                         NAME },
	{ "CALLER NAME",                  NAME },
	{ "MESG",                         RECORD },
	{ "REASON FOR NO CALLER NUMBER",  REASON },
	{ "NO MESSAGE REASON",            REASON },
	{ "REASON FOR NO CALLER NAME",    NOTHING },
	{ "DATE TIME",                    NOTHING },
	{ "DATE",                         NOTHING },
	{ "TIME",                         NOTHING },
	{ "CALLED NUMBER",                NOTHING },
	{ "NDID",                         NOTHING },
	{ "ANID",                         NOTHING },    /* iaxmodem's, from here on */
	{ "USER",                         NOTHING },
	{ "PASS",                         NOTHING },
	{ "CDID",                         NOTHING },
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

static void
add_number(struct caller *caller, const char *value)
{
	char number[64];
	const char *to = strcasestr(value, " TO:"); /* ZyXEL: FM:0911 TO:12 */
	size_t n = to != NULL ? (size_t)(to - value) : strlen(value);

	if (caller->number[0] != '\0')
		return;
	snprintf(number, sizeof(number), "%.*s", n < sizeof(number) ? (int)n : 0, value);
	caller_set_number(caller, number, TYPE_UNKNOWN);
}

static void
add_name(struct caller *caller, const char *value)
{
	if (caller->name[0] == '\0')
		text_copy(caller->name, sizeof(caller->name), value);
}

static void
add_absence(struct caller *caller)
{
	caller->withheld = caller->number[0] == '\0';
}

/* A record or a parameter of one; false when it announces no call. `bare`: no MESG stands before it. */
static bool
add_record(struct caller *caller, const char *hex, bool bare)
{
	struct mdmf mdmf;

	/* A bare number is hexadecimal digits, too. */
	if (!mdmf_read(&mdmf, hex) || (bare && !mdmf.record))
		return false;
	if (mdmf.number[0] != '\0')
		add_number(caller, mdmf.number);
	if (mdmf.absent)
		add_absence(caller);
	if (mdmf.name[0] != '\0')
		add_name(caller, mdmf.name);
	caller->doubtful = caller->doubtful || (mdmf.record && !mdmf.checked);
	return true;
}

bool
caller_read_ring(struct caller *caller, const char *line)
{
	const char *from = NULL;
	char number[64];

	if (text_starts(line, "RING;"))
		from = line + strlen("RING;");
	else if (text_starts(line, "RING: ") && (from = strstr(line, " DN")) != NULL)
		from += strcspn(from + 1, " ") + 1;
	if (from == NULL)
		return false;
	snprintf(number, sizeof(number), "%.*s", (int)strcspn(from, ";"), from);
	caller_set_number(caller, number, TYPE_UNKNOWN);
	return true;
}

static bool
add_value(struct caller *caller, const struct keyword *keyword, const char *value)
{
	switch (keyword->tells) {
	case NUMBER:
		add_number(caller, value);
		return true;
	case NAME:
		add_name(caller, value);
		return true;
	case RECORD:
		return add_record(caller, value, false);
	case REASON:
		add_absence(caller);
		return true;
	case NOTHING:
		return true;
	}
	return false;
}

bool
caller_read_block(struct caller *caller, const char *line)
{
	if (strcasecmp(line, "CALLING MSG") == 0 || strcasecmp(line, "END MSG") == 0)
		return true;
	if (strcasecmp(line, "WITHHELD") == 0) {
		add_absence(caller);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		const char *value = value_of(line, keywords[i].word);

		if (value != NULL)
			return add_value(caller, &keywords[i], value);
	}
	return add_record(caller, line, true);
}
