/* SPDX-License-Identifier: MIT */
/*
 * at/line - cuts the modem's byte stream into lines.
 *
 * A line ends at CR or LF; blanks at either end are trimmed, NULs skipped, empty lines
 * vanish, so that modems which frame their answers differently (V.250 5.7.1) read
 * the same from here on. A quote does not protect a line end: noise with a lone '"'
 * in it must not swallow what follows.
 *
 * A DLE and the character behind it are an event of the voice class (V.253), sent without a
 * line end and at any moment: the pair is a line of its own, and a text that it comes in the
 * middle of goes on behind it. What stands between DLE X and DLE . (caller ID) is lines like any
 * other; DLE DLE and its like are sound, of which we want none.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_AT_LINE_H
#define ATDIALLER_AT_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum {
	AT_LINE_MAX = 512               /* bytes; +CEER texts are the longest that matter */
};

#define AT_LINE_DLE "\x10"              /* what the line of an event begins with */

struct at_line {
	char text[AT_LINE_MAX + 1];     /* NUL-terminated when complete */
	size_t len;
	bool complete;
	bool cut;                       /* the tail beyond AT_LINE_MAX was dropped */

	char next[AT_LINE_MAX];         /* the beginning of the next line */
	size_t next_len;
	bool next_cut;
	bool escaped;                   /* the last byte was a DLE */
};

/*
 * Eats bytes until a line is complete and returns how many it ate. A complete line
 * stays readable until the next call. A zeroed struct is ready to use.
 */
size_t at_line_take(struct at_line *line, const char *bytes, size_t n);

#endif
