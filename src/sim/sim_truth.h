/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_truth - what a dialogue says of the call: "active inbound 0911",
 * "incoming withheld", "idle, busy".
 */
#ifndef ATDIALLER_SIM_SIM_TRUTH_H
#define ATDIALLER_SIM_SIM_TRUTH_H

#include <stdbool.h>

#include "sim/sim_calls.h"

struct sim_truth {
	enum sim_call_state state;
	bool incoming;
	char number[SIM_NUMBER_MAX + 1];
};

/*
 * Reads a state, and perhaps the direction and the number; of those, what is not said
 * stays as it was. False, and nothing changed, when the words are not about the call.
 */
bool sim_truth_read(struct sim_truth *truth, const char *text);

#endif
