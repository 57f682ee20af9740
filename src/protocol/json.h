/* SPDX-License-Identifier: MIT */
/*
 * protocol/json - what of a JSON text a parser may be shown.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_PROTOCOL_JSON_H
#define ATDIALLER_PROTOCOL_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

/*
 * Finds the one object that `text` is, without the blanks around it: returns its start
 * and sets *n to its length. NULL and a fault when it does not begin with '{' or goes
 * on behind its last bracket, nests deeper than depth_max, or has a string with half a
 * surrogate pair, a control character or bytes that are not UTF-8. *nul tells whether a string
 * holds a NUL (\u0000), where a C string would end. That brackets match and values are
 * well-formed is left to the parser.
 */
const char *json_object(const char *text, size_t *n, size_t depth_max, bool *nul,
    struct fault *fault);

#endif
