/* SPDX-License-Identifier: MIT */
#include "protocol/session.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

#define YES "{\"type\":\"authentication-response\"," \
	"\"payload\":{\"requestId\":\"7\",\"success\":true}}"
#define ANOTHERS "{\"type\":\"authentication-response\"," \
	"\"payload\":{\"requestId\":\"8\",\"success\":true}}"
#define NO "{\"type\":\"authentication-response\"," \
	"\"payload\":{\"requestId\":\"7\",\"success\":false,\"error\":\"bad key\"}}"
#define DIAL "{\"type\":\"dial-request\"," \
	"\"payload\":{\"phoneNo\":\"0911\",\"rawPhoneNo\":\"09 11\"}}"
#define HANGUP "{\"type\":\"hangup-request\"}"
#define STATUS "{\"type\":\"call-status-request\"}"

static enum session_event
hears(struct session *session, const char *text, struct session_news *news)
{
	session_hear(session, text, strlen(text), news);
	return news->event;
}

static void
open_session(struct session *session)
{
	char out[MESSAGE_FORMAT_MAX];
	struct session_news news;

	session_init(session);
	CU_ASSERT(session_open(session, "key", "7", 1000, out, sizeof(out)) > 0);
	CU_ASSERT_EQUAL_FATAL(hears(session, YES, &news), SESSION_AUTHENTICATED);
}

static void
the_first_word_is_the_authentication_request(void)
{
	struct session session;
	struct message message;
	struct fault fault;
	char out[MESSAGE_FORMAT_MAX];
	size_t n;

	session_init(&session);
	CU_ASSERT_EQUAL(session_due(&session), NEVER);
	n = session_open(&session, "key \"\\", "7", 1000, out, sizeof(out));
	CU_ASSERT_EQUAL(n, strlen(out));
	CU_ASSERT_EQUAL_FATAL(message_parse(&message, out, n, &fault), 0);
	CU_ASSERT_EQUAL(message.type, MESSAGE_AUTHENTICATION_REQUEST);
	CU_ASSERT_STRING_EQUAL(message.api_key, "key \"\\");
	CU_ASSERT_STRING_EQUAL(message.request_id, "7");
	CU_ASSERT_EQUAL(session_due(&session), 1000 + SESSION_AUTHENTICATE_MS);
}

static void
the_longest_key_fits(void)
{
	struct session session;
	struct message message;
	struct fault fault;
	char key[MESSAGE_FIELD_MAX + 1], out[MESSAGE_FORMAT_MAX];
	size_t n;

	memset(key, '\x01', sizeof(key) - 1);   /* six characters each in JSON */
	key[sizeof(key) - 1] = '\0';
	session_init(&session);
	n = session_open(&session, key, "12345678901234567890123456789012", 0, out, sizeof(out));
	CU_ASSERT_EQUAL_FATAL(message_parse(&message, out, n, &fault), 0);
	CU_ASSERT_STRING_EQUAL(message.api_key, key);
	CU_ASSERT_EQUAL(session_open(&session, key, "7", 0, out, 20), 0);
}

static void
the_key_is_not_kept(void)
{
	struct session session;
	char out[MESSAGE_FORMAT_MAX];

	session_init(&session);
	session_open(&session, "hush-hush", "7", 0, out, sizeof(out));
	CU_ASSERT_PTR_NULL(memmem(&session, sizeof(session), "hush", 4));
}

static void
nothing_is_acted_on_or_told_before_the_key_is_accepted(void)
{
	static const char *const rows[] = {
		DIAL, HANGUP, STATUS, "{\"type\":\"new\"}", "rubbish", "", "{}",
		"{\"type\":\"call-status-update\",\"payload\":{\"callActive\":false}}",
		ANOTHERS,
	};
	const struct call_status status = { .active = false };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct session session;
		struct session_news news;
		char out[MESSAGE_FORMAT_MAX];

		session_init(&session);
		CU_ASSERT_EQUAL(hears(&session, rows[i], &news), SESSION_NOTHING);
		CU_ASSERT_EQUAL(session_tell(&session, &status, out, sizeof(out)), 0);
		session_open(&session, "key", "7", 1000, out, sizeof(out));
		CU_ASSERT_EQUAL(hears(&session, rows[i], &news), SESSION_IGNORED);
		CU_ASSERT_STRING_NOT_EQUAL(news.text, "");
		CU_ASSERT_STRING_EQUAL(news.phone, "");
		CU_ASSERT_EQUAL(session_tell(&session, &status, out, sizeof(out)), 0);
		CU_ASSERT_EQUAL(session_due(&session), 1000 + SESSION_AUTHENTICATE_MS);
	}
}

static void
requests_are_passed_on_once_open(void)
{
	struct session session;
	struct session_news news;

	open_session(&session);
	CU_ASSERT_EQUAL(session_due(&session), NEVER);
	CU_ASSERT_EQUAL(hears(&session, DIAL, &news), SESSION_DIAL);
	CU_ASSERT_STRING_EQUAL(news.phone, "0911");
	CU_ASSERT_STRING_EQUAL(news.raw, "09 11");
	CU_ASSERT_EQUAL(hears(&session, HANGUP, &news), SESSION_HANGUP);
	CU_ASSERT_STRING_EQUAL(news.phone, "");
	CU_ASSERT_EQUAL(hears(&session, STATUS, &news), SESSION_STATUS);
	/* Without a number it is still a request: to be refused and answered. */
	CU_ASSERT_EQUAL(hears(&session, "{\"type\":\"dial-request\",\"payload\":{\"phoneNo\":5}}",
	    &news), SESSION_DIAL);
	CU_ASSERT_STRING_EQUAL(news.phone, "");
}

static void
what_is_not_for_us_is_ignored_with_a_reason(void)
{
	static const char *const rows[] = {
		"", "{", "[]", "{\"type\":5}", "{\"type\":\"new\\u001b[2J\"}", DIAL "x", YES,
		"{\"type\":\"authentication-request\",\"payload\":{\"apiKey\":\"k\"}}",
		"{\"type\":\"call-status-update\",\"payload\":{\"callActive\":false}}",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct session session;
		struct session_news news;

		open_session(&session);
		CU_ASSERT_EQUAL(hears(&session, rows[i], &news), SESSION_IGNORED);
		CU_ASSERT_STRING_NOT_EQUAL(news.text, "");
		for (const char *c = news.text; *c != '\0'; c++)
			CU_ASSERT(*c >= ' ');
		CU_ASSERT_EQUAL(hears(&session, STATUS, &news), SESSION_STATUS);
	}
}

static void
every_cut_request_is_no_request(void)
{
	struct session session;
	struct session_news news;

	open_session(&session);
	for (size_t n = 0; n < strlen(DIAL); n++) {
		session_hear(&session, DIAL, n, &news);
		CU_ASSERT_EQUAL(news.event, SESSION_IGNORED);
	}
}

static void
a_refusal_ends_it_at_any_time(void)
{
	for (int open = 0; open < 2; open++) {
		struct session session;
		struct session_news news;
		char out[MESSAGE_FORMAT_MAX];

		session_init(&session);
		session_open(&session, "key", "7", 1000, out, sizeof(out));
		if (open)
			hears(&session, YES, &news);
		CU_ASSERT_EQUAL(hears(&session, NO, &news), SESSION_REFUSED);
		CU_ASSERT_STRING_EQUAL(news.text, "bad key");
		CU_ASSERT_EQUAL(session_due(&session), NEVER);
		CU_ASSERT_EQUAL(hears(&session, DIAL, &news), SESSION_NOTHING);
		CU_ASSERT_EQUAL(hears(&session, YES, &news), SESSION_NOTHING);
	}
}

static void
a_refusal_may_give_no_reason_or_a_nasty_one(void)
{
	struct session session;
	struct session_news news;
	char out[MESSAGE_FORMAT_MAX];

	session_init(&session);
	session_open(&session, "key", "7", 0, out, sizeof(out));
	CU_ASSERT_EQUAL(hears(&session, "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"success\":false}}", &news), SESSION_REFUSED);
	CU_ASSERT_STRING_EQUAL(news.text, "no reason given");
	session_open(&session, "key", "7", 0, out, sizeof(out));
	CU_ASSERT_EQUAL(hears(&session, "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"success\":false,\"error\":\"\\u001b[2J\\n\"}}", &news), SESSION_REFUSED);
	CU_ASSERT_STRING_EQUAL(news.text, "\\x1B[2J\\x0A");
}

static void
an_answer_without_an_id_counts(void)
{
	struct session session;
	struct session_news news;
	char out[MESSAGE_FORMAT_MAX];

	session_init(&session);
	session_open(&session, "key", "7", 0, out, sizeof(out));
	CU_ASSERT_EQUAL(hears(&session, "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"success\":true}}", &news), SESSION_AUTHENTICATED);
}

static void
the_status_is_told_only_while_open(void)
{
	const struct call_status status = {
		.active = true, .outbound = false, .caller_id = "+43911"
	};
	struct session session;
	struct message message;
	struct fault fault;
	char out[MESSAGE_FORMAT_MAX];
	size_t n;

	open_session(&session);
	n = session_tell(&session, &status, out, sizeof(out));
	CU_ASSERT_EQUAL_FATAL(message_parse(&message, out, n, &fault), 0);
	CU_ASSERT_EQUAL(message.type, MESSAGE_CALL_STATUS_UPDATE);
	CU_ASSERT_TRUE(call_status_equal(&message.status, &status));
	CU_ASSERT_EQUAL(session_tell(&session, &status, out, 10), 0);
	session_close(&session);
	CU_ASSERT_EQUAL(session_tell(&session, &status, out, sizeof(out)), 0);
}

static void
yesterdays_answer_does_not_open_todays_session(void)
{
	struct session session;
	struct session_news news;
	char out[MESSAGE_FORMAT_MAX];

	open_session(&session);
	session_close(&session);
	session_open(&session, "key", "8", 0, out, sizeof(out));
	CU_ASSERT_EQUAL(hears(&session, YES, &news), SESSION_IGNORED);
	CU_ASSERT_EQUAL(hears(&session, DIAL, &news), SESSION_IGNORED);
}

CU_TestInfo session_tests[] = {
	{ "the first word is the authentication-request",
	  the_first_word_is_the_authentication_request },
	{ "the longest key fits", the_longest_key_fits },
	{ "the key is not kept", the_key_is_not_kept },
	{ "nothing is acted on or told before the key is accepted",
	  nothing_is_acted_on_or_told_before_the_key_is_accepted },
	{ "requests are passed on once open", requests_are_passed_on_once_open },
	{ "what is not for us is ignored with a reason",
	  what_is_not_for_us_is_ignored_with_a_reason },
	{ "every cut request is no request", every_cut_request_is_no_request },
	{ "a refusal ends it at any time", a_refusal_ends_it_at_any_time },
	{ "a refusal may give no reason or a nasty one",
	  a_refusal_may_give_no_reason_or_a_nasty_one },
	{ "an answer without an id counts", an_answer_without_an_id_counts },
	{ "the status is told only while open", the_status_is_told_only_while_open },
	{ "yesterday's answer does not open today's session",
	  yesterdays_answer_does_not_open_todays_session },
	CU_TEST_INFO_NULL
};
