/* SPDX-License-Identifier: MIT */
#include "app/service.h"

#include <string.h>

#include "io/log.h"
#include "io/notify.h"
#include "util/text.h"

void
service_start(struct service *service, struct app *app, ms_t now)
{
	*service = (struct service){ .listens = notify_wanted(), .status_at = NEVER };
	if (service->listens && !notify_possible())
		log_warn("service: a service manager waits to be told that this runs, but it was "
		    "built without libsystemd: use Type=exec, and no watchdog");
	alive_init(&service->alive, notify_watchdog(), now);
	snapshot_words(app_snapshot(app), service->status, sizeof(service->status));
	notify_send("READY=1\nSTATUS=%s", service->status);
}

static void
tell_status(struct service *service, struct app *app, ms_t now)
{
	char text[SNAPSHOT_WORDS_MAX + 1];

	snapshot_words(app_snapshot(app), text, sizeof(text));
	if (strcmp(text, service->status) == 0) {
		service->status_at = NEVER;
		return;
	}
	service->status_at = ms_min(service->status_at, now + SERVICE_SETTLE_MS);
	if (service->status_at > now)
		return;
	text_copy(service->status, sizeof(service->status), text);
	service->status_at = NEVER;
	notify_send("STATUS=%s", text);
}

int
service_turn(struct service *service, struct app *app, ms_t now, struct fault *fault)
{
	struct alive *alive = &service->alive;
	const char *stuck;

	alive_see(alive, ALIVE_MODEM, phone_due(&app->phone),
	    modem_call(&app->phone.modem)->state != CALL_IDLE, now);
	alive_see(alive, ALIVE_DESK, desk_due(&app->desk), app->desk.stopping, now);
	stuck = alive_stuck(alive, now);
	if (stuck != NULL)
		return fault_set(fault, "%s: stuck for %d s, which is a mistake of this program: "
		    "it has to be started again", stuck, ALIVE_STUCK_MS / 1000);
	if (alive_tells(alive, now))
		notify_send("WATCHDOG=1");
	if (service->listens)
		tell_status(service, app, now);
	return 0;
}

void
service_reloading(void)
{
	notify_reloading();
}

void
service_reloaded(void)
{
	notify_send("READY=1");
}

void
service_stopping(void)
{
	notify_send("STOPPING=1\nSTATUS=stopping");
}

ms_t
service_due(const struct service *service)
{
	return ms_min(service->status_at, alive_due(&service->alive));
}
