/* SPDX-License-Identifier: MIT */
#include "app/reload.h"

#include "app/inspect.h"
#include "app/setting.h"
#include "io/log.h"

static bool
passes(const struct config *config)
{
	struct inspect inspect;
	struct inspect_finding finding;

	inspect_init(&inspect, config);
	while (inspect_next(&inspect, &finding)) {
		if (finding.fatal) {
			log_error("config: %s; all stays as it was", finding.fault.text);
			return false;
		}
		log_warn("config: %s", finding.fault.text);
	}
	return true;
}

/* "is now debug (/etc/atdialler/atdialler.conf:3)" */
static void
describe(const struct config *config, size_t row, char *out, size_t size)
{
	char number[SETTING_NUMBER_MAX], source[CONFIG_WHERE_MAX];
	const struct key *key = config_key(row);
	const char *value = setting_text(key, config, 0, number);

	config_source(config, row, 0, source);
	if (value == NULL)
		snprintf(out, size, "is no longer set");
	else if (key->kind == KEY_LIST)
		snprintf(out, size, "has other values (%s)", source);
	else
		snprintf(out, size, "is now %.200s (%s)", value, source);
}

/* Says what becomes of it; what needs a restart is kept as it was. */
static void
take_change(struct config *next, const struct config *now, size_t row)
{
	const struct key *key = config_key(row);
	char what[600];

	describe(next, row, what, sizeof(what));
	switch (key->live) {
	case KEY_AT_ONCE:
		log_info("config: %s %s", key->name, what);
		return;
	case KEY_RECONNECT:
		log_info("config: %s %s; connecting to Patriot anew", key->name, what);
		return;
	case KEY_RESTART:
		log_warn("config: %s %s, but that needs a restart", key->name, what);
		config_keep(next, now, row);
		return;
	case KEY_COMMAND_LINE:
		return;
	}
}

static bool
take_changes(struct config *next, const struct config *now)
{
	const struct key *key;
	bool changed = false;

	for (size_t row = 0; (key = config_key(row)) != NULL; row++) {
		if (setting_same(key, next, now))
			continue;
		changed = true;
		take_change(next, now, row);
	}
	return changed;
}

void
reload_config(struct app *app, ms_t now)
{
	struct config next;
	struct fault fault;

	if (config_load(&next, &app->config.input, &fault) != 0) {
		log_error("config: %s; all stays as it was", fault.text);
		return;
	}
	if (!passes(&next)) {
		config_finish(&next);
		return;
	}
	if (!take_changes(&next, &app->config))
		log_info("config: nothing changed");
	app_reload(app, &next, now);
}
