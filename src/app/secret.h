/* SPDX-License-Identifier: MIT */
/*
 * app/secret - the API key: read when it is needed, wiped when it was used.
 */
#ifndef ATDIALLER_APP_SECRET_H
#define ATDIALLER_APP_SECRET_H

#include <limits.h>

#include "util/fault.h"

enum {
	SECRET_MAX = 255,
	SECRET_PART_MIN = 3             /* characters; fewer say nothing */
};

/* The file the key is read from, written into `path` if need be; NULL: the environment has it. */
const char *secret_file(const char *file, char path[PATH_MAX]);

/*
 * Reads the key from `file`, or when that is NULL from $CREDENTIALS_DIRECTORY/api-key, or
 * when that is not set from $ATDIALLER_API_KEY. Blanks and line ends around it are dropped.
 * -1 and a fault, which never holds any of it, when there is none or it is no single line.
 */
int secret_read(const char *file, char key[SECRET_MAX + 1], struct fault *fault);

/*
 * Overwrites each place where `text` holds the key with '*', also as JSON or text_printable
 * escapes it: what Patriot says may repeat it.
 * So is the key's beginning where the text was cut: before "..." and at its end.
 */
void secret_hide(const char *key, char *text);

/* Overwrites it. */
void secret_wipe(char key[SECRET_MAX + 1]);

#endif
