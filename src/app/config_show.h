/* SPDX-License-Identifier: MIT */
/*
 * app/config_show - the table of options, printed: --help, --sample-config, --check-config.
 */
#ifndef ATDIALLER_APP_CONFIG_SHOW_H
#define ATDIALLER_APP_CONFIG_SHOW_H

#include <stdio.h>

#include "app/config.h"

void config_show_help(FILE *out);

/* A config file with every key, commented out, its default and what it is for. */
void config_show_sample(FILE *out);

/*
 * Each key as it is in force, and where that is from; as a config file, which has the same in force
 * (but for what the environment has).
 */
void config_show_force(const struct config *config, FILE *out);

#endif
