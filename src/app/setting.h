/* SPDX-License-Identifier: MIT */
/*
 * app/setting - one value of the configuration: from text and to text, compared, copied.
 *
 * `config` is the struct that the key's offset is in.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_APP_SETTING_H
#define ATDIALLER_APP_SETTING_H

#include <stdbool.h>

#include "app/key.h"
#include "util/fault.h"

enum {
	SETTING_NUMBER_MAX = 24
};

/*
 * Sets it; text is kept as the pointer that it is. `afresh`: a list begins anew. `line` is
 * remembered with a list's item. -1 and a fault "expected ..., got ...".
 */
int setting_set(const struct key *key, void *config, const char *value, bool afresh, unsigned line,
    struct fault *fault);

/*
 * As the config file has it, perhaps written into `number`; of a list, that item. NULL: there is
 * none.
 */
const char *setting_text(const struct key *key, const void *config, size_t item,
    char number[SETTING_NUMBER_MAX]);

bool setting_same(const struct key *key, const void *config, const void *other);

void setting_copy(const struct key *key, void *config, const void *from);

#endif
