/* SPDX-License-Identifier: MIT */
#include "protocol/message.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/array.h"

/* The vendor's six examples: as a message, and as the compact JSON it is written in. */
static const struct example {
	struct message message;
	const char *text;
} examples[] = {
	{ { .type = MESSAGE_AUTHENTICATION_REQUEST, .has_request_id = true, .request_id = "123456",
	      .api_key = "ABC123DEF456" },
	    "{\"type\":\"authentication-request\","
	    "\"payload\":{\"requestId\":\"123456\",\"apiKey\":\"ABC123DEF456\"}}" },
	{ { .type = MESSAGE_AUTHENTICATION_RESPONSE, .has_request_id = true, .request_id = "123456",
	      .success = true },
	    "{\"type\":\"authentication-response\","
	    "\"payload\":{\"requestId\":\"123456\",\"success\":true}}" },
	{ { .type = MESSAGE_DIAL_REQUEST, .phone_no = "+0123456789",
	      .raw_phone_no = "+01 (2) 3-456-789" },
	    "{\"type\":\"dial-request\","
	    "\"payload\":{\"phoneNo\":\"+0123456789\",\"rawPhoneNo\":\"+01 (2) 3-456-789\"}}" },
	{ { .type = MESSAGE_HANGUP_REQUEST }, "{\"type\":\"hangup-request\"}" },
	{ { .type = MESSAGE_CALL_STATUS_REQUEST }, "{\"type\":\"call-status-request\"}" },
	{ { .type = MESSAGE_CALL_STATUS_UPDATE,
	      .status = { .active = true, .outbound = true, .caller_id = "123-456-789" } },
	    "{\"type\":\"call-status-update\","
	    "\"payload\":{\"callActive\":true,\"outbound\":true,\"callerId\":\"123-456-789\"}}" },
};

/* Parses a copy that ends where its memory ends, so that a checker sees one byte too far. */
static int
parse_bytes(struct message *message, const char *text, size_t n, struct fault *fault)
{
	char *copy = malloc(n > 0 ? n : 1);
	int result;

	CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
	memcpy(copy, text, n);
	fault->text[0] = '\0';
	result = message_parse(message, copy, n, fault);
	CU_ASSERT_EQUAL(result == 0, fault->text[0] == '\0');
	free(copy);
	return result;
}

static bool
parses(struct message *message, const char *text)
{
	struct fault fault;

	return parse_bytes(message, text, strlen(text), &fault) == 0;
}

static bool
is_fault(const char *text)
{
	struct message message;

	return !parses(&message, text);
}

static void
assert_same(const struct message *a, const struct message *b)
{
	CU_ASSERT_EQUAL(a->type, b->type);
	CU_ASSERT_EQUAL(a->has_request_id, b->has_request_id);
	CU_ASSERT_STRING_EQUAL(a->request_id, b->request_id);
	CU_ASSERT_STRING_EQUAL(a->api_key, b->api_key);
	CU_ASSERT_EQUAL(a->success, b->success);
	CU_ASSERT_STRING_EQUAL(a->error, b->error);
	CU_ASSERT_STRING_EQUAL(a->phone_no, b->phone_no);
	CU_ASSERT_STRING_EQUAL(a->raw_phone_no, b->raw_phone_no);
	CU_ASSERT_EQUAL(a->status.active, b->status.active);
	CU_ASSERT_EQUAL(a->status.outbound, b->status.outbound);
	CU_ASSERT_STRING_EQUAL(a->status.caller_id, b->status.caller_id);
}

static void
the_vendors_examples_are_read(void)
{
	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		struct message message;

		CU_ASSERT_TRUE(parses(&message, examples[i].text));
		assert_same(&message, &examples[i].message);
		CU_ASSERT_STRING_EQUAL(message.type_name, message_type_name(message.type));
	}
}

static void
the_vendors_examples_are_written(void)
{
	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		char out[MESSAGE_FORMAT_MAX];
		size_t n = message_format(&examples[i].message, out, sizeof(out));

		CU_ASSERT_EQUAL(n, strlen(examples[i].text));
		CU_ASSERT_STRING_EQUAL(out, examples[i].text);
	}
}

static void
blanks_between_tokens_change_nothing(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "\r\n{\n\t\"type\" : \"dial-request\" ,\n\"payload\" :\t{\n"
	    "\"phoneNo\" : \"+0123456789\" , \"rawPhoneNo\":\"+01 (2) 3-456-789\" } }\r\n"));
	assert_same(&message, &examples[2].message);
}

static void
every_beginning_of_an_example_is_a_fault(void)
{
	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		for (size_t n = 0; n < strlen(examples[i].text); n++) {
			struct message message;
			struct fault fault;

			CU_ASSERT_EQUAL(parse_bytes(&message, examples[i].text, n, &fault), -1);
		}
	}
}

/* Any one byte of an example changed: read or refused, but a checker must see nothing. */
static void
no_changed_byte_does_harm(void)
{
	static const char bytes[] = "\"\\{}[],:0u\xff";

	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		for (size_t at = 0; at < strlen(examples[i].text); at++) {
			for (size_t b = 0; b < sizeof(bytes); b++) {
				char text[200];
				struct message message;
				struct fault fault;

				snprintf(text, sizeof(text), "%s", examples[i].text);
				text[at] = bytes[b];
				parse_bytes(&message, text, strlen(examples[i].text), &fault);
			}
		}
	}
}

static void
what_follows_the_object_is_a_fault(void)
{
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\"}x"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\"}}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\"},"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\"}{\"type\":\"hangup-request\"}"));
	CU_ASSERT_FALSE(is_fault("{\"type\":\"hangup-request\"} \r\n\t"));
}

static void
what_is_no_object_with_a_type_is_a_fault(void)
{
	static const char *const texts[] = {
		"", " ", "x", "[]", "null", "\"hangup-request\"", "{}",
		"[{\"type\":\"hangup-request\"}]",
		"{\"type\":null}", "{\"type\":1}", "{\"type\":true}", "{\"type\":{}}",
		"{\"Type\":\"hangup-request\"}",
		"{\"type\":[\"hangup-request\"]}", "{'type':'hangup-request'}",
		"{type:\"hangup-request\"}",
		"{\"type\":\"hangup-request\",}", "{,\"type\":\"hangup-request\"}",
		"{\"type\":\"hangup-request\"]",
		"{\"type\":\"hangup-request\",\"a\":[}]}", "{\"type\" \"hangup-request\"}",
		"{\"type\":\"\\q\"}",
		"{\"type\":\"hangup-request\",\"a\":tru}", "{\"type\":\"hangup-request\",\"a\":-}",
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		CU_ASSERT_TRUE(is_fault(texts[i]));
}

static void
a_nul_never_cuts_a_string(void)
{
	static const char raw[] = "{\"type\":\"dial-request\","
	    "\"payload\":{\"phoneNo\":\"555\0001234\"}}";
	static const char behind[] = "{\"type\":\"hangup-request\"}\0";
	struct message message;
	struct fault fault;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"dial-request\","
	    "\"payload\":{\"phoneNo\":\"555\\u00001234\"}}"));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "\\u0000");
	CU_ASSERT_TRUE(is_fault("{\"type\":\"dial-request\","
	    "\"payload\":{\"phoneNo\":\"555\\uzzzz\"}}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\\u0000x\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\",\"a\":[\"\\u0000\"]}"));
	CU_ASSERT_EQUAL(parse_bytes(&message, raw, sizeof(raw) - 1, &fault), -1);
	CU_ASSERT_EQUAL(parse_bytes(&message, behind, sizeof(behind) - 1, &fault), -1);
	CU_ASSERT_TRUE(parses(&message,
	    "{\"type\":\"dial-request\",\"payload\":{\"phoneNo\":\"5\\\\u0000\"}}"));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "5\\u0000");
}

static void
a_string_is_whole_unicode(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"a\\u00e9\\uD83D\\uDE00\xc3\xa9\"}"));
	CU_ASSERT_STRING_EQUAL(message.type_name, "a\xc3\xa9\xf0\x9f\x98\x80\xc3\xa9");
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\\ud83d\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\\ude00\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\\ud83dx\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\xff\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\xed\xa0\x80\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"\xc3\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"hangup-request\",\"\xc0\xaf\":1}"));
}

static void
control_characters_must_be_escaped(void)
{
	struct message message;

	CU_ASSERT_TRUE(is_fault("{\"type\":\"dial-request\",\"payload\":{\"phoneNo\":\"555\r\"}}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"a\tb\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\v\"hangup-request\"}"));
	CU_ASSERT_TRUE(parses(&message,
	    "{\"type\":\"dial-request\",\"payload\":{\"phoneNo\":\"555\\rATH\\u000a\"}}"));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "555\rATH\n");
}

static bool
nested(size_t depth)
{
	char text[4096];
	size_t at = (size_t)sprintf(text, "{\"type\":\"hangup-request\",\"a\":");

	memset(text + at, '[', depth - 1);
	memset(text + at + depth - 1, ']', depth - 1);
	strcpy(text + at + 2 * (depth - 1), "}");
	return !is_fault(text);
}

static void
nesting_is_bounded(void)
{
	CU_ASSERT_TRUE(nested(MESSAGE_DEPTH_MAX));
	CU_ASSERT_FALSE(nested(MESSAGE_DEPTH_MAX + 1));
	CU_ASSERT_FALSE(nested(2000));
}

static void
a_message_is_at_most_64_kib(void)
{
	static char text[MESSAGE_TEXT_MAX + 1];
	static const char head[] = "{\"type\":\"hangup-request\",\"a\":\"";
	struct message message;
	struct fault fault;

	memset(text, 'a', sizeof(text));
	memcpy(text, head, sizeof(head) - 1);
	memcpy(text + MESSAGE_TEXT_MAX - 2, "\"} ", 3);
	CU_ASSERT_EQUAL(parse_bytes(&message, text, MESSAGE_TEXT_MAX, &fault), 0);
	CU_ASSERT_EQUAL(message.type, MESSAGE_HANGUP_REQUEST);
	CU_ASSERT_EQUAL(parse_bytes(&message, text, MESSAGE_TEXT_MAX + 1, &fault), -1);
}

static void
the_first_of_two_like_keys_counts(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"dial-request\",\"type\":\"hangup-request\","
	    "\"payload\":{\"phoneNo\":\"1\",\"phoneNo\":\"2\"},\"payload\":{\"phoneNo\":\"3\"}}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_DIAL_REQUEST);
	CU_ASSERT_STRING_EQUAL(message.phone_no, "1");
}

static void
the_order_of_keys_does_not_matter(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"payload\":{\"rawPhoneNo\":\"+01 (2) 3-456-789\","
	    "\"phoneNo\":\"+0123456789\"},\"type\":\"dial-request\"}"));
	assert_same(&message, &examples[2].message);
}

static void
unknown_types_and_fields_are_no_fault(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"mute-request\",\"payload\":[1,2.5e9,null]}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_STRING_EQUAL(message.type_name, "mute-request");
	CU_ASSERT_STRING_EQUAL(message_type_name(message.type), "unknown");
	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"unknown\"}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"\"}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_TRUE(parses(&message, "{\"x\":{},\"type\":\"dial-request\",\"payload\":"
	    "{\"requestId\":7,\"apiKey\":[],\"phoneNo\":\"1\",\"callActive\":1}}"));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "1");
	CU_ASSERT_FALSE(message.has_request_id);
}

static void
letters_count_in_types_and_keys(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"Dial-Request\"}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"HANGUP-REQUEST\"}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_TRUE(parses(&message,
	    "{\"type\":\"dial-request\",\"payload\":{\"phoneno\":\"1\"}}"));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "");
}

static void
a_long_type_is_cut_for_the_log_but_not_mistaken(void)
{
	struct message message;
	char text[200];

	snprintf(text, sizeof(text), "{\"type\":\"hangup-request%060d\xc3\xa9\"}", 0);
	CU_ASSERT_TRUE(parses(&message, text));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_EQUAL(strlen(message.type_name), 63);
	snprintf(text, sizeof(text), "{\"type\":\"%062d\xc3\xa9\"}", 0);
	CU_ASSERT_TRUE(parses(&message, text));
	CU_ASSERT_EQUAL(strlen(message.type_name), 62);
}

static void
a_dial_request_is_seen_whatever_its_number(void)
{
	static const char *const payloads[] = {
		"{}", "null", "1", "\"0911\"", "[]", "{\"phoneNo\":null}", "{\"phoneNo\":911}",
		"{\"phoneNo\":[\"911\"]}", "{\"phoneNo\":{}}", "{\"phoneNo\":true}",
		"{\"phoneNo\":\"\"}",
		"{\"rawPhoneNo\":\"911\"}",
	};
	struct message message;
	char text[400];

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"dial-request\"}"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_DIAL_REQUEST);
	for (size_t i = 0; i < ARRAY_LEN(payloads); i++) {
		snprintf(text, sizeof(text), "{\"type\":\"dial-request\",\"payload\":%s}",
		    payloads[i]);
		CU_ASSERT_TRUE(parses(&message, text));
		CU_ASSERT_EQUAL(message.type, MESSAGE_DIAL_REQUEST);
		CU_ASSERT_STRING_EQUAL(message.phone_no, "");
	}
}

static void
a_number_too_long_becomes_none_and_a_raw_one_is_cut(void)
{
	struct message message;
	char text[800];

	snprintf(text, sizeof(text), "{\"type\":\"dial-request\",\"payload\":"
	    "{\"phoneNo\":\"%0255d\",\"rawPhoneNo\":\"%0254d\xc3\xa9\"}}", 1, 1);
	CU_ASSERT_TRUE(parses(&message, text));
	CU_ASSERT_EQUAL(strlen(message.phone_no), 255);
	CU_ASSERT_EQUAL(strlen(message.raw_phone_no), 254);
	snprintf(text, sizeof(text), "{\"type\":\"dial-request\",\"payload\":"
	    "{\"phoneNo\":\"%0256d\",\"rawPhoneNo\":7}}", 1);
	CU_ASSERT_TRUE(parses(&message, text));
	CU_ASSERT_STRING_EQUAL(message.phone_no, "");
	CU_ASSERT_STRING_EQUAL(message.raw_phone_no, "");
}

static void
requests_without_payload_tolerate_any(void)
{
	CU_ASSERT_FALSE(is_fault("{\"type\":\"hangup-request\",\"payload\":null}"));
	CU_ASSERT_FALSE(is_fault("{\"type\":\"hangup-request\",\"payload\":\"now\"}"));
	CU_ASSERT_FALSE(is_fault("{\"type\":\"call-status-request\",\"payload\":{\"type\":1}}"));
}

static void
fields_of_the_wrong_type_are_faults(void)
{
	static const char *const rows[][2] = {
		{ "authentication-request", "null" }, { "authentication-request", "{}" },
		{ "authentication-request", "{\"apiKey\":null}" }, { "authentication-request",
		"{\"apiKey\":7}" },
		{ "authentication-request", "{\"apiKey\":\"k\",\"requestId\":7}" },
		{ "authentication-response", "{}" }, { "authentication-response", "[true]" },
		{ "authentication-response", "{\"success\":null}" },
		{ "authentication-response", "{\"success\":1}" },
		{ "authentication-response", "{\"success\":\"true\"}" },
		{ "authentication-response", "{\"success\":true,\"requestId\":{}}" },
		{ "authentication-response", "{\"success\":false,\"error\":[]}" },
		{ "call-status-update", "{}" }, { "call-status-update",
		"{\"callActive\":\"false\"}" },
		{ "call-status-update", "{\"callActive\":0}" },
		{ "call-status-update", "{\"callActive\":true,\"outbound\":\"yes\"}" },
		{ "call-status-update", "{\"callActive\":true,\"callerId\":911}" },
	};
	char text[400];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		snprintf(text, sizeof(text), "{\"type\":\"%s\",\"payload\":%s}", rows[i][0],
		    rows[i][1]);
		CU_ASSERT_TRUE(is_fault(text));
	}
	CU_ASSERT_TRUE(is_fault("{\"type\":\"authentication-request\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"authentication-response\"}"));
	CU_ASSERT_TRUE(is_fault("{\"type\":\"call-status-update\"}"));
}

static void
null_is_as_good_as_absent(void)
{
	struct message message;

	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"requestId\":null,\"success\":false,\"error\":null}}"));
	CU_ASSERT_FALSE(message.has_request_id);
	CU_ASSERT_FALSE(message.success);
	CU_ASSERT_STRING_EQUAL(message.error, "");
	CU_ASSERT_TRUE(parses(&message, "{\"type\":\"call-status-update\",\"payload\":"
	    "{\"callActive\":true,\"outbound\":null,\"callerId\":null}}"));
	CU_ASSERT_TRUE(message.status.active);
	CU_ASSERT_FALSE(message.status.outbound);
}

static void
a_key_or_id_too_long_is_a_fault_but_an_error_is_cut(void)
{
	struct message message;
	char text[800];

	snprintf(text, sizeof(text), "{\"type\":\"authentication-request\",\"payload\":"
	    "{\"apiKey\":\"%0256d\"}}", 1);
	CU_ASSERT_TRUE(is_fault(text));
	snprintf(text, sizeof(text), "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"success\":false,\"requestId\":\"%0256d\"}}", 1);
	CU_ASSERT_TRUE(is_fault(text));
	snprintf(text, sizeof(text), "{\"type\":\"authentication-response\",\"payload\":"
	    "{\"success\":false,\"error\":\"%0300d\"}}", 1);
	CU_ASSERT_TRUE(parses(&message, text));
	CU_ASSERT_EQUAL(strlen(message.error), 255);
}

static void
a_failed_parse_leaves_no_type_behind(void)
{
	struct message message;

	memset(&message, 'x', sizeof(message));
	CU_ASSERT_FALSE(parses(&message, "{\"type\":"));
	CU_ASSERT_EQUAL(message.type, MESSAGE_UNKNOWN);
	CU_ASSERT_STRING_EQUAL(message.type_name, "");
}

static void
assert_written(const struct message *message, const char *text)
{
	char out[MESSAGE_FORMAT_MAX];

	CU_ASSERT_EQUAL(message_format(message, out, sizeof(out)), strlen(text));
	CU_ASSERT_STRING_EQUAL(out, text);
}

static void
optional_fields_are_written_only_when_they_say_something(void)
{
	assert_written(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .outbound = true, .caller_id = "911" } },
	    "{\"type\":\"call-status-update\",\"payload\":{\"callActive\":false}}");
	assert_written(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .active = true } },
	    "{\"type\":\"call-status-update\","
	    "\"payload\":{\"callActive\":true,\"outbound\":false}}");
	assert_written(&(struct message){ .type = MESSAGE_AUTHENTICATION_REQUEST,
	    .request_id = "1", .api_key = "k" },
	    "{\"type\":\"authentication-request\",\"payload\":{\"apiKey\":\"k\"}}");
	assert_written(&(struct message){ .type = MESSAGE_AUTHENTICATION_RESPONSE,
	    .error = "Invalid API key" },
	    "{\"type\":\"authentication-response\","
	    "\"payload\":{\"success\":false,\"error\":\"Invalid API key\"}}");
	assert_written(&(struct message){ .type = MESSAGE_AUTHENTICATION_RESPONSE,
	    .has_request_id = true },
	    "{\"type\":\"authentication-response\","
	    "\"payload\":{\"requestId\":\"\",\"success\":false}}");
}

static void
what_is_not_utf8_is_written_as_question_marks(void)
{
	assert_written(&(struct message){ .type = MESSAGE_CALL_STATUS_UPDATE,
	    .status = { .active = true, .caller_id = "\xe9\"\\\x1b\xc3\xa9" } },
	    "{\"type\":\"call-status-update\",\"payload\":{\"callActive\":true,\"outbound\":false,"
	    "\"callerId\":\"?\\\"\\\\\\u001b\xc3\xa9\"}}");
}

static void
every_message_survives_the_round_trip(void)
{
	struct message message = { .has_request_id = true, .success = true,
	    .status = { .active = true, .outbound = true } };
	char *const fields[] = { message.request_id, message.api_key, message.error,
	    message.phone_no, message.raw_phone_no, message.status.caller_id };

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		memset(fields[i], '\x01', MESSAGE_FIELD_MAX);
		fields[i][0] = (char)('a' + (int)i);
	}
	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		struct message got;
		char out[MESSAGE_FORMAT_MAX], again[MESSAGE_FORMAT_MAX];
		size_t n;

		message.type = examples[i].message.type;
		n = message_format(&message, out, sizeof(out));
		CU_ASSERT_TRUE_FATAL(n > 0);
		CU_ASSERT_TRUE(parses(&got, out));
		CU_ASSERT_EQUAL(message_format(&got, again, sizeof(again)), n);
		CU_ASSERT_STRING_EQUAL(again, out);
		CU_ASSERT_EQUAL(message_format(&message, again, n), 0);
		/* cJSON wants up to five bytes more than it needs. */
		CU_ASSERT_EQUAL(message_format(&message, again, n + 6), n);
	}
}

static void
an_unknown_message_is_not_written(void)
{
	char out[100] = "x";

	CU_ASSERT_EQUAL(message_format(&examples[3].message, out, 0), 0);
	CU_ASSERT_STRING_EQUAL(out, "x");
	CU_ASSERT_EQUAL(message_format(&(struct message){ .type = MESSAGE_UNKNOWN }, out,
	    sizeof(out)), 0);
	CU_ASSERT_STRING_EQUAL(out, "");
}

static void
inactive_statuses_are_alike_whatever_else_they_hold(void)
{
	struct call_status idle = { .active = false }, stale = { .outbound = true,
	    .caller_id = "911" };
	struct call_status in = { .active = true }, out = { .active = true, .outbound = true };
	struct call_status known = { .active = true, .caller_id = "911" };

	CU_ASSERT_TRUE(call_status_equal(&idle, &stale));
	CU_ASSERT_TRUE(call_status_equal(&known, &known));
	CU_ASSERT_FALSE(call_status_equal(&idle, &in));
	CU_ASSERT_FALSE(call_status_equal(&in, &idle));
	CU_ASSERT_FALSE(call_status_equal(&in, &out));
	CU_ASSERT_FALSE(call_status_equal(&in, &known));
}

CU_TestInfo message_tests[] = {
	{ "the vendor's examples are read", the_vendors_examples_are_read },
	{ "the vendor's examples are written", the_vendors_examples_are_written },
	{ "blanks between tokens change nothing", blanks_between_tokens_change_nothing },
	{ "every beginning of an example is a fault", every_beginning_of_an_example_is_a_fault },
	{ "no changed byte does harm", no_changed_byte_does_harm },
	{ "what follows the object is a fault", what_follows_the_object_is_a_fault },
	{ "what is no object with a type is a fault", what_is_no_object_with_a_type_is_a_fault },
	{ "a NUL never cuts a string", a_nul_never_cuts_a_string },
	{ "a string is whole Unicode", a_string_is_whole_unicode },
	{ "control characters must be escaped", control_characters_must_be_escaped },
	{ "nesting is bounded", nesting_is_bounded },
	{ "a message is at most 64 KiB", a_message_is_at_most_64_kib },
	{ "the first of two like keys counts", the_first_of_two_like_keys_counts },
	{ "the order of keys does not matter", the_order_of_keys_does_not_matter },
	{ "unknown types and fields are no fault", unknown_types_and_fields_are_no_fault },
	{ "letters count in types and keys", letters_count_in_types_and_keys },
	{ "a long type is cut for the log but not mistaken",
	    a_long_type_is_cut_for_the_log_but_not_mistaken },
	{ "a dial-request is seen whatever its number",
	    a_dial_request_is_seen_whatever_its_number },
	{ "a number too long becomes none and a raw one is cut",
	    a_number_too_long_becomes_none_and_a_raw_one_is_cut },
	{ "requests without payload tolerate any", requests_without_payload_tolerate_any },
	{ "fields of the wrong type are faults", fields_of_the_wrong_type_are_faults },
	{ "null is as good as absent", null_is_as_good_as_absent },
	{ "a key or id too long is a fault but an error is cut",
	    a_key_or_id_too_long_is_a_fault_but_an_error_is_cut },
	{ "a failed parse leaves no type behind", a_failed_parse_leaves_no_type_behind },
	{ "optional fields are written only when they say something",
	    optional_fields_are_written_only_when_they_say_something },
	{ "what is not UTF-8 is written as question marks",
	    what_is_not_utf8_is_written_as_question_marks },
	{ "every message survives the round trip", every_message_survives_the_round_trip },
	{ "an unknown message is not written", an_unknown_message_is_not_written },
	{ "inactive statuses are alike whatever else they hold",
	    inactive_statuses_are_alike_whatever_else_they_hold },
	CU_TEST_INFO_NULL
};
