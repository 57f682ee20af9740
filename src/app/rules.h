/* SPDX-License-Identifier: MIT */
/*
 * app/rules - the rules for numbers as they are configured: checked once, and kept in a struct of
 * its own that another one may replace at any time.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_RULES_H
#define ATDIALLER_APP_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

enum {
	RULES_LIST_MAX = 64,            /* prefixes or numbers in one list */
	RULES_REWRITES_MAX = 64,
	RULES_PREFIX_MAX = 20,          /* characters of one */
	RULES_COUNTRY_MAX = 3,          /* digits: E.164 6.2.1 */
	RULES_NATIONAL_MAX = 4,
	RULES_INTERNATIONAL_MAX = 8,
	RULES_OUTSIDE_MAX = 12          /* with its pauses */
};

/* The values of a key that may be given several times, each of them one item or a list of them. */
struct rules_values {
	const char *const *items;
	size_t n;
};

/* As it was written; NULL and an empty list: not given. Nothing of it is kept. */
struct rules_settings {
	const char *country_code;
	const char *national_prefix;
	const char *international_prefix;
	const char *outside_line_prefix;
	struct rules_values allow, deny, emergency_numbers, rewrite;
	bool allow_service_codes;
	long max_dials_per_minute;      /* 0: any number */
};

/* Where a mistake is. */
struct rules_place {
	const char *key;
	size_t value;                   /* of a key with several: which of them */
};

struct rules_list {
	char items[RULES_LIST_MAX][RULES_PREFIX_MAX + 1];
	size_t values[RULES_LIST_MAX];  /* that they are from */
	size_t n;
};

struct rules_rewrite {
	char from[RULES_PREFIX_MAX + 1];
	char to[RULES_PREFIX_MAX + 1];
};

/* Zeroed it has no rules, and knows only the emergency numbers that everybody knows. */
struct number_rules {
	char country_code[RULES_COUNTRY_MAX + 1];       /* "": not set */
	char national_prefix[RULES_NATIONAL_MAX + 1];   /* "" with a country code: none is dialled */
	char international_prefix[RULES_INTERNATIONAL_MAX + 1];
	char outside_line_prefix[RULES_OUTSIDE_MAX + 1];
	struct rules_list allow, deny, emergency_numbers;
	struct rules_rewrite rewrites[RULES_REWRITES_MAX];
	size_t rewrite_count;
	bool allow_service_codes;
	long max_dials_per_minute;
};

/*
 * Checks the settings and makes rules of them. -1, a fault that says what was expected, and the
 * place where it was.
 */
int rules_init(struct number_rules *rules, const struct rules_settings *settings,
    struct rules_place *place, struct fault *fault);

#endif
