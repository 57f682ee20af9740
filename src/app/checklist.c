/* SPDX-License-Identifier: MIT */
#include "app/checklist.h"

#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol/value.h"

enum {
	VERDICT_MAX = 700,
	JSON_MAX = 6 * (int)sizeof(struct checklist) /* were every byte a \\u0000 */
};

static const struct {
	const char *name;
	const char *utf8;
	const char *ascii;
	const char *colour;             /* of ECMA-48 8.3.117 */
} results[] = {
	[CHECK_NONE] = { "none", "", "", "" },
	[CHECK_OK] = { "ok", "\xe2\x9c\x93", "ok  ", "32" },
	[CHECK_WARNING] = { "warning", "!", "WARN", "33" },
	[CHECK_BAD] = { "bad", "\xe2\x9c\x97", "FAIL", "31" },
	[CHECK_SKIPPED] = { "skipped", "\xe2\x80\x93", "-   ", "2" },
};

struct checklist_style
checklist_style(void)
{
	const char *plain = getenv("NO_COLOR"), *terminal = getenv("TERM");

	setlocale(LC_CTYPE, "");
	return (struct checklist_style){
		.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.colour = isatty(STDOUT_FILENO) && (plain == NULL || plain[0] == '\0') &&
		    terminal != NULL && strcmp(terminal, "dumb") != 0,
	};
}

void
check_set(struct check *check, enum check_result result, const char *format, ...)
{
	va_list args;

	check->result = result;
	va_start(args, format);
	vsnprintf(check->seen, sizeof(check->seen), format, args);
	va_end(args);
}

void
check_advise(struct check *check, const char *format, ...)
{
	size_t n = strlen(check->advice);
	va_list args;

	if (n > 0 && n + 1 < sizeof(check->advice))
		check->advice[n++] = '\n';
	va_start(args, format);
	vsnprintf(check->advice + n, sizeof(check->advice) - n, format, args);
	va_end(args);
}

struct check *
checklist_add(struct checklist *list, const char *id, const char *title)
{
	struct check *check;

	if (list->n == CHECKLIST_MAX)
		return NULL;
	check = &list->checks[list->n++];
	*check = (struct check){ .id = id, .title = title };
	return check;
}

static size_t
count(const struct checklist *list, enum check_result result)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += list->checks[i].result == result;
	return n;
}

bool
checklist_good(const struct checklist *list)
{
	return count(list, CHECK_BAD) == 0;
}

static const struct check *
first_bad(const struct checklist *list)
{
	const struct check *check = list->checks;

	while (check->result != CHECK_BAD)
		check++;
	return check;
}

const char *
checklist_verdict(const struct checklist *list, char *out, size_t size)
{
	size_t bad = count(list, CHECK_BAD), warnings = count(list, CHECK_WARNING);
	size_t skipped = list->vouched ? 0 : count(list, CHECK_SKIPPED);
	int n;

	if (bad > 0) {
		const struct check *first = first_bad(list);

		snprintf(out, size, "%zu problem%s; the first to mend: %s: %s", bad,
		    bad > 1 ? "s" : "", first->title, first->seen);
		return out;
	}
	n = snprintf(out, size, skipped > 0 ? "no fault found, but %zu check%s could not be made" :
	    "ready to dial", skipped, skipped > 1 ? "s" : "");
	if (warnings > 0)
		snprintf(out + n, size - (size_t)n, "; %zu warning%s", warnings,
		    warnings > 1 ? "s" : "");
	return out;
}

/* For people */

/* What is not ASCII may be in what a modem or a network calls itself. */
static void
print_text(const char *text, struct checklist_style style, FILE *out)
{
	for (; *text != '\0'; text++)
		fputc(style.utf8 || (unsigned char)*text < 0x80 ? *text : '?', out);
}

static void
print_coloured(const char *text, const char *colour, struct checklist_style style, FILE *out)
{
	if (style.colour)
		fprintf(out, "\x1b[%sm", colour);
	print_text(text, style, out);
	if (style.colour)
		fputs("\x1b[0m", out);
}

static void
print_advice(const char *advice, struct checklist_style style, FILE *out)
{
	while (*advice != '\0') {
		char line[CHECK_ADVICE_MAX];
		size_t n = strcspn(advice, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)n, advice);
		fputs("         ", out);
		print_text(line, style, out);
		fputc('\n', out);
		advice += n + (advice[n] == '\n');
	}
}

void
checklist_print_check(const struct check *check, struct checklist_style style, FILE *out)
{
	const char *mark = style.utf8 ? results[check->result].utf8 : results[check->result].ascii;

	if (check->result == CHECK_NONE)
		return;
	print_coloured(mark, results[check->result].colour, style, out);
	fprintf(out, " %-20s ", check->title);
	print_text(check->seen, style, out);
	fputc('\n', out);
	print_advice(check->advice, style, out);
	fflush(out);
}

void
checklist_print_verdict(const struct checklist *list, struct checklist_style style, FILE *out)
{
	char verdict[VERDICT_MAX];
	enum check_result result = !checklist_good(list) ? CHECK_BAD :
	    count(list, CHECK_WARNING) > 0 ? CHECK_WARNING : CHECK_OK;

	fputc('\n', out);
	checklist_verdict(list, verdict, sizeof(verdict));
	print_coloured(verdict, results[result].colour, style, out);
	fputc('\n', out);
}

/* For programs */

static void
add_checks(const struct checklist *list, struct cJSON *checks)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct check *check = &list->checks[i];
		struct cJSON *object;

		if (check->result == CHECK_NONE)
			continue;
		object = value_append_object(checks);
		value_add_text(object, "id", check->id);
		value_add_text(object, "result", results[check->result].name);
		value_add_text(object, "seen", check->seen);
		value_add_text(object, "do", check->advice);
	}
}

void
checklist_print_json(const struct checklist *list, FILE *out)
{
	struct cJSON *object = value_object();
	char verdict[VERDICT_MAX], *text = malloc(JSON_MAX);

	value_add_bool(object, "good", checklist_good(list));
	value_add_text(object, "verdict", checklist_verdict(list, verdict, sizeof(verdict)));
	add_checks(list, value_add_list(object, "checks"));
	if (text != NULL && value_print(object, text, JSON_MAX) > 0)
		fprintf(out, "%s\n", text);
	free(text);
	value_free(object);
}
