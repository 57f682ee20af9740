/* SPDX-License-Identifier: MIT */
#include "modem/call.h"

#include "util/array.h"

/* Each row is one sentence: in a state, on an event, go there and order that. */
static const struct rule {
	enum call_state in;
	enum call_event on;
	enum call_state to;
	enum call_order order;
} rules[] = {
	{ CALL_IDLE,     CALL_ASKED_DIAL,     CALL_DIALLING, CALL_ORDER_DIAL   },
	/* The operator's hang-up always reaches the line, whatever we believe. */
	{ CALL_IDLE,     CALL_ASKED_HANGUP,   CALL_IDLE,     CALL_ORDER_HANGUP },
	{ CALL_IDLE,     CALL_HEARD_RING,     CALL_INCOMING, CALL_ORDER_NONE   },
	/* A call found on the line: made before we started, or on the telephone itself. */
	{ CALL_IDLE,     CALL_HEARD_DIALLING, CALL_DIALLING, CALL_ORDER_NONE   },
	{ CALL_IDLE,     CALL_HEARD_ALERTING, CALL_ALERTING, CALL_ORDER_NONE   },
	{ CALL_IDLE,     CALL_HEARD_ANSWER,   CALL_ACTIVE,   CALL_ORDER_NONE   },

	{ CALL_DIALLING, CALL_HEARD_ALERTING, CALL_ALERTING, CALL_ORDER_NONE   },
	{ CALL_DIALLING, CALL_HEARD_ANSWER,   CALL_ACTIVE,   CALL_ORDER_NONE   },
	{ CALL_DIALLING, CALL_ASKED_HANGUP,   CALL_ENDING,   CALL_ORDER_HANGUP },
	{ CALL_DIALLING, CALL_HEARD_END,      CALL_IDLE,     CALL_ORDER_NONE   },
	{ CALL_DIALLING, CALL_LOST,           CALL_IDLE,     CALL_ORDER_NONE   },

	{ CALL_ALERTING, CALL_HEARD_ANSWER,   CALL_ACTIVE,   CALL_ORDER_NONE   },
	{ CALL_ALERTING, CALL_ASKED_HANGUP,   CALL_ENDING,   CALL_ORDER_HANGUP },
	{ CALL_ALERTING, CALL_HEARD_END,      CALL_IDLE,     CALL_ORDER_NONE   },
	{ CALL_ALERTING, CALL_LOST,           CALL_IDLE,     CALL_ORDER_NONE   },

	{ CALL_ACTIVE,   CALL_ASKED_HANGUP,   CALL_ENDING,   CALL_ORDER_HANGUP },
	{ CALL_ACTIVE,   CALL_HEARD_END,      CALL_IDLE,     CALL_ORDER_NONE   },
	{ CALL_ACTIVE,   CALL_LOST,           CALL_IDLE,     CALL_ORDER_NONE   },

	{ CALL_INCOMING, CALL_HEARD_ANSWER,   CALL_ACTIVE,   CALL_ORDER_NONE   },
	{ CALL_INCOMING, CALL_ASKED_HANGUP,   CALL_ENDING,   CALL_ORDER_HANGUP },
	{ CALL_INCOMING, CALL_HEARD_END,      CALL_IDLE,     CALL_ORDER_NONE   },
	{ CALL_INCOMING, CALL_LOST,           CALL_IDLE,     CALL_ORDER_NONE   },

	/* Asking twice is asking harder. */
	{ CALL_ENDING,   CALL_ASKED_HANGUP,   CALL_ENDING,   CALL_ORDER_HANGUP },
	{ CALL_ENDING,   CALL_HEARD_END,      CALL_IDLE,     CALL_ORDER_NONE   },
	{ CALL_ENDING,   CALL_LOST,           CALL_IDLE,     CALL_ORDER_NONE   },
};

enum call_order
call_step(struct call *call, enum call_event event)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (rules[i].in == call->state && rules[i].on == event) {
			call->state = rules[i].to;
			return rules[i].order;
		}
	}
	return CALL_ORDER_NONE;
}

const char *
call_state_name(enum call_state state)
{
	static const char *const names[] = {
		[CALL_IDLE] = "idle",
		[CALL_DIALLING] = "dialling",
		[CALL_ALERTING] = "alerting",
		[CALL_ACTIVE] = "active",
		[CALL_INCOMING] = "incoming",
		[CALL_ENDING] = "ending",
	};

	return names[state];
}

const char *
call_end_name(enum call_end end)
{
	static const char *const names[] = {
		[CALL_END_UNKNOWN] = "ended",
		[CALL_END_LOCAL] = "hung up here",
		[CALL_END_REMOTE] = "the far end hung up",
		[CALL_END_MISSED] = "stopped ringing",
		[CALL_END_BUSY] = "busy",
		[CALL_END_NO_ANSWER] = "no answer",
		[CALL_END_REJECTED] = "rejected at the far end",
		[CALL_END_NO_DIALTONE] = "no dial tone",
		[CALL_END_LINE_IN_USE] = "line in use or not connected",
		[CALL_END_NOT_REGISTERED] = "no network service",
		[CALL_END_BARRED] = "barred",
		[CALL_END_FAILED] = "the modem or the network refused it",
		[CALL_END_MODEM_LOST] = "modem lost",
	};

	return names[end];
}
