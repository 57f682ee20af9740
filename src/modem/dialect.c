/* SPDX-License-Identifier: MIT */
#include "modem/dialect.h"

#include <ctype.h>
#include <string.h>

#include "at/fields.h"
#include "modem/cause.h"
#include "util/array.h"
#include "util/text.h"

#define ADDRESS(name) &dialect_##name,

static const struct dialect *const dialects[] = {
	DIALECTS(ADDRESS)
};

const struct dialect *
dialect_at(size_t n)
{
	return n < ARRAY_LEN(dialects) ? dialects[n] : NULL;
}

const struct dialect *
dialect_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(dialects); i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	return NULL;
}

/* A number is a model only when it stands alone: 56000 is none in a serial number. */
static bool
stands_alone(const char *text, const char *at, size_t n)
{
	return (at == text || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[n]);
}

static bool
names(const char *identity, const char *word)
{
	bool whole = isdigit((unsigned char)word[0]);

	for (const char *at = identity; (at = strcasestr(at, word)) != NULL; at++)
		if (!whole || stands_alone(identity, at, strlen(word)))
			return true;
	return false;
}

static bool
knows(const struct dialect *dialect, const char *identity)
{
	if (dialect->identity == NULL)
		return false;
	for (size_t i = 0; dialect->identity[i] != NULL; i++)
		if (names(identity, dialect->identity[i]))
			return true;
	return false;
}

const struct dialect *
dialect_known(enum dialect_kind kind, const char *identity)
{
	for (size_t i = 0; i < ARRAY_LEN(dialects); i++)
		if (dialects[i]->cellular == (kind == DIALECT_CELLULAR) &&
		    knows(dialects[i], identity))
			return dialects[i];
	return NULL;
}

const struct dialect *
dialect_choose(enum dialect_kind kind, const char *identity)
{
	static const struct dialect *const generic[] = {
		[DIALECT_ANALOG] = &dialect_analog,
		[DIALECT_CELLULAR] = &dialect_cellular,
		[DIALECT_VOICE] = &dialect_voice,
	};
	const struct dialect *known = dialect_known(kind, identity);

	return known != NULL ? known : generic[kind];
}

const char *
dialect_init(const struct dialect *dialect, size_t n)
{
	size_t own = 0, before = 0;

	if (dialect->like != NULL) {
		while (dialect_init(dialect->like, before) != NULL)
			before++;
		if (n < before)
			return dialect_init(dialect->like, n);
	}
	if (dialect->init == NULL)
		return NULL;
	while (dialect->init[own] != NULL && own < n - before)
		own++;
	return dialect->init[own];
}

int
dialect_dial_in(const struct dialect_class *class, const struct dialect *dialect,
    const char *wire, char *out, size_t size, struct fault *fault)
{
	const char *dial = class != NULL ? class->dial : dialect->dial;
	char checked[TEXT_WIRE_MAX + 1];
	size_t before = strcspn(dial, "$");

	/* The last door before the wire: a CR in a number would be a second command. */
	if (dialect->dials_plus ? !text_phone(wire, strlen(wire), checked) :
	    !text_wire(wire, strlen(wire), checked))
		return fault_set(fault, "it is not a telephone number that this line can dial");
	if (strlen(dial) + strlen(checked) > size)
		return fault_set(fault, "the number is too long for this modem");
	memcpy(out, dial, before);
	strcpy(out + before, checked);
	strcat(out, dial + before + 1);
	return 0;
}

int
dialect_dial(const struct dialect *dialect, const char *wire, char *out, size_t size,
    struct fault *fault)
{
	return dialect_dial_in(NULL, dialect, wire, out, size, fault);
}

/* The nth field behind the beginning of a line, counted from 1; false when it is no number. */
static bool
field_of(const char *line, const char *beginning, unsigned n, long *value)
{
	struct at_fields fields;

	if (!at_fields_begin(&fields, line, beginning))
		return false;
	at_fields_skip(&fields, n - 1);
	return at_fields_number(&fields, value);
}

static bool
fits(const struct dialect_news *news, const char *line)
{
	long value;

	if (news->field == 0)
		return text_starts(line, news->line);
	return field_of(line, news->line, news->field, &value) && value == news->is;
}

const struct dialect_news *
dialect_read(const struct dialect *dialect, const char *line)
{
	for (; dialect != NULL; dialect = dialect->like) {
		if (dialect->news == NULL)
			continue;
		for (const struct dialect_news *news = dialect->news; news->line != NULL; news++)
			if (fits(news, line))
				return news;
	}
	return NULL;
}

const struct dialect_entry *
dialect_read_entry(const struct dialect *dialect, const char *line)
{
	if (dialect->entries == NULL)
		return NULL;
	for (const struct dialect_entry *entry = dialect->entries; entry->line != NULL; entry++)
		if (text_starts(line, entry->line))
			return entry;
	return NULL;
}

long
dialect_call(const struct dialect_news *news, const char *line)
{
	long index;

	return news->call != 0 && field_of(line, news->line, news->call, &index) ? index : 0;
}

enum call_end
dialect_why(const struct dialect_news *news, const char *line)
{
	enum call_end why = news->why;
	long cause;

	if (news->cause != 0 && field_of(line, news->line, news->cause, &cause))
		cause_read(cause, &why);
	return why;
}
