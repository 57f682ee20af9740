/* SPDX-License-Identifier: MIT */
/* Messages: what can be read can be written, and then reads the same. */
#include <string.h>

#include "fuzz.h"
#include "protocol/message.h"

static void
check_same(const struct message *a, const struct message *b)
{
	MUST(a->type == b->type);
	MUST(a->has_request_id == b->has_request_id);
	MUST(strcmp(a->request_id, b->request_id) == 0);
	MUST(strcmp(a->api_key, b->api_key) == 0);
	MUST(a->success == b->success);
	MUST(strcmp(a->error, b->error) == 0);
	MUST(strcmp(a->phone_no, b->phone_no) == 0);
	MUST(strcmp(a->raw_phone_no, b->raw_phone_no) == 0);
	MUST(call_status_equal(&a->status, &b->status));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct message message, again;
	struct fault fault = { .text = "" };
	char text[MESSAGE_FORMAT_MAX];
	size_t length;

	if (message_parse(&message, (const char *)bytes, n, &fault) != 0) {
		MUST(fault.text[0] != '\0');
		return 0;
	}
	MUST(message_type_name(message.type) != NULL);
	length = message_format(&message, text, sizeof(text));
	MUST((length == 0) == (message.type == MESSAGE_UNKNOWN));
	if (length == 0)
		return 0;
	MUST(length == strlen(text));
	MUST(message_parse(&again, text, length, &fault) == 0);
	check_same(&message, &again);
	return 0;
}
