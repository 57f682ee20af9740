/* SPDX-License-Identifier: MIT */
#include "sim/sim_show.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/text.h"

enum {
	SHOWN_MAX = 128                 /* of one foreign string */
};

static const char *
printable(const char *text, char out[SHOWN_MAX])
{
	return text_printable(text, strlen(text), out, SHOWN_MAX);
}

static void
show_dial(const struct message *message, char *out, size_t size)
{
	char number[SHOWN_MAX], raw[SHOWN_MAX];
	bool alike = strcmp(message->phone_no, message->raw_phone_no) == 0;

	printable(message->phone_no, number);
	printable(message->raw_phone_no, raw);
	if (alike)
		snprintf(out, size, "dial-request %s", number);
	else
		snprintf(out, size, "dial-request %s (typed: %s)", number, raw);
}

static void
show_status(const struct call_status *status, char *out, size_t size)
{
	char caller[SHOWN_MAX];

	if (status->active)
		snprintf(out, size, "call-status-update active %s%s%s",
		    status->outbound ? "outbound" : "inbound",
		    status->caller_id[0] != '\0' ? " " : "",
		    printable(status->caller_id, caller));
	else
		snprintf(out, size, "call-status-update inactive");
}

const char *
sim_show_words(const struct message *message, char *out, size_t size)
{
	char shown[SHOWN_MAX];

	switch (message->type) {
	case MESSAGE_UNKNOWN:
		snprintf(out, size, "a message of the unknown type \"%s\"",
		    printable(message->type_name, shown));
		break;
	case MESSAGE_AUTHENTICATION_RESPONSE:
		snprintf(out, size, "authentication-response %s%s",
		    message->success ? "success" : "failure: ",
		    message->success ? "" : printable(message->error, shown));
		break;
	case MESSAGE_DIAL_REQUEST:
		show_dial(message, out, size);
		break;
	case MESSAGE_CALL_STATUS_UPDATE:
		show_status(&message->status, out, size);
		break;
	case MESSAGE_AUTHENTICATION_REQUEST:
	case MESSAGE_HANGUP_REQUEST:
	case MESSAGE_CALL_STATUS_REQUEST:
		text_copy(out, size, message_type_name(message->type));
		break;
	}
	return out;
}

/* In any case of its letters: it may be a key that only its spelling keeps from being one. */
static bool
mentions(const char *text, size_t n, const char *word)
{
	size_t length = strlen(word);

	for (size_t i = 0; i + length <= n; i++)
		if (strncasecmp(text + i, word, length) == 0)
			return true;
	return false;
}

const char *
sim_show_text(const struct message *message, const char *text, size_t n, char *out, size_t size)
{
	char masked[MESSAGE_FORMAT_MAX];
	struct message copy;

	if (message != NULL && message->type == MESSAGE_AUTHENTICATION_REQUEST) {
		copy = *message;
		text_copy(copy.api_key, sizeof(copy.api_key), "***");
		n = message_format(&copy, masked, sizeof(masked));
		return text_printable(masked, n, out, size);
	}
	if (mentions(text, n, "apikey"))
		return text_copy(out, size, "(not shown: there may be an API key in it)");
	return text_printable(text, n, out, size);
}
