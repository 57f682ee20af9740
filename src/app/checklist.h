/* SPDX-License-Identifier: MIT */
/*
 * app/checklist - what was checked, what was seen, and what to do about it: printed for people,
 * line by line as it comes, or as one JSON object.
 *
 * It knows nothing of what is checked.
 */
#ifndef ATDIALLER_APP_CHECKLIST_H
#define ATDIALLER_APP_CHECKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
	CHECKLIST_MAX = 32,
	CHECK_SEEN_MAX = 600,
	CHECK_ADVICE_MAX = 2400
};

enum check_result {
	CHECK_NONE,                     /* does not apply here: is not shown */
	CHECK_OK,
	CHECK_WARNING,                  /* it works, but somebody should know */
	CHECK_BAD,
	CHECK_SKIPPED                   /* could not be made: `seen` says why */
};

struct check {
	const char *id;                 /* for programs */
	const char *title;
	enum check_result result;
	char seen[CHECK_SEEN_MAX];      /* one line */
	char advice[CHECK_ADVICE_MAX];  /* what to do: lines, with a newline between two */
};

struct checklist {
	struct check checks[CHECKLIST_MAX];
	size_t n;
	bool vouched;                   /* for what was skipped, by whom was asked instead */
};

struct checklist_style {
	bool utf8;                      /* else plain ASCII */
	bool colour;
};

/* What standard output can show: by locale, terminal and $NO_COLOR. */
struct checklist_style checklist_style(void);

void check_set(struct check *check, enum check_result result, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a line of what to do. */
void check_advise(struct check *check, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The next one of the list, empty; NULL when it is full. */
struct check *checklist_add(struct checklist *list, const char *id, const char *title);

/* True when nothing is bad. */
bool checklist_good(const struct checklist *list);

/* "ready to dial", or what is to be mended first; one line. Returns out. */
const char *checklist_verdict(const struct checklist *list, char *out, size_t size);

void checklist_print_check(const struct check *check, struct checklist_style style, FILE *out);
void checklist_print_verdict(const struct checklist *list, struct checklist_style style, FILE *out);
void checklist_print_json(const struct checklist *list, FILE *out);

#endif
