/* SPDX-License-Identifier: MIT */
/*
 * app/config - the options: one table of keys, from which the parser and --help are made.
 */
#ifndef ATDIALLER_APP_CONFIG_H
#define ATDIALLER_APP_CONFIG_H

#include <stdio.h>

#include "modem/dialect.h"
#include "util/fault.h"

enum config_action {
	CONFIG_RUN,
	CONFIG_SHOW_CERTIFICATE,
	CONFIG_HELP,
	CONFIG_VERSION,
	CONFIG_LIST_MODEMS,
	CONFIG_LIST_DEVICES
};

/* In the order of the words in the table. */
enum config_analog {
	CONFIG_ANALOG_AUTO,             /* the operator speaks into a telephone on the same line */
	CONFIG_ANALOG_HANDSET,
	CONFIG_ANALOG_VOICE
};

enum {
	CONFIG_LIST_MAX = 8
};

/* The values of a key that may be given several times. */
struct config_list {
	const char *items[CONFIG_LIST_MAX];
	size_t n;
};

struct config {
	enum config_action action;
	const char *device;
	long baud;
	const char *modem;
	long analog_mode;               /* enum config_analog */
	long max_call;                  /* seconds; 0: no limit */
	const char *pin_file;           /* NULL: the credential, if there is one */
	const char *url;
	const char *connect_to;         /* NULL: the URL's host and port */
	const char *api_key_file;       /* NULL: the other two sources */
	const char *ca_file;            /* NULL: the system's trust store, if it comes to that */
	struct config_list pins;
	long first_use;                 /* trust the key seen first */
	long verbose;
	long log_level;                 /* enum log_level */
	long log_target;                /* enum log_target */
	const char *trace;              /* NULL: none */
	long mask_numbers;
	long probe;                     /* with LIST_DEVICES */

	const struct dialect *dialect;  /* forced by `modem`; NULL: auto */
};

/*
 * Fills in the defaults and reads the command line. Strings point into argv. -1 and
 * a fault that names the option and what was expected.
 */
int config_parse(struct config *config, int argc, char **argv, struct fault *fault);

/* The default value of a key; NULL: it has none. */
const char *config_preset(const char *name);

void config_print_help(FILE *out);

#endif
