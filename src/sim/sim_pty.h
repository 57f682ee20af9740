/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_pty - a pseudo-terminal that a program opens as if it were a modem's port.
 *
 * Only the master is kept. While nobody has the other side open the master would report
 * a hang-up without end, so then the node is watched for being opened instead, and what
 * the modem says is lost, as on a real port.
 */
#ifndef ATDIALLER_SIM_SIM_PTY_H
#define ATDIALLER_SIM_SIM_PTY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

struct sim_pty {
	int master;                     /* -1: unplugged */
	int watch;                      /* readable when somebody opens or closes the node */
	bool in_use;                    /* somebody has the node open */
	char name[64];                  /* the node: /dev/pts/7 */
	const char *link;               /* NULL: none */
};

enum sim_pty_news {
	SIM_PTY_NOTHING,
	SIM_PTY_OPENED,
	SIM_PTY_CLOSED,                 /* by its last user */
	SIM_PTY_RENAMED                 /* closed, and the node is another one now */
};

/* `link` must outlive it; an old symbolic link there is replaced, nothing else is. */
int sim_pty_plug(struct sim_pty *pty, const char *link, struct fault *fault);

/* The node and the link vanish. Safe when already unplugged. */
void sim_pty_unplug(struct sim_pty *pty);

/* What to poll for input: -1 while nobody could send any. */
int sim_pty_fd(const struct sim_pty *pty);

/* After `watch` became readable. */
enum sim_pty_news sim_pty_look(struct sim_pty *pty);

/* How many bytes came; 0 none now, -1 the last user has closed the port: call sim_pty_closed. */
int sim_pty_read(struct sim_pty *pty, char *bytes, size_t size);

/* The speed that the other side has set, in bits per second; 0: an unusual one. */
long sim_pty_baud(const struct sim_pty *pty);

/* Puts the port back as a real one would be; -1 when that failed. */
int sim_pty_closed(struct sim_pty *pty, enum sim_pty_news *news, struct fault *fault);

/* How many bytes the port took; the rest is lost. */
size_t sim_pty_write(struct sim_pty *pty, const char *bytes, size_t n);

#endif
