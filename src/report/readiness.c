/* SPDX-License-Identifier: MIT */
#include "report/readiness.h"

void
readiness_init(struct readiness *readiness, ms_t now)
{
	*readiness = (struct readiness){
		.since = now, .down_since = now, .tell_at = now + READINESS_START_MS
	};
}

/* A change that is undone before it was told never was one. */
static ms_t
when_to_tell(const struct readiness *readiness, ms_t now)
{
	if (readiness->told && readiness->told_ready == readiness->ready)
		return readiness->ready ? NEVER : readiness->tell_at;
	return readiness->ready ? now : now + READINESS_GRACE_MS;
}

void
readiness_feed(struct readiness *readiness, bool ready, bool hopeless, ms_t now)
{
	bool untold = !readiness->told || readiness->told_ready;

	if (ready != readiness->ready) {
		readiness->ready = ready;
		if (!ready && untold)
			readiness->down_since = now;
		readiness->tell_at = when_to_tell(readiness, now);
	}
	if (!ready && untold && hopeless)
		readiness->tell_at = now;
}

enum readiness_event
readiness_next(struct readiness *readiness, ms_t *down, ms_t now)
{
	bool first = !readiness->told, again;

	if (readiness->tell_at > now)
		return READINESS_NOTHING;
	again = readiness->told && !readiness->told_ready;
	readiness->told = true;
	readiness->told_ready = readiness->ready;
	readiness->tell_at = readiness->ready ? NEVER : now + READINESS_REPEAT_MS;
	*down = now - readiness->down_since;
	if (readiness->ready)
		return first ? READINESS_CAN : READINESS_CAN_AGAIN;
	return again ? READINESS_STILL_CANNOT : READINESS_CANNOT;
}

ms_t
readiness_due(const struct readiness *readiness)
{
	return readiness->tell_at;
}
