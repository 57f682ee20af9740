/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_cellular - a generic 3GPP modem, by the letter of 27.007: what it answers.
 */
#ifndef ATDIALLER_SIM_SIM_CELLULAR_H
#define ATDIALLER_SIM_SIM_CELLULAR_H

#include "sim/sim_core.h"

enum sim_result sim_cellular_run(struct sim_core *core, const struct sim_command *command,
    ms_t now);

/* Power-cycled by +CFUN=1,1 or by the user: deaf for a while, then a banner. */
void sim_cellular_restart(struct sim_core *core, ms_t now);
void sim_cellular_tick(struct sim_core *core, ms_t now);

#endif
