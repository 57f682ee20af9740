/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_show - a message as patriot-sim shows it: foreign text made printable, and
 * never an API key.
 */
#ifndef ATDIALLER_SIM_SIM_SHOW_H
#define ATDIALLER_SIM_SIM_SHOW_H

#include <stddef.h>

#include "protocol/message.h"

/* In words: "call-status-update active outbound 0911234567". Returns out. */
const char *sim_show_words(const struct message *message, char *out, size_t size);

/*
 * The n bytes themselves; `message` is what they mean, or NULL. Those of an
 * authentication-request come with *** for the key, and those that only look like one
 * not at all. Returns out.
 */
const char *sim_show_text(const struct message *message, const char *text, size_t n,
    char *out, size_t size);

#endif
