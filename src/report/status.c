/* SPDX-License-Identifier: MIT */
#include "report/status.h"

#include <assert.h>
#include <string.h>

#include "protocol/value.h"
#include "util/array.h"
#include "util/text.h"
#include "util/utc.h"

enum kind {
	TEXT,                           /* "" is null */
	BOOL,
	NUMBER,                         /* long */
	SIGNAL,                         /* int; -1 is null */
	COUNT,                          /* unsigned long */
	INSTANT,                        /* int64_t; 0 is null */
	WORD                            /* an enum: one of `words` */
};

struct words {
	const char *const *items;
	size_t n;
};

static const char *const modem_states[] = {
	[MODEM_OFF] = "off",
	[MODEM_STARTING] = "starting",
	[MODEM_READY] = "ready",
	[MODEM_NO_SIM] = "no-sim",
	[MODEM_SIM_PIN] = "sim-pin",
	[MODEM_SIM_PIN_WRONG] = "sim-pin-wrong",
	[MODEM_SIM_PUK] = "sim-puk",
	[MODEM_SIM_FAILED] = "sim-failed",
	[MODEM_SEARCHING] = "searching",
	[MODEM_DENIED] = "denied",
	[MODEM_NO_SERVICE] = "no-service",
	[MODEM_NO_SIGNAL] = "no-signal",
};

static const char *const link_states[] = {
	[SNAPSHOT_LINK_DOWN] = "down",
	[SNAPSHOT_LINK_CONNECTING] = "connecting",
	[SNAPSHOT_LINK_AUTHENTICATING] = "authenticating",
	[SNAPSHOT_LINK_READY] = "ready",
	[SNAPSHOT_LINK_CLOSING] = "closing",
};

static const char *const call_states[] = {
	[CALL_IDLE] = "idle",
	[CALL_DIALLING] = "dialling",
	[CALL_ALERTING] = "alerting",
	[CALL_ACTIVE] = "active",
	[CALL_INCOMING] = "incoming",
	[CALL_ENDING] = "ending",
};

static const struct words modem_words = { modem_states, ARRAY_LEN(modem_states) };
static const struct words link_words = { link_states, ARRAY_LEN(link_states) };
static const struct words call_words = { call_states, ARRAY_LEN(call_states) };

static_assert(ARRAY_LEN(modem_states) == MODEM_STATE_LAST + 1, "each state needs its word");
static_assert(sizeof(enum modem_state) == sizeof(unsigned) &&
    sizeof(enum snapshot_link_state) == sizeof(unsigned) &&
    sizeof(enum call_state) == sizeof(unsigned), "a WORD is read and written as unsigned");

#define AT(field) offsetof(struct snapshot, field), sizeof(((struct snapshot *)NULL)->field)

/* Each row is a member; those of one group stand together. */
static const struct field {
	const char *group;              /* NULL: at the top */
	const char *key;
	enum kind kind;
	size_t offset;
	size_t size;
	const struct words *words;
} fields[] = {
	{ NULL, "ready", BOOL, AT(ready), NULL },
	{ NULL, "since", INSTANT, AT(since), NULL },
	{ NULL, "reason", TEXT, AT(reason), NULL },
	{ NULL, "remedy", TEXT, AT(remedy), NULL },
	{ NULL, "degraded", TEXT, AT(degraded), NULL },
	{ "modem", "device", TEXT, AT(modem.device), NULL },
	{ "modem", "port", TEXT, AT(modem.port), NULL },
	{ "modem", "state", WORD, AT(modem.state), &modem_words },
	{ "modem", "since", INSTANT, AT(modem.since), NULL },
	{ "modem", "why", TEXT, AT(modem.why.text), NULL },
	{ "modem", "identity", TEXT, AT(modem.identity), NULL },
	{ "modem", "dialect", TEXT, AT(modem.dialect), NULL },
	{ "modem", "registration", TEXT, AT(modem.registration), NULL },
	{ "modem", "network", TEXT, AT(modem.network), NULL },
	{ "modem", "signal", SIGNAL, AT(modem.signal), NULL },
	{ "patriot", "peer", TEXT, AT(link.peer), NULL },
	{ "patriot", "state", WORD, AT(link.state), &link_words },
	{ "patriot", "since", INSTANT, AT(link.since), NULL },
	{ "patriot", "why", TEXT, AT(link.why.text), NULL },
	{ "patriot", "certificateUntil", INSTANT, AT(link.certificate_until), NULL },
	{ "call", "state", WORD, AT(call.state), &call_words },
	{ "call", "since", INSTANT, AT(call.since), NULL },
	{ "call", "outbound", BOOL, AT(call.outbound), NULL },
	{ "call", "withheld", BOOL, AT(call.withheld), NULL },
	{ "call", "number", TEXT, AT(call.number), NULL },
	{ "lastDial", "when", INSTANT, AT(last_dial.when), NULL },
	{ "lastDial", "outcome", TEXT, AT(last_dial.outcome), NULL },
	{ "counters", "dials", COUNT, AT(counters.dials), NULL },
	{ "counters", "refused", COUNT, AT(counters.refused), NULL },
	{ "counters", "callsOut", COUNT, AT(counters.calls_out), NULL },
	{ "counters", "callsIn", COUNT, AT(counters.calls_in), NULL },
	{ "counters", "connects", COUNT, AT(counters.connects), NULL },
	{ "counters", "modemOpens", COUNT, AT(counters.modem_opens), NULL },
	{ "counters", "modemResets", COUNT, AT(counters.modem_resets), NULL },
	{ NULL, "version", TEXT, AT(version), NULL },
	{ NULL, "pid", NUMBER, AT(pid), NULL },
	{ NULL, "started", INSTANT, AT(started), NULL },
	{ NULL, "written", INSTANT, AT(written), NULL },
};

/* The value of a number's field. */
static double
number_at(const void *at, enum kind kind)
{
	switch (kind) {
	case NUMBER:
		return (double)*(const long *)at;
	case SIGNAL:
		return *(const int *)at;
	case COUNT:
		return (double)*(const unsigned long *)at;
	case TEXT:
	case BOOL:
	case INSTANT:
	case WORD:
		break;
	}
	return 0;
}

static bool
add_text(struct cJSON *object, const char *key, const char *text)
{
	return text[0] != '\0' ? value_add_text(object, key, text) : value_add_null(object, key);
}

static bool
write_field(struct cJSON *object, const struct field *field, const void *at)
{
	char text[UTC_TEXT_SIZE] = "";

	switch (field->kind) {
	case TEXT:
		return add_text(object, field->key, at);
	case BOOL:
		return value_add_bool(object, field->key, *(const bool *)at);
	case SIGNAL:
		if (*(const int *)at < 0)
			return value_add_null(object, field->key);
		return value_add_number(object, field->key, number_at(at, SIGNAL));
	case NUMBER:
	case COUNT:
		return value_add_number(object, field->key, number_at(at, field->kind));
	case INSTANT:
		if (*(const int64_t *)at != 0)
			utc_text(*(const int64_t *)at, text);
		return add_text(object, field->key, text);
	case WORD:
		return value_add_text(object, field->key,
		    field->words->items[*(const unsigned *)at]);
	}
	return false;
}

static bool
write_fields(struct cJSON *top, const struct snapshot *snapshot)
{
	struct cJSON *object = top;
	const char *group = NULL;

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		if (fields[i].group == NULL)
			object = top;
		else if (group == NULL || strcmp(fields[i].group, group) != 0)
			object = value_add_object(top, fields[i].group);
		group = fields[i].group;
		if (!write_field(object, &fields[i], (const char *)snapshot + fields[i].offset))
			return false;
	}
	return true;
}

size_t
status_format(const struct snapshot *snapshot, char *out, size_t size)
{
	struct cJSON *object = value_object();
	size_t n = value_print(write_fields(object, snapshot) ? object : NULL, out, size);

	value_free(object);
	return n;
}

static void
read_number(const struct cJSON *value, enum kind kind, void *at)
{
	double number;

	if (!value_number(value, &number) || number < 0 || number > 1e15)
		return;
	switch (kind) {
	case NUMBER:
		*(long *)at = (long)number;
		return;
	case SIGNAL:
		*(int *)at = number <= SNAPSHOT_SIGNAL_MAX ? (int)number : -1;
		return;
	case COUNT:
		*(unsigned long *)at = (unsigned long)number;
		return;
	case TEXT:
	case BOOL:
	case INSTANT:
	case WORD:
		return;
	}
}

/* Whole characters that fit. It is to be printed, and anybody may have written it: no controls. */
static void
copy_safe(char *out, size_t size, const char *text)
{
	size_t at = 0, length;

	for (; *text != '\0'; text += length) {
		const unsigned char *s = (const unsigned char *)text;

		length = text_utf8_length(text, strlen(text));
		if (length == 0 || at + length >= size)
			break;
		memcpy(out + at, text, length);
		if (*s < ' ' || *s == 0x7f || (*s == 0xc2 && s[1] < 0xa0))
			memset(out + at, '?', length);
		at += length;
	}
	out[at] = '\0';
}

static void
read_text(const struct cJSON *value, const struct field *field, void *at)
{
	const char *text = value_text(value);

	if (text == NULL)
		return;
	switch (field->kind) {
	case TEXT:
		copy_safe(at, field->size, text);
		return;
	case INSTANT:
		utc_read(text, at);
		return;
	case WORD:
		for (unsigned i = 0; i < field->words->n; i++)
			if (strcmp(text, field->words->items[i]) == 0)
				*(unsigned *)at = i;
		return;
	case BOOL:
	case NUMBER:
	case SIGNAL:
	case COUNT:
		return;
	}
}

static void
read_fields(const struct cJSON *top, struct snapshot *snapshot)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const struct field *field = &fields[i];
		const struct cJSON *object = field->group != NULL ?
		    value_member(top, field->group) : top;
		const struct cJSON *value = value_member(object, field->key);
		void *at = (char *)snapshot + field->offset;

		if (field->kind == BOOL)
			value_bool(value, at);
		read_number(value, field->kind, at);
		read_text(value, field, at);
	}
}

int
status_parse(struct snapshot *snapshot, const char *text, size_t n, struct fault *fault)
{
	struct cJSON *object;
	bool nul, ready;

	*snapshot = (struct snapshot){ .modem = { .signal = -1 } };
	object = value_parse(text, n, 2, &nul, fault);
	if (object == NULL)
		return -1;
	if (!value_bool(value_member(object, "ready"), &ready)) {
		value_free(object);
		return fault_set(fault, "it is no status of atdialler: \"ready\" is missing");
	}
	read_fields(object, snapshot);
	value_free(object);
	return 0;
}
