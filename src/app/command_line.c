/* SPDX-License-Identifier: MIT */
#include "app/command_line.h"

#include <string.h>

#include "util/text.h"

/* getopt's own value for a key is FIRST + row: beyond all letters. */
enum {
	FIRST = 256
};

static int
takes(const struct key *key)
{
	if (key->kind == KEY_FLAG)
		return optional_argument;
	return key->argument != NULL ? required_argument : no_argument;
}

void
command_line_init(struct command_line *line, const struct key *keys, size_t n, int argc,
    char **argv)
{
	char *letter = line->letters;

	*line = (struct command_line){ .keys = keys, .n = n, .argc = argc, .argv = argv };
	*letter++ = ':';                /* a missing argument is told apart */
	for (size_t i = 0; i < n; i++) {
		line->options[i] = (struct option){
			keys[i].name, takes(&keys[i]), NULL, FIRST + (int)i
		};
		if (keys[i].letter == 0)
			continue;
		*letter++ = keys[i].letter;
		if (keys[i].argument != NULL)
			*letter++ = ':';
	}
	opterr = 0;
	optind = 0;                     /* afresh, also in the middle of -abc */
}

static size_t
row_of(const struct command_line *line, int got)
{
	size_t row = 0;

	if (got >= FIRST)
		return (size_t)(got - FIRST);
	while (row < line->n && (line->keys[row].letter == 0 || line->keys[row].letter != got))
		row++;
	return row;
}

static int
complain_unknown(const struct command_line *line, const char *argument, struct fault *fault)
{
	const struct key *meant;
	char name[80];

	text_copy(name, sizeof(name), argument);
	name[strcspn(name, "=")] = '\0';
	meant = key_nearest(line->keys, line->n, name, false);
	return fault_set(fault, "%.80s: unknown or ambiguous option%s%s%s", argument,
	    meant != NULL ? "; did you mean --" : "", meant != NULL ? meant->name : "",
	    meant != NULL ? "?" : "");
}

/* `letter` is getopt's optopt: what it stumbled over, perhaps in the middle of -abc. */
static int
complain(const struct command_line *line, int got, int letter, struct fault *fault)
{
	const char *argument = line->argv[optind - 1];

	if (got == ':')
		return fault_set(fault, "%.80s: this option needs an argument", argument);
	if (letter >= FIRST)
		return fault_set(fault, "%.80s: this option takes no argument", argument);
	if (letter != 0)
		return fault_set(fault, "-%c: unknown option", letter);
	return complain_unknown(line, argument, fault);
}

int
command_line_next(struct command_line *line, size_t *row, const char **value, struct fault *fault)
{
	int got = getopt_long(line->argc, line->argv, line->letters, line->options, NULL);

	if (got == -1 && optind < line->argc)
		return fault_set(fault, "%.80s: unexpected argument", line->argv[optind]);
	if (got == -1)
		return 0;
	*row = row_of(line, got);
	if (*row == line->n)
		return complain(line, got, optopt, fault);
	*value = optarg;
	return 1;
}
