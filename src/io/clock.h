/* SPDX-License-Identifier: MIT */
/*
 * io/clock - the only clock that anything is timed by, and the one that people read.
 */
#ifndef ATDIALLER_IO_CLOCK_H
#define ATDIALLER_IO_CLOCK_H

#include "util/ms.h"

/*
 * Monotonic; it does not jump when somebody sets the time, and where the system can tell (Linux)
 * it goes on while the machine sleeps.
 */
ms_t clock_ms(void);

/* How much of that the machine has slept, some ms more or less. */
ms_t clock_slept_ms(void);

/* Milliseconds since 1970, UTC: to be written down, not to be counted with. */
int64_t clock_utc_ms(void);

/* The same for the instant 0 of clock_ms. */
int64_t clock_epoch_ms(void);

#endif
