/* SPDX-License-Identifier: MIT */
/*
 * app/key - a row of the table of options: what parser, --help, the sample file, --check-config
 * and SIGHUP know of a key.
 */
#ifndef ATDIALLER_APP_KEY_H
#define ATDIALLER_APP_KEY_H

#include <stdbool.h>
#include <stddef.h>

enum {
	KEY_COUNT_MAX = 96,             /* of a table */
	CONFIG_LIST_MAX = 8
};

/* The values of a key that may be given several times; all are from the same source. */
struct config_list {
	const char *items[CONFIG_LIST_MAX];
	unsigned lines[CONFIG_LIST_MAX]; /* of the config file */
	size_t n;
};

enum key_kind {
	KEY_TEXT,                       /* const char * */
	KEY_LIST,                       /* struct config_list: may be repeated */
	KEY_NUMBER,                     /* long, from min to max */
	KEY_CHOICE,                     /* one of the words in `argument`; a long, its place there */
	KEY_FLAG,                       /* long: 0 or 1 */
	KEY_ACTION                      /* min is the enum config_action; its argument a const char * */
};

/* When a value takes effect that is another one after SIGHUP. */
enum key_live {
	KEY_AT_ONCE,
	KEY_RECONNECT,                  /* and the link to Patriot is made anew; a call stays */
	KEY_RESTART,
	KEY_COMMAND_LINE                /* never: a config file cannot have it */
};

struct key {
	const char *name;
	char letter;                    /* 0: none */
	enum key_kind kind;
	enum key_live live;
	const char *argument;           /* as --help shows it; NULL: takes none */
	size_t offset;                  /* in struct config */
	long min, max;
	const char *preset;             /* NULL: none */
	const char *help;               /* says what to do with it */
};

/* The row with that name, or n. */
size_t key_named(const struct key *keys, size_t n, const char *name);

/*
 * The key that was probably meant by a name that is none, or NULL. `in_file`: only one that
 * a config file may have.
 */
const struct key *key_nearest(const struct key *keys, size_t n, const char *name, bool in_file);

#endif
