/* SPDX-License-Identifier: MIT */
#include "protocol/message.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "protocol/json.h"
#include "util/array.h"
#include "util/text.h"

/* One row per message: how its payload is read and written; NULL when it has none. */
struct kind {
	const char *name;
	int (*read)(struct message *message, const cJSON *payload, struct fault *fault);
	bool (*write)(cJSON *payload, const struct message *message); /* false: no memory */
};

/* The one object in `text`, to be freed with cJSON_Delete; or NULL and a fault. */
static cJSON *
parse_object(const char *text, size_t n, bool *nul, struct fault *fault)
{
	const char *start = json_object(text, &n, MESSAGE_DEPTH_MAX, nul, fault);
	const char *stop = NULL;
	cJSON *object;

	if (start == NULL)
		return NULL;
	object = cJSON_ParseWithLengthOpts(start, n, &stop, 0);
	if (object != NULL && stop == start + n)
		return object;
	cJSON_Delete(object);
	fault_set(fault, "not JSON, or no memory to read it");
	return NULL;
}

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

/* The field, or NULL when it is absent. So is null: .NET likes to write absent fields so. */
static const cJSON *
field(const cJSON *payload, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(payload, key);

	return cJSON_IsNull(item) ? NULL : item;
}

static int
require(const cJSON *payload, const char *key, struct fault *fault)
{
	return field(payload, key) != NULL ? 0 : fault_set(fault, "%s is missing", key);
}

/* Reads a string; leaves `out` alone when there is none. */
static int
read_string(const cJSON *payload, const char *key, char out[MESSAGE_FIELD_MAX + 1],
    struct fault *fault)
{
	const cJSON *item = field(payload, key);

	if (item == NULL)
		return 0;
	if (!cJSON_IsString(item))
		return fault_set(fault, "%s is not a string", key);
	if (strlen(item->valuestring) > MESSAGE_FIELD_MAX)
		return fault_set(fault, "%s is longer than %d bytes", key, MESSAGE_FIELD_MAX);
	copy_cut(out, MESSAGE_FIELD_MAX + 1, item->valuestring);
	return 0;
}

/* Reads true or false; leaves *out alone when there is neither. */
static int
read_bool(const cJSON *payload, const char *key, bool *out, struct fault *fault)
{
	const cJSON *item = field(payload, key);

	if (item == NULL)
		return 0;
	if (!cJSON_IsBool(item))
		return fault_set(fault, "%s is neither true nor false", key);
	*out = cJSON_IsTrue(item);
	return 0;
}

static int
read_request_id(struct message *message, const cJSON *payload, struct fault *fault)
{
	message->has_request_id = field(payload, "requestId") != NULL;
	return read_string(payload, "requestId", message->request_id, fault);
}

static int
read_authentication_request(struct message *message, const cJSON *payload, struct fault *fault)
{
	if (require(payload, "apiKey", fault) < 0 || read_request_id(message, payload, fault) < 0)
		return -1;
	return read_string(payload, "apiKey", message->api_key, fault);
}

static int
read_authentication_response(struct message *message, const cJSON *payload, struct fault *fault)
{
	const cJSON *error = field(payload, "error");

	if (require(payload, "success", fault) < 0 || read_request_id(message, payload, fault) < 0)
		return -1;
	if (error != NULL && !cJSON_IsString(error))
		return fault_set(fault, "error is not a string");
	if (error != NULL)              /* only shown, so a long one may be cut */
		copy_cut(message->error, sizeof(message->error), error->valuestring);
	return read_bool(payload, "success", &message->success, fault);
}

/* Never fails: an operator clicked, and is owed an answer even to a bad number. */
static int
read_dial_request(struct message *message, const cJSON *payload, struct fault *fault)
{
	const char *raw = cJSON_GetStringValue(field(payload, "rawPhoneNo"));

	if (read_string(payload, "phoneNo", message->phone_no, fault) < 0)
		fault->text[0] = '\0';
	if (raw != NULL)                /* only logged */
		copy_cut(message->raw_phone_no, sizeof(message->raw_phone_no), raw);
	return 0;
}

static int
read_call_status_update(struct message *message, const cJSON *payload, struct fault *fault)
{
	struct call_status *status = &message->status;

	if (require(payload, "callActive", fault) < 0 ||
	    read_bool(payload, "callActive", &status->active, fault) < 0 ||
	    read_bool(payload, "outbound", &status->outbound, fault) < 0)
		return -1;
	return read_string(payload, "callerId", status->caller_id, fault);
}

/* Adds an item under a key that is a literal, and so needs no copy; false when there is none. */
static bool
add(cJSON *object, const char *key, cJSON *item)
{
	return item != NULL && cJSON_AddItemToObjectCS(object, key, item);
}

/* Adds a string; what is not UTF-8 in it becomes '?', since cJSON would pass it on. */
static bool
add_text(cJSON *payload, const char *key, const char *text)
{
	char clean[MESSAGE_FIELD_MAX + 1];
	size_t n = strlen(text), at = 0;
	bool added;

	text_copy(clean, sizeof(clean), text);
	while (at < n) {
		size_t length = (unsigned char)clean[at] < 0x80 ? 1 :
		    text_utf8_length(clean + at, n - at);

		if (length == 0)
			clean[at] = '?';
		at += length > 0 ? length : 1;
	}
	added = add(payload, key, cJSON_CreateString(clean));
	explicit_bzero(clean, n);
	return added;
}

static bool
add_text_if_any(cJSON *payload, const char *key, const char *text)
{
	return text[0] == '\0' || add_text(payload, key, text);
}

static bool
add_bool(cJSON *payload, const char *key, bool value)
{
	return add(payload, key, cJSON_CreateBool(value));
}

static bool
add_request_id(cJSON *payload, const struct message *message)
{
	return !message->has_request_id || add_text(payload, "requestId", message->request_id);
}

static bool
write_authentication_request(cJSON *payload, const struct message *message)
{
	return add_request_id(payload, message) && add_text(payload, "apiKey", message->api_key);
}

static bool
write_authentication_response(cJSON *payload, const struct message *message)
{
	return add_request_id(payload, message) &&
	    add_bool(payload, "success", message->success) &&
	    add_text_if_any(payload, "error", message->error);
}

static bool
write_dial_request(cJSON *payload, const struct message *message)
{
	return add_text(payload, "phoneNo", message->phone_no) &&
	    add_text(payload, "rawPhoneNo", message->raw_phone_no);
}

static bool
write_call_status_update(cJSON *payload, const struct message *message)
{
	const struct call_status *status = &message->status;

	if (!add_bool(payload, "callActive", status->active))
		return false;
	return !status->active || (add_bool(payload, "outbound", status->outbound) &&
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
read_message(struct message *message, const cJSON *object, struct fault *fault)
{
	const char *type = cJSON_GetStringValue(field(object, "type"));
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
	    cJSON_GetObjectItemCaseSensitive(object, "payload"), fault);
}

int
message_parse(struct message *message, const char *text, size_t n, struct fault *fault)
{
	cJSON *object;
	bool nul;
	int result;

	*message = (struct message){ .type = MESSAGE_UNKNOWN };
	if (n > MESSAGE_TEXT_MAX)
		return fault_set(fault, "longer than %d bytes", MESSAGE_TEXT_MAX);
	object = parse_object(text, n, &nul, fault);
	if (object == NULL)
		return -1;
	result = read_message(message, object, fault);
	cJSON_Delete(object);
	if (result != 0 || !nul)
		return result;
	if (message->type != MESSAGE_DIAL_REQUEST)
		return fault_set(fault, "a string holds a NUL (\\u0000)");
	/* Cut at the NUL it would be another number; the operator still wants an answer. */
	text_copy(message->phone_no, sizeof(message->phone_no), "\\u0000");
	return 0;
}

/* cJSON keeps its own copy of the key. */
static void
forget_key(cJSON *payload)
{
	cJSON *key = cJSON_GetObjectItemCaseSensitive(payload, "apiKey");

	if (key != NULL)
		explicit_bzero(key->valuestring, strlen(key->valuestring));
}

/* A message with a field too few is worse than none: false when memory is out. */
static bool
build(const struct kind *kind, const struct message *message, cJSON *object, cJSON **payload)
{
	if (!add(object, "type", cJSON_CreateStringReference(kind->name)))
		return false;
	if (kind->write == NULL)
		return true;
	*payload = cJSON_CreateObject();
	return add(object, "payload", *payload) && kind->write(*payload, message);
}

size_t
message_format(const struct message *message, char *out, size_t size)
{
	cJSON *object = cJSON_CreateObject(), *payload = NULL;
	bool printed = message->type != MESSAGE_UNKNOWN &&
	    build(&kinds[message->type], message, object, &payload) &&
	    cJSON_PrintPreallocated(object, out, (int)size, false);

	forget_key(payload);
	cJSON_Delete(object);
	if (!printed && size > 0)
		out[0] = '\0';
	return printed ? strlen(out) : 0;
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
