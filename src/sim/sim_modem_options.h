/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_modem_options - modem-sim's command line.
 */
#ifndef ATDIALLER_SIM_SIM_MODEM_OPTIONS_H
#define ATDIALLER_SIM_SIM_MODEM_OPTIONS_H

#include "sim/sim_device.h"

/*
 * Fills in the options. Answers what to exit with, or -1 to go on; help, version and
 * complaints have been printed.
 */
int sim_modem_options_read(struct sim_device_options *options, int argc, char **argv);

#endif
