/* SPDX-License-Identifier: MIT */
#include "app/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "app/gap.h"
#include "app/reload.h"
#include "io/clock.h"

/* A signal writes one byte here, and nothing else happens outside the loop's turn. */
static int signal_pipe[2] = { -1, -1 };

/* We were stopped, and go on. */
static volatile sig_atomic_t continued;

static void
on_continue(int number)
{
	(void)number;
	continued = 1;
}

static void
on_signal(int number)
{
	int before = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t written = write(signal_pipe[1], &byte, 1);

	(void)written;                  /* full: it is known already */
	errno = before;
}

int
loop_init(struct fault *fault)
{
	const struct sigaction catch = { .sa_handler = on_signal };
	const struct sigaction go_on = { .sa_handler = on_continue };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0 ||
	    sigaction(SIGINT, &catch, NULL) != 0 || sigaction(SIGTERM, &catch, NULL) != 0 ||
	    sigaction(SIGHUP, &catch, NULL) != 0 || sigaction(SIGPIPE, &ignore, NULL) != 0 ||
	    sigaction(SIGCONT, &go_on, NULL) != 0)
		return fault_set(fault, "cannot catch signals: %s", strerror(errno));
	return 0;
}

static int
patience(ms_t due, ms_t now)
{
	if (due == NEVER)
		return -1;
	if (due <= now)
		return 0;
	return due - now > INT_MAX ? INT_MAX : (int)(due - now);
}

static void
hear_signal(struct app *app, struct watch *watch, bool *stopping, ms_t now)
{
	bool stop = false, reload = false;
	unsigned char number;

	while (read(signal_pipe[0], &number, 1) > 0)
		*(number == SIGHUP ? &reload : &stop) = true;
	if (*stopping)
		return;
	if (reload && !stop) {
		service_reloading();
		app_reopen(app, now);   /* whatever the configuration is like */
		reload_config(app, now);
		service_reloaded();
	}
	if (stop) {
		service_stopping();
		watch_stop(watch);
		app_stop(app, now);
		*stopping = true;
	}
}

/* What waits for us may be too old to be acted on. */
static bool
was_away(struct gap *gap, ms_t due, ms_t now)
{
	bool stopped = continued != 0;

	continued = 0;
	return gap_back(gap, due, clock_slept_ms(), stopped, now);
}

/* `watch` is NULL when nobody is told any more: what it wanted has no turn. */
static ms_t
wanted(const struct app *app, const struct service *service, const struct watch *watch)
{
	ms_t due = ms_min(app_due(app), service_due(service));

	return watch != NULL ? ms_min(due, watch_due(watch)) : due;
}

int
loop_run(struct app *app, struct service *service, struct watch *watch, struct fault *fault)
{
	bool stopping = false;
	struct gap gap;

	gap_init(&gap, clock_ms(), clock_slept_ms());
	while (!stopping || !app_stopped(app)) {
		struct pollfd slots[SLOT_COUNT];
		ms_t due = wanted(app, service, stopping ? NULL : watch), now;
		bool ticks;
		int events;

		slots[SLOT_SIGNAL] = (struct pollfd){ .fd = signal_pipe[0], .events = POLLIN };
		app_prepare(app, slots);
		watch_prepare(watch, &slots[SLOT_WATCH]);
		now = clock_ms();
		gap_ask(&gap, now);
		events = poll(slots, SLOT_COUNT, patience(due, now));
		if (events < 0) {
			if (errno == EINTR)
				continue;
			return fault_set(fault, "poll: %s", strerror(errno));
		}

		now = clock_ms();       /* the only clock; everyone else is told */
		if (slots[SLOT_SIGNAL].revents != 0)
			hear_signal(app, watch, &stopping, now);
		if (was_away(&gap, due, now))
			app_wake(app, now);
		app_ready(app, slots, now);
		ticks = app_due(app) <= now;
		if (ticks)
			app_tick(app, now);
		if (service_turn(service, app, now, fault) != 0)
			return -1;
		if (!stopping)
			watch_turn(watch, app, &slots[SLOT_WATCH], events > 0 || ticks, now);
	}
	return 0;
}

void
loop_finish(void)
{
	close(signal_pipe[0]);
	close(signal_pipe[1]);
}
