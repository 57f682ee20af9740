/* SPDX-License-Identifier: MIT */
#include "app/watch.h"

#include <string.h>

#include "app/status.h"
#include "io/clock.h"

int
watch_open(struct watch *watch, const struct config *config, struct fault *fault)
{
	return herald_open(&watch->herald, config, fault);
}

void
watch_start(struct watch *watch, const struct config *config, ms_t now)
{
	char path[PATH_MAX];

	sheet_init(&watch->status, "status-file", status_path(config, path), WATCH_STATUS_MS, now);
	sheet_init(&watch->metrics, "metrics-file", config->metrics_file, WATCH_METRICS_MS, now);
	herald_start(&watch->herald, now);
	watch->look_at = now;
}

static void
show_status(struct watch *watch, ms_t now)
{
	size_t n;

	status_format(&watch->snapshot, watch->text.status, sizeof(watch->text.status));
	if (!sheet_wants(&watch->status, watch->text.status, now))
		return;
	watch->snapshot.written = clock_utc_ms() / 1000;
	n = status_format(&watch->snapshot, watch->text.status, sizeof(watch->text.status) - 1);
	strcpy(watch->text.status + n, "\n");
	watch->snapshot.written = 0;
	sheet_write(&watch->status, watch->text.status, n + 1, now);
}

static void
show_metrics(struct watch *watch, ms_t now)
{
	size_t n = metrics_format(&watch->snapshot, watch->text.metrics, sizeof(watch->text.metrics));

	if (sheet_wants(&watch->metrics, watch->text.metrics, now))
		sheet_write(&watch->metrics, watch->text.metrics, n, now);
}

void
watch_prepare(const struct watch *watch, struct pollfd *slot)
{
	herald_prepare(&watch->herald, slot);
}

void
watch_turn(struct watch *watch, struct app *app, const struct pollfd *slot, bool busy, ms_t now)
{
	herald_ready(&watch->herald, slot);
	if (busy && watch->look_at == NEVER) { /* else that look will see this, too */
		const struct snapshot *latest = app_snapshot(app);

		/* Bytes between the members that differ cost a look in vain, no more. */
		/* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
		if (memcmp(latest, &watch->snapshot, sizeof(*latest)) != 0)
			watch->look_at = ms_min(watch->look_at, now + WATCH_SETTLE_MS);
	}
	if (watch_due(watch) > now)
		return;
	watch->look_at = NEVER;
	watch->snapshot = *app_snapshot(app);
	if (sheet_is_kept(&watch->status))
		show_status(watch, now);
	if (sheet_is_kept(&watch->metrics))
		show_metrics(watch, now);
	herald_see(&watch->herald, &watch->snapshot, now);
}

ms_t
watch_due(const struct watch *watch)
{
	ms_t due = ms_min(watch->status.write_at, watch->metrics.write_at);

	return ms_min(ms_min(watch->look_at, herald_due(&watch->herald)), due);
}

void
watch_stop(struct watch *watch)
{
	sheet_remove(&watch->status);
	sheet_remove(&watch->metrics);
	herald_finish(&watch->herald);
}
