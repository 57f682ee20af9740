/* SPDX-License-Identifier: MIT */
#include "app/explain.h"

#include <string.h>

#include "app/number.h"
#include "util/text.h"

enum {
	OUTCOME_MAX = sizeof(struct fault) + CONFIG_WHERE_MAX + 16
};

/* Where the list is that refuses, in brackets; "": it is none. */
static const char *
write_place(const struct config *config, const struct number_plan *plan,
    char out[CONFIG_WHERE_MAX + 4])
{
	const char *key = number_rule_name(plan->refused_by);
	char where[CONFIG_WHERE_MAX];

	out[0] = '\0';
	if (plan->refused_by == NUMBER_DENIED)
		config_where_item(config, key, &config->deny, plan->value, where);
	else if (plan->refused_by == NUMBER_NOT_ALLOWED)
		config_where(config, key, where);
	else
		return out;
	snprintf(out, CONFIG_WHERE_MAX + 4, " (%s)", where);
	return out;
}

/* What comes of it on a line of that kind; false: it is refused. */
static bool
dials(const struct config *config, bool dials_plus, char outcome[OUTCOME_MAX])
{
	char place[CONFIG_WHERE_MAX + 4];
	struct number_plan plan;
	struct fault fault;

	if (number_plan(&config->rules, config->explain, dials_plus, &plan, &fault) != 0) {
		snprintf(outcome, OUTCOME_MAX, "refused: %s%s", fault.text,
		    write_place(config, &plan, place));
		return false;
	}
	snprintf(outcome, OUTCOME_MAX, "%sdialled as %s",
	    plan.emergency ? "emergency number, " : "", plan.wire);
	return true;
}

static bool
print_outcome(FILE *out, const struct config *config)
{
	const struct dialect *known = config->dialect;
	char analog[OUTCOME_MAX], cellular[OUTCOME_MAX];
	bool on_analog = dials(config, false, analog), on_cellular = dials(config, true, cellular);

	if (known == NULL && strcmp(analog, cellular) == 0) {
		fprintf(out, "  on any line: %s\n", analog);
		return on_analog;
	}
	if (known == NULL || !known->dials_plus)
		fprintf(out, "  on an analog line: %s\n", analog);
	if (known == NULL || known->dials_plus)
		fprintf(out, "  on a cellular line: %s\n", cellular);
	if (known != NULL)
		return known->dials_plus ? on_cellular : on_analog;
	return on_analog && on_cellular;
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
	char printable[4 * TEXT_PHONE_MAX + 8];
	bool passes;

	text_printable(config->explain, strlen(config->explain), printable, sizeof(printable));
	fprintf(out, "%s\n", printable);
	passes = print_outcome(out, config);
	print_incoming(out, config);
	return passes;
}
