/* SPDX-License-Identifier: MIT */
#include "modem/ladder.h"

static void
stand_before(struct ladder *ladder, const struct dialect_rung *rung, bool owed, ms_t at)
{
	*ladder = (struct ladder){ .rung = rung, .owed = owed, .at = at };
}

void
ladder_begin(struct ladder *ladder, const struct dialect_rung *rungs, ms_t now)
{
	if (ladder->rung == NULL)
		stand_before(ladder, rungs, true, now);
}

void
ladder_stop(struct ladder *ladder)
{
	stand_before(ladder, NULL, false, NEVER);
}

void
ladder_let_go(struct ladder *ladder)
{
	bool in_flight = ladder->taken && ladder->at == NEVER;

	if (!ladder_owes(ladder) && !in_flight)
		ladder_stop(ladder);
}

bool
ladder_take(struct ladder *ladder, ms_t now)
{
	if (ladder_take_at(ladder) > now)
		return false;
	ladder->taken = true;
	ladder->at = NEVER;             /* its answer sets the deadline */
	return true;
}

bool
ladder_answered(struct ladder *ladder, bool ok, ms_t now)
{
	if (ladder->rung->goes_on) {
		stand_before(ladder, ladder->rung + 1, true, now + ladder->rung->pause);
		return true;
	}
	ladder->at = now + (ok ? LADDER_CONFIRM_MS : LADDER_DOUBT_MS);
	return false;
}

bool
ladder_climb_down(struct ladder *ladder, ms_t now)
{
	const struct dialect_rung *next = ladder->rung + 1;

	if (next->command == NULL && !next->drops_dtr) {
		ladder_stop(ladder);
		return false;
	}
	stand_before(ladder, next, false, now);
	return true;
}

bool
ladder_owes(const struct ladder *ladder)
{
	return ladder->owed && !ladder->taken;
}

ms_t
ladder_take_at(const struct ladder *ladder)
{
	return ladder->rung != NULL && !ladder->taken ? ladder->at : NEVER;
}

ms_t
ladder_fails_at(const struct ladder *ladder)
{
	return ladder->rung != NULL && ladder->taken ? ladder->at : NEVER;
}
