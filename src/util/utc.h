/* SPDX-License-Identifier: MIT */
/*
 * util/utc - instants, in seconds since 1970, as text (RFC 3339), and spans of time.
 */
#ifndef ATDIALLER_UTIL_UTC_H
#define ATDIALLER_UTIL_UTC_H

#include <stdbool.h>
#include <stdint.h>

enum {
	UTC_TEXT_SIZE = 32,
	UTC_SPAN_SIZE = 32
};

/* Writes "2026-11-22T18:40:01Z"; returns out. */
const char *utc_text(int64_t when, char out[UTC_TEXT_SIZE]);

/* Reads that; false, and *when untouched, for anything else. */
bool utc_read(const char *text, int64_t *when);

/* Writes how long that is, in the two largest units: "2 h 5 min", "0 s"; returns out. */
const char *utc_span(int64_t seconds, char out[UTC_SPAN_SIZE]);

#endif
