/* SPDX-License-Identifier: MIT */
#include "protocol/message.h"

#include <string.h>

#include "protocol/value.h"
#include "util/array.h"
#include "util/text.h"

/* One row per message: how its payload is read and written; NULL when it has none. */
struct kind {
	const char *name;
	int (*read)(struct message *message, const struct cJSON *payload, struct fault *fault);
	bool (*write)(struct cJSON *payload, const struct message *message); /* false: no memory */
};

/* Copies what fits, whole characters only. */
static void
copy_cut(char *out, size_t size, const char *text)
{
	size_t n = strlen(text), at = 0;

	while (at < n) {
		size_t length = (unsigned char)text[at] < 0x80 ? 1 :
		    text_utf8_length(text + at, n - at);

		if (length == 0 || at + length >= size)
			break;
		at += length;
	}
	memcpy(out, text, at);
	out[at] = '\0';
}

static int
require(const struct cJSON *payload, const char *key, struct fault *fault)
{
	return value_member(payload, key) != NULL ? 0 : fault_set(fault, "%s is missing", key);
}

/* Reads a string; leaves `out` alone when there is none. */
static int
read_string(const struct cJSON *payload, const char *key, char out[MESSAGE_FIELD_MAX + 1],
    struct fault *fault)
{
	const struct cJSON *item = value_member(payload, key);
	const char *text;

	if (item == NULL)
		return 0;
	text = value_text(item);
	if (text == NULL)
		return fault_set(fault, "%s is not a string", key);
	if (strlen(text) > MESSAGE_FIELD_MAX)
		return fault_set(fault, "%s is longer than %d bytes", key, MESSAGE_FIELD_MAX);
	copy_cut(out, MESSAGE_FIELD_MAX + 1, text);
	return 0;
}

/* Reads true or false; leaves *out alone when there is neither. */
static int
read_bool(const struct cJSON *payload, const char *key, bool *out, struct fault *fault)
{
	const struct cJSON *item = value_member(payload, key);

	if (item == NULL || value_bool(item, out))
		return 0;
	return fault_set(fault, "%s is neither true nor false", key);
}

static int
read_request_id(struct message *message, const struct cJSON *payload, struct fault *fault)
{
	message->has_request_id = value_member(payload, "requestId") != NULL;
	return read_string(payload, "requestId", message->request_id, fault);
}

static int
read_authentication_request(struct message *message, const struct cJSON *payload,
    struct fault *fault)
{
	if (require(payload, "apiKey", fault) < 0 || read_request_id(message, payload, fault) < 0)
		return -1;
	return read_string(payload, "apiKey", message->api_key, fault);
}

static int
read_authentication_response(struct message *message, const struct cJSON *payload,
    struct fault *fault)
{
	const struct cJSON *error = value_member(payload, "error");

	if (require(payload, "success", fault) < 0 || read_request_id(message, payload, fault) < 0)
		return -1;
	if (error != NULL && value_text(error) == NULL)
		return fault_set(fault, "error is not a string");
	if (error != NULL)              /* only shown, so a long one may be cut */
		copy_cut(message->error, sizeof(message->error), value_text(error));
	return read_bool(payload, "success", &message->success, fault);
}

/* Never fails: an operator clicked, and is owed an answer even to a bad number. */
static int
read_dial_request(struct message *message, const struct cJSON *payload, struct fault *fault)
{
	const char *raw = value_text(value_member(payload, "rawPhoneNo"));

	if (read_string(payload, "phoneNo", message->phone_no, fault) < 0)
		fault->text[0] = '\0';
	if (raw != NULL)                /* only logged */
		copy_cut(message->raw_phone_no, sizeof(message->raw_phone_no), raw);
	return 0;
}

static int
read_call_status_update(struct message *message, const struct cJSON *payload, struct fault *fault)
{
	struct call_status *status = &message->status;

	if (require(payload, "callActive", fault) < 0 ||
	    read_bool(payload, "callActive", &status->active, fault) < 0 ||
	    read_bool(payload, "outbound", &status->outbound, fault) < 0)
		return -1;
	return read_string(payload, "callerId", status->caller_id, fault);
}

static bool
add_text_if_any(struct cJSON *payload, const char *key, const char *text)
{
	return text[0] == '\0' || value_add_text(payload, key, text);
}

static bool
add_request_id(struct cJSON *payload, const struct message *message)
{
	return !message->has_request_id || value_add_text(payload, "requestId", message->request_id);
}

static bool
write_authentication_request(struct cJSON *payload, const struct message *message)
{
	return add_request_id(payload, message) && value_add_text(payload, "apiKey", message->api_key);
}

static bool
write_authentication_response(struct cJSON *payload, const struct message *message)
{
	return add_request_id(payload, message) &&
	    value_add_bool(payload, "success", message->success) &&
	    add_text_if_any(payload, "error", message->error);
}

static bool
write_dial_request(struct cJSON *payload, const struct message *message)
{
	return value_add_text(payload, "phoneNo", message->phone_no) &&
	    value_add_text(payload, "rawPhoneNo", message->raw_phone_no);
}

static bool
write_call_status_update(struct cJSON *payload, const struct message *message)
{
	const struct call_status *status = &message->status;

	if (!value_add_bool(payload, "callActive", status->active))
		return false;
	return !status->active || (value_add_bool(payload, "outbound", status->outbound) &&
	    add_text_if_any(payload, "callerId", status->caller_id));
}

static const struct kind kinds[] = {
	[MESSAGE_UNKNOWN] = { .name = "unknown" },
	[MESSAGE_AUTHENTICATION_REQUEST] = { "authentication-request",
	    read_authentication_request, write_authentication_request },
	[MESSAGE_AUTHENTICATION_RESPONSE] = { "authentication-response",
	    read_authentication_response, write_authentication_response },
	[MESSAGE_DIAL_REQUEST] = { "dial-request", read_dial_request, write_dial_request },
	[MESSAGE_HANGUP_REQUEST] = { .name = "hangup-request" },
	[MESSAGE_CALL_STATUS_REQUEST] = { .name = "call-status-request" },
	[MESSAGE_CALL_STATUS_UPDATE] = { "call-status-update",
	    read_call_status_update, write_call_status_update },
};

static enum message_type
type_named(const char *name)
{
	for (size_t i = MESSAGE_UNKNOWN + 1; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return (enum message_type)i;
	return MESSAGE_UNKNOWN;
}

static int
read_message(struct message *message, const struct cJSON *object, struct fault *fault)
{
	const char *type = value_text(value_member(object, "type"));
	const struct kind *kind;

	if (require(object, "type", fault) < 0)
		return -1;
	if (type == NULL)
		return fault_set(fault, "type is not a string");
	copy_cut(message->type_name, sizeof(message->type_name), type);
	message->type = type_named(type);
	kind = &kinds[message->type];
	if (kind->read == NULL)
		return 0;
	return kind->read(message,
	    value_member(object, "payload"), fault);
}

int
message_parse(struct message *message, const char *text, size_t n, struct fault *fault)
{
	struct cJSON *object;
	bool nul;
	int result;

	*message = (struct message){ .type = MESSAGE_UNKNOWN };
	if (n > MESSAGE_TEXT_MAX)
		return fault_set(fault, "longer than %d bytes", MESSAGE_TEXT_MAX);
	object = value_parse(text, n, MESSAGE_DEPTH_MAX, &nul, fault);
	if (object == NULL)
		return -1;
	result = read_message(message, object, fault);
	value_free(object);
	if (result != 0 || !nul)
		return result;
	if (message->type != MESSAGE_DIAL_REQUEST)
		return fault_set(fault, "a string holds a NUL (\\u0000)");
	/* Cut at the NUL it would be another number; the operator still wants an answer. */
	text_copy(message->phone_no, sizeof(message->phone_no), "\\u0000");
	return 0;
}

/* A message with a field too few is worse than none: false when memory is out. */
static bool
build(const struct kind *kind, const struct message *message, struct cJSON *object,
    struct cJSON **payload)
{
	if (!value_add_text(object, "type", kind->name))
		return false;
	if (kind->write == NULL)
		return true;
	*payload = value_add_object(object, "payload");
	return *payload != NULL && kind->write(*payload, message);
}

size_t
message_format(const struct message *message, char *out, size_t size)
{
	struct cJSON *object = value_object(), *payload = NULL;
	bool built = message->type != MESSAGE_UNKNOWN &&
	    build(&kinds[message->type], message, object, &payload);
	size_t n = value_print(built ? object : NULL, out, size);

	value_wipe(payload, "apiKey");  /* it is a copy */
	value_free(object);
	return n;
}

const char *
message_type_name(enum message_type type)
{
	return kinds[type].name;
}

bool
call_status_equal(const struct call_status *a, const struct call_status *b)
{
	if (!a->active || !b->active)
		return a->active == b->active;
	return a->outbound == b->outbound && strcmp(a->caller_id, b->caller_id) == 0;
}
