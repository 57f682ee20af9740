/* SPDX-License-Identifier: MIT */
#include "modem/dialect.h"

#include <string.h>

#include "util/array.h"
#include "util/text.h"

static const struct dialect *const dialects[] = {
	&dialect_cellular,
	&dialect_analog,
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

const struct dialect *
dialect_choose(bool cellular)
{
	return cellular ? &dialect_cellular : &dialect_analog;
}

int
dialect_dial(const struct dialect *dialect, const char *phone, char *out, size_t size,
    struct fault *fault)
{
	char checked[TEXT_PHONE_MAX + 1];
	size_t before = strcspn(dialect->dial, "$");

	/* The last door before the wire: a CR in a number would be a second command. */
	if (!text_phone(phone, strlen(phone), checked))
		return fault_set(fault, "not a telephone number");
	if (checked[0] == '+' && !dialect->dials_plus)
		return fault_set(fault, "an analog line cannot dial '+': have the number stored "
		    "as it is dialled by hand on this line");
	if (strlen(dialect->dial) + strlen(checked) > size)
		return fault_set(fault, "the number is too long for this modem");
	memcpy(out, dialect->dial, before);
	strcpy(out + before, checked);
	strcat(out, dialect->dial + before + 1);
	return 0;
}

const struct dialect_news *
dialect_read(const struct dialect *dialect, const char *line)
{
	for (const struct dialect_news *news = dialect->news; news->line != NULL; news++)
		if (text_starts(line, news->line))
			return news;
	return NULL;
}
