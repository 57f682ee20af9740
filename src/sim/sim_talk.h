/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_talk - what is said to a dialler and by it: shown with the time, answered, and
 * passed to the script.
 */
#ifndef ATDIALLER_SIM_SIM_TALK_H
#define ATDIALLER_SIM_SIM_TALK_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/message.h"
#include "sim/sim_guest.h"
#include "sim/sim_peer.h"
#include "sim/sim_script.h"
#include "util/fault.h"

struct sim_talk {
	const char *api_key;
	bool quiet;
	bool json;                      /* show the text of messages, too */
	bool several;                   /* say who is who */
	struct sim_script *script;      /* NULL: there is none */
	unsigned ranks;                 /* given to guests so far */
	unsigned refusals;
};

/*
 * Prints a line unless quiet. `<` the dialler said, `>` we said, `*` it came or went,
 * `=` it is as expected, `!` it cannot be done.
 */
void sim_talk_tell(const struct sim_talk *talk, char mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Sends a message, or any text at all; -1 and a fault when it cannot go. */
int sim_talk_say(struct sim_talk *talk, struct sim_guest *guest, const struct message *message,
    struct fault *fault);
int sim_talk_send(struct sim_talk *talk, struct sim_guest *guest, const char *text, size_t n,
    struct fault *fault);

/* The guest HAS_SAID something. Until he has shown the right key nothing else counts. */
void sim_talk_hear(struct sim_talk *talk, struct sim_guest *guest,
    const struct sim_peer_news *news);

#endif
