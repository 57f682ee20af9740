/* SPDX-License-Identifier: MIT */
#include "app/rate.h"

void
rate_count(struct rate *rate, ms_t now)
{
	rate->at[rate->next] = now;
	rate->next = (rate->next + 1) % RATE_MAX;
	rate->n += rate->n < RATE_MAX;
}

ms_t
rate_free_at(const struct rate *rate, long limit)
{
	size_t back = (size_t)limit;

	if (rate->n < back)
		return 0;
	return rate->at[(rate->next + RATE_MAX - back) % RATE_MAX] + RATE_WINDOW_MS;
}
