/* SPDX-License-Identifier: MIT */
/*
 * report/counters - what has happened since the start, counted.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_COUNTERS_H
#define ATDIALLER_REPORT_COUNTERS_H

struct counters {
	unsigned long dials;            /* dial-requests, refused ones too */
	unsigned long refused;          /* of those */
	unsigned long calls_out;        /* that were dialled */
	unsigned long calls_in;
	unsigned long connects;         /* times that Patriot has accepted our key */
	unsigned long modem_opens;      /* times that the modem's port was opened */
	unsigned long modem_resets;     /* by DTR */
};

#endif
