/* SPDX-License-Identifier: MIT */
/*
 * report/glance - a snapshot for people: aligned lines that are taken in at one glance.
 */
#ifndef ATDIALLER_REPORT_GLANCE_H
#define ATDIALLER_REPORT_GLANCE_H

#include <stddef.h>

#include "report/snapshot.h"

enum {
	GLANCE_MAX = 8 * 1024           /* no glance is longer */
};

/* Writes the lines, as seen at `now` (seconds since 1970), cut to fit; returns out. */
const char *glance(const struct snapshot *snapshot, int64_t now, char *out, size_t size);

#endif
