/* SPDX-License-Identifier: MIT */
#include "io/clock.h"

#include <time.h>

#ifdef CLOCK_BOOTTIME
enum { ALSO_ASLEEP = CLOCK_BOOTTIME };
#else
enum { ALSO_ASLEEP = CLOCK_MONOTONIC };
#endif

static int64_t
read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

ms_t
clock_ms(void)
{
	return read_clock(ALSO_ASLEEP);
}

ms_t
clock_slept_ms(void)
{
	ms_t awake = read_clock(CLOCK_MONOTONIC);

	return read_clock(ALSO_ASLEEP) - awake;
}

int64_t
clock_utc_ms(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t
clock_epoch_ms(void)
{
	return clock_utc_ms() - clock_ms();
}
