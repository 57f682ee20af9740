/* SPDX-License-Identifier: MIT */
#include "link/backoff.h"

ms_t
backoff_next(struct backoff *backoff, uint32_t random)
{
	ms_t wait = backoff->next > 0 ? backoff->next : BACKOFF_FIRST_MS;
	ms_t spread = wait * BACKOFF_JITTER_PERCENT / 100;

	backoff->next = ms_min(2 * wait, BACKOFF_LONGEST_MS);
	return wait - spread + (ms_t)random % (2 * spread + 1);
}

void
backoff_reset(struct backoff *backoff)
{
	backoff->next = 0;
}
