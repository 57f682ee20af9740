/* SPDX-License-Identifier: MIT */
#include "app/number.h"

#include <stdio.h>
#include <string.h>

#include "util/array.h"

/* Where a number leads, so that +49911, 0049911 and 0911 are found to be one. */
struct form {
	enum {
		AS_IT_IS,               /* local, short, a code: no more is known */
		NATIONAL,
		ABROAD
	} leads;
	const char *rest;               /* without the prefix that says so */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* *31# and #31# show or hide our own number for one call (22.030 6.5.5.1): a call, not a code. */
static bool
hides_or_shows(const char *phone)
{
	return (phone[0] == '*' || phone[0] == '#') && strncmp(phone + 1, "31#", 3) == 0 &&
	    is_digit(phone[4]);
}

/*
 * A number that ends in # is a USSD string, however it begins (22.030 6.5.3.2); an analog line may
 * take the # for the end of the number, but the same number is judged alike on both.
 */
static bool
is_service_code(const char *phone)
{
	if (phone[strlen(phone) - 1] == '#')
		return true;
	if (hides_or_shows(phone))
		return strchr(phone + 4, '#') != NULL;
	return phone[0] == '*' || phone[0] == '#';
}

/*
 * What follows the country code. "+49 (0) 911" is written so often that it arrives as +490911: where
 * 0 or 1 is what makes a number national, no number behind the country code begins with it. In
 * countries with 8 they do.
 */
static const char *
behind_country(const struct number_rules *rules, const char *rest)
{
	const char *national = rules->national_prefix;
	size_t n = strlen(national);

	rest += strlen(rules->country_code);
	if ((national[0] == '0' || national[0] == '1') && text_starts(rest, national))
		rest += n;
	return rest;
}

static struct form
form_of(const struct number_rules *rules, const char *phone)
{
	const char *abroad = rules->international_prefix;
	bool has_country = rules->country_code[0] != '\0';

	if (hides_or_shows(phone))
		phone += 4;
	if (phone[0] == '+')
		phone++;
	else if (abroad[0] != '\0' && text_starts(phone, abroad))
		phone += strlen(abroad);
	else if (has_country && is_digit(phone[0]) && text_starts(phone, rules->national_prefix))
		return (struct form){ NATIONAL, phone + strlen(rules->national_prefix) };
	else
		return (struct form){ AS_IT_IS, phone };
	if (has_country && text_starts(phone, rules->country_code))
		return (struct form){ NATIONAL, behind_country(rules, phone) };
	return (struct form){ ABROAD, phone };
}

/* As it is dialled by hand. */
static void
write_by_hand(const struct number_rules *rules, const struct form *form,
    char out[TEXT_WIRE_MAX + 1])
{
	const char *before = "";

	if (form->leads == NATIONAL)
		before = rules->national_prefix;
	else if (form->leads == ABROAD)
		before = rules->international_prefix[0] != '\0' ? rules->international_prefix : "+";
	snprintf(out, TEXT_WIRE_MAX + 1, "%s%s", before, form->rest);
}

static bool
begins(const struct number_rules *rules, const char *phone, const char *prefix)
{
	struct form number = form_of(rules, phone), beginning = form_of(rules, prefix);
	char by_hand[TEXT_WIRE_MAX + 1];

	if (number.leads == beginning.leads)
		return text_starts(number.rest, beginning.rest);
	if (beginning.leads != AS_IT_IS)
		return false;
	/* A prefix that ends within one that leads somewhere, such as 0 before 011. */
	write_by_hand(rules, &number, by_hand);
	return text_starts(by_hand, beginning.rest);
}

static bool
is_same(const struct number_rules *rules, const char *phone, const char *other)
{
	return begins(rules, phone, other) && begins(rules, other, phone);
}

/* The first item that it begins with, or the list's end. */
static size_t
find_prefix(const struct number_rules *rules, const struct rules_list *list, const char *phone)
{
	size_t i = 0;

	while (i < list->n && !begins(rules, phone, list->items[i]))
		i++;
	return i;
}

static bool
is_emergency(const struct number_rules *rules, const char *phone)
{
	static const char *const everywhere[] = { "112", "911" };       /* 22.101 10.1.1 */
	const struct rules_list *list = &rules->emergency_numbers;

	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		if (is_same(rules, phone, everywhere[i]))
			return true;
	for (size_t i = 0; i < list->n; i++)
		if (is_same(rules, phone, list->items[i]))
			return true;
	return false;
}

static int
check_shape(struct number_plan *plan, const char *asked, struct fault *fault)
{
	plan->refused_by = NUMBER_NO_NUMBER;
	if (asked[0] == '\0')
		return fault_set(fault, "there is no number in it");
	if (!text_phone(asked, strlen(asked), plan->shown))
		return fault_set(fault, "it is not a telephone number: up to 40 of 0-9 * # are "
		    "expected, after a + perhaps");
	if (asked[0] == '+' && !is_digit(asked[1]))
		return fault_set(fault, "it is not a telephone number: digits are expected behind "
		    "the +");
	return 0;
}

static int
check_code(struct number_plan *plan, const struct number_rules *rules, struct fault *fault)
{
	plan->refused_by = NUMBER_SERVICE_CODE;
	if (!rules->allow_service_codes && is_service_code(plan->shown))
		return fault_set(fault, "it is a service code, which could divert the line: only "
		    "--allow-service-codes lets it pass");
	return 0;
}

/* What is denied is so even where it is allowed. */
static int
check_lists(struct number_plan *plan, const struct number_rules *rules, struct fault *fault)
{
	const struct rules_list *deny = &rules->deny, *allow = &rules->allow;
	size_t denied = find_prefix(rules, deny, plan->shown);

	plan->refused_by = NUMBER_DENIED;
	if (denied < deny->n) {
		plan->value = deny->values[denied];
		return fault_set(fault, "deny = %s refuses it; if it is to be dialled, take that out "
		    "or make it longer", deny->items[denied]);
	}
	plan->refused_by = NUMBER_NOT_ALLOWED;
	if (allow->n > 0 && find_prefix(rules, allow, plan->shown) == allow->n)
		return fault_set(fault, "allow = %s%s has nothing that it begins with; if it is to be "
		    "dialled, add that", allow->items[0], allow->n > 1 ? " ..." : "");
	return 0;
}

static int
take_off_plus(struct number_plan *plan, const struct number_rules *rules,
    char by_hand[TEXT_WIRE_MAX + 1], struct fault *fault)
{
	struct form form = form_of(rules, plan->shown);

	plan->refused_by = NUMBER_NO_WAY_ABROAD;
	if (form.leads == ABROAD && rules->international_prefix[0] == '\0')
		return fault_set(fault, "an analog line cannot dial '+': set --international-prefix "
		    "to what is dialled for it by hand%s", rules->country_code[0] != '\0' ? "" :
		    ", or for numbers of the own country --country-code and --national-prefix");
	plan->refused_by = NUMBER_NO_NUMBER;
	if (form.rest[0] == '\0')
		return fault_set(fault, "it is not a telephone number: nothing follows the country "
		    "code");
	write_by_hand(rules, &form, by_hand);
	return 0;
}

static int
write_wire(struct number_plan *plan, const struct number_rules *rules, struct fault *fault)
{
	char by_hand[TEXT_WIRE_MAX + 1];

	strcpy(by_hand, plan->shown);
	if (plan->shown[0] == '+' && take_off_plus(plan, rules, by_hand, fault) != 0)
		return -1;
	plan->refused_by = NUMBER_NO_NUMBER;
	if (snprintf(plan->wire, sizeof(plan->wire), "%s%s", rules->outside_line_prefix, by_hand) >=
	    (int)sizeof(plan->wire))
		return fault_set(fault, "it is too long for this line");
	return 0;
}

int
number_plan(const struct number_rules *rules, const char *asked, bool dials_plus,
    struct number_plan *plan, struct fault *fault)
{
	*plan = (struct number_plan){ .refused_by = NUMBER_NOT_REFUSED };
	if (check_shape(plan, asked, fault) != 0 || check_code(plan, rules, fault) != 0)
		return -1;
	plan->emergency = is_emergency(rules, plan->shown);
	if (!plan->emergency && check_lists(plan, rules, fault) != 0)
		return -1;
	if (dials_plus) {
		strcpy(plan->wire, plan->shown);
	} else if (write_wire(plan, rules, fault) != 0) {
		plan->wire[0] = '\0';
		return -1;
	}
	plan->refused_by = NUMBER_NOT_REFUSED;
	return 0;
}

const char *
number_rule_name(enum number_rule rule)
{
	static const char *const names[] = {
		[NUMBER_NOT_REFUSED] = NULL,
		[NUMBER_NO_NUMBER] = "not-a-number",
		[NUMBER_SERVICE_CODE] = "allow-service-codes",
		[NUMBER_DENIED] = "deny",
		[NUMBER_NOT_ALLOWED] = "allow",
		[NUMBER_NO_WAY_ABROAD] = "international-prefix",
		[NUMBER_TOO_MANY] = "max-dials-per-minute",
	};

	return names[rule];
}

/* The longest FROM that it begins with; NULL: none. An empty one is for what has no + yet. */
static const struct rules_rewrite *
find_rewrite(const struct number_rules *rules, const char *number)
{
	const struct rules_rewrite *best = NULL;

	for (size_t i = 0; i < rules->rewrite_count; i++) {
		const struct rules_rewrite *rule = &rules->rewrites[i];

		if (text_starts(number, rule->from) && (best == NULL ||
		    strlen(rule->from) > strlen(best->from)))
			best = rule;
	}
	return best;
}

const char *
number_incoming(const struct number_rules *rules, const char *number,
    char out[TEXT_PHONE_MAX + 1])
{
	const struct rules_rewrite *rule = number[0] != '\0' ? find_rewrite(rules, number) : NULL;
	char rewritten[TEXT_PHONE_MAX + RULES_PREFIX_MAX + 1];

	text_copy(out, TEXT_PHONE_MAX + 1, number);
	if (rule == NULL)
		return out;
	snprintf(rewritten, sizeof(rewritten), "%s%s", rule->to, number + strlen(rule->from));
	/* What would be no number any more is rather shown as it came. */
	text_phone(rewritten, strlen(rewritten), out);
	return out;
}
