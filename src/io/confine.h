/* SPDX-License-Identifier: MIT */
/*
 * io/confine - what this process denies itself once it has started: new privileges, and every
 * system call that it does not need (seccomp(2)).
 *
 * A call that is denied by mistake must not cost an alarm: it fails as if this kernel did not have it,
 * and the kernel's audit log has a line. Only tests want to die of it.
 *
 * What a host name's look-up needs is counted in, with the modules of nsswitch.conf(5) that it
 * loads. What is forked before is not confined; nothing can be afterwards.
 */
#ifndef ATDIALLER_IO_CONFINE_H
#define ATDIALLER_IO_CONFINE_H

#include <stdbool.h>

#include "util/fault.h"

enum confine_mode {
	CONFINE_YES,
	CONFINE_NO,
	CONFINE_KILL                    /* SIGSYS, after a line on standard error that names the call */
};

/* This build can filter: it was built with libseccomp. If not, CONFINE_YES does what it can. */
bool confine_possible(void);

/* For good. -1 and a fault when the kernel, or this build, has no filter. */
int confine_process(enum confine_mode mode, struct fault *fault);

#endif
