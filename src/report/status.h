/* SPDX-License-Identifier: MIT */
/*
 * report/status - a snapshot as JSON, which is what the status file holds, and back again.
 *
 * An instant is written as in RFC 3339. What is not known is null.
 */
#ifndef ATDIALLER_REPORT_STATUS_H
#define ATDIALLER_REPORT_STATUS_H

#include <stddef.h>

#include "report/snapshot.h"
#include "util/fault.h"

enum {
	STATUS_TEXT_MAX = 16 * 1024     /* no status is longer */
};

/*
 * Writes it on one line, without a line end, and returns its length: 0 when memory is out or it
 * does not fit.
 */
size_t status_format(const struct snapshot *snapshot, char *out, size_t size);

/* Reads it; members that are not there are not known. -1 and a fault when it is no status. */
int status_parse(struct snapshot *snapshot, const char *text, size_t n, struct fault *fault);

#endif
