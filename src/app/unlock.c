/* SPDX-License-Identifier: MIT */
#include "app/unlock.h"

#include <string.h>

#include "app/secret.h"
#include "io/log.h"

static int
look(const struct unlock *unlock, struct modem *modem, struct fault *fault)
{
	char pin[SECRET_MAX + 1];

	if (secret_read_pin(unlock->file, pin, fault) != 0)
		return -1;
	if (pin[0] != '\0')
		modem_set_pin(modem, pin);
	secret_wipe(pin);
	return 0;
}

int
unlock_init(struct unlock *unlock, const char *file, struct modem *modem, ms_t now,
    struct fault *fault)
{
	*unlock = (struct unlock){ .file = file, .look_at = now + UNLOCK_LOOK_MS };
	return look(unlock, modem, fault);
}

void
unlock_reload(struct unlock *unlock, const char *file, ms_t now)
{
	unlock->file = file;
	unlock->look_at = now;
}

ms_t
unlock_due(const struct unlock *unlock, const struct modem *modem)
{
	enum modem_state state = modem_state(modem);

	return state == MODEM_SIM_PIN || state == MODEM_SIM_PIN_WRONG ? unlock->look_at : NEVER;
}

void
unlock_tick(struct unlock *unlock, struct modem *modem, ms_t now)
{
	struct fault fault = { .text = "" };

	unlock->look_at = now + UNLOCK_LOOK_MS;
	/* Not under the modem's fingers. */
	if (modem_is_secret(modem))
		return;
	if (look(unlock, modem, &fault) != 0 && strcmp(fault.text, unlock->last.text) != 0)
		log_warn("modem: %s", fault.text);
	unlock->last = fault;
}
