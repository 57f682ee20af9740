/* SPDX-License-Identifier: MIT */
/*
 * protocol/session - who may ask what, and when: one authenticated conversation with the
 * desktop.
 *
 * Before the desktop has accepted our key nothing but the authentication-request is
 * sent and nothing it says is acted on. Messages go in as text and come out as text; who
 * connected to whom is not known here.
 *
 * Pure: no I/O, no clock.
 */
#ifndef ATDIALLER_PROTOCOL_SESSION_H
#define ATDIALLER_PROTOCOL_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/message.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SESSION_AUTHENTICATE_MS = 10000, /* for the answer to the authentication-request */
	SESSION_REQUEST_ID_MAX = 32
};

enum session_state {
	SESSION_CLOSED,
	SESSION_ASKING,                 /* the authentication-request is out */
	SESSION_OPEN
};

enum session_event {
	SESSION_NOTHING,
	SESSION_AUTHENTICATED,
	SESSION_REFUSED,                /* the key is not accepted, or no longer */
	SESSION_DIAL,                   /* `phone`, unchecked, as the desktop sent it */
	SESSION_HANGUP,
	SESSION_STATUS,                 /* wants to be told the status */
	SESSION_GONE,                   /* the owner's: the way is gone, and what is not yet done with it */
	SESSION_IGNORED                 /* `text` says what, and why */
};

struct session_news {
	enum session_event event;
	char phone[MESSAGE_FIELD_MAX + 1];
	char raw[MESSAGE_FIELD_MAX + 1]; /* what the operator typed: for the log and nothing else */
	char text[320];                 /* REFUSED, IGNORED: printable */
};

struct session {
	enum session_state state;
	ms_t deadline;
	char request_id[SESSION_REQUEST_ID_MAX + 1];
};

void session_init(struct session *session);

/*
 * The way to the desktop is open: writes the authentication-request into `out` and returns its
 * length; 0 when it does not fit. The key is not kept. `request_id` is copied.
 */
size_t session_open(struct session *session, const char *api_key, const char *request_id,
    ms_t now, char *out, size_t size);

/* The way is gone. */
void session_close(struct session *session);

/* One message from the desktop: what it asks of us, if it may. */
void session_hear(struct session *session, const char *text, size_t n, struct session_news *news);

/* Writes a call-status-update and returns its length: 0 while it may not be sent. */
size_t session_tell(const struct session *session, const struct call_status *status, char *out,
    size_t size);

/* When the desktop has not answered the authentication-request; then the owner gives up. */
ms_t session_due(const struct session *session);

#endif
