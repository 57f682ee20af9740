/* SPDX-License-Identifier: MIT */
/*
 * app/config - the options: one table of keys, from which the parser, --help, the sample file,
 * --check-config and SIGHUP know them.
 *
 * A value comes from the command line, else from the environment, else from the config file,
 * else it is the table's preset.
 */
#ifndef ATDIALLER_APP_CONFIG_H
#define ATDIALLER_APP_CONFIG_H

#include <stddef.h>
#include <stdio.h>

#include "app/key.h"
#include "app/rules.h"
#include "modem/dialect.h"
#include "util/fault.h"

enum config_action {
	CONFIG_RUN,
	CONFIG_SHOW_CERTIFICATE,
	CONFIG_HELP,
	CONFIG_VERSION,
	CONFIG_LIST_MODEMS,
	CONFIG_LIST_DEVICES,
	CONFIG_UDEV_RULE,
	CONFIG_CHECK,
	CONFIG_SAMPLE,
	CONFIG_DOCTOR,
	CONFIG_EXPLAIN,
	CONFIG_STATUS
};

/* In the order of the words in the table. */
enum config_analog {
	CONFIG_ANALOG_AUTO,             /* the operator speaks into a telephone on the same line */
	CONFIG_ANALOG_HANDSET,
	CONFIG_ANALOG_VOICE
};

enum config_black_box {
	CONFIG_BLACK_BOX_AUTO,          /* when systemd has made a folder for it */
	CONFIG_BLACK_BOX_YES,
	CONFIG_BLACK_BOX_NO
};

enum {
	CONFIG_WHERE_MAX = 320
};

enum config_from {
	CONFIG_PRESET,
	CONFIG_BESIDE,                  /* secrets: a file that is beside the config file */
	CONFIG_FILE,
	CONFIG_ENVIRONMENT,
	CONFIG_COMMAND_LINE
};

struct config_origin {
	enum config_from from;
	unsigned line;                  /* of the config file; of a list, its last */
};

/* Where the values come from; asked again on SIGHUP. */
struct config_input {
	int argc;
	char **argv;
	const char *file;               /* read when --config names none and it exists; NULL: none */
};

struct config {
	enum config_action action;
	const char *named_file;         /* by --config; NULL: none */
	const char *device;
	long baud;
	const char *modem;
	long analog_mode;               /* enum config_analog */
	long max_call;                  /* seconds; 0: no limit */
	const char *pin_file;           /* NULL: the credential, if there is one */
	const char *url;
	const char *connect_to;         /* NULL: the URL's host and port */
	const char *api_key_file;       /* NULL: the other two sources */
	const char *ca_file;            /* NULL: the system's trust store, if it comes to that */
	struct config_list pins;
	long first_use;                 /* trust the key seen first */
	long verbose;
	long log_level;                 /* enum log_level */
	long log_target;                /* enum log_target */
	const char *trace;              /* NULL: none */
	const char *call_log;           /* NULL: none */
	long black_box;                 /* enum config_black_box */
	long mask_numbers;
	long confine;                   /* enum confine_mode */
	long probe;                     /* with LIST_DEVICES */
	const char *test_call;          /* with DOCTOR: the number; NULL: none */
	long json;                      /* with DOCTOR and STATUS: for programs */
	const char *status_file;        /* NULL: see app/status */
	const char *metrics_file;       /* NULL: none */
	const char *on_change;          /* NULL: no command */

	const char *country_code;       /* NULL, also for the next three: not set */
	const char *national_prefix;
	const char *international_prefix;
	const char *outside_line_prefix;
	struct config_list allow, deny, emergency_numbers, rewrite;
	long allow_service_codes;
	long max_dials_per_minute;      /* 0: any number */
	const char *explain;            /* NULL: no number is to be explained */

	struct number_rules rules;      /* all of that but the last */
	const struct dialect *dialect;  /* forced by `modem`; NULL: auto */

	struct config_input input;
	const char *file;               /* that was read; NULL: none */
	struct config_origin origins[KEY_COUNT_MAX]; /* by row of the table */
	char *text;                     /* of the file: what its values point into */
	char *beside[2];                /* paths of secrets, by enum secret; NULL: none is there */
};

/*
 * Fills in the presets and reads file and command line. Values are text of the table, of argv, of
 * the file or of `beside`, which the config owns until config_finish; copies of the struct share it. -1 and
 * a fault that names the option, or file, line and key, and what was expected; then there is
 * nothing to finish, and when `file` is set, the rest is what the command line says.
 */
int config_load(struct config *config, const struct config_input *input, struct fault *fault);

/* Frees the file's text, so that no value may be used any more; safe on a zeroed struct. */
void config_finish(struct config *config);

/* True when a key that needs this for a change has another value in `other`. */
bool config_differs(const struct config *config, const struct config *other, enum key_live live);

/* Takes over from another configuration the value of a row. */
void config_keep(struct config *config, const struct config *from, size_t row);

/* The rows of the table, in order; NULL behind the last. */
const struct key *config_key(size_t row);

/* The default value of a key; NULL: it has none. */
const char *config_preset(const char *name);

/*
 * How a message names the key whose value is wrong: "--url", or "FILE:LINE: url" when the value
 * is from there. Returns out.
 */
const char *config_where(const struct config *config, const char *name,
    char out[CONFIG_WHERE_MAX]);

/* Where the value, of a list that item, is from: "FILE:LINE", "command line", ... Returns out. */
const char *config_source(const struct config *config, size_t row, size_t item,
    char out[CONFIG_WHERE_MAX]);

/* config_where of a list's item. */
const char *config_where_item(const struct config *config, const char *name,
    const struct config_list *list, size_t item, char out[CONFIG_WHERE_MAX]);

#endif
