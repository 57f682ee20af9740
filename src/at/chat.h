/* SPDX-License-Identifier: MIT */
/*
 * at/chat - one command at a time with a modem (V.250 5).
 *
 * It tells the answers of the command in flight from what the modem says unasked, and keeps
 * the two in step: after a time-out it lets the line fall silent and sends AT until
 * a lone OK comes back, so that a late answer is never taken for the next one's.
 *
 * There is no queue: whoever has something to say waits until at_chat_free_at. What
 * was not sent cannot be sent too late.
 *
 * While a dial or answer command runs, any byte from us aborts it (V.250 5.6.1): nothing is
 * written then but at_chat_abort's lone CR.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_AT_CHAT_H
#define ATDIALLER_AT_CHAT_H

#include <stdbool.h>
#include <stddef.h>

#include "at/codes.h"
#include "at/line.h"
#include "util/buf.h"
#include "util/ms.h"

enum {
	AT_COMMAND_MAX = 80,            /* characters, without the CR */
	AT_WRITE_MS = 2000,             /* for the port to take a command */
	AT_WAKE_QUIET_MS = 200,         /* silence after the first CR */
	AT_DRAIN_MS = 1000,             /* silence that says nothing late is coming */
	AT_DRAIN_MOST_MS = 4000,        /* a chattering modem is never silent, one that says OK by itself neither */
	AT_PROBE_MS = 1000,             /* for the OK to an AT that re-synchronises */
	AT_WAKE_PROBES = 10,
	AT_SYNC_PROBES = 3,
	AT_SETTLE_MS = 100,             /* after a lone OK, for a second one */
	AT_SETTLE_SLOW_MS = AT_PROBE_MS + AT_SETTLE_MS, /* the same when an earlier AT is unanswered */
	AT_LONE_INFO_MS = 500,          /* from an information line that may have no OK behind it */
	AT_ABORT_DEAF_MS = 150,         /* a modem ignores bytes for 125 ms after ATD's CR */
	AT_ABORT_MS = 5000              /* for the final result code after an abort */
};

struct at_command {
	const char *text;               /* without CR; copied */
	bool free_text;                 /* its answer is any text (ATI, +CGMI), not lines of its own name */
	ms_t timeout;                   /* from its last byte on the wire to its final result code */
	bool lone_info;                 /* one information line may be all of the answer (Wavecom's +CPIN?) */
	bool dials;                     /* D or A: call codes end it, and any byte would abort it */
	ms_t send_by;                   /* its first byte goes by then or never; 0: AT_WRITE_MS from now */
};

enum at_heard {
	AT_HEARD_NOTHING,
	AT_HEARD_AWAKE,                 /* answers AT: after at_chat_start or a lost step, it may be spoken to */
	AT_HEARD_INFO,                  /* an information line of the command in flight */
	AT_HEARD_FINAL,                 /* the command is over; AT_TIMEOUT means that re-synchronising begins */
	AT_HEARD_NEWS,                  /* a line nobody asked for; `code` is set when `coded` */
	AT_HEARD_DEAD                   /* does not answer AT, or the port takes nothing: at_chat_start again */
};

struct at_news {
	enum at_heard heard;
	const char *line;               /* INFO, NEWS, FINAL (not AT_TIMEOUT); until the next call */
	struct at_code code;            /* FINAL; NEWS when coded */
	bool coded;
};

enum at_chat_state {
	AT_CHAT_OFF,
	AT_CHAT_FREE,
	AT_CHAT_BUSY,                   /* a command is in flight */
	AT_CHAT_DRAINING,               /* waiting for silence */
	AT_CHAT_PROBING,                /* an AT is in flight */
	AT_CHAT_SETTLING                /* had its OK; a second one would be a late one */
};

struct at_chat {
	enum at_chat_state state;
	ms_t deadline;                  /* of the state */
	ms_t quiet;                     /* how much silence DRAINING waits for */
	ms_t settle;                    /* how long SETTLING waits for another OK */
	ms_t drained_by;                /* silence or not, and no matter how many OKs */
	ms_t free_at;                   /* the gap after a result (V.250 5.2.1 as modem makers read it) */
	ms_t gap;
	ms_t abort_at;                  /* when the abort's CR is due; NEVER: none */
	ms_t write_by;                  /* when the port must have taken what waits; NEVER: nothing waits */
	ms_t sent_at;                   /* the command's last byte was written */
	unsigned probes;                /* AT still to try */
	bool tell_awake;                /* settling ends a start or a re-synchronisation */
	bool answered;                  /* a lone information line came */
	bool aborting;
	bool half_typed;                /* the port took the beginning of a command and then no more */
	struct at_command command;      /* its text is ours, below */
	char text[AT_COMMAND_MAX + 1];
	char prefix[AT_COMMAND_MAX + 1]; /* what its information lines begin with; "": it has none */
	struct at_line line;
	struct buf out;
	char out_bytes[2 * AT_COMMAND_MAX];
};

/* Off: nothing is said. `gap` ms are kept between a result and the next command. */
void at_chat_init(struct at_chat *chat);
void at_chat_set_gap(struct at_chat *chat, ms_t gap);

/* The port is open: wakes the modem up. AT_HEARD_AWAKE or AT_HEARD_DEAD follows. */
void at_chat_start(struct at_chat *chat, ms_t now);

/* Right behind at_chat_start: says this, too, to a modem of which no answer is expected. */
void at_chat_shout(struct at_chat *chat, const char *text, ms_t now);

/* The port is gone: forgets what was to be said. */
void at_chat_stop(struct at_chat *chat);

/* When the next command may be sent: a time that has come, one to come, or NEVER while busy. */
ms_t at_chat_free_at(const struct at_chat *chat);

/* Sends a command; only when at_chat_free_at has come and it is at most AT_COMMAND_MAX long. */
void at_chat_send(struct at_chat *chat, const struct at_command *command, ms_t now);

/*
 * Ends a dial or answer command in flight by a lone CR; its AT_HEARD_FINAL follows.
 * Does nothing when none is in flight or it is being aborted already.
 */
void at_chat_abort(struct at_chat *chat, ms_t now);

/* Takes back the command in flight, of which the port has taken nothing yet; else false. */
bool at_chat_withdraw(struct at_chat *chat, ms_t now);

/* True while a dial or answer command has no final result code yet. */
bool at_chat_dialling(const struct at_chat *chat);

/* Eats bytes from the modem up to one piece of news and returns how many; call until all are eaten. */
size_t at_chat_take(struct at_chat *chat, const char *bytes, size_t n, ms_t now,
    struct at_news *news);

/* Bytes for the port. After at_chat_wrote the time-out of the command runs. */
const char *at_chat_output(const struct at_chat *chat, size_t *n);

/* True when what waits has waited too long: it may not be written any more, only ticked away. */
bool at_chat_late(const struct at_chat *chat, ms_t now);

void at_chat_wrote(struct at_chat *chat, size_t n, ms_t now);

ms_t at_chat_due(const struct at_chat *chat);
void at_chat_tick(struct at_chat *chat, ms_t now, struct at_news *news);

#endif
