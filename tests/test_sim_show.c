/* SPDX-License-Identifier: MIT */
#include "sim/sim_show.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
assert_words(const struct message *message, const char *words)
{
	char out[300];

	CU_ASSERT_STRING_EQUAL(sim_show_words(message, out, sizeof(out)), words);
}

static void
messages_are_shown_in_words(void)
{
	assert_words(&(struct message){ .type = MESSAGE_HANGUP_REQUEST }, "hangup-request");
	assert_words(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE },
	    "call-status-update inactive");
	assert_words(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .active = true } }, "call-status-update active inbound");
	assert_words(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .active = true, .outbound = true, .caller_id = "0911" } },
	    "call-status-update active outbound 0911");
	assert_words(&(struct message){ .type = MESSAGE_DIAL_REQUEST, .phone_no = "0911",
	    .raw_phone_no = "0911" }, "dial-request 0911");
	assert_words(&(struct message){ .type = MESSAGE_DIAL_REQUEST, .phone_no = "0911",
	    .raw_phone_no = "09-11" }, "dial-request 0911 (typed: 09-11)");
	assert_words(&(struct message){ .type = MESSAGE_AUTHENTICATION_RESPONSE, .success = true },
	    "authentication-response success");
	assert_words(&(struct message){ .type = MESSAGE_AUTHENTICATION_RESPONSE, .error = "no" },
	    "authentication-response failure: no");
}

static void
foreign_text_is_made_printable(void)
{
	assert_words(&(struct message){ .type = MESSAGE_UNKNOWN, .type_name = "\x1b[31m" },
	    "a message of the unknown type \"\\x1B[31m\"");
	assert_words(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .active = true, .caller_id = "\r1" } },
	    "call-status-update active inbound \\x0D1");
}

static void
an_api_key_is_never_shown(void)
{
	static const char right[] = "{\"type\":\"authentication-request\","
	    "\"payload\":{\"apiKey\":\"SECRET\"},\"note\":\"SECRET\"}";
	static const char wrong[] = "{\"type\":\"authentication-request\",\"APIKEY\":\"SECRET\"";
	struct message message = {
		.type = MESSAGE_AUTHENTICATION_REQUEST, .api_key = "SECRET"
	};
	char out[300];

	assert_words(&message, "authentication-request");
	CU_ASSERT_STRING_EQUAL(
	    sim_show_text(&message, right, strlen(right), out, sizeof(out)),
	    "{\"type\":\"authentication-request\",\"payload\":{\"apiKey\":\"***\"}}");
	sim_show_text(NULL, wrong, strlen(wrong), out, sizeof(out));
	CU_ASSERT_PTR_NULL(strstr(out, "SECRET"));
}

static void
other_text_is_shown_as_it_came(void)
{
	char out[300];

	CU_ASSERT_STRING_EQUAL(sim_show_text(NULL, "{\"a\": 1}x", 8, out, sizeof(out)),
	    "{\"a\": 1}");
	CU_ASSERT_STRING_EQUAL(sim_show_text(NULL, "", 0, out, sizeof(out)), "");
}

CU_TestInfo sim_show_tests[] = {
	{ "messages are shown in words", messages_are_shown_in_words },
	{ "foreign text is made printable", foreign_text_is_made_printable },
	{ "an API key is never shown", an_api_key_is_never_shown },
	{ "other text is shown as it came", other_text_is_shown_as_it_came },
	CU_TEST_INFO_NULL
};
