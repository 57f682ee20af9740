/* SPDX-License-Identifier: MIT */
#include "app/expiry.h"

#include <stddef.h>
#include <stdlib.h>

#include "util/array.h"

enum {
	DAY = 24 * 3600,
	WEEK = 7 * DAY,
	MONTH = 30 * DAY
};

/* The less is left, the more often it is said. */
static const struct {
	int64_t left;                   /* less than this */
	int64_t pause;
} stages[] = {
	{ WEEK, DAY },
	{ MONTH, MONTH },
};

bool
expiry_warns(struct expiry *expiry, int64_t until, int64_t now)
{
	for (size_t i = 0; i < ARRAY_LEN(stages); i++) {
		if (until - now >= stages[i].left)
			continue;
		/* Our clock may have been set back meanwhile. */
		if (expiry->told_of == until && llabs(now - expiry->told_at) < stages[i].pause)
			return false;
		*expiry = (struct expiry){ .told_of = until, .told_at = now };
		return true;
	}
	return false;
}
