/* SPDX-License-Identifier: MIT */
/*
 * io/holder - which other process uses a device, as far as we may see it.
 */
#ifndef ATDIALLER_IO_HOLDER_H
#define ATDIALLER_IO_HOLDER_H

#include <stdbool.h>
#include <sys/types.h>

enum {
	HOLDER_TEXT_MAX = 160
};

struct holder {
	pid_t pid;
	char name[64];                  /* printable; "" when it cannot be known */
};

/*
 * Finds another process that has the node open: its real path, no link. False when there is none
 * but the one that made a pseudo-terminal, or when it is another user's and we are not root.
 */
bool holder_find(const char *node, struct holder *holder);

/* Finds another process of that name. */
bool holder_named(const char *name, struct holder *holder);

/* True when this process, not ourselves, is there. */
bool holder_is_alive(pid_t pid, struct holder *holder);

/* "ModemManager (pid 612)", and what to do about it if that is known. */
const char *holder_text(const struct holder *holder, char text[HOLDER_TEXT_MAX]);

#endif
