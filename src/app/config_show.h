/* SPDX-License-Identifier: MIT */
/*
 * app/config_show - the table of options, printed: --help.
 */
#ifndef ATDIALLER_APP_CONFIG_SHOW_H
#define ATDIALLER_APP_CONFIG_SHOW_H

#include <stdio.h>

void config_show_help(FILE *out);

#endif
