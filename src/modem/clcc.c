/* SPDX-License-Identifier: MIT */
#include "modem/clcc.h"

#include "at/fields.h"

static bool
is_voice(long mode)
{
	return mode == 0 || (mode >= 3 && mode <= 5);
}

bool
clcc_read(struct clcc_entry *entry, const char *line, const char *prefix, bool reserved)
{
	struct clcc_entry read = { .index = 0 };
	struct at_fields fields;
	char number[64];
	long direction, stat, mode, type;

	if (!at_fields_begin(&fields, line, prefix) ||
	    !at_fields_number(&fields, &read.index) || read.index <= 0 ||
	    !at_fields_number(&fields, &direction) || direction < 0 || direction > 1 ||
	    !at_fields_number(&fields, &stat) || stat < -1 || stat >= CLCC_STAT_COUNT ||
	    !at_fields_number(&fields, &mode) || !is_voice(mode))
		return false;
	at_fields_skip(&fields, reserved ? 2 : 1); /* conference flag */
	if (at_fields_text(&fields, number, sizeof(number))) {
		if (!at_fields_number(&fields, &type))
			type = 0;
		caller_set_number(&read.party, number, type);
		at_fields_text(&fields, read.party.name, sizeof(read.party.name));
	}
	read.outbound = direction == 0;
	read.stat = stat == -1 ? CLCC_RELEASED : (enum clcc_stat)stat;
	*entry = read;
	return true;
}

void
clcc_add(struct clcc *list, const char *line)
{
	if (list->count < CLCC_MAX && clcc_read(&list->entries[list->count], line, "+CLCC:", false) &&
	    list->entries[list->count].stat != CLCC_RELEASED)
		list->count++;
}

const struct clcc_entry *
clcc_find(const struct clcc *list, long index, bool outbound)
{
	for (size_t i = 0; i < list->count; i++)
		if ((index == 0 || list->entries[i].index == index) &&
		    list->entries[i].outbound == outbound)
			return &list->entries[i];
	return NULL;
}

const struct clcc_entry *
clcc_foremost(const struct clcc *list)
{
	static const int rank[CLCC_STAT_COUNT] = {
		[CLCC_ACTIVE] = 5, [CLCC_CONNECTED] = 5, [CLCC_ALERTING] = 4, [CLCC_DIALLING] = 4,
		[CLCC_HELD] = 3, [CLCC_INCOMING] = 2, [CLCC_WAITING] = 1,
	};
	const struct clcc_entry *best = NULL;

	for (size_t i = 0; i < list->count; i++)
		if (best == NULL || rank[list->entries[i].stat] > rank[best->stat])
			best = &list->entries[i];
	return best;
}

enum call_event
clcc_event(const struct clcc_entry *entry)
{
	static const enum call_event events[CLCC_STAT_COUNT] = {
		[CLCC_ACTIVE] = CALL_HEARD_ANSWER,
		[CLCC_HELD] = CALL_HEARD_ANSWER,
		[CLCC_DIALLING] = CALL_HEARD_DIALLING,
		[CLCC_ALERTING] = CALL_HEARD_ALERTING,
		[CLCC_INCOMING] = CALL_HEARD_RING,
		[CLCC_WAITING] = CALL_HEARD_RING,
		[CLCC_RELEASED] = CALL_HEARD_END,
		[CLCC_CONNECTED] = CALL_HEARD_ANSWER,
	};

	return events[entry->stat];
}
