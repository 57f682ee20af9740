/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_modem - a stand-in modem that behaves: the host's bytes in, its bytes out.
 *
 * Written by the standards (V.250, 27.007) and apart from the daemon's own AT code, so
 * that the two can disagree. Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_MODEM_H
#define ATDIALLER_SIM_SIM_MODEM_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/sim_core.h"
#include "util/fault.h"
#include "util/ms.h"

enum sim_prefix {
	SIM_PREFIX_NONE,
	SIM_PREFIX_A,                   /* 'A' has come: "AT" or "at", never "At" */
	SIM_PREFIX_SMALL_A,
	SIM_PREFIX_WHOLE
};

struct sim_modem {
	struct sim_core core;
	enum sim_prefix prefix;
	char line[SIM_LINE_MAX + 1];    /* behind the prefix; kept for A/ */
	size_t len;
	bool too_long;
};

/* Power on. The struct must not move afterwards. */
void sim_modem_init(struct sim_modem *modem, const struct sim_family *family,
    const struct sim_timing *timing);

void sim_modem_feed(struct sim_modem *modem, const char *bytes, size_t n, ms_t now);
const char *sim_modem_output(const struct sim_modem *modem, size_t *n);
void sim_modem_wrote(struct sim_modem *modem, size_t n);

/* What the one who watches should be told; false when there is nothing more. */
bool sim_modem_next(struct sim_modem *modem, struct sim_note *note);

ms_t sim_modem_due(const struct sim_modem *modem);
void sim_modem_tick(struct sim_modem *modem, ms_t now);

/*
 * What happens at the other end of the line; -1 and a fault when it cannot happen now.
 * `number` is "" when withheld, `stamp` is month, day, hour and minute as MMDDHHMM.
 */
int sim_modem_ring(struct sim_modem *modem, const char *number, const char *stamp, ms_t now,
    struct fault *fault);
int sim_modem_far_answer(struct sim_modem *modem, ms_t now, struct fault *fault);
int sim_modem_far_refuse(struct sim_modem *modem, enum sim_event event, ms_t now,
    struct fault *fault);
int sim_modem_far_hangup(struct sim_modem *modem, bool waiting, ms_t now,
    struct fault *fault);

/* Loses power for a moment: no call, settings of the factory, a banner when cellular. */
void sim_modem_restart(struct sim_modem *modem, ms_t now);

#endif
