/* SPDX-License-Identifier: MIT */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "io/notify.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#ifdef HAVE_LIBSYSTEMD
#include <systemd/sd-daemon.h>
#endif

bool
notify_wanted(void)
{
	return getenv("NOTIFY_SOCKET") != NULL;
}

#ifdef HAVE_LIBSYSTEMD

bool
notify_possible(void)
{
	return true;
}

ms_t
notify_watchdog(void)
{
	uint64_t microseconds = 0;

	return sd_watchdog_enabled(0, &microseconds) > 0 ? (ms_t)(microseconds / 1000) : 0;
}

void
notify_send(const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	sd_notify(0, text);
}

#else

bool
notify_possible(void)
{
	return false;
}

ms_t
notify_watchdog(void)
{
	return 0;
}

void
notify_send(const char *format, ...)
{
	(void)format;
}

#endif

void
notify_reloading(void)
{
	struct timespec now;

	/* To the microsecond: it must not be before the signal that asked for it. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	notify_send("RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}
