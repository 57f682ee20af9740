/* SPDX-License-Identifier: MIT */
/*
 * app/explain - what would be dialled for a number, and how it would be shown if it called us.
 */
#ifndef ATDIALLER_APP_EXPLAIN_H
#define ATDIALLER_APP_EXPLAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "app/config.h"

/*
 * Prints it for config->explain, for the kind of line that config->dialect is on, or for both when
 * that is not known. False when the number is refused on one of them. Needs neither modem
 * nor Patriot.
 */
bool explain_print(FILE *out, const struct config *config);

#endif
