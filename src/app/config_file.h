/* SPDX-License-Identifier: MIT */
/*
 * app/config_file - reads the text of a config file, line by line:
 *
 *     # a comment, also behind a value when a blank is in front of it
 *     key = value
 *     key = "value with # in it, or blanks at its ends; a "" in it is one quote"
 *
 * Windows editors' line ends and byte order mark are no matter.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_CONFIG_FILE_H
#define ATDIALLER_APP_CONFIG_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "util/fault.h"

enum {
	CONFIG_FILE_MAX = 64 * 1024,    /* bytes */
	CONFIG_FILE_LINE_MAX = 1000     /* bytes of a line */
};

struct config_file {
	const char *name;               /* for the faults */
	char *rest;
	char *end;
	unsigned line;
};

/* NUL-terminated, in the text of the file. */
struct config_entry {
	unsigned line;                  /* from 1 */
	const char *key;
	const char *value;              /* may be "" */
};

/* The text is written into, also at text[n]. It must outlive the entries. */
void config_file_init(struct config_file *file, const char *name, char *text, size_t n);

/*
 * 1: an entry; 0: there is no more; -1 and a fault NAME:LINE: ... for what is no entry,
 * no comment and no empty line.
 */
int config_file_next(struct config_file *file, struct config_entry *entry, struct fault *fault);

/* Writes a value so that it is read as it is: in quotes when it needs them. */
void config_file_print_value(const char *value, FILE *out);

#endif
