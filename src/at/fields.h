/* SPDX-License-Identifier: MIT */
/*
 * at/fields - walks the comma-separated fields of one information line (V.250 5.4.1),
 * such as what follows the colon in `+CLIP: "0911",129,,,"Smith, J",0`.
 *
 * Blanks around fields are skipped, quotes protect commas, and a field may be empty,
 * bare where it should be quoted or missing: modems do all of that.
 */
#ifndef ATDIALLER_AT_FIELDS_H
#define ATDIALLER_AT_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

struct at_fields {
	const char *at;                 /* NULL behind the last field */
};

/*
 * Begins behind `prefix` (which ends in ':') when the line starts with it; false, and
 * nothing to walk, when it does not.
 */
bool at_fields_begin(struct at_fields *fields, const char *line, const char *prefix);

/* The next field as a whole number. False when it is empty, missing or something else; the walk goes on. */
bool at_fields_number(struct at_fields *fields, long *value);

/* The next field as text without its quotes, cut to fit. False when there is no field left; out is "" then. */
bool at_fields_text(struct at_fields *fields, char *out, size_t size);

/* True when the next field is there and begins with a quote. */
bool at_fields_quoted(const struct at_fields *fields);

/* Passes over n fields. */
void at_fields_skip(struct at_fields *fields, size_t n);

#endif
