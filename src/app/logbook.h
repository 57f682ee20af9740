/* SPDX-License-Identifier: MIT */
/*
 * app/logbook - what happens on the line, as lines of the log, with as much of a number as may be
 * shown there.
 */
#ifndef ATDIALLER_APP_LOGBOOK_H
#define ATDIALLER_APP_LOGBOOK_H

#include "app/number.h"
#include "modem/call.h"

/* Patriot asks to dial this, which is printable; `raw`, as it was typed, may be anything. */
void logbook_asked(const char *phone, const char *raw);

/* What the line is told, if that is not what was asked for: a PBX's prefix may be in front. */
void logbook_wire(const struct number_plan *plan);

/* The call is another one. */
void logbook_call(const struct number_rules *rules, const struct call *call);

#endif
