/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_calls - the telephone network as a stand-in modem sees it: at most two calls
 * that advance by themselves, by the number dialled or by what the user types.
 *
 * It knows nothing of AT. What happens is kept as news until somebody asks.
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_CALLS_H
#define ATDIALLER_SIM_SIM_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_CALLS_MAX = 2,              /* the call, and one waiting behind it */
	SIM_NUMBER_MAX = 41,            /* '+' and 40 digits */
	SIM_CALLS_NEWS_MAX = 16
};

enum sim_call_state {
	SIM_CALL_NONE,
	SIM_CALL_DIALLING,
	SIM_CALL_ALERTING,
	SIM_CALL_ACTIVE,
	SIM_CALL_INCOMING,
	SIM_CALL_WAITING
};

/* How a dialled call goes on; its number's last digit says. */
enum sim_fate {
	SIM_FATE_ANSWERED,
	SIM_FATE_BUSY,                  /* 1 */
	SIM_FATE_NO_ANSWER,             /* 2 */
	SIM_FATE_SHORT_TALK,            /* 3: answered, then the far end hangs up */
	SIM_FATE_REJECTED,              /* 4: by the network, or no dial tone */
	SIM_FATE_REFUSED,               /* 5: the modem does not even try */
	SIM_FATE_UNDECIDED              /* the user will say */
};

enum sim_event {
	SIM_EVENT_DIALLED,
	SIM_EVENT_ALERTING,
	SIM_EVENT_ANSWERED,
	SIM_EVENT_BUSY,
	SIM_EVENT_NO_ANSWER,
	SIM_EVENT_REJECTED,             /* ended by the network before the answer */
	SIM_EVENT_REMOTE_HANGUP,
	SIM_EVENT_RING,                 /* one burst; `rings` counts them */
	SIM_EVENT_INCOMING,             /* behind the first of them */
	SIM_EVENT_PICKED_UP,            /* by the host */
	SIM_EVENT_HUNG_UP,              /* by the host */
	SIM_EVENT_WAITING,              /* a second caller, while a call is up */
	SIM_EVENT_TAKEN,                /* somebody answered on another telephone */
	SIM_EVENT_MISSED,               /* the caller gave up */
	SIM_EVENT_WAITING_MISSED        /* the waiting caller gave up */
};

struct sim_timing {
	bool manual;                    /* the user decides every ending */
	ms_t alert_after;               /* from ATD to the far end ringing, or to the refusal */
	ms_t answer_after;              /* from there to the answer */
	ms_t give_up_after;             /* from there to NO ANSWER */
	ms_t talk;                      /* how long a short talk is */
	ms_t ring_every;
	ms_t digit;                     /* an analog modem takes this long to dial one */
};

struct sim_call {
	enum sim_call_state state;
	bool incoming;
	char number[SIM_NUMBER_MAX + 1]; /* "" when withheld */
	enum sim_fate fate;
	unsigned rings;
	ms_t since;                     /* active; 0: not yet */
	ms_t due;
};

struct sim_calls_news {
	enum sim_event event;
	struct sim_call call;           /* as it was, for it may be gone by now */
	int index;                      /* in +CLCC, from 1 */
};

struct sim_calls {
	const struct sim_timing *timing;
	struct sim_call call[SIM_CALLS_MAX];
	struct sim_calls_news news[SIM_CALLS_NEWS_MAX];
	size_t news_first;
	size_t news_count;
};

/* No calls; `timing` stays the caller's and must outlive the calls. */
void sim_calls_init(struct sim_calls *calls, const struct sim_timing *timing);

enum sim_fate sim_fate_of(const char *number, const struct sim_timing *timing);
const char *sim_call_state_name(enum sim_call_state state);

/* The first call in that state, or NULL. */
struct sim_call *sim_calls_find(struct sim_calls *calls, enum sim_call_state state);

/* The call we dialled and that nobody has answered, or NULL. */
struct sim_call *sim_calls_setting_up(struct sim_calls *calls);

/* True when there is no call at all. */
bool sim_calls_idle(const struct sim_calls *calls);

/* What the modem does: dial (only while idle), answer, hang up. */
void sim_calls_dial(struct sim_calls *calls, const char *number, ms_t now);
void sim_calls_pick_up(struct sim_calls *calls, struct sim_call *call, ms_t now);
void sim_calls_hangup(struct sim_calls *calls, struct sim_call *call, ms_t now);
void sim_calls_hangup_all(struct sim_calls *calls);

/* What happens outside; -1 and a fault when there is no call it could happen to. */
int sim_calls_ring(struct sim_calls *calls, const char *number, ms_t now, struct fault *fault);
int sim_calls_far_answer(struct sim_calls *calls, ms_t now, struct fault *fault);
int sim_calls_far_refuse(struct sim_calls *calls, enum sim_event event, ms_t now,
    struct fault *fault);
int sim_calls_far_hangup(struct sim_calls *calls, bool waiting, ms_t now, struct fault *fault);

/* For a played dialogue: this is how things are, without any news of it. */
void sim_calls_pretend(struct sim_calls *calls, enum sim_call_state state, bool incoming,
    const char *number);

bool sim_calls_next(struct sim_calls *calls, struct sim_calls_news *news);
ms_t sim_calls_due(const struct sim_calls *calls);
void sim_calls_tick(struct sim_calls *calls, ms_t now);

#endif
