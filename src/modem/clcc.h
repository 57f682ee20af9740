/* SPDX-License-Identifier: MIT */
/*
 * modem/clcc - the modem's own list of its calls, +CLCC (27.007 7.18), and what it says
 * about the one call we follow.
 */
#ifndef ATDIALLER_MODEM_CLCC_H
#define ATDIALLER_MODEM_CLCC_H

#include <stdbool.h>
#include <stddef.h>

#include "modem/call.h"
#include "modem/caller.h"

enum clcc_stat {
	CLCC_ACTIVE,
	CLCC_HELD,
	CLCC_DIALLING,
	CLCC_ALERTING,
	CLCC_INCOMING,
	CLCC_WAITING,
	CLCC_RELEASED,                  /* SIMCom, u-blox, Infineon */
	CLCC_CONNECTED,                 /* u-blox, Infineon */
	CLCC_STAT_COUNT
};

struct clcc_entry {
	long index;
	bool outbound;
	enum clcc_stat stat;
	struct caller party;
};

enum {
	CLCC_MAX = 8
};

struct clcc {
	struct clcc_entry entries[CLCC_MAX];
	size_t count;
};

/*
 * Reads one line that begins with `prefix` into *entry; `reserved`: a field more stands before
 * the number (Cinterion's ^SLCC). A stat of -1 is a call released (Quectel). False for a line
 * that is no call of ours: malformed, index 0, or not voice (Quectel EC20 lists a data call
 * that nobody made).
 */
bool clcc_read(struct clcc_entry *entry, const char *line, const char *prefix, bool reserved);

/* Adds what a line says; other lines, and more than CLCC_MAX calls, are ignored. */
void clcc_add(struct clcc *list, const char *line);

/*
 * The entry that is the call we follow, known by `index` (0: not yet known) or else by its
 * direction; NULL when it is not in the list.
 */
const struct clcc_entry *clcc_find(const struct clcc *list, long index, bool outbound);

/* The entry to follow when we follow none: one that is up before one that rings; NULL: no calls. */
const struct clcc_entry *clcc_foremost(const struct clcc *list);

/* What an entry's state says to the call machine. */
enum call_event clcc_event(const struct clcc_entry *entry);

#endif
