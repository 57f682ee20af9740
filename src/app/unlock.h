/* SPDX-License-Identifier: MIT */
/*
 * app/unlock - the file with the SIM card's PIN: read for the modem at the start, and again while
 * the card waits for a PIN, in case there is another one by then.
 */
#ifndef ATDIALLER_APP_UNLOCK_H
#define ATDIALLER_APP_UNLOCK_H

#include "modem/modem.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	UNLOCK_LOOK_MS = 5000           /* between looks at the file */
};

struct unlock {
	const char *file;               /* NULL: the credential, if there is one */
	ms_t look_at;
	struct fault last;              /* what is wrong with the file, as last logged */
};

/*
 * Reads `file`, or when that is NULL $CREDENTIALS_DIRECTORY/sim-pin if that exists, and
 * gives it to the modem. -1 and a fault, which never holds any of it, when it is no PIN.
 */
int unlock_init(struct unlock *unlock, const char *file, struct modem *modem, ms_t now,
    struct fault *fault);

/* True when there is a file for the PIN, right or wrong. */
bool unlock_has_file(const char *file);

ms_t unlock_due(const struct unlock *unlock, const struct modem *modem);
void unlock_tick(struct unlock *unlock, struct modem *modem, ms_t now);

#endif
