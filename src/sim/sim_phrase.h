/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_phrase - fills what is known of a call into a line that says it.
 *
 *   %i  its number in +CLCC         %d  0 ours, 1 theirs        %c  <stat> of +CLCC
 *   %n  the telephone number        %u  without its +           %t  <type> of 27.007
 *   %s  seconds it was up           %S  with six digits         %h  hour, as 11:53AM
 *   [ ] what is between is only said when the telephone number is known
 */
#ifndef ATDIALLER_SIM_SIM_PHRASE_H
#define ATDIALLER_SIM_SIM_PHRASE_H

#include <stddef.h>

#include "sim/sim_calls.h"

struct sim_phrase {
	const struct sim_call *call;
	int index;
	long seconds;
	const char *stamp;              /* MMDDHHMM, or "" */
};

/* Writes n bytes of `text`, filled in, and a NUL; what does not fit is cut. Returns out. */
const char *sim_phrase_fill(const char *text, size_t n, const struct sim_phrase *phrase,
    char *out, size_t size);

/* 27.007 7.18: <stat> of a call. */
int sim_phrase_stat(enum sim_call_state state);

/* 27.007 <type>: 145 international, 129 not known, 128 no number at all. */
int sim_phrase_type(const char *number);

#endif
