/* SPDX-License-Identifier: MIT */
#include "app/alive.h"

#include <stddef.h>

void
alive_init(struct alive *alive, ms_t limit, ms_t now)
{
	*alive = (struct alive){ .every = limit / 2, .next = limit > 0 ? now : NEVER };
	for (int half = 0; half < ALIVE_HALVES; half++)
		alive->halves[half].since = NEVER;
}

void
alive_see(struct alive *alive, enum alive_half half, ms_t due, bool resting, ms_t now)
{
	bool ahead = due == NEVER ? resting : due > now;

	if (ahead)
		alive->halves[half].since = NEVER;
	else if (alive->halves[half].since == NEVER || alive->halves[half].due != due)
		alive->halves[half].since = now;
	alive->halves[half].due = due;
}

static ms_t
stuck_at(const struct alive *alive, int half)
{
	ms_t since = alive->halves[half].since;

	return since == NEVER ? NEVER : since + ALIVE_STUCK_MS;
}

const char *
alive_stuck(const struct alive *alive, ms_t now)
{
	static const char *const names[] = {
		[ALIVE_MODEM] = "modem",
		[ALIVE_DESK] = "desk",
	};

	for (int half = 0; half < ALIVE_HALVES; half++)
		if (stuck_at(alive, half) <= now)
			return names[half];
	return NULL;
}

bool
alive_tells(struct alive *alive, ms_t now)
{
	if (alive->next > now || alive_stuck(alive, now) != NULL)
		return false;
	alive->next = now + alive->every;
	return true;
}

ms_t
alive_due(const struct alive *alive)
{
	ms_t due = alive->next;

	for (int half = 0; half < ALIVE_HALVES; half++)
		due = ms_min(due, stuck_at(alive, half));
	return due;
}
