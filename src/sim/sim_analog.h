/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_analog - a data modem on an analog line (V.250): it dials for a telephone with
 * ATDT...; and from there on hears nothing of the call. With a voice class (V.253) it
 * listens to the call while AT+FCLASS=8.
 */
#ifndef ATDIALLER_SIM_SIM_ANALOG_H
#define ATDIALLER_SIM_SIM_ANALOG_H

#include "sim/sim_core.h"

enum sim_result sim_analog_run(struct sim_core *core, const struct sim_command *command,
    ms_t now);
void sim_analog_report(struct sim_core *core, const struct sim_calls_news *news, ms_t now);

/* The digits are out, the dial tone did not come, or caller ID is complete. */
void sim_analog_tick(struct sim_core *core, ms_t now);

#endif
