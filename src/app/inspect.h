/* SPDX-License-Identifier: MIT */
/*
 * app/inspect - what can be told of a configuration without connecting anywhere: the files it names
 * can be used, the URL is one.
 */
#ifndef ATDIALLER_APP_INSPECT_H
#define ATDIALLER_APP_INSPECT_H

#include <stdbool.h>

#include "app/config.h"
#include "util/fault.h"

struct inspect {
	const struct config *config;
	size_t next;
};

struct inspect_finding {
	bool fatal;                     /* else it works, but should be mended */
	struct fault fault;             /* begins with where the value is from */
};

void inspect_init(struct inspect *inspect, const struct config *config);

/* What else is wrong; false: nothing. */
bool inspect_next(struct inspect *inspect, struct inspect_finding *finding);

#endif
