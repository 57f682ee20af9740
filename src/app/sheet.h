/* SPDX-License-Identifier: MIT */
/*
 * app/sheet - a file that is kept up to date for others to read: replaced as a whole when its text
 * is another one, and from time to time although it is not, so that its age tells that we live.
 */
#ifndef ATDIALLER_APP_SHEET_H
#define ATDIALLER_APP_SHEET_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/fault.h"
#include "util/ms.h"

struct sheet {
	const char *name;               /* of its key, for messages */
	char path[PATH_MAX];            /* "": none */
	ms_t every;
	ms_t write_at;                  /* at the latest; NEVER: none */
	uint64_t seen;                  /* a hash of the text as last seen */
	bool there;                     /* we have written it */
	struct fault last;              /* why it cannot be written, as last logged */
};

/* `path` is copied; "" or NULL: there is none. It is due at once, and then each `every` ms. */
void sheet_init(struct sheet *sheet, const char *name, const char *path, ms_t every, ms_t now);

/* False: there is none, and its text need not be made. */
bool sheet_is_kept(const struct sheet *sheet);

/*
 * True when it is to be written now: `text`, which is its text without anything that changes by
 * itself, is not what it was, or it is due.
 */
bool sheet_wants(struct sheet *sheet, const char *text, ms_t now);

/* Replaces it. What goes wrong is logged, once for each reason; the next try is when it is due. */
void sheet_write(struct sheet *sheet, const char *text, size_t n, ms_t now);

/* Removes it: nobody keeps it up to date any more. */
void sheet_remove(struct sheet *sheet);

#endif
