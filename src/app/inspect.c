/* SPDX-License-Identifier: MIT */
#include "app/inspect.h"

#include "app/peer.h"
#include "app/secret.h"
#include "io/file.h"
#include "io/runner.h"
#include "util/array.h"

static int
blame(const struct config *config, const char *name, const struct fault *why, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];

	return fault_set(fault, "%s: %s", config_where(config, name, where), why->text);
}

static int
check_key(const struct config *config, struct fault *fault)
{
	char key[SECRET_MAX + 1];
	struct fault why;
	int result = secret_read(config->api_key_file, key, &why);

	secret_wipe(key);
	return result == 0 ? 0 : blame(config, "api-key-file", &why, fault);
}

static int
check_key_mode(const struct config *config, struct fault *fault)
{
	struct fault why;

	return secret_is_exposed(config->api_key_file, &why) ?
	    blame(config, "api-key-file", &why, fault) : 0;
}

static int
check_pin(const struct config *config, struct fault *fault)
{
	char pin[SECRET_MAX + 1];
	struct fault why;
	int result = secret_read_pin(config->pin_file, pin, &why);

	secret_wipe(pin);
	return result == 0 ? 0 : blame(config, "pin-file", &why, fault);
}

static int
check_pin_mode(const struct config *config, struct fault *fault)
{
	struct fault why;

	return secret_is_exposed(config->pin_file, &why) ?
	    blame(config, "pin-file", &why, fault) : 0;
}

/* Also the folder of the key seen first: better found now than by the first connection. */
static int
check_peer(const struct config *config, struct fault *fault)
{
	struct peer peer;
	struct fault why;

	if (peer_init(&peer, config, fault) != 0)
		return -1;
	if (config->first_use == 0 || file_make_way(peer.store, &why) == 0)
		return 0;
	return blame(config, "trust-on-first-use", &why, fault);
}

static int
check_on_change(const struct config *config, struct fault *fault)
{
	struct fault why;

	if (config->on_change == NULL || runner_check(config->on_change, &why) == 0)
		return 0;
	return blame(config, "on-change", &why, fault);
}

/* In the order in which they are told. */
static const struct {
	int (*check)(const struct config *config, struct fault *fault);
	bool fatal;
} checks[] = {
	{ check_peer, true },
	{ check_key, true },
	{ check_key_mode, false },
	{ check_pin, true },
	{ check_pin_mode, false },
	{ check_on_change, true },
};

void
inspect_init(struct inspect *inspect, const struct config *config)
{
	*inspect = (struct inspect){ .config = config };
}

bool
inspect_next(struct inspect *inspect, struct inspect_finding *finding)
{
	while (inspect->next < ARRAY_LEN(checks)) {
		size_t i = inspect->next++;

		finding->fatal = checks[i].fatal;
		if (checks[i].check(inspect->config, &finding->fault) != 0)
			return true;
	}
	return false;
}
