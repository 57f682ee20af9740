/* SPDX-License-Identifier: MIT */
/*
 * app/calllog - the file of call records: a line of JSON for each, written with one write(2) behind
 * what is there and then synced.
 *
 * A line is in the kernel's hands when calllog_add returns, so that kill -9 cannot take it back.
 * The fdatasync(2) behind it is made by a thread of the C library: a slow disk delays no dial.
 * While the file cannot be written the lines are kept, and written in order when it can.
 */
#ifndef ATDIALLER_APP_CALLLOG_H
#define ATDIALLER_APP_CALLLOG_H

#include <aio.h>
#include <stdbool.h>
#include <stddef.h>

#include "report/record.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	CALLLOG_KEPT_MAX = 256,         /* lines, while the file cannot be written; then the oldest go */
	CALLLOG_AGAIN_MS = 10000,       /* between tries to write them */
	CALLLOG_SYNC_LOOK_MS = 100,     /* between looks whether the disk is done */
	CALLLOG_REPEAT_MS = 3600000     /* a reason that persists is logged again after this */
};

struct calllog {
	const char *path;               /* NULL: there is none */
	int fd;                         /* -1: not open */
	bool torn;                      /* the file's last line has no end */
	struct call_record kept[CALLLOG_KEPT_MAX];
	size_t first, count;
	unsigned long lost;             /* since the file could be written */
	ms_t again_at;                  /* NEVER: nothing is kept */
	struct fault trouble;           /* why; "": none */
	struct fault last;              /* as last logged */
	ms_t last_at;

	struct aiocb sync;
	bool syncing;                   /* `sync` is under way */
	bool unsynced;                  /* a line was written since it began */
	ms_t sync_look_at;
};

/* `path` NULL: records go nowhere. A file that cannot be written is logged as trouble, no more. */
void calllog_init(struct calllog *calllog, const char *path, ms_t now);

void calllog_add(struct calllog *calllog, const struct call_record *call, ms_t now);

/* The file was renamed: opens it afresh, so that a new one is there. */
void calllog_reopen(struct calllog *calllog, ms_t now);

/* The record on its last line; false when there is none. */
bool calllog_last(const struct calllog *calllog, struct call_record *last);

/* What keeps it from being written, in words; "" when nothing does. */
const char *calllog_trouble(const struct calllog *calllog);

ms_t calllog_due(const struct calllog *calllog);
void calllog_tick(struct calllog *calllog, ms_t now);
void calllog_finish(struct calllog *calllog, ms_t now);

#endif
