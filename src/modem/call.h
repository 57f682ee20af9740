/* SPDX-License-Identifier: MIT */
/*
 * modem/call - the one call a line can have: state x event -> state and order.
 *
 * It has never heard of AT. What nobody wrote a rule for changes nothing: modems
 * repeat themselves.
 */
#ifndef ATDIALLER_MODEM_CALL_H
#define ATDIALLER_MODEM_CALL_H

#include <stdbool.h>

#include "util/text.h"

enum call_state {
	CALL_IDLE,
	CALL_DIALLING,                  /* ours, from the moment ATD is handed to the port */
	CALL_ALERTING,                  /* ours, rings at the far end */
	CALL_ACTIVE,                    /* connected or held; on an analog line: off hook */
	CALL_INCOMING,                  /* rings here */
	CALL_ENDING                     /* we asked the modem to end it, it has not confirmed */
};

enum call_event {
	CALL_ASKED_DIAL,
	CALL_ASKED_HANGUP,
	CALL_HEARD_DIALLING,
	CALL_HEARD_ALERTING,
	CALL_HEARD_ANSWER,
	CALL_HEARD_RING,
	CALL_HEARD_END,
	CALL_LOST                       /* modem gone or restarted: no call survives that */
};

enum call_order {
	CALL_ORDER_NONE,
	CALL_ORDER_DIAL,
	CALL_ORDER_HANGUP
};

/* Why a call ended. */
enum call_end {
	CALL_END_UNKNOWN,
	CALL_END_LOCAL,                 /* we hung up */
	CALL_END_REMOTE,                /* the far end did */
	CALL_END_MISSED,                /* it rang until the caller gave up, or somebody answered elsewhere */
	CALL_END_BUSY,
	CALL_END_NO_ANSWER,
	CALL_END_REJECTED,              /* the called party declined */
	CALL_END_NO_DIALTONE,
	CALL_END_LINE_IN_USE,
	CALL_END_NOT_REGISTERED,
	CALL_END_BARRED,
	CALL_END_FAILED,
	CALL_END_MODEM_LOST
};

struct call {
	enum call_state state;
	/* Of the present call, or of the last one while idle. */
	bool outbound;
	bool answered;
	bool withheld;                  /* incoming, and the caller hides his number */
	char number[TEXT_PHONE_MAX + 1]; /* dialled or calling; "" when not known */
	enum call_end end;              /* meaningful once idle again */
};

/* Takes one step and returns what is to be done about it. */
enum call_order call_step(struct call *call, enum call_event event);

/* "idle", "dialling", ... */
const char *call_state_name(enum call_state state);

/* "busy", "the far end hung up", ... for the log. */
const char *call_end_name(enum call_end end);

#endif
