/* SPDX-License-Identifier: MIT */
/*
 * Numbers and foreign text: nothing but a number gets through, nothing odd is printed. Lines behind
 * the first are rules: the first letter of a key, then its value.
 */
#include <string.h>

#include "app/number.h"
#include "fuzz.h"
#include "modem/dialect.h"
#include "util/text.h"

/* ^\+?[0-9*#]{1,40}$, said in another way than in the module. */
static bool
is_number(const char *text, size_t n)
{
	size_t plus = n > 0 && *text == '+';

	if (n - plus < 1 || n - plus > 40)
		return false;
	for (size_t i = plus; i < n; i++)
		if (text[i] == '\0' || strchr("0123456789*#", text[i]) == NULL)
			return false;
	return true;
}

static void
print(const char *bytes, size_t n, size_t size)
{
	char out[1024];
	size_t shown = 0, length;

	MUST(text_printable(bytes, n, out, size) == out);
	MUST(strlen(out) < size);
	for (const char *c = out; *c != '\0'; c += length, shown++) {
		length = text_utf8_length(c, strlen(c));
		MUST(length > 0 && (unsigned char)*c >= ' ' && *c != 0x7f);
	}
	MUST(shown <= 4 * TEXT_PRINT_MAX + 3);
}

static void
dial(const char *wire, bool dials_plus)
{
	for (size_t i = 0; dialect_at(i) != NULL; i++) {
		const struct dialect *dialect = dialect_at(i);
		char command[128];
		struct fault fault;

		if (dialect->dials_plus != dials_plus)
			continue;
		MUST(dialect_dial(dialect, wire, command, sizeof(command), &fault) == 0);
		MUST(strstr(command, wire) != NULL);
		MUST(strlen(command) == strlen(dialect->dial) - 1 + strlen(wire));
		MUST(strpbrk(command, "\r\n\x1a\x1b") == NULL);
	}
}

/* The digits of an analog line's number end those that were asked for, but for the prefixes. */
static void
check_wire(const struct number_rules *rules, const char *asked, const char *wire)
{
	const char *prefix = rules->outside_line_prefix;
	size_t n = strlen(asked), m = strlen(wire), same = 0;

	MUST(strspn(wire, "0123456789*#,W") == m);
	MUST(strncmp(wire, prefix, strlen(prefix)) == 0);
	MUST(strpbrk(wire + strlen(prefix), ",W") == NULL);
	while (same < n && same < m && asked[n - same - 1] == wire[m - same - 1])
		same++;
	MUST(asked[0] == '+' ? same > 0 : same == n && m == n + strlen(prefix));
}

static void
plan(const struct number_rules *rules, const char *asked, bool dials_plus)
{
	static const struct number_rules none;
	struct number_plan plan, plain;
	struct fault fault = { .text = "" };

	if (number_plan(rules, asked, dials_plus, &plan, &fault) != 0) {
		MUST(fault.text[0] != '\0' && plan.wire[0] == '\0');
		MUST(number_rule_name(plan.refused_by) != NULL);
		return;
	}
	MUST(is_number(asked, strlen(asked)) && strcmp(plan.shown, asked) == 0);
	MUST(number_rule_name(plan.refused_by) == NULL);
	if (dials_plus)
		MUST(strcmp(plan.wire, asked) == 0);
	else
		check_wire(rules, asked, plan.wire);
	if (number_plan(&none, asked, dials_plus, &plain, &fault) == 0)
		MUST(strcmp(plain.wire, asked) == 0);
	dial(plan.wire, dials_plus);
}

static void
show_caller(const struct number_rules *rules, const char *text)
{
	char number[TEXT_PHONE_MAX + 1], shown[TEXT_PHONE_MAX + 1];

	if (!text_phone(text, strlen(text), number))
		return;
	number_incoming(rules, number, shown);
	MUST(is_number(shown, strlen(shown)));
}

/* False when the rules are none. */
static bool
make_rules(struct number_rules *rules, char *lines)
{
	struct rules_settings settings = { .country_code = NULL };
	const char *allow, *deny, *emergency, *rewrite;
	struct rules_place place;
	struct fault fault = { .text = "" };
	char *line;

	while ((line = strsep(&lines, "\n")) != NULL) {
		switch (line[0]) {
		case 'c': settings.country_code = line + 1; break;
		case 'n': settings.national_prefix = line + 1; break;
		case 'i': settings.international_prefix = line + 1; break;
		case 'o': settings.outside_line_prefix = line + 1; break;
		case 's': settings.allow_service_codes = true; break;
		case 'a': allow = line + 1; settings.allow = (struct rules_values){ &allow, 1 }; break;
		case 'd': deny = line + 1; settings.deny = (struct rules_values){ &deny, 1 }; break;
		case 'e': emergency = line + 1;
			settings.emergency_numbers = (struct rules_values){ &emergency, 1 }; break;
		case 'r': rewrite = line + 1;
			settings.rewrite = (struct rules_values){ &rewrite, 1 }; break;
		}
	}
	if (rules_init(rules, &settings, &place, &fault) == 0)
		return true;
	MUST(fault.text[0] != '\0' && place.key != NULL);
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *text = (const char *)bytes;
	char asked[256], *rest, phone[TEXT_PHONE_MAX + 1], masked[TEXT_PHONE_MAX + 1];
	static struct number_rules rules;
	long value;

	MUST(text_phone(text, n, phone) == is_number(text, n));
	print(text, n, 1024);
	print(text, n, n % 64 + 8);
	if (n >= sizeof(asked))
		return 0;
	memcpy(asked, text, n);
	asked[n] = '\0';
	text_masked(asked, masked);
	if (text_number(asked, -1000, 1000, &value))
		MUST(value >= -1000 && value <= 1000);
	rest = asked;
	strsep(&rest, "\n");
	if (!make_rules(&rules, rest))
		return 0;
	plan(&rules, asked, false);
	plan(&rules, asked, true);
	show_caller(&rules, asked);
	return 0;
}
