/* SPDX-License-Identifier: MIT */
/*
 * modem/core - what the parts of a modem have in common: all that is known of it, and the news of it
 * that wait for the owner. modem/modem is the owner's side of it.
 *
 *     start    brings it up, and up again behind a reset
 *     hear     what it says: news, and answers to what we have said
 *     say      what we say next: one command at a time, the most urgent first
 *     hangup   the way down the dialect's ladder
 */
#ifndef ATDIALLER_MODEM_CORE_H
#define ATDIALLER_MODEM_CORE_H

#include <stdbool.h>
#include <stddef.h>

#include "at/chat.h"
#include "modem/bringup.h"
#include "modem/call.h"
#include "modem/clcc.h"
#include "modem/dialect.h"
#include "modem/health.h"
#include "modem/ladder.h"
#include "modem/pin.h"
#include "modem/track.h"
#include "modem/voice.h"
#include "util/ms.h"

enum {
	MODEM_DIAL_MS = 2000,           /* from the request to ATD's first byte, or not at all */
	MODEM_COMMAND_MS = 5000,
	MODEM_PIN_MS = 20000,           /* a SIM may take its time */
	MODEM_DEAF_MS = 600000,         /* a call outlives a modem that answers nothing for so long, */
	MODEM_DEAF_ENDING_MS = 60000,   /*   one that the operator has hung up for so long */
	MODEM_RESET_MS = 300000,        /* between two resets that are rungs of the ladder */
	MODEM_GAP_MS = 100,             /* between result and command while bringing it up */
	MODEM_NEWS_MAX = 16
};

enum modem_state {
	MODEM_OFF,                      /* no port */
	MODEM_STARTING,
	MODEM_READY,
	MODEM_NO_SIM,
	MODEM_SIM_PIN,
	MODEM_SIM_PIN_WRONG,
	MODEM_SIM_PUK,
	MODEM_SIM_FAILED,
	MODEM_SEARCHING,
	MODEM_DENIED,
	MODEM_NO_SERVICE,
	MODEM_NO_SIGNAL,
	MODEM_STATE_LAST = MODEM_NO_SIGNAL
};

enum modem_event {
	MODEM_NEWS_STATE,               /* `state` is another one */
	MODEM_NEWS_CALL,                /* `call` is another one; over: `text` is the line that told, or "" */
	MODEM_NEWS_NOT_DIALLED,         /* an accepted dial was not written after all: `text` says why */
	MODEM_NEWS_CAUSE,               /* why `call`, which is over, ended: `text` is what the modem says */
	MODEM_NEWS_NAME,                /* who calls: `text` is his name, as the network or the SIM has it */
	MODEM_NEWS_NOTE,                /* `text` is worth a line in the log */
	MODEM_NEWS_STUCK,               /* the same, about a hang-up that did not end the call */
	MODEM_NEWS_DROP_DTR,            /* lower DTR for a second */
	MODEM_NEWS_REOPEN               /* close the port, wait, open it again: `text` says why */
};

struct modem_news {
	enum modem_event event;
	enum modem_state state;
	struct call call;
	char text[120];
};

enum modem_task {
	MODEM_TASK_NONE,
	MODEM_TASK_BRINGUP,
	MODEM_TASK_PIN,
	MODEM_TASK_VOICE,
	MODEM_TASK_DIAL,
	MODEM_TASK_HANGUP,
	MODEM_TASK_LIST,
	MODEM_TASK_CAUSE,
	MODEM_TASK_HEALTH
};

struct modem_settings {
	const struct dialect *forced;   /* whatever the modem says it is; NULL: choose */
	bool dtr;                       /* the port's DTR is moved by nobody but us */
	bool voice;                     /* dial in the voice class where the modem has one */
	ms_t longest_call;              /* on a line whose modem cannot tell the end; 0: no limit */
};

struct modem {
	struct at_chat chat;
	struct modem_settings settings;
	struct bringup bringup;
	struct pin pin;
	bool secret;                    /* what is on the wire now may hold the PIN */
	bool awake;                     /* answers AT since the last start */
	enum modem_task task;           /* of the command in flight */
	enum modem_state told_state;

	struct track track;
	struct clcc list;               /* as the list command in flight shows it */
	struct ladder ladder;
	ms_t reset_at;                  /* a rung may reset it from then on */
	const char *reset;              /* the command that does, of the dialect last known; NULL: none */
	struct voice voice;
	bool cause_wanted;              /* the last call ended without a reason */
	bool doubted;                   /* a caller ID with a wrong check sum was told of */
	bool hung_up;                   /* the modem has said OK to that before we knew whether it has a list */
	bool owes_hangup;               /* given up on in the middle of one: the next start begins with it */

	char number[TEXT_PHONE_MAX + 1]; /* accepted, not yet written: what the call is called, */
	char wire[TEXT_WIRE_MAX + 1];   /*   and what is dialled */
	ms_t dial_by;                   /* NEVER: none */
	ms_t kept_by;                   /* for a call whose modem was deaf; NEVER: it has been heard of since */
	ms_t dialled_at;                /* the port took the last ATD's first byte; NEVER: not yet */
	char told_end[120];             /* the line that told of the end of the call; "": none did */
	struct health health;

	struct modem_news news[MODEM_NEWS_MAX];
	size_t news_first;
	size_t news_count;
};

/* Its dialect; until it is known, one in which a ring is a ring. */
const struct dialect *core_dialect(const struct modem *modem);

/* What modem_state tells. */
enum modem_state core_state(const struct modem *modem);

/* News for the owner. */
void core_tell(struct modem *modem, enum modem_event event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a call, its caller's name and a state that are another one. */
void core_tell_changes(struct modem *modem);

#endif
