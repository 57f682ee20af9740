/* SPDX-License-Identifier: MIT */
#include "protocol/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"

void
session_init(struct session *session)
{
	*session = (struct session){ .state = SESSION_CLOSED, .deadline = NEVER };
}

size_t
session_open(struct session *session, const char *api_key, const char *request_id, ms_t now,
    char *out, size_t size)
{
	struct message message = {
		.type = MESSAGE_AUTHENTICATION_REQUEST, .has_request_id = true
	};
	size_t n;

	text_copy(session->request_id, sizeof(session->request_id), request_id);
	text_copy(message.request_id, sizeof(message.request_id), session->request_id);
	text_copy(message.api_key, sizeof(message.api_key), api_key);
	n = message_format(&message, out, size);
	explicit_bzero(&message, sizeof(message));
	session->state = SESSION_ASKING;
	session->deadline = now + SESSION_AUTHENTICATE_MS;
	return n;
}

void
session_close(struct session *session)
{
	session->state = SESSION_CLOSED;
	session->deadline = NEVER;
}

static void __attribute__((format(printf, 2, 3)))
ignore(struct session_news *news, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(news->text, sizeof(news->text), format, args);
	va_end(args);
	news->event = SESSION_IGNORED;
}

static void
hear_response(struct session *session, const struct message *message, struct session_news *news)
{
	char error[TEXT_PRINT_MAX + 8];

	/* A server may leave the id out; another's is an answer to somebody else. */
	if (message->has_request_id && strcmp(message->request_id, session->request_id) != 0) {
		ignore(news, "an authentication-response to another request");
		return;
	}
	if (!message->success) {
		text_printable(message->error, strlen(message->error), error, sizeof(error));
		snprintf(news->text, sizeof(news->text), "%s",
		    error[0] != '\0' ? error : "no reason given");
		news->event = SESSION_REFUSED;
		session_close(session);
		return;
	}
	if (session->state == SESSION_OPEN) {
		ignore(news, "a second authentication-response");
		return;
	}
	session->state = SESSION_OPEN;
	session->deadline = NEVER;
	news->event = SESSION_AUTHENTICATED;
}

static void
hear_request(const struct message *message, struct session_news *news)
{
	char name[sizeof(message->type_name) * 4];

	switch (message->type) {
	case MESSAGE_DIAL_REQUEST:
		news->event = SESSION_DIAL;
		text_copy(news->phone, sizeof(news->phone), message->phone_no);
		text_copy(news->raw, sizeof(news->raw), message->raw_phone_no);
		return;
	case MESSAGE_HANGUP_REQUEST:
		news->event = SESSION_HANGUP;
		return;
	case MESSAGE_CALL_STATUS_REQUEST:
		news->event = SESSION_STATUS;
		return;
	case MESSAGE_UNKNOWN:
	case MESSAGE_AUTHENTICATION_REQUEST:
	case MESSAGE_AUTHENTICATION_RESPONSE:
	case MESSAGE_CALL_STATUS_UPDATE:
		ignore(news, "a message of a type that is not for us: %s",
		    text_printable(message->type_name, strlen(message->type_name), name,
		    sizeof(name)));
		return;
	}
}

void
session_hear(struct session *session, const char *text, size_t n, struct session_news *news)
{
	struct message message;
	struct fault fault;

	*news = (struct session_news){ .event = SESSION_NOTHING };
	if (session->state == SESSION_CLOSED)
		return;
	if (message_parse(&message, text, n, &fault) != 0)
		ignore(news, "a message that cannot be read: %.250s", fault.text);
	else if (message.type == MESSAGE_AUTHENTICATION_RESPONSE)
		hear_response(session, &message, news);
	else if (session->state != SESSION_OPEN)
		ignore(news, "%s before our key was accepted", message_type_name(message.type));
	else
		hear_request(&message, news);
}

size_t
session_tell(const struct session *session, const struct call_status *status, char *out,
    size_t size)
{
	struct message message = { .type = MESSAGE_CALL_STATUS_UPDATE, .status = *status };

	if (session->state != SESSION_OPEN)
		return 0;
	return message_format(&message, out, size);
}

ms_t
session_due(const struct session *session)
{
	return session->deadline;
}
