/* SPDX-License-Identifier: MIT */
/*
 * app/unlock - the SIM card's PIN: read for the modem at the start, and again while
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
	const char *file;               /* NULL: the environment, which may have none */
	ms_t look_at;
	struct fault last;              /* what is wrong with the file, as last logged */
};

/*
 * Reads the PIN and gives it to the modem. -1 and a fault, which never holds any of it, when it
 * is none.
 */
int unlock_init(struct unlock *unlock, const char *file, struct modem *modem, ms_t now,
    struct fault *fault);

/* Another file from now on. */
void unlock_reload(struct unlock *unlock, const char *file, ms_t now);

ms_t unlock_due(const struct unlock *unlock, const struct modem *modem);
void unlock_tick(struct unlock *unlock, struct modem *modem, ms_t now);

#endif
