/* SPDX-License-Identifier: MIT */
#include "app/setting.h"

#include <stdio.h>
#include <string.h>

#include "util/array.h"
#include "util/text.h"

static int
add_item(struct config_list *list, const char *value, bool afresh, unsigned line,
    struct fault *fault)
{
	if (afresh)
		list->n = 0;
	if (list->n == CONFIG_LIST_MAX)
		return fault_set(fault, "expected at most %d of them", CONFIG_LIST_MAX);
	list->lines[list->n] = line;
	list->items[list->n++] = value;
	return 0;
}

/* Which of the words between bars it is; -1: none. */
static long
word_number(const char *words, const char *value)
{
	size_t n = strlen(value);
	long number = 0;

	for (;; number++) {
		size_t length = strcspn(words, "|");

		if (length == n && memcmp(words, value, n) == 0)
			return number;
		if (words[length] == '\0')
			return -1;
		words += length + 1;
	}
}

static int
read_choice(const char *words, const char *value, long *field, struct fault *fault)
{
	long number = word_number(words, value);

	if (number < 0)
		return fault_set(fault, "expected %s, got \"%.40s\"", words, value);
	*field = number;
	return 0;
}

static int
read_flag(const char *word, long *flag, struct fault *fault)
{
	static const struct {
		const char *yes, *no;
	} words[] = { { "yes", "no" }, { "true", "false" }, { "on", "off" } };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		*flag = word == NULL || strcmp(word, words[i].yes) == 0;
		if (*flag || strcmp(word, words[i].no) == 0)
			return 0;
	}
	return fault_set(fault, "expected yes or no, got \"%.40s\"", word);
}

/* What nobody can write into a file, nor should anybody print. */
static bool
has_controls(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return true;
	return false;
}

static int
check_text(const struct key *key, const char *value, struct fault *fault)
{
	if (value == NULL || key->argument == NULL)
		return 0;
	if (value[0] == '\0')
		return fault_set(fault, "expected %s, got nothing", key->argument);
	if (has_controls(value))
		return fault_set(fault, "expected %s, got control characters", key->argument);
	return 0;
}

int
setting_set(const struct key *key, void *config, const char *value, bool afresh, unsigned line,
    struct fault *fault)
{
	void *field = (char *)config + key->offset;

	if (check_text(key, value, fault) != 0)
		return -1;
	switch (key->kind) {
	case KEY_LIST:
		return add_item(field, value, afresh, line, fault);
	case KEY_TEXT:
		memcpy(field, &value, sizeof(value));
		return 0;
	case KEY_NUMBER:
		if (!text_number(value, key->min, key->max, field))
			return fault_set(fault, "expected a number from %ld to %ld, got \"%.40s\"",
			    key->min, key->max, value);
		return 0;
	case KEY_CHOICE:
		return read_choice(key->argument, value, field, fault);
	case KEY_FLAG:
		return read_flag(value, field, fault);
	case KEY_ACTION:
		if (key->argument != NULL)
			memcpy(field, &value, sizeof(value));
		return 0;
	}
	return 0;
}

static const char *
word_at(const char *words, long number, char out[SETTING_NUMBER_MAX])
{
	while (number-- > 0)
		words += strcspn(words, "|") + 1;
	snprintf(out, SETTING_NUMBER_MAX, "%.*s", (int)strcspn(words, "|"), words);
	return out;
}

static long
long_of(const void *field)
{
	long value;

	memcpy(&value, field, sizeof(value));
	return value;
}

static const char *
text_of(const void *field)
{
	const char *value;

	memcpy(&value, field, sizeof(value));
	return value;
}

const char *
setting_text(const struct key *key, const void *config, size_t item,
    char number[SETTING_NUMBER_MAX])
{
	const void *field = (const char *)config + key->offset;
	const struct config_list *list = field;

	switch (key->kind) {
	case KEY_LIST:
		return item < list->n ? list->items[item] : NULL;
	case KEY_TEXT:
		return text_of(field);
	case KEY_NUMBER:
		snprintf(number, SETTING_NUMBER_MAX, "%ld", long_of(field));
		return number;
	case KEY_CHOICE:
		return word_at(key->argument, long_of(field), number);
	case KEY_FLAG:
		return long_of(field) != 0 ? "yes" : "no";
	case KEY_ACTION:
		return NULL;
	}
	return NULL;
}

bool
setting_same(const struct key *key, const void *config, const void *other)
{
	for (size_t item = 0; ; item++) {
		char number[SETTING_NUMBER_MAX], another[SETTING_NUMBER_MAX];
		const char *a = setting_text(key, config, item, number);
		const char *b = setting_text(key, other, item, another);

		if (a == NULL || b == NULL)
			return a == b;
		if (strcmp(a, b) != 0)
			return false;
		if (key->kind != KEY_LIST)
			return true;
	}
}

void
setting_copy(const struct key *key, void *config, const void *from)
{
	static const size_t sizes[] = {
		[KEY_TEXT] = sizeof(const char *),
		[KEY_LIST] = sizeof(struct config_list),
		[KEY_NUMBER] = sizeof(long),
		[KEY_CHOICE] = sizeof(long),
		[KEY_FLAG] = sizeof(long),
		[KEY_ACTION] = 0,
	};

	memcpy((char *)config + key->offset, (const char *)from + key->offset, sizes[key->kind]);
}
