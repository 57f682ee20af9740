/* SPDX-License-Identifier: MIT */
/*
 * io/clock - the only clock that anything is timed by.
 */
#ifndef ATDIALLER_IO_CLOCK_H
#define ATDIALLER_IO_CLOCK_H

#include "util/ms.h"

/* Monotonic; it does not jump when somebody sets the time. */
ms_t clock_ms(void);

#endif
