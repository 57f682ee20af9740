/* SPDX-License-Identifier: MIT */
/*
 * protocol/value - JSON values, read and made: the door to cJSON.
 *
 * They are on the heap: value_free the one that was made or parsed, and all in it goes. Keys are
 * literals, and not copied. When memory is out an add answers false, or NULL.
 */
#ifndef ATDIALLER_PROTOCOL_VALUE_H
#define ATDIALLER_PROTOCOL_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

struct cJSON;

/*
 * The one object in `text`; NULL and a fault when it is none, or nests deeper than depth_max. *nul:
 * a string in it holds a NUL, and seems to end there.
 */
struct cJSON *value_parse(const char *text, size_t n, size_t depth_max, bool *nul,
    struct fault *fault);

/* An object with nothing in it. */
struct cJSON *value_object(void);

/* Safe on NULL. */
void value_free(struct cJSON *value);

/* A member; NULL when it is absent. So is null: .NET likes to write absent ones so. */
const struct cJSON *value_member(const struct cJSON *object, const char *key);

/* What a value is; NULL, or false and *out untouched, for one of another kind. */
const char *value_text(const struct cJSON *value);
bool value_bool(const struct cJSON *value, bool *out);
bool value_number(const struct cJSON *value, double *out);

/* Adds a string; what is not UTF-8 in it becomes '?'. */
bool value_add_text(struct cJSON *object, const char *key, const char *text);
bool value_add_bool(struct cJSON *object, const char *key, bool is);
bool value_add_number(struct cJSON *object, const char *key, double number);
bool value_add_null(struct cJSON *object, const char *key);

/* Adds an object with nothing in it, and returns that. */
struct cJSON *value_add_object(struct cJSON *object, const char *key);

/* The same with a list that is empty, and another object at the end of that one. */
struct cJSON *value_add_list(struct cJSON *object, const char *key);
struct cJSON *value_append_object(struct cJSON *list);

/* Writes it on one line, with a NUL, and returns its length: 0 when it does not fit. */
size_t value_print(struct cJSON *value, char *out, size_t size);

/* Overwrites a string. */
void value_wipe(struct cJSON *object, const char *key);

#endif
