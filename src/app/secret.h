/* SPDX-License-Identifier: MIT */
/*
 * app/secret - the API key and the SIM card's PIN: read when they are needed, wiped when they were
 * used. Each is in a file that was named, else in $CREDENTIALS_DIRECTORY (systemd.exec(5)), else
 * in a variable of the environment; app/config names the file beside the config file when there is
 * nothing else.
 */
#ifndef ATDIALLER_APP_SECRET_H
#define ATDIALLER_APP_SECRET_H

#include <limits.h>
#include <stdbool.h>

#include "util/fault.h"

enum {
	SECRET_MAX = 255,
	SECRET_PART_MIN = 3             /* characters; fewer say nothing */
};

enum secret {
	SECRET_API_KEY,                 /* api-key, ATDIALLER_API_KEY */
	SECRET_SIM_PIN                  /* sim-pin, ATDIALLER_SIM_PIN */
};

/*
 * The file it is read from, written into `path` if that is the credential; NULL: the variable has
 * it, or nothing.
 */
const char *secret_file(enum secret which, const char *file, char path[PATH_MAX]);

/*
 * The file that our systemd units would give it from, if it is there: api-key beside
 * atdialler.conf, desk7.api-key beside desk7.conf.
 */
bool secret_beside(enum secret which, const char *config_file, char path[PATH_MAX]);

/*
 * Reads the API key; `file` NULL: from the environment. Blanks and line ends around it are
 * dropped. -1 and a fault, which never holds any of it, when there is none or it is no single line.
 */
int secret_read(const char *file, char key[SECRET_MAX + 1], struct fault *fault);

/* The same of the PIN, which may be none: then it is "". */
int secret_read_pin(const char *file, char pin[SECRET_MAX + 1], struct fault *fault);

/* True when the environment has it: a credential or the variable. */
bool secret_in_environment(enum secret which);

/*
 * True when not only its owner may use the file; the fault says so and gives the command that
 * ends it. NULL never is: systemd keeps credentials for us alone.
 */
bool secret_is_exposed(const char *file, struct fault *fault);

/*
 * Overwrites each place where `text` holds the key with '*', also as JSON or text_printable
 * escapes it: what Patriot says may repeat it.
 * So is the key's beginning where the text was cut: before "..." and at its end.
 */
void secret_hide(const char *key, char *text);

/* Overwrites it. */
void secret_wipe(char key[SECRET_MAX + 1]);

#endif
