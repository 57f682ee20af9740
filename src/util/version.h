/* SPDX-License-Identifier: MIT */
/*
 * util/version - which atdialler this is.
 */
#ifndef ATDIALLER_UTIL_VERSION_H
#define ATDIALLER_UTIL_VERSION_H

/* "0.1.0" */
const char *version_text(void);

#endif
