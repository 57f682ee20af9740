/* SPDX-License-Identifier: MIT */
#include "modem/dialect.h"

#include <string.h>

#include "at/fields.h"
#include "util/array.h"
#include "util/text.h"

/* Those with an identity are tried in this order. */
static const struct dialect *const dialects[] = {
	&dialect_cellular,
	&dialect_cinterion,
	&dialect_huawei,
	&dialect_infineon,
	&dialect_motorola,
	&dialect_option,
	&dialect_quectel,
	&dialect_sierra,
	&dialect_simcom,
	&dialect_sonyericsson,
	&dialect_telit,
	&dialect_ublox,
	&dialect_wavecom,
	&dialect_zte,
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

static bool
knows(const struct dialect *dialect, const char *identity)
{
	if (dialect->identity == NULL)
		return false;
	for (size_t i = 0; dialect->identity[i] != NULL; i++)
		if (strcasestr(identity, dialect->identity[i]) != NULL)
			return true;
	return false;
}

const struct dialect *
dialect_choose(bool cellular, const char *identity)
{
	for (size_t i = 0; i < ARRAY_LEN(dialects); i++)
		if (dialects[i]->cellular == cellular && knows(dialects[i], identity))
			return dialects[i];
	return cellular ? &dialect_cellular : &dialect_analog;
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

enum call_end
dialect_why(const struct dialect_news *news, const char *line)
{
	static const struct {
		long cause;             /* 24.008 10.5.4.11 */
		enum call_end end;
	} causes[] = {
		{ 1, CALL_END_FAILED }, { 3, CALL_END_FAILED }, { 17, CALL_END_BUSY },
		{ 18, CALL_END_NO_ANSWER }, { 19, CALL_END_NO_ANSWER }, { 21, CALL_END_REJECTED },
		{ 22, CALL_END_FAILED }, { 27, CALL_END_FAILED }, { 28, CALL_END_FAILED },
		{ 34, CALL_END_FAILED }, { 38, CALL_END_FAILED }, { 41, CALL_END_FAILED },
		{ 42, CALL_END_FAILED }, { 44, CALL_END_FAILED },
	};
	long cause;

	if (news->cause == 0 || !field_of(line, news->line, news->cause, &cause))
		return news->why;
	for (size_t i = 0; i < ARRAY_LEN(causes); i++)
		if (causes[i].cause == cause)
			return causes[i].end;
	return news->why;
}
