/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_cellular_news - what a 3GPP modem says unasked when something happens on the
 * line: as much as its settings want to hear (27.007 7.6, 7.11, 7.12), or in the way of
 * its family.
 */
#ifndef ATDIALLER_SIM_SIM_CELLULAR_NEWS_H
#define ATDIALLER_SIM_SIM_CELLULAR_NEWS_H

#include "sim/sim_core.h"

void sim_cellular_tell(struct sim_core *core, const struct sim_calls_news *news,
    ms_t now);

#endif
