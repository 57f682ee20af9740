/* SPDX-License-Identifier: MIT */
#include "io/clock.h"

#include <time.h>

ms_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (ms_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
