/* SPDX-License-Identifier: MIT */
/*
 * app/ask - single questions to a modem whose port is open and to whom nobody else is talking.
 */
#ifndef ATDIALLER_APP_ASK_H
#define ATDIALLER_APP_ASK_H

#include <stdbool.h>

#include "at/chat.h"
#include "io/port.h"
#include "util/ms.h"

enum {
	ASK_WAKE_MS = 12000,
	ASK_ANSWER_MS = 12000           /* +CLIP? may have to ask the network */
};

struct ask {
	struct port *port;
	struct at_chat chat;
	enum at_result result;          /* of the last question */
	char line[AT_LINE_MAX + 1];     /* its first line of information; "": there was none */
	bool over;
	bool rang;                      /* somebody has called since ask_begin */
};

/* Gets in step with the modem: false when it does not answer. The port must outlive it. */
bool ask_begin(struct ask *ask, struct port *port);

/* Asks and waits for the answer: true when that is OK. What it brought is in `ask`. */
bool ask_put(struct ask *ask, const char *command);

#endif
