/* SPDX-License-Identifier: MIT */
#include "app/unlock.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "io/log.h"
#include "link/crypto.h"
#include "modem/pin.h"

enum {
	FILE_MAX = PIN_MAX + 16         /* with blanks and line ends around it */
};

static const char blanks[] = " \t\r\n";

static int
read_pin(const char *file, struct modem *modem, struct fault *fault)
{
	char bytes[FILE_MAX + 1];
	const char *pin = bytes;
	size_t n;
	int result = file_read(file, bytes, FILE_MAX, &n, fault);

	if (result == 0) {
		bytes[n] = '\0';
		pin += strspn(pin, blanks);
		bytes[(size_t)(pin - bytes) + strcspn(pin, blanks)] = '\0';
		if (!pin_check(pin))
			result = fault_set(fault, "%s must hold the SIM card's PIN: %d to %d digits",
			    file, PIN_MIN, PIN_MAX);
		else
			modem_set_pin(modem, pin);
	}
	crypto_wipe(bytes, sizeof(bytes));
	return result;
}

/* The file in use, written into `path` when it is the credential; NULL: none. */
static const char *
file_of(const struct unlock *unlock, char path[PATH_MAX])
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");

	if (unlock->file != NULL)
		return unlock->file;
	if (directory == NULL)
		return NULL;
	snprintf(path, PATH_MAX, "%s/sim-pin", directory);
	return access(path, F_OK) == 0 ? path : NULL;
}

static int
look(const struct unlock *unlock, struct modem *modem, struct fault *fault)
{
	char path[PATH_MAX];
	const char *file = file_of(unlock, path);

	return file != NULL ? read_pin(file, modem, fault) : 0;
}

bool
unlock_has_file(const char *file)
{
	const struct unlock unlock = { .file = file };
	char path[PATH_MAX];

	return file_of(&unlock, path) != NULL;
}

int
unlock_init(struct unlock *unlock, const char *file, struct modem *modem, ms_t now,
    struct fault *fault)
{
	*unlock = (struct unlock){ .file = file, .look_at = now + UNLOCK_LOOK_MS };
	return look(unlock, modem, fault);
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
