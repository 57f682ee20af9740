/* SPDX-License-Identifier: MIT */
#include "app/explain.h"

#include <string.h>

#include "app/number.h"
#include "util/text.h"

/* Where the list is that refuses. */
static void
print_place(FILE *out, const struct config *config, const struct number_plan *plan)
{
	const char *key = number_rule_name(plan->refused_by);
	char where[CONFIG_WHERE_MAX] = "";

	if (plan->refused_by == NUMBER_DENIED)
		config_where_item(config, key, &config->deny, plan->value, where);
	else if (plan->refused_by == NUMBER_NOT_ALLOWED)
		config_where(config, key, where);
	if (where[0] != '\0')
		fprintf(out, " (%s)", where);
}

static bool
print_line(FILE *out, const struct config *config, bool dials_plus)
{
	struct number_plan plan;
	struct fault fault;

	fprintf(out, "  on %s line: ", dials_plus ? "a cellular" : "an analog");
	if (number_plan(&config->rules, config->explain, dials_plus, &plan, &fault) != 0) {
		fprintf(out, "refused: %s", fault.text);
		print_place(out, config, &plan);
		fputc('\n', out);
		return false;
	}
	fprintf(out, "%sdialled as %s\n", plan.emergency ? "emergency number, " : "", plan.wire);
	return true;
}

static void
print_incoming(FILE *out, const struct config *config)
{
	char number[TEXT_PHONE_MAX + 1], shown[TEXT_PHONE_MAX + 1];

	if (!text_phone(config->explain, strlen(config->explain), number))
		return;
	fprintf(out, "  as a caller: shown as %s\n",
	    number_incoming(&config->rules, number, shown));
}

bool
explain_print(FILE *out, const struct config *config)
{
	const struct dialect *known = config->dialect;
	char printable[4 * TEXT_PHONE_MAX + 8];
	bool passes = true;

	text_printable(config->explain, strlen(config->explain), printable, sizeof(printable));
	fprintf(out, "%s\n", printable);
	if (known == NULL || !known->dials_plus)
		passes = print_line(out, config, false);
	if (known == NULL || known->dials_plus)
		passes = print_line(out, config, true) && passes;
	print_incoming(out, config);
	return passes;
}
