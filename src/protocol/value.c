/* SPDX-License-Identifier: MIT */
#include "protocol/value.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "protocol/json.h"
#include "util/text.h"

struct cJSON *
value_parse(const char *text, size_t n, size_t depth_max, bool *nul, struct fault *fault)
{
	const char *start = json_object(text, &n, depth_max, nul, fault);
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

struct cJSON *
value_object(void)
{
	return cJSON_CreateObject();
}

void
value_free(struct cJSON *value)
{
	cJSON_Delete(value);
}

const struct cJSON *
value_member(const struct cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	return cJSON_IsNull(item) ? NULL : item;
}

const char *
value_text(const struct cJSON *value)
{
	return cJSON_GetStringValue(value);
}

bool
value_bool(const struct cJSON *value, bool *out)
{
	if (!cJSON_IsBool(value))
		return false;
	*out = cJSON_IsTrue(value);
	return true;
}

bool
value_number(const struct cJSON *value, double *out)
{
	if (!cJSON_IsNumber(value))
		return false;
	*out = value->valuedouble;
	return true;
}

static bool
add(cJSON *object, const char *key, cJSON *item)
{
	if (item != NULL && cJSON_AddItemToObjectCS(object, key, item))
		return true;
	cJSON_Delete(item);
	return false;
}

/* cJSON would pass on what is not UTF-8. */
static void
clean(char *text)
{
	size_t n = strlen(text), at = 0;

	while (at < n) {
		size_t length = text_utf8_length(text + at, n - at);

		if (length == 0)
			text[at] = '?';
		at += length > 0 ? length : 1;
	}
}

bool
value_add_text(struct cJSON *object, const char *key, const char *text)
{
	cJSON *item = cJSON_CreateString(text);

	if (item != NULL)
		clean(item->valuestring);
	return add(object, key, item);
}

bool
value_add_bool(struct cJSON *object, const char *key, bool is)
{
	return add(object, key, cJSON_CreateBool(is));
}

bool
value_add_number(struct cJSON *object, const char *key, double number)
{
	return add(object, key, cJSON_CreateNumber(number));
}

bool
value_add_null(struct cJSON *object, const char *key)
{
	return add(object, key, cJSON_CreateNull());
}

struct cJSON *
value_add_object(struct cJSON *object, const char *key)
{
	cJSON *item = cJSON_CreateObject();

	return add(object, key, item) ? item : NULL;
}

struct cJSON *
value_add_list(struct cJSON *object, const char *key)
{
	cJSON *item = cJSON_CreateArray();

	return add(object, key, item) ? item : NULL;
}

struct cJSON *
value_append_object(struct cJSON *list)
{
	cJSON *item = cJSON_CreateObject();

	if (cJSON_AddItemToArray(list, item))
		return item;
	cJSON_Delete(item);
	return NULL;
}

size_t
value_print(struct cJSON *value, char *out, size_t size)
{
	if (value != NULL && cJSON_PrintPreallocated(value, out, (int)size, false))
		return strlen(out);
	if (size > 0)
		out[0] = '\0';
	return 0;
}

void
value_wipe(struct cJSON *object, const char *key)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	if (cJSON_IsString(item))
		explicit_bzero(item->valuestring, strlen(item->valuestring));
}
