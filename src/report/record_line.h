/* SPDX-License-Identifier: MIT */
/*
 * report/record_line - a call record as one line of JSON, and back.
 *
 *	{"kind":"dial","direction":"outbound","number":"0911222330","outcome":"busy",
 *	 "cause":"BUSY","duration":0,
 *	 "utc":{"requested":"2026-11-22T18:40:01.123Z",...},
 *	 "monotonic":{"requested":81234567,...}}
 *
 * What is not known is left out. Spans and instants are in ms, the duration is in seconds.
 */
#ifndef ATDIALLER_REPORT_RECORD_LINE_H
#define ATDIALLER_REPORT_RECORD_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "report/record.h"

enum {
	RECORD_LINE_MAX = 2400          /* bytes, without newline and NUL */
};

/*
 * Writes it with a NUL and without a newline, and returns its length; 0 when memory is out.
 * `masked`: the number is shown by its last three digits.
 */
size_t record_print(const struct call_record *call, bool masked, char out[RECORD_LINE_MAX + 1]);

/* Reads what record_print wrote; false for anything else. */
bool record_read(struct call_record *call, const char *line, size_t n);

#endif
