/* SPDX-License-Identifier: MIT */
#include "app/gap.h"

void
gap_init(struct gap *gap, ms_t now, ms_t slept)
{
	*gap = (struct gap){ .asked_at = NEVER, .back_at = now, .slept = slept };
}

void
gap_ask(struct gap *gap, ms_t now)
{
	gap->asked_at = ms_min(gap->asked_at, now);
}

bool
gap_back(struct gap *gap, ms_t due, ms_t slept, bool continued, ms_t now)
{
	bool busy = gap->asked_at - gap->back_at > GAP_MAX_MS;
	bool away = continued || slept - gap->slept > GAP_MAX_MS || now - due > GAP_MAX_MS;
	bool old = busy || (away && now - gap->asked_at > GAP_MAX_MS);

	gap_init(gap, now, slept);
	return old;
}
