/* SPDX-License-Identifier: MIT */
#ifndef ATDIALLER_UTIL_ARRAY_H
#define ATDIALLER_UTIL_ARRAY_H

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
