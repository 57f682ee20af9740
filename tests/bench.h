/* SPDX-License-Identifier: MIT */
/*
 * tests/bench - modem-sim's modem on a bench: one is told something, and what it says is looked at.
 */
#ifndef ATDIALLER_TESTS_BENCH_H
#define ATDIALLER_TESTS_BENCH_H

#include "sim/sim_modem.h"
#include "util/ms.h"

extern struct sim_modem bench_modem;
extern const struct sim_timing bench_timing;

/* What it has said since the last look, with | for each end of a line. */
const char *bench_said(void);

/* Sends one line and answers what comes at once. */
const char *bench_ask(const char *line, ms_t now);

void bench_pass_to(ms_t now);

#endif
