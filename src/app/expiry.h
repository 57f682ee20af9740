/* SPDX-License-Identifier: MIT */
/*
 * app/expiry - when to warn that Patriot's certificate ends: within its last 30 days once,
 * within its last week each day.
 *
 * Pure: no I/O, no clock, no allocation. Times are seconds since 1970.
 */
#ifndef ATDIALLER_APP_EXPIRY_H
#define ATDIALLER_APP_EXPIRY_H

#include <stdbool.h>
#include <stdint.h>

/* Zeroed: nothing was said yet. */
struct expiry {
	int64_t told_of;                /* when it ends */
	int64_t told_at;
};

/* True when it is to be said now of a certificate that ends at `until`; then that is kept. */
bool expiry_warns(struct expiry *expiry, int64_t until, int64_t now);

#endif
