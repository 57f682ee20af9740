/* SPDX-License-Identifier: MIT */
/*
 * io/lock - the lock files by which programs have always agreed on who uses a serial port:
 * LCK..ttyUSB0 holds a process number (FHS 5.9). Kernel locks are safer, but pppd, mgetty
 * and minicom look here.
 */
#ifndef ATDIALLER_IO_LOCK_H
#define ATDIALLER_IO_LOCK_H

#include <stdbool.h>

#include "io/holder.h"
#include "util/fault.h"

struct lock {
	char path[120];                 /* of the file that is ours; "": none */
	char note[200];                 /* something about another's for the log; "": nothing */
};

void lock_init(struct lock *lock);

/*
 * -1 and a fault that names the owner when a living process has locked the node (its real path).
 * Otherwise 0: a lock file of a dead process is noted, and, when `ours`, one of our own
 * is written if the folder lets us. `folder` NULL: the system's.
 */
int lock_take(struct lock *lock, const char *folder, const char *node, bool ours,
    struct fault *fault);

/* Finds the living process, not ourselves, whose lock file it is; false when there is none. */
bool lock_owner(const char *folder, const char *node, struct holder *holder);

/* Removes the file that is ours. Safe on one that is not taken. */
void lock_release(struct lock *lock);

#endif
