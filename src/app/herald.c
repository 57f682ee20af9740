/* SPDX-License-Identifier: MIT */
#include "app/herald.h"

#include <stdarg.h>
#include <stdio.h>

#include "io/log.h"
#include "util/utc.h"

int
herald_open(struct herald *herald, const struct config *config, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];
	struct fault why;

	*herald = (struct herald){ .runner.fd = -1 };
	if (config->on_change == NULL)
		return 0;
	if (runner_start(&herald->runner, config->on_change, HERALD_COMMAND_MS, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "on-change", where),
		    why.text);
	return 0;
}

void
herald_start(struct herald *herald, ms_t now)
{
	readiness_init(&herald->readiness, now);
	herald->run_at = now;
}

void
herald_prepare(const struct herald *herald, struct pollfd *slot)
{
	runner_prepare(&herald->runner, slot);
}

void
herald_ready(struct herald *herald, const struct pollfd *slot)
{
	struct fault fault;

	switch (runner_ready(&herald->runner, slot, &fault)) {
	case RUNNER_NOTHING:
	case RUNNER_DONE:
		return;
	case RUNNER_FAILED:
		log_warn("on-change: %s", fault.text);
		return;
	case RUNNER_LOST:
		log_error("on-change: the process that runs it is gone: nobody will be told until "
		    "atdialler is restarted");
		return;
	}
}

/* Both halves may be down, and a person who comes to mend one should know. */
static void
log_cannot(const struct snapshot *snapshot, const char *how, const char *how_long)
{
	bool both = snapshot->modem.state != MODEM_READY &&
	    snapshot->link.state != SNAPSHOT_LINK_READY;
	const char *why = snapshot->link.why.text;

	log_error("%s%s: %s; %s%s%s%s", how, how_long, snapshot->reason, snapshot->remedy,
	    both ? "; besides, not connected to Patriot" : "", both && why[0] != '\0' ? ": " : "",
	    both ? why : "");
}

static void
log_event(const struct snapshot *snapshot, enum readiness_event event, ms_t down)
{
	char span[UTC_SPAN_SIZE];

	utc_span(down / 1000, span);
	switch (event) {
	case READINESS_NOTHING:
		return;
	case READINESS_CAN:
		log_info("can dial");
		return;
	case READINESS_CANNOT:
		log_cannot(snapshot, "cannot dial", "");
		return;
	case READINESS_STILL_CANNOT:
		log_cannot(snapshot, "still cannot dial, for ", span);
		return;
	case READINESS_CAN_AGAIN:
		log_info("can dial again, after %s", span);
		return;
	}
}

struct variables {
	char bytes[RUNNER_ENVIRONMENT_MAX];
	size_t n;
};

static void __attribute__((format(printf, 2, 3)))
add(struct variables *variables, const char *format, ...)
{
	size_t room = sizeof(variables->bytes) - variables->n;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(variables->bytes + variables->n, room, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < room)
		variables->n += (size_t)n + 1;
}

static bool
run_command(struct herald *herald, const struct snapshot *snapshot)
{
	bool ready = herald->readiness.told_ready;
	struct variables variables = { .n = 0 };
	char since[UTC_TEXT_SIZE];

	add(&variables, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
	add(&variables, "ATDIALLER_READY=%d", ready);
	add(&variables, "ATDIALLER_REASON=%s", ready ? "" : snapshot->reason);
	add(&variables, "ATDIALLER_REMEDY=%s", ready ? "" : snapshot->remedy);
	add(&variables, "ATDIALLER_SINCE=%s", utc_text(snapshot->since, since));
	add(&variables, "ATDIALLER_DEVICE=%s", snapshot->modem.device);
	add(&variables, "ATDIALLER_MODEM=%s", snapshot->modem.identity);
	add(&variables, "ATDIALLER_PATRIOT=%s", snapshot->link.peer);
	add(&variables, "ATDIALLER_PID=%ld", snapshot->pid);
	return runner_run(&herald->runner, variables.bytes, variables.n);
}

/* What was told is not what the command was told. */
static bool
owes_command(const struct herald *herald)
{
	const struct readiness *readiness = &herald->readiness;

	return herald->runner.fd >= 0 && !herald->runner.busy && readiness->told &&
	    (!herald->ran || herald->ran_ready != readiness->told_ready);
}

void
herald_see(struct herald *herald, const struct snapshot *snapshot, ms_t now)
{
	enum readiness_event event;
	ms_t down;

	readiness_feed(&herald->readiness, snapshot->ready, snapshot_hopeless(snapshot), now);
	event = readiness_next(&herald->readiness, &down, now);
	if (event != READINESS_NOTHING)
		log_event(snapshot, event, down);
	if (!owes_command(herald) || herald->run_at > now || !run_command(herald, snapshot))
		return;
	herald->ran = true;
	herald->ran_ready = herald->readiness.told_ready;
	herald->run_at = now + HERALD_PAUSE_MS;
}

ms_t
herald_due(const struct herald *herald)
{
	ms_t due = readiness_due(&herald->readiness);

	return owes_command(herald) ? ms_min(due, herald->run_at) : due;
}

void
herald_finish(struct herald *herald)
{
	runner_finish(&herald->runner);
}
