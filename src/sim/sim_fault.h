/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_fault - in what a stand-in modem misbehaves, as its user asks for it:
 * NAME[=MS][@COMMAND].
 */
#ifndef ATDIALLER_SIM_SIM_FAULT_H
#define ATDIALLER_SIM_SIM_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_FAULT_COMMAND_MAX = 24
};

enum sim_flaw {
	SIM_FLAW_SLOW,                  /* everything it says comes late */
	SIM_FLAW_SPLIT,                 /* each byte in a write of its own */
	SIM_FLAW_URC,                   /* a line of noise inside each response */
	SIM_FLAW_LATE_OK,               /* once: a result after the host's patience */
	SIM_FLAW_NO_FINAL,              /* once: no result at all */
	SIM_FLAW_ECHO,                  /* ATE0 has no effect */
	SIM_FLAW_BANNER,                /* once: it restarts during a call */
	SIM_FLAW_GARBAGE,               /* a burst of noise inside each response */
	SIM_FLAW_SECOND_OK,             /* each OK comes twice */
	SIM_FLAW_SILENCE,               /* not a byte any more */
	SIM_FLAW_COUNT
};

struct sim_faults {
	struct {
		bool on;
		ms_t ms;
		char command[SIM_FAULT_COMMAND_MAX + 1]; /* "": any */
	} flaw[SIM_FLAW_COUNT];
};

/* Adds one by its name, or takes all away when it reads "off"; -1 and a fault otherwise. */
int sim_faults_read(struct sim_faults *faults, const char *text, struct fault *fault);

/* True when this flaw concerns the command line, given behind its "AT"; "" is none. */
bool sim_faults_strike(const struct sim_faults *faults, enum sim_flaw flaw, const char *line);

/* The same; and it will not do so again. */
bool sim_faults_strike_once(struct sim_faults *faults, enum sim_flaw flaw, const char *line);

/* Their names and what they do, one by one; false behind the last. */
bool sim_fault_describe(size_t i, const char **name, const char **what);

#endif
