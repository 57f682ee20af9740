/* SPDX-License-Identifier: MIT */
/*
 * app/unfinished - the record of a call that is not over, in a file beside the call log, with
 * ".open" behind its name: a call outlives us, and the next process finishes its record.
 */
#ifndef ATDIALLER_APP_UNFINISHED_H
#define ATDIALLER_APP_UNFINISHED_H

#include <limits.h>
#include <stdbool.h>

#include "report/record.h"

struct unfinished {
	char path[PATH_MAX];
	int fd;                         /* -1: no such file */
	bool used;                      /* there is a record in it: */
	struct call_record call;        /*   this one */
};

/* `calllog` is the call log's path; NULL: none. A file that cannot be opened is logged, no more. */
void unfinished_init(struct unfinished *unfinished, const char *calllog);

/* What an earlier process left; false: nothing. */
bool unfinished_read(struct unfinished *unfinished, struct call_record *call);

/* Puts this one in its place, unless it is the same; NULL: none. It survives kill -9 then. */
void unfinished_keep(struct unfinished *unfinished, const struct call_record *call);

/* True when what is kept outlives us. */
bool unfinished_outlives(const struct unfinished *unfinished);

void unfinished_finish(struct unfinished *unfinished);

#endif
