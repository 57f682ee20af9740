/* SPDX-License-Identifier: MIT */
/*
 * modem/cause - why a call ended, in the network's words: the causes of 24.008 10.5.4.11, and the
 * report that a modem gives of the last one (+CEER, 27.007 6.10).
 */
#ifndef ATDIALLER_MODEM_CAUSE_H
#define ATDIALLER_MODEM_CAUSE_H

#include <stdbool.h>

#include "modem/call.h"

/* What a cause means; false, and *end untouched, for one that says nothing new. */
bool cause_read(long cause, enum call_end *end);

/* The same for the text behind "+CEER:", which each maker writes in another way. */
bool cause_read_report(const char *line, enum call_end *end);

#endif
