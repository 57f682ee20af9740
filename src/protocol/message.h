/* SPDX-License-Identifier: MIT */
/*
 * protocol/message - JSON text to struct message and back, for the six messages of
 * Patriot's Desktop API Dialler.
 *
 * Both directions are here, so that a stand-in for Patriot can speak too. Who may
 * send what, and when, is protocol/session's business.
 */
#ifndef ATDIALLER_PROTOCOL_MESSAGE_H
#define ATDIALLER_PROTOCOL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

enum {
	MESSAGE_TEXT_MAX = 64 * 1024,   /* bytes of one message we would read */
	MESSAGE_DEPTH_MAX = 16,         /* nesting of objects and arrays */
	MESSAGE_FIELD_MAX = 255,        /* bytes of a string field we keep */
	MESSAGE_FORMAT_MAX = 4096       /* bytes of the longest message we write */
};

enum message_type {
	MESSAGE_UNKNOWN,                /* well-formed, but of a type that is not ours: ignore */
	MESSAGE_AUTHENTICATION_REQUEST,
	MESSAGE_AUTHENTICATION_RESPONSE,
	MESSAGE_DIAL_REQUEST,
	MESSAGE_HANGUP_REQUEST,
	MESSAGE_CALL_STATUS_REQUEST,
	MESSAGE_CALL_STATUS_UPDATE
};

/* What the desktop is shown of the line. */
struct call_status {
	bool active;
	bool outbound;                  /* said only when active */
	char caller_id[MESSAGE_FIELD_MAX + 1]; /* "" when there is none to say */
};

struct message {
	enum message_type type;
	char type_name[64];             /* as received, for the log; cut */

	/* authentication-request, authentication-response */
	bool has_request_id;
	char request_id[MESSAGE_FIELD_MAX + 1];
	char api_key[MESSAGE_FIELD_MAX + 1];
	bool success;
	char error[MESSAGE_FIELD_MAX + 1]; /* "" when absent */

	/*
	 * dial-request: as sent; a number that is missing, no string or too long is
	 * "" here, and one in a message with a NUL in it is "\u0000" spelled out, so that the
	 * request is still seen, refused and answered.
	 */
	char phone_no[MESSAGE_FIELD_MAX + 1];
	char raw_phone_no[MESSAGE_FIELD_MAX + 1];

	struct call_status status;      /* call-status-update */
};

/*
 * Reads one message of n bytes (no NUL needed). -1 and a fault when it is not one
 * JSON object of bounded size and depth with a string "type" and fields of the right
 * types, when something follows it, or when a string holds a NUL (\u0000), which
 * would cut "555\u00001234" to 555 (but see phone_no). A field that is not used by its type is ignored;
 * of duplicate keys the first counts.
 */
int message_parse(struct message *message, const char *text, size_t n, struct fault *fault);

/*
 * Writes a message as compact JSON with a NUL; returns its length, or 0 when it does
 * not fit `size` (MESSAGE_FORMAT_MAX always suffices) or memory is out. What JSON does
 * not allow in a string, such as bytes that are not UTF-8, is replaced by '?'.
 */
size_t message_format(const struct message *message, char *out, size_t size);

/* "dial-request" and so on; "unknown" for MESSAGE_UNKNOWN. */
const char *message_type_name(enum message_type type);

/* True when the two would be shown alike. */
bool call_status_equal(const struct call_status *a, const struct call_status *b);

#endif
