/* SPDX-License-Identifier: MIT */
#include "app/config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/command_line.h"
#include "app/config_file.h"
#include "app/rate.h"
#include "app/secret.h"
#include "app/setting.h"
#include "io/device.h"
#include "io/file.h"
#include "util/array.h"
#include "util/text.h"

#define AT(field) offsetof(struct config, field)

static const struct key keys[] = {
	{ "config", 'c', KEY_TEXT, KEY_COMMAND_LINE, "FILE", AT(named_file), 0, 0, NULL,
	  "read the options from this file; the command line goes before it" },
	{ "device", 'd', KEY_TEXT, KEY_RESTART, "DEV", AT(device), 0, 0, NULL,
	  "the modem's port: a path, best /dev/serial/by-id/..., or usb:VID:PID[:SERIAL], auto, "
	  "tcp:HOST:PORT (required)" },
	{ "baud", 'b', KEY_NUMBER, KEY_RESTART, "N", AT(baud), 300, 4000000, "115200",
	  "speed of the serial port, bits per second; USB modems ignore it" },
	{ "modem", 'm', KEY_TEXT, KEY_RESTART, "NAME", AT(modem), 0, 0, "auto",
	  "how to speak to the modem: auto, or a name that --list-modems shows" },
	{ "analog-mode", 0, KEY_CHOICE, KEY_RESTART,
	  "auto|handset|voice", AT(analog_mode), 0, 0, "auto",
	  "how an analog modem dials: handset, and listens no more; voice, where it can; auto is "
	  "handset" },
	{ "max-call-duration", 0, KEY_NUMBER, KEY_RESTART, "SECONDS", AT(max_call), 0, 86400,
	  "3600", "hang up a call after this when the modem cannot tell its end; 0: never" },
	{ "pin-file", 0, KEY_TEXT, KEY_AT_ONCE, "FILE", AT(pin_file), 0, 0, NULL,
	  "the SIM card's PIN; else $CREDENTIALS_DIRECTORY/sim-pin, else the file sim-pin beside "
	  "the config file. A wrong one is tried once" },
	{ "url", 'u', KEY_TEXT, KEY_RECONNECT, "URL", AT(url), 0, 0,
	  "wss://desktop-client-api.patriotsystems.com:9009/ws/dialler/v1",
	  "where the Patriot client listens; only wss:" },
	{ "connect-to", 0, KEY_TEXT, KEY_RECONNECT, "HOST[:PORT]", AT(connect_to), 0, 0, NULL,
	  "connect to this machine; the URL's host is still the one that is verified" },
	{ "api-key-file", 0, KEY_TEXT, KEY_RECONNECT, "FILE", AT(api_key_file), 0, 0, NULL,
	  "Patriot's WebSocketApiKey; else $CREDENTIALS_DIRECTORY/api-key, else "
	  "$ATDIALLER_API_KEY, else the file api-key beside the config file" },
	{ "ca-file", 0, KEY_TEXT, KEY_RECONNECT, "FILE", AT(ca_file), 0, 0, NULL,
	  "trust these certificates, PEM or DER; may be Patriot's own. Default: the system's" },
	{ "pin", 0, KEY_LIST, KEY_RECONNECT, "sha256:HEX", AT(pins), 0, 0, NULL,
	  "Patriot's key must be this one; may be repeated. Alone it is all that counts" },
	{ "trust-on-first-use", 0, KEY_FLAG, KEY_RECONNECT, NULL, AT(first_use), 0, 0, NULL,
	  "remember the key seen first, refuse another" },
	{ "verbose", 'v', KEY_FLAG, KEY_AT_ONCE, NULL, AT(verbose), 0, 0, NULL,
	  "log every line on either wire (numbers in full); the same as --log-level debug" },
	{ "log-level", 0, KEY_CHOICE, KEY_AT_ONCE,
	  "error|warning|info|debug", AT(log_level), 0, 0, "info",
	  "log this and what is worse; error: only what somebody must act on" },
	{ "log-target", 0, KEY_CHOICE, KEY_RESTART,
	  "auto|stderr|syslog", AT(log_target), 0, 0, "auto",
	  "where the log goes; auto: standard error, with priorities if it is the journal" },
	{ "trace", 0, KEY_TEXT, KEY_RESTART, "FILE", AT(trace), 0, 0, NULL,
	  "append what is said on the serial port, for modem-sim --play" },
	{ "call-log", 0, KEY_TEXT, KEY_RESTART, "FILE", AT(call_log), 0, 0, NULL,
	  "append a line of JSON for each dial-request and each call, with its times and outcome" },
	{ "black-box", 0, KEY_CHOICE, KEY_RESTART, "auto|yes|no", AT(black_box), 0, 0, "auto",
	  "write down what led to a failed call or a lost modem; auto: when $STATE_DIRECTORY is set" },
	{ "mask-numbers", 0, KEY_FLAG, KEY_AT_ONCE, NULL, AT(mask_numbers), 0, 0, NULL,
	  "hide all but the last three digits, also with --verbose and --trace" },
	{ "country-code", 0, KEY_TEXT, KEY_AT_ONCE, "DIGITS", AT(country_code), 0, 0, NULL,
	  "the own country's, such as 49: its numbers are dialled with the national prefix for "
	  "+49" },
	{ "national-prefix", 0, KEY_TEXT, KEY_AT_ONCE, "DIGITS", AT(national_prefix), 0, 0, NULL,
	  "what is dialled before a number within the country, such as 0; or none" },
	{ "international-prefix", 0, KEY_TEXT, KEY_AT_ONCE,
	  "DIGITS", AT(international_prefix), 0, 0, NULL,
	  "what an analog line is told for +, such as 00" },
	{ "outside-line-prefix", 0, KEY_TEXT, KEY_AT_ONCE,
	  "DIGITS", AT(outside_line_prefix), 0, 0, NULL,
	  "what an analog line behind a PBX is told first; 0, waits, 9W for a dial tone" },
	{ "allow", 0, KEY_LIST, KEY_AT_ONCE, "PREFIX,...", AT(allow), 0, 0, NULL,
	  "dial only numbers that begin with one of these; may be repeated" },
	{ "deny", 0, KEY_LIST, KEY_AT_ONCE, "PREFIX,...", AT(deny), 0, 0, NULL,
	  "dial no number that begins with one of these, also where --allow has it" },
	{ "emergency-numbers", 0, KEY_LIST, KEY_AT_ONCE, "NUMBER,...", AT(emergency_numbers), 0, 0,
	  NULL, "besides 112 and 911: they pass --allow, --deny and --max-dials-per-minute" },
	{ "allow-service-codes", 0, KEY_FLAG, KEY_AT_ONCE, NULL, AT(allow_service_codes), 0, 0, NULL,
	  "dial also what begins with * or # or ends with #, and could divert the line" },
	{ "max-dials-per-minute", 0, KEY_NUMBER, KEY_AT_ONCE,
	  "N", AT(max_dials_per_minute), 0, RATE_MAX, "0", "refuse what exceeds this; 0: no limit" },
	{ "rewrite", 0, KEY_LIST, KEY_AT_ONCE, "FROM:TO,...", AT(rewrite), 0, 0, NULL,
	  "show callers whose number begins with FROM with TO in its place, as in +49:0" },
	{ "explain", 0, KEY_ACTION, KEY_COMMAND_LINE, "NUMBER", AT(explain), CONFIG_EXPLAIN, 0, NULL,
	  "print what would be dialled, or which rule refuses it, and exit" },
	{ "confine", 0, KEY_CHOICE, KEY_RESTART, "yes|no|kill", AT(confine), 0, 0, "yes",
	  "deny this process all system calls that it does not need; kill, for tests: it dies of one" },
	{ "status-file", 0, KEY_TEXT, KEY_RESTART, "FILE", AT(status_file), 0, 0, NULL,
	  "keep the present status there, as JSON; else in $RUNTIME_DIRECTORY/status.json" },
	{ "metrics-file", 0, KEY_TEXT, KEY_RESTART, "FILE", AT(metrics_file), 0, 0, NULL,
	  "keep metrics there for Prometheus: a name ending in .prom in node_exporter's textfile "
	  "folder" },
	{ "on-change", 0, KEY_TEXT, KEY_RESTART, "COMMAND", AT(on_change), 0, 0, NULL,
	  "run this when dialling becomes impossible, and possible again: an absolute path, and "
	  "arguments; no shell reads it" },
	{ "status", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_STATUS, 0, NULL,
	  "print how the running atdialler is, what to do if it is not ready, and exit" },
	{ "check-config", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_CHECK, 0, NULL,
	  "check what can be checked without connecting, print what is in force, and exit" },
	{ "sample-config", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_SAMPLE, 0, NULL,
	  "print a config file with every key, its default and what it is for, and exit" },
	{ "list-devices", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_LIST_DEVICES, 0, NULL,
	  "print the serial ports and exit; with --device only that one" },
	{ "udev-rule", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_UDEV_RULE, 0, NULL,
	  "print the udev rule that keeps ModemManager off the device, and exit" },
	{ "probe", 0, KEY_FLAG, KEY_COMMAND_LINE, NULL, AT(probe), 0, 0, NULL,
	  "with --list-devices: ask what is connected to each" },
	{ "list-modems", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_LIST_MODEMS, 0, NULL,
	  "print the families of modems and exit" },
	{ "show-certificate", 0, KEY_ACTION, KEY_COMMAND_LINE,
	  NULL, 0, CONFIG_SHOW_CERTIFICATE, 0, NULL,
	  "fetch and describe Patriot's certificate, say how to trust it, and exit" },
	{ "doctor", 0, KEY_ACTION, KEY_COMMAND_LINE, NULL, 0, CONFIG_DOCTOR, 0, NULL,
	  "check everything from Patriot to the telephone line, say what to do, and exit" },
	{ "test-call", 0, KEY_TEXT, KEY_COMMAND_LINE, "NUMBER", AT(test_call), 0, 0, NULL,
	  "with --doctor: really call this number, and hang up when it is answered, or after 30 s" },
	{ "json", 0, KEY_FLAG, KEY_COMMAND_LINE, NULL, AT(json), 0, 0, NULL,
	  "with --doctor or --status: print for programs" },
	{ "version", 'V', KEY_ACTION, KEY_COMMAND_LINE,
	  NULL, 0, CONFIG_VERSION, 0, NULL, "print the version and exit" },
	{ "help", 'h', KEY_ACTION, KEY_COMMAND_LINE,
	  NULL, 0, CONFIG_HELP, 0, NULL, "print this and exit" },
};

_Static_assert(ARRAY_LEN(keys) < KEY_COUNT_MAX, "each key needs its place");

const struct key *
config_key(size_t row)
{
	return row < ARRAY_LEN(keys) ? &keys[row] : NULL;
}

const char *
config_preset(const char *name)
{
	size_t row = key_named(keys, ARRAY_LEN(keys), name);

	return row < ARRAY_LEN(keys) ? keys[row].preset : NULL;
}

bool
config_differs(const struct config *config, const struct config *other, enum key_live live)
{
	for (size_t row = 0; row < ARRAY_LEN(keys); row++)
		if (keys[row].live == live && !setting_same(&keys[row], config, other))
			return true;
	return false;
}

void
config_keep(struct config *config, const struct config *from, size_t row)
{
	setting_copy(&keys[row], config, from);
	config->origins[row] = from->origins[row];
}

static const char *
write_where(const struct config *config, const char *name, struct config_origin origin,
    char out[CONFIG_WHERE_MAX])
{
	if (origin.from == CONFIG_FILE)
		snprintf(out, CONFIG_WHERE_MAX, "%.200s:%u: %s", config->file, origin.line, name);
	else
		snprintf(out, CONFIG_WHERE_MAX, "--%s", name);
	return out;
}

const char *
config_where(const struct config *config, const char *name, char out[CONFIG_WHERE_MAX])
{
	struct config_origin origin = config->origins[key_named(keys, ARRAY_LEN(keys), name)];

	return write_where(config, name, origin, out);
}

const char *
config_where_item(const struct config *config, const char *name, const struct config_list *list,
    size_t item, char out[CONFIG_WHERE_MAX])
{
	struct config_origin origin = config->origins[key_named(keys, ARRAY_LEN(keys), name)];

	origin.line = list->lines[item];
	return write_where(config, name, origin, out);
}

const char *
config_source(const struct config *config, size_t row, size_t item, char out[CONFIG_WHERE_MAX])
{
	static const char *const words[] = {
		[CONFIG_PRESET] = "default", [CONFIG_BESIDE] = "beside the config file",
		[CONFIG_FILE] = "",
		[CONFIG_ENVIRONMENT] = "environment", [CONFIG_COMMAND_LINE] = "command line",
	};
	const struct config_list *list = (const void *)((const char *)config + keys[row].offset);
	struct config_origin origin = config->origins[row];

	if (origin.from != CONFIG_FILE)
		return text_copy(out, CONFIG_WHERE_MAX, words[origin.from]);
	snprintf(out, CONFIG_WHERE_MAX, "%.300s:%u", config->file,
	    keys[row].kind == KEY_LIST ? list->lines[item] : origin.line);
	return out;
}

/* A list from a better source takes the place of the other, it does not add to it. */
static int
set_from(struct config *config, size_t row, const char *value, struct config_origin origin,
    struct fault *fault)
{
	bool afresh = config->origins[row].from != origin.from;
	char where[CONFIG_WHERE_MAX];
	struct fault why;

	if (setting_set(&keys[row], config, value, afresh, origin.line, &why) != 0)
		return fault_set(fault, "%s: %s",
		    write_where(config, keys[row].name, origin, where), why.text);
	if (keys[row].kind == KEY_ACTION)
		config->action = (enum config_action)keys[row].min;
	config->origins[row] = origin;
	return 0;
}

static int
set_presets(struct config *config, const struct config_input *input, struct fault *fault)
{
	const struct config_origin origin = { .from = CONFIG_PRESET };

	*config = (struct config){ .action = CONFIG_RUN, .input = *input };
	for (size_t row = 0; row < ARRAY_LEN(keys); row++)
		if (keys[row].preset != NULL &&
		    set_from(config, row, keys[row].preset, origin, fault) != 0)
			return -1;
	return 0;
}

static int
read_command_line(struct config *config, struct fault *fault)
{
	const struct config_origin origin = { .from = CONFIG_COMMAND_LINE };
	struct command_line line;
	const char *value;
	size_t row;
	int result;

	command_line_init(&line, keys, ARRAY_LEN(keys), config->input.argc, config->input.argv);
	while ((result = command_line_next(&line, &row, &value, fault)) > 0)
		if (set_from(config, row, value, origin, fault) != 0)
			return -1;
	return result;
}

static int
complain_unknown(const struct config *config, const struct config_entry *entry,
    struct fault *fault)
{
	const struct key *meant = key_nearest(keys, ARRAY_LEN(keys), entry->key, true);
	char shown[80];

	text_printable(entry->key, strlen(entry->key), shown, sizeof(shown));
	if (meant == NULL)
		return fault_set(fault, "%.200s:%u: %s: expected a key, got this; man "
		    "atdialler.conf lists them", config->file, entry->line, shown);
	return fault_set(fault, "%.200s:%u: %s: expected a key, got this; did you mean \"%s\"?",
	    config->file, entry->line, shown, meant->name);
}

static int
set_entry(struct config *config, const struct config_entry *entry, struct fault *fault)
{
	const struct config_origin origin = { .from = CONFIG_FILE, .line = entry->line };
	size_t row = key_named(keys, ARRAY_LEN(keys), entry->key);
	char where[CONFIG_WHERE_MAX];

	if (row == ARRAY_LEN(keys))
		return complain_unknown(config, entry, fault);
	write_where(config, entry->key, origin, where);
	if (keys[row].live == KEY_COMMAND_LINE)
		return fault_set(fault, "%s: expected a key of the config file, got an option that "
		    "only the command line has, --%s", where, entry->key);
	if (config->origins[row].from == CONFIG_FILE && keys[row].kind != KEY_LIST)
		return fault_set(fault, "%s: expected once, got it a second time: line %u has it, "
		    "too", where, config->origins[row].line);
	return set_from(config, row, entry->value, origin, fault);
}

/* Keeps no more than the file has. */
static int
read_text(struct config *config, size_t *n, struct fault *fault)
{
	char *bytes = malloc(CONFIG_FILE_MAX);
	int result = -1;

	if (bytes == NULL)
		return fault_set(fault, "out of memory");
	if (file_read_kept(config->file, bytes, CONFIG_FILE_MAX, n, fault) == 0) {
		config->text = malloc(*n + 1);
		if (config->text != NULL) {
			memcpy(config->text, bytes, *n);
			result = 0;
		} else {
			fault_set(fault, "out of memory");
		}
	}
	free(bytes);
	return result;
}

static int
read_file(struct config *config, struct fault *fault)
{
	struct config_file file;
	struct config_entry entry;
	struct fault why;
	size_t n = 0;
	int result;

	if (read_text(config, &n, &why) != 0)
		return fault_set(fault, "--config: %.380s", why.text);
	config_file_init(&file, config->file, config->text, n);
	while ((result = config_file_next(&file, &entry, fault)) > 0)
		if (set_entry(config, &entry, fault) != 0)
			return -1;
	return result;
}

/* A file that is named in the config file gives way to what the environment has. */
static void
give_way(struct config *config, const char *name, enum secret which, const char **file)
{
	if (!secret_in_environment(which))
		return;
	*file = NULL;
	config->origins[key_named(keys, ARRAY_LEN(keys), name)] = (struct config_origin){
		.from = CONFIG_ENVIRONMENT
	};
}

static void
take_environment(struct config *config)
{
	give_way(config, "api-key-file", SECRET_API_KEY, &config->api_key_file);
	give_way(config, "pin-file", SECRET_SIM_PIN, &config->pin_file);
}

/* What the service is given by systemd, those who call us by hand find in the same place. */
static void
take_neighbour(struct config *config, const char *name, enum secret which, const char **file)
{
	char path[PATH_MAX];

	if (*file != NULL || secret_in_environment(which) ||
	    !secret_beside(which, config->file, path))
		return;
	*file = config->beside[which] = strdup(path);
	config->origins[key_named(keys, ARRAY_LEN(keys), name)] = (struct config_origin){
		.from = CONFIG_BESIDE
	};
}

static void
take_neighbours(struct config *config)
{
	if (config->file == NULL)
		return;
	take_neighbour(config, "api-key-file", SECRET_API_KEY, &config->api_key_file);
	take_neighbour(config, "pin-file", SECRET_SIM_PIN, &config->pin_file);
}

/* The file to read; NULL: none. */
static const char *
choose_file(const struct config *config)
{
	struct stat status;

	if (config->named_file != NULL)
		return config->named_file;
	if (config->input.file == NULL || (stat(config->input.file, &status) != 0 &&
	    (errno == ENOENT || errno == ENOTDIR)))
		return NULL;
	return config->input.file;
}

/* What only tells of the program or the machine works also when the config file is broken. */
static bool
reads_file(enum config_action action)
{
	switch (action) {
	case CONFIG_RUN:
	case CONFIG_SHOW_CERTIFICATE:
	case CONFIG_DOCTOR:
	case CONFIG_EXPLAIN:
	case CONFIG_STATUS:
	case CONFIG_CHECK:
	case CONFIG_UDEV_RULE:
		return true;
	case CONFIG_HELP:
	case CONFIG_VERSION:
	case CONFIG_LIST_MODEMS:
	case CONFIG_LIST_DEVICES:
	case CONFIG_SAMPLE:
		return false;
	}
	return true;
}

static int
check_modem(struct config *config, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];

	if (strcmp(config->modem, "auto") == 0)
		return 0;
	config->dialect = dialect_named(config->modem);
	if (config->dialect == NULL)
		return fault_set(fault, "%s: expected auto or a name that --list-modems shows, "
		    "got \"%.40s\"", config_where(config, "modem", where), config->modem);
	return 0;
}

static int
check_device(const struct config *config, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];
	struct device device;
	struct fault why;

	if (config->device != NULL && device_read(&device, config->device, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "device", where), why.text);
	return 0;
}

static struct rules_values
values_of(const struct config_list *list)
{
	return (struct rules_values){ list->items, list->n };
}

static const char *
write_where_rule(const struct config *config, const struct rules_place *place,
    char out[CONFIG_WHERE_MAX])
{
	size_t row = key_named(keys, ARRAY_LEN(keys), place->key);
	const void *field = (const char *)config + keys[row].offset;

	if (keys[row].kind == KEY_LIST)
		return config_where_item(config, place->key, field, place->value, out);
	return config_where(config, place->key, out);
}

static int
make_rules(struct config *config, struct fault *fault)
{
	const struct rules_settings settings = {
		.country_code = config->country_code,
		.national_prefix = config->national_prefix,
		.international_prefix = config->international_prefix,
		.outside_line_prefix = config->outside_line_prefix,
		.allow = values_of(&config->allow),
		.deny = values_of(&config->deny),
		.emergency_numbers = values_of(&config->emergency_numbers),
		.rewrite = values_of(&config->rewrite),
		.allow_service_codes = config->allow_service_codes > 0,
		.max_dials_per_minute = config->max_dials_per_minute,
	};
	char where[CONFIG_WHERE_MAX];
	struct rules_place place;
	struct fault why;

	if (rules_init(&config->rules, &settings, &place, &why) == 0)
		return 0;
	return fault_set(fault, "%s: %s", write_where_rule(config, &place, where), why.text);
}

static int
check(struct config *config, struct fault *fault)
{
	if (check_device(config, fault) != 0 || check_modem(config, fault) != 0 ||
	    make_rules(config, fault) != 0)
		return -1;
	if (config->probe > 0 && config->action != CONFIG_LIST_DEVICES)
		return fault_set(fault, "--probe: only --list-devices knows it");
	if (config->json > 0 && config->action != CONFIG_DOCTOR && config->action != CONFIG_STATUS)
		return fault_set(fault, "--json: only --doctor and --status know it");
	if (config->test_call != NULL && config->action != CONFIG_DOCTOR)
		return fault_set(fault, "--test-call: only --doctor knows it");
	if ((config->action == CONFIG_RUN || config->action == CONFIG_CHECK ||
	    config->action == CONFIG_UDEV_RULE) && config->device == NULL)
		return fault_set(fault, "--device is required: the modem's serial port, for "
		    "example one of /dev/serial/by-id/*; or device = ... in the config file");
	return 0;
}

/* The command line is read before the file, which it may name, and again behind it. */
static int
load(struct config *config, const struct config_input *input, struct fault *fault)
{
	const char *file;

	if (set_presets(config, input, fault) != 0 || read_command_line(config, fault) != 0)
		return -1;
	file = reads_file(config->action) ? choose_file(config) : NULL;
	set_presets(config, input, fault);
	config->file = file;
	if (config->file != NULL && read_file(config, fault) != 0)
		return -1;
	take_environment(config);
	take_neighbours(config);
	if (read_command_line(config, fault) != 0)
		return -1;
	return check(config, fault);
}

int
config_load(struct config *config, const struct config_input *input, struct fault *fault)
{
	int result = load(config, input, fault);
	const char *file = config->file;
	struct fault ignored;

	if (result == 0)
		return 0;
	config_finish(config);
	if (file != NULL && set_presets(config, input, &ignored) == 0 &&
	    read_command_line(config, &ignored) == 0)
		config->file = file;
	return result;
}

void
config_finish(struct config *config)
{
	free(config->text);
	config->text = NULL;
	for (size_t i = 0; i < ARRAY_LEN(config->beside); i++) {
		free(config->beside[i]);
		config->beside[i] = NULL;
	}
}
