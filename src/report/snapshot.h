/* SPDX-License-Identifier: MIT */
/*
 * report/snapshot - everything that a person or a monitor wants to know, at one instant.
 *
 * All text is printable. An instant is in seconds since 1970, UTC; 0: there was none, or it is
 * not known. Empty text is "not known" or "nothing".
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_REPORT_SNAPSHOT_H
#define ATDIALLER_REPORT_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "modem/modem.h"
#include "report/counters.h"
#include "util/fault.h"
#include "util/text.h"

enum {
	SNAPSHOT_SIGNAL_MAX = 31,       /* 27.007 8.5; 99, not known, is -1 here */
	SNAPSHOT_WORDS_MAX = 1023       /* no sentence is longer */
};

enum snapshot_link_state {
	SNAPSHOT_LINK_DOWN,             /* waiting for the next try */
	SNAPSHOT_LINK_CONNECTING,       /* up to and including the upgrade to a websocket */
	SNAPSHOT_LINK_AUTHENTICATING,
	SNAPSHOT_LINK_READY,            /* Patriot has accepted our key */
	SNAPSHOT_LINK_CLOSING
};

struct snapshot_modem {
	char device[256];               /* as configured */
	char port[256];                 /* that is open; "": none */
	enum modem_state state;
	int64_t since;                  /* it is in that state */
	struct fault why;               /* its port is not open, or nothing answers on it; "": it does */
	char identity[160];
	char dialect[32];
	char registration[40];          /* "home", "roaming", ... */
	char network[64];               /* the operator's name */
	int signal;                     /* 0 to SNAPSHOT_SIGNAL_MAX; -1: not known */
};

struct snapshot_link {
	enum snapshot_link_state state;
	int64_t since;                  /* it is READY, or is not */
	struct fault why;               /* it is not READY; "": it is, or that is not known yet */
	char remedy[720];               /* for that; "": there is none in particular */
	char peer[300];                 /* host and port */
	int64_t certificate_until;      /* his certificate is valid */
};

struct snapshot_call {
	enum call_state state;
	bool outbound;
	bool withheld;
	char number[TEXT_PHONE_MAX + 1]; /* of the present call; masked if that was wished for */
	int64_t since;                  /* it began; idle: the last one ended */
};

struct snapshot_dial {                  /* the last dial-request */
	int64_t when;
	char outcome[40];               /* "": it is not over */
};

struct snapshot {
	bool ready;                     /* a dial-request that came now would be dialled */
	int64_t since;                  /* it is, or is not */
	char reason[400];               /* why it is not; "": it is */
	char remedy[720];               /* what to do about that */
	char degraded[400];             /* what does not work though dialling does; "": nothing */
	struct snapshot_modem modem;
	struct snapshot_link link;
	struct snapshot_call call;
	struct snapshot_dial last_dial;
	struct counters counters;
	char version[32];
	long pid;
	int64_t started;
	int64_t written;                /* the instant that all of this is about */
};

/*
 * Decides `ready`, `reason` and `remedy` by what the two halves say. A call does not make
 * it less ready.
 */
void snapshot_judge(struct snapshot *snapshot);

/* True when it is not ready for a reason that no waiting mends. */
bool snapshot_hopeless(const struct snapshot *snapshot);

/*
 * Writes one sentence: "ready: Huawei E173, T-Mobile, signal 20/31; connected to Patriot; no
 * call", or "not ready: no SIM card; put one in...; connected to Patriot; no call". Returns out.
 */
const char *snapshot_words(const struct snapshot *snapshot, char *out, size_t size);

#endif
