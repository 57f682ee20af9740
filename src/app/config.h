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
	CONFIG_HELP,
	CONFIG_VERSION,
	CONFIG_LIST_MODEMS
};

struct config {
	enum config_action action;
	const char *device;
	long baud;
	const char *modem;
	const char *url;
	const char *connect_to;         /* NULL: the URL's host and port */
	const char *api_key_file;       /* NULL: the other two sources */
	const char *ca_file;            /* NULL: the system's trust store */
	long verbose;

	const struct dialect *dialect;  /* forced by `modem`; NULL: auto */
};

/*
 * Fills in the defaults and reads the command line. Strings point into argv. -1 and
 * a fault that names the option and what was expected.
 */
int config_parse(struct config *config, int argc, char **argv, struct fault *fault);

void config_print_help(FILE *out);

#endif
