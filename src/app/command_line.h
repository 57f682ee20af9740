/* SPDX-License-Identifier: MIT */
/*
 * app/command_line - the arguments, option by option, by getopt_long(3) and the table of keys.
 */
#ifndef ATDIALLER_APP_COMMAND_LINE_H
#define ATDIALLER_APP_COMMAND_LINE_H

#include <getopt.h>

#include "app/key.h"
#include "util/fault.h"

struct command_line {
	const struct key *keys;
	size_t n;
	int argc;
	char **argv;
	struct option options[KEY_COUNT_MAX + 1];
	char letters[2 * KEY_COUNT_MAX + 2];
};

/* n is at most KEY_COUNT_MAX. Only one can be read at a time: getopt has one memory. */
void command_line_init(struct command_line *line, const struct key *keys, size_t n, int argc,
    char **argv);

/*
 * 1: the next option is of the key *row, its *value points into argv, or is NULL without one;
 * 0: there is no more; -1 and a fault that names what is no option.
 */
int command_line_next(struct command_line *line, size_t *row, const char **value,
    struct fault *fault);

#endif
