/* SPDX-License-Identifier: MIT */
#include "app/rules.h"

#include <stdio.h>
#include <string.h>

#include "util/text.h"

static const char digits[] = "0123456789";
static const char between[] = ", \t";   /* two items of one value */

/* One to `max` characters of `alphabet`. */
static bool
is_made_of(const char *text, const char *alphabet, size_t max)
{
	size_t n = strlen(text);

	return n > 0 && n <= max && text[strspn(text, alphabet)] == '\0';
}

static bool
is_prefix(const char *text)
{
	const char *behind = text + (text[0] == '+');

	return strlen(text) <= RULES_PREFIX_MAX &&
	    (is_made_of(behind, "0123456789*#", RULES_PREFIX_MAX) || strcmp(text, "+") == 0);
}

static bool
is_whole_number(const char *text)
{
	return strlen(text) <= RULES_PREFIX_MAX &&
	    is_made_of(text + (text[0] == '+'), digits, RULES_PREFIX_MAX);
}

/* The next item of a list; false behind the last. One that is too long is cut so as to show it. */
static bool
next_item(const char **rest, char *item, size_t size)
{
	size_t n;

	*rest += strspn(*rest, between);
	n = strcspn(*rest, between);
	if (n == 0)
		return false;
	snprintf(item, size, "%.*s", (int)n, *rest);
	*rest += n;
	return true;
}

static int
read_list(struct rules_list *list, const struct rules_values *values,
    bool (*is_good)(const char *), const char *expected, struct rules_place *place,
    struct fault *fault)
{
	for (size_t i = 0; i < values->n; i++) {
		const char *rest = values->items[i];
		size_t before = list->n;
		char item[2 * RULES_PREFIX_MAX];

		place->value = i;
		while (next_item(&rest, item, sizeof(item))) {
			if (!is_good(item))
				return fault_set(fault, "expected %s, got \"%s\"", expected, item);
			if (list->n == RULES_LIST_MAX)
				return fault_set(fault, "expected at most %d of them", RULES_LIST_MAX);
			list->values[list->n] = i;
			strcpy(list->items[list->n++], item);
		}
		if (list->n == before)
			return fault_set(fault, "expected %s, got nothing", expected);
	}
	return 0;
}

static bool
read_rewrite(struct rules_rewrite *rule, const char *item)
{
	const char *colon = strchr(item, ':');

	if (colon == NULL || colon - item > RULES_PREFIX_MAX ||
	    strlen(colon + 1) > RULES_PREFIX_MAX)
		return false;
	snprintf(rule->from, sizeof(rule->from), "%.*s", (int)(colon - item), item);
	strcpy(rule->to, colon + 1);
	return (rule->from[0] == '\0' || is_prefix(rule->from)) &&
	    (rule->to[0] == '\0' || is_prefix(rule->to)) && strcmp(rule->from, rule->to) != 0;
}

static int
add_rewrite(struct number_rules *rules, const char *item, struct fault *fault)
{
	struct rules_rewrite rule;

	if (!read_rewrite(&rule, item))
		return fault_set(fault, "expected FROM:TO, two beginnings of numbers such as +49:0, "
		    "got \"%s\"", item);
	for (size_t i = 0; i < rules->rewrite_count; i++)
		if (strcmp(rules->rewrites[i].from, rule.from) == 0)
			return fault_set(fault, "expected each beginning once, got \"%s\" and "
			    "\"%s:%s\"", item, rule.from, rules->rewrites[i].to);
	if (rules->rewrite_count == RULES_REWRITES_MAX)
		return fault_set(fault, "expected at most %d of them", RULES_REWRITES_MAX);
	rules->rewrites[rules->rewrite_count++] = rule;
	return 0;
}

static int
read_rewrites(struct number_rules *rules, const struct rules_values *values,
    struct rules_place *place, struct fault *fault)
{
	place->key = "rewrite";
	for (size_t i = 0; i < values->n; i++) {
		const char *rest = values->items[i];
		char item[3 * RULES_PREFIX_MAX];

		place->value = i;
		if (rest[strspn(rest, between)] == '\0')
			return add_rewrite(rules, "", fault);
		while (next_item(&rest, item, sizeof(item)))
			if (add_rewrite(rules, item, fault) != 0)
				return -1;
	}
	return 0;
}

/* 49, and also +49. */
static int
read_country(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	const char *code = settings->country_code;

	place->key = "country-code";
	if (code == NULL)
		return 0;
	code += code[0] == '+';
	if (!is_made_of(code, digits, RULES_COUNTRY_MAX) || code[0] == '0')
		return fault_set(fault, "expected one to three digits such as 49, got \"%.40s\"",
		    settings->country_code);
	if (settings->national_prefix == NULL)
		return fault_set(fault, "expected national-prefix, too: what is dialled before a "
		    "number within the country, mostly 0; none where nothing is");
	strcpy(rules->country_code, code);
	return 0;
}

static int
read_national(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	const char *national = settings->national_prefix;

	place->key = "national-prefix";
	if (national == NULL)
		return 0;
	if (settings->country_code == NULL)
		return fault_set(fault, "expected country-code, too: it is of no use without");
	if (strcmp(national, "none") == 0)
		return 0;
	if (!is_made_of(national, digits, RULES_NATIONAL_MAX))
		return fault_set(fault, "expected up to four digits, mostly 0, or none, got "
		    "\"%.40s\"", national);
	strcpy(rules->national_prefix, national);
	return 0;
}

static int
read_international(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	const char *international = settings->international_prefix;

	place->key = "international-prefix";
	/* 0049900... is 0900... to the network, and must be to the lists. */
	if (international == NULL && settings->country_code != NULL &&
	    settings->allow.n + settings->deny.n > 0)
		return fault_set(fault, "expected one, such as 00 or 011: else a number that is "
		    "dialled with it passes --deny and --allow");
	if (international == NULL)
		return 0;
	if (!is_made_of(international, digits, RULES_INTERNATIONAL_MAX))
		return fault_set(fault, "expected up to eight digits such as 00 or 011, got "
		    "\"%.40s\"", international);
	strcpy(rules->international_prefix, international);
	return 0;
}

static int
read_outside(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	const char *outside = settings->outside_line_prefix;
	char checked[TEXT_WIRE_MAX + 1];

	place->key = "outside-line-prefix";
	if (outside == NULL)
		return 0;
	if (strlen(outside) > RULES_OUTSIDE_MAX || !text_wire(outside, strlen(outside), checked))
		return fault_set(fault, "expected up to twelve of 0-9 * #, with a comma for each "
		    "pause and W to wait for a dial tone, such as \"0,\", got \"%.40s\"", outside);
	strcpy(rules->outside_line_prefix, outside);
	return 0;
}

static int
read_lists(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	static const char beginning[] = "the beginning of a number, such as 0900 or +49, or several "
	    "with commas or blanks between them";

	place->key = "allow";
	if (read_list(&rules->allow, &settings->allow, is_prefix, beginning, place, fault) != 0)
		return -1;
	place->key = "deny";
	if (read_list(&rules->deny, &settings->deny, is_prefix, beginning, place, fault) != 0)
		return -1;
	place->key = "emergency-numbers";
	return read_list(&rules->emergency_numbers, &settings->emergency_numbers, is_whole_number,
	    "a whole number such as 110", place, fault);
}

int
rules_init(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault)
{
	*rules = (struct number_rules){
		.allow_service_codes = settings->allow_service_codes,
		.max_dials_per_minute = settings->max_dials_per_minute,
	};
	*place = (struct rules_place){ .key = NULL };
	if (read_country(rules, settings, place, fault) != 0 ||
	    read_national(rules, settings, place, fault) != 0 ||
	    read_international(rules, settings, place, fault) != 0 ||
	    read_outside(rules, settings, place, fault) != 0 ||
	    read_lists(rules, settings, place, fault) != 0)
		return -1;
	return read_rewrites(rules, &settings->rewrite, place, fault);
}
