/* SPDX-License-Identifier: MIT */
#include "app/config_file.h"

#include <stdbool.h>
#include <string.h>

#include "util/text.h"

static const char blanks[] = " \t";

void
config_file_init(struct config_file *file, const char *name, char *text, size_t n)
{
	*file = (struct config_file){ .name = name, .rest = text, .end = text + n };
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		file->rest += 3;        /* Windows editors put a mark in front of UTF-8 */
}

static int
complain(const struct config_file *file, const char *what, struct fault *fault)
{
	return fault_set(fault, "%.200s:%u: %s", file->name, file->line, what);
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static char *
skip_blanks(char *text)
{
	return text + strspn(text, blanks);
}

static void
cut_blanks(char *text)
{
	size_t n = strlen(text);

	while (n > 0 && is_blank(text[n - 1]))
		n--;
	text[n] = '\0';
}

/* The next line, without its end; NULL: there is none. */
static char *
take_line(struct config_file *file, size_t *n)
{
	char *line = file->rest, *end;

	if (line == file->end)
		return NULL;
	end = memchr(line, '\n', (size_t)(file->end - line));
	file->rest = end != NULL ? end + 1 : file->end;
	if (end == NULL)
		end = file->end;
	if (end > line && end[-1] == '\r')
		end--;
	*end = '\0';
	*n = (size_t)(end - line);
	file->line++;
	return line;
}

static int
check_line(const struct config_file *file, const char *line, size_t n, struct fault *fault)
{
	if (n > CONFIG_FILE_LINE_MAX)
		return fault_set(fault, "%.200s:%u: expected at most %d bytes in a line, got %zu",
		    file->name, file->line, CONFIG_FILE_LINE_MAX, n);
	if (memchr(line, '\0', n) != NULL)
		return complain(file, "expected text, got a NUL byte; if it was saved as UTF-16 "
		    "(\"Unicode\"), save it as UTF-8", fault);
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)line[i] < ' ' && line[i] != '\t') || line[i] == 0x7f)
			return complain(file, "expected text, got a control character", fault);
	return 0;
}

/* What is between the quotes; NULL when they are not closed, or something stands behind them. */
static const char *
unquote(char *quoted)
{
	char *to = quoted, *from = quoted + 1;

	while (*from != '\0' && (from[0] != '"' || from[1] == '"')) {
		from += *from == '"' ? 1 : 0;
		*to++ = *from++;
	}
	if (*from != '"')
		return NULL;
	from = skip_blanks(from + 1);
	*to = '\0';
	return *from == '\0' || *from == '#' ? quoted : NULL;
}

static void
cut_comment(char *text)
{
	for (char *mark = strchr(text, '#'); mark != NULL; mark = strchr(mark + 1, '#')) {
		if (mark > text && !is_blank(mark[-1]))
			continue;
		*mark = '\0';
		return;
	}
}

static int
read_entry(const struct config_file *file, char *line, struct config_entry *entry,
    struct fault *fault)
{
	char *sign = strchr(line, '='), *value, shown[200];

	if (sign == NULL || sign == line) {
		text_printable(line, strlen(line), shown, sizeof(shown));
		return fault_set(fault, "%.200s:%u: expected KEY = VALUE, got \"%.60s\"",
		    file->name, file->line, shown);
	}
	*sign = '\0';
	cut_blanks(line);
	value = skip_blanks(sign + 1);
	*entry = (struct config_entry){ .line = file->line, .key = line, .value = value };
	if (value[0] == '"') {
		entry->value = unquote(value);
		if (entry->value == NULL)
			return fault_set(fault, "%.200s:%u: %.60s: expected one value in quotes, "
			    "a quote inside it doubled", file->name, file->line, line);
		return 1;
	}
	cut_comment(value);
	cut_blanks(value);
	return 1;
}

int
config_file_next(struct config_file *file, struct config_entry *entry, struct fault *fault)
{
	char *line;
	size_t n;

	while ((line = take_line(file, &n)) != NULL) {
		if (check_line(file, line, n, fault) != 0)
			return -1;
		line = skip_blanks(line);
		if (*line != '\0' && *line != '#')
			return read_entry(file, line, entry, fault);
	}
	return 0;
}

static bool
needs_quotes(const char *value)
{
	size_t n = strlen(value);

	return n == 0 || value[0] == '"' || value[0] == '#' || is_blank(value[0]) ||
	    is_blank(value[n - 1]) || strstr(value, " #") != NULL || strstr(value, "\t#") != NULL;
}

void
config_file_print_value(const char *value, FILE *out)
{
	if (!needs_quotes(value)) {
		fputs(value, out);
		return;
	}
	putc('"', out);
	for (; *value != '\0'; value++) {
		if (*value == '"')
			putc('"', out);
		putc(*value, out);
	}
	putc('"', out);
}
