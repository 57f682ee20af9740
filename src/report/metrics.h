/* SPDX-License-Identifier: MIT */
/*
 * report/metrics - a snapshot for Prometheus, in its text format 0.0.4: what node_exporter's
 * textfile collector reads.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_METRICS_H
#define ATDIALLER_REPORT_METRICS_H

#include <stddef.h>

#include "report/snapshot.h"

enum {
	METRICS_TEXT_MAX = 16 * 1024    /* no page of them is longer */
};

/* Writes them and returns their length: 0 when they do not fit. */
size_t metrics_format(const struct snapshot *snapshot, char *out, size_t size);

#endif
