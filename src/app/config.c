/* SPDX-License-Identifier: MIT */
#include "app/config.h"

#include <getopt.h>
#include <stddef.h>
#include <string.h>

#include "util/array.h"
#include "util/text.h"

enum kind {
	TEXT,
	LIST,                           /* TEXT that may be repeated */
	NUMBER,
	CHOICE,                         /* one of the words in `argument`; the field is its number */
	FLAG,                           /* no argument; may be repeated, counts */
	ACTION                          /* min is the enum config_action */
};

static const struct key {
	const char *name;
	char letter;                    /* 0: none */
	enum kind kind;
	const char *argument;           /* as --help shows it */
	size_t offset;                  /* in struct config */
	long min, max;
	const char *preset;             /* NULL: none */
	const char *help;
} keys[] = {
	{ "device", 'd', TEXT, "DEV", offsetof(struct config, device), 0, 0, NULL,
	  "the modem's port: a path, best /dev/serial/by-id/..., or usb:VID:PID[:SERIAL], auto, "
	  "tcp:HOST:PORT (required)" },
	{ "baud", 'b', NUMBER, "N", offsetof(struct config, baud), 300, 4000000, "115200",
	  "speed of the serial port, bits per second; USB modems ignore it" },
	{ "modem", 'm', TEXT, "NAME", offsetof(struct config, modem), 0, 0, "auto",
	  "how to speak to the modem: auto, or a name that --list-modems shows" },
	{ "analog-mode", 0, CHOICE, "auto|handset|voice", offsetof(struct config, analog_mode), 0, 0,
	  "auto", "how an analog modem dials: handset, and listens no more; voice, where it can; "
	  "auto is handset" },
	{ "max-call-duration", 0, NUMBER, "SECONDS", offsetof(struct config, max_call), 0, 86400,
	  "3600", "hang up a call after this when the modem cannot tell its end; 0: never" },
	{ "pin-file", 0, TEXT, "FILE", offsetof(struct config, pin_file), 0, 0, NULL,
	  "the SIM card's PIN; else $CREDENTIALS_DIRECTORY/sim-pin. A wrong one is tried once" },
	{ "url", 'u', TEXT, "URL", offsetof(struct config, url), 0, 0,
	  "wss://desktop-client-api.patriotsystems.com:9009/ws/dialler/v1",
	  "where the Patriot client listens; only wss:" },
	{ "connect-to", 0, TEXT, "HOST[:PORT]", offsetof(struct config, connect_to), 0, 0, NULL,
	  "connect to this machine; the URL's host is still the one that is verified" },
	{ "api-key-file", 0, TEXT, "FILE", offsetof(struct config, api_key_file), 0, 0, NULL,
	  "Patriot's WebSocketApiKey; else $CREDENTIALS_DIRECTORY/api-key, else "
	  "$ATDIALLER_API_KEY" },
	{ "ca-file", 0, TEXT, "FILE", offsetof(struct config, ca_file), 0, 0, NULL,
	  "trust these certificates, PEM or DER; may be Patriot's own. Default: the system's" },
	{ "pin", 0, LIST, "sha256:HEX", offsetof(struct config, pins), 0, 0, NULL,
	  "Patriot's key must be this one; may be repeated. Alone it is all that counts" },
	{ "trust-on-first-use", 0, FLAG, NULL, offsetof(struct config, first_use), 0, 0, NULL,
	  "remember the key seen first, refuse another" },
	{ "verbose", 'v', FLAG, NULL, offsetof(struct config, verbose), 0, 0, NULL,
	  "log every line on either wire (numbers in full); the same as --log-level debug" },
	{ "log-level", 0, CHOICE, "error|warning|info|debug", offsetof(struct config, log_level), 0, 0,
	  "info", "log this and what is worse; error: only what somebody must act on" },
	{ "log-target", 0, CHOICE, "auto|stderr|syslog", offsetof(struct config, log_target), 0, 0,
	  "auto", "where the log goes; auto: standard error, with priorities if it is the journal" },
	{ "trace", 0, TEXT, "FILE", offsetof(struct config, trace), 0, 0, NULL,
	  "append what is said on the serial port, for modem-sim --play" },
	{ "mask-numbers", 0, FLAG, NULL, offsetof(struct config, mask_numbers), 0, 0, NULL,
	  "hide all but the last three digits, also with --verbose and --trace" },
	{ "list-devices", 0, ACTION, NULL, 0, CONFIG_LIST_DEVICES, 0, NULL,
	  "print the serial ports and exit; with --device only that one" },
	{ "probe", 0, FLAG, NULL, offsetof(struct config, probe), 0, 0, NULL,
	  "with --list-devices: ask what is connected to each" },
	{ "list-modems", 0, ACTION, NULL, 0, CONFIG_LIST_MODEMS, 0, NULL,
	  "print the families of modems and exit" },
	{ "show-certificate", 0, ACTION, NULL, 0, CONFIG_SHOW_CERTIFICATE, 0, NULL,
	  "fetch and describe Patriot's certificate, say how to trust it, and exit" },
	{ "version", 'V', ACTION, NULL, 0, CONFIG_VERSION, 0, NULL, "print the version and exit" },
	{ "help", 'h', ACTION, NULL, 0, CONFIG_HELP, 0, NULL, "print this and exit" },
};

static int
add_item(struct config_list *list, const struct key *key, const char *value, struct fault *fault)
{
	if (list->n == CONFIG_LIST_MAX)
		return fault_set(fault, "--%s: more than %d of them", key->name, CONFIG_LIST_MAX);
	list->items[list->n++] = value;
	return 0;
}

/* Which of the words between bars it is; -1: none. */
static long
word_number(const char *words, const char *value)
{
	size_t n = strlen(value);
	long number = 0;

	for (;; number++) {
		size_t length = strcspn(words, "|");

		if (length == n && memcmp(words, value, n) == 0)
			return number;
		if (words[length] == '\0')
			return -1;
		words += length + 1;
	}
}

static int
set_choice(long *field, const struct key *key, const char *value, struct fault *fault)
{
	long number = word_number(key->argument, value);

	if (number < 0)
		return fault_set(fault, "--%s: expected %s, got \"%.40s\"", key->name,
		    key->argument, value);
	*field = number;
	return 0;
}

static int
set(struct config *config, const struct key *key, const char *value, struct fault *fault)
{
	char *field = (char *)config + key->offset;

	switch (key->kind) {
	case LIST:
		return add_item((void *)field, key, value, fault);
	case TEXT:
		if (value[0] == '\0')
			return fault_set(fault, "--%s: expected %s, got nothing", key->name,
			    key->argument);
		memcpy(field, &value, sizeof(value));
		return 0;
	case NUMBER:
		if (!text_number(value, key->min, key->max, (long *)(void *)field))
			return fault_set(fault, "--%s: expected a number from %ld to %ld, got "
			    "\"%.40s\"", key->name, key->min, key->max, value);
		return 0;
	case CHOICE:
		return set_choice((long *)(void *)field, key, value, fault);
	case FLAG:
		++*(long *)(void *)field;
		return 0;
	case ACTION:
		config->action = (enum config_action)key->min;
		return 0;
	}
	return 0;
}

static const struct key *
key_of_letter(int letter)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (letter != 0 && keys[i].letter == letter)
			return &keys[i];
	return NULL;
}

/* What getopt_long has to know, from the table: its own value for a key is 256 + row. */
static void
describe(struct option *options, char *letters)
{
	*letters++ = ':';               /* a missing argument is told apart */
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		int has = keys[i].argument != NULL ? required_argument : no_argument;

		options[i] = (struct option){ keys[i].name, has, NULL, 256 + (int)i };
		if (keys[i].letter == 0)
			continue;
		*letters++ = keys[i].letter;
		if (has)
			*letters++ = ':';
	}
	*letters = '\0';
}

/* `letter` is getopt's optopt: what it stumbled over, perhaps in the middle of -abc. */
static int
complain(int got, int letter, const char *argument, struct fault *fault)
{
	if (got == ':')
		return fault_set(fault, "%.80s: this option needs an argument", argument);
	if (letter >= 256)
		return fault_set(fault, "%.80s: this option takes no argument", argument);
	if (letter != 0)
		return fault_set(fault, "-%c: unknown option", letter);
	return fault_set(fault, "%.80s: unknown or ambiguous option", argument);
}

static int
check(struct config *config, struct fault *fault)
{
	if (config->probe > 0 && config->action != CONFIG_LIST_DEVICES)
		return fault_set(fault, "--probe: only --list-devices knows it");
	if (config->action != CONFIG_RUN)
		return 0;
	if (config->device == NULL)
		return fault_set(fault, "--device is required: the modem's serial port, for "
		    "example one of /dev/serial/by-id/*");
	if (strcmp(config->modem, "auto") == 0)
		return 0;
	config->dialect = dialect_named(config->modem);
	if (config->dialect == NULL)
		return fault_set(fault, "--modem: expected auto or a name that --list-modems shows, "
		    "got \"%.40s\"", config->modem);
	return 0;
}

int
config_parse(struct config *config, int argc, char **argv, struct fault *fault)
{
	struct option options[ARRAY_LEN(keys) + 1] = { { NULL, 0, NULL, 0 } };
	char letters[2 * ARRAY_LEN(keys) + 2];
	int got;

	*config = (struct config){ .action = CONFIG_RUN };
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].preset != NULL && set(config, &keys[i], keys[i].preset, fault) != 0)
			return -1;
	describe(options, letters);
	opterr = 0;
	optind = 0;                     /* afresh, also in the middle of -abc */
	while ((got = getopt_long(argc, argv, letters, options, NULL)) != -1) {
		const struct key *key = got >= 256 ? &keys[got - 256] : key_of_letter(got);

		if (key == NULL)
			return complain(got, optopt, argv[optind - 1], fault);
		if (set(config, key, optarg, fault) != 0)
			return -1;
	}
	if (optind < argc)
		return fault_set(fault, "%.80s: unexpected argument", argv[optind]);
	return check(config, fault);
}

const char *
config_preset(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return keys[i].preset;
	return NULL;
}

void
config_print_help(FILE *out)
{
	fputs("usage: atdialler --device DEV [options]\n"
	    "       atdialler --list-devices [--probe] [--device DEV]\n"
	    "       atdialler --show-certificate [options]\n"
	    "Dials on a modem what the Patriot desktop client asks for, and tells it what the line "
	    "does.\n\n", out);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct key *key = &keys[i];
		char name[40];

		snprintf(name, sizeof(name), "--%s%s%s", key->name,
		    key->argument != NULL ? " " : "", key->argument != NULL ? key->argument : "");
		fprintf(out, "  %c%c%c %-26s %s\n", key->letter != 0 ? '-' : ' ',
		    key->letter != 0 ? key->letter : ' ', key->letter != 0 ? ',' : ' ', name,
		    key->help);
		if (key->preset != NULL)
			fprintf(out, "  %31s(default: %s)\n", "", key->preset);
	}
	fputs("\nExit status: 0 asked to stop, 1 failure that a restart may mend, 2 usage or "
	    "configuration,\n3 --show-certificate: it is not trusted.\nMore: man atdialler\n", out);
}
