/* SPDX-License-Identifier: MIT */
#include "app/config.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/config_show.h"
#include "io/log.h"
#include "util/array.h"

enum {
	WORDS_MAX = 12
};

/* Reads a command line of words with one blank between them, and the file, if it is not NULL. */
static int
load(struct config *config, const char *line, const char *file, struct fault *fault)
{
	struct config_input input = { .file = file };
	static char words[400];
	static char *argv[WORDS_MAX + 1];
	char *rest = words;

	strcpy(words, line);
	while (input.argc < WORDS_MAX && (argv[input.argc] = strsep(&rest, " ")) != NULL)
		input.argc++;
	argv[input.argc] = NULL;
	input.argv = argv;
	fault->text[0] = '\0';
	return config_load(config, &input, fault);
}

static int
parse(struct config *config, const char *line, struct fault *fault)
{
	return load(config, line, NULL, fault);
}

static void
the_presets_are_good_values(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler -d /dev/ttyUSB0", &fault), 0);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	CU_ASSERT_EQUAL(config.action, CONFIG_RUN);
	CU_ASSERT_STRING_EQUAL(config.device, "/dev/ttyUSB0");
	CU_ASSERT_EQUAL(config.baud, 115200);
	CU_ASSERT_STRING_EQUAL(config.modem, "auto");
	CU_ASSERT_PTR_NULL(config.dialect);
	CU_ASSERT_STRING_EQUAL(config.url,
	    "wss://desktop-client-api.patriotsystems.com:9009/ws/dialler/v1");
	CU_ASSERT_PTR_NULL(config.connect_to);
	CU_ASSERT_PTR_NULL(config.api_key_file);
	CU_ASSERT_PTR_NULL(config.ca_file);
	CU_ASSERT_EQUAL(config.verbose, 0);
	CU_ASSERT_EQUAL(config.analog_mode, CONFIG_ANALOG_AUTO);
	CU_ASSERT_EQUAL(config.max_call, 3600);
	CU_ASSERT_PTR_NULL(config.pin_file);
}

static void
an_analog_modem_listens_only_when_it_is_told_to(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --analog-mode voice", &fault), 0);
	CU_ASSERT_EQUAL(config.analog_mode, CONFIG_ANALOG_VOICE);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --analog-mode handset", &fault), 0);
	CU_ASSERT_EQUAL(config.analog_mode, CONFIG_ANALOG_HANDSET);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --analog-mode fax", &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "--analog-mode: expected"));
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --max-call-duration 0", &fault), 0);
	CU_ASSERT_EQUAL(config.max_call, 0);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --max-call-duration -1", &fault), -1);
}

static void
where_and_how_much_to_log_is_a_word(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD", &fault), 0);
	CU_ASSERT_EQUAL(config.log_level, LOG_LEVEL_INFO);
	CU_ASSERT_EQUAL(config.log_target, LOG_TARGET_AUTO);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --log-level error --log-target stderr",
	    &fault), 0);
	CU_ASSERT_EQUAL(config.log_level, LOG_LEVEL_ERROR);
	CU_ASSERT_EQUAL(config.log_target, LOG_TARGET_STDERR);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --log-level debug --log-target syslog",
	    &fault), 0);
	CU_ASSERT_EQUAL(config.log_level, LOG_LEVEL_DEBUG);
	CU_ASSERT_EQUAL(config.log_target, LOG_TARGET_SYSLOG);
}

static void
every_way_to_write_an_option_is_the_same(void)
{
	static const char *const rows[] = {
		"atdialler --device D --baud 9600 --modem analog --verbose",
		"atdialler --device=D --baud=9600 --modem=analog -v",
		"atdialler -d D -b 9600 -m analog -v",
		"atdialler -dD -b9600 -vmanalog",
		"atdialler -v --dev D --ba 9600 --modem auto --modem analog",
		"atdialler -d X -d D -b 115200 -b 9600 -m analog -v --",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct config config;
		struct fault fault;

		CU_ASSERT_EQUAL(parse(&config, rows[i], &fault), 0);
		CU_ASSERT_STRING_EQUAL(config.device, "D");
		CU_ASSERT_EQUAL(config.baud, 9600);
		CU_ASSERT_PTR_EQUAL(config.dialect, &dialect_analog);
		CU_ASSERT_EQUAL(config.verbose, 1);
	}
}

static void
a_mistake_names_the_option(void)
{
	static const struct {
		const char *line;
		const char *named;
		const char *what;
	} rows[] = {
		{ "atdialler", "--device", "required" },
		{ "atdialler -v", "--device", "required" },
		{ "atdialler -d", "-d", "needs an argument" },
		{ "atdialler -vd", "d", "needs an argument" },
		{ "atdialler --device", "--device", "needs an argument" },
		{ "atdialler --device=", "--device", "got nothing" },
		{ "atdialler -d D --nonsense", "--nonsense", "unknown" },
		{ "atdialler -d D -x", "-x", "unknown" },
		{ "atdialler -xv -d D", "-x", "unknown" },
		{ "atdialler -vxv -d D", "-x", "unknown" },
		{ "atdialler -d D --ver", "--ver", "ambiguous" },
		{ "atdialler -d D --verbose=3", "--verbose",
		  "expected yes or no, got \"3\"" },
		{ "atdialler --help=x", "--help=x", "no argument" },
		{ "atdialler -d D more", "more", "unexpected" },
		{ "atdialler -d D -- -v", "-v", "unexpected" },
		{ "atdialler -d D -b 299", "--baud", "299" },
		{ "atdialler -d D -b 4000001", "--baud", "from 300 to 4000000" },
		{ "atdialler -d D -b 9600n", "--baud", "9600n" },
		{ "atdialler -d D -b 0x10000", "--baud", "0x10000" },
		{ "atdialler -d D -b -9600", "--baud", "-9600" },
		{ "atdialler -d D -m nokia", "--modem", "nokia" },
		{ "atdialler -d D -m Analog", "--modem", "Analog" },
		{ "atdialler -d D --log-level warn", "--log-level", "error|warning|info|debug" },
		{ "atdialler -d D --log-level infos", "--log-level", "infos" },
		{ "atdialler -d D --log-level error|warning", "--log-level", "expected" },
		{ "atdialler -d D --log-target=", "--log-target", "auto|stderr|syslog" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct config config;
		struct fault fault;

		CU_ASSERT_EQUAL(parse(&config, rows[i].line, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].named));
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].what));
	}
}

static void
help_and_version_need_no_device(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler --help", &fault), 0);
	CU_ASSERT_EQUAL(config.action, CONFIG_HELP);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -V", &fault), 0);
	CU_ASSERT_EQUAL(config.action, CONFIG_VERSION);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -h --nonsense", &fault), -1);
}

static void
a_list_keeps_all_that_is_given(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler -d D", &fault), 0);
	CU_ASSERT_EQUAL(config.pins.n, 0);
	CU_ASSERT_EQUAL(parse(&config, "atdialler --pin=1 --pin=2 -d D --pin 3", &fault), 0);
	CU_ASSERT_EQUAL_FATAL(config.pins.n, 3);
	CU_ASSERT_STRING_EQUAL(config.pins.items[0], "1");
	CU_ASSERT_STRING_EQUAL(config.pins.items[2], "3");
	CU_ASSERT_EQUAL(parse(&config, "atdialler --pin=1 --pin=2 --pin=3 --pin=4 --pin=5 --pin=6 "
	    "--pin=7 --pin=8 -dD", &fault), 0);
	CU_ASSERT_EQUAL(config.pins.n, CONFIG_LIST_MAX);
	CU_ASSERT_EQUAL(parse(&config, "atdialler --pin=1 --pin=2 --pin=3 --pin=4 --pin=5 --pin=6 "
	    "--pin=7 --pin=8 --pin=9 -dD", &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "--pin: expected at most 8 of them"));
}

static void
number_rules_are_made_of_their_keys(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL_FATAL(parse(&config, "atdialler -dD --country-code=49 --national-prefix=0 "
	    "--international-prefix=00 --outside-line-prefix=0, --allow=0,1 --allow=2", &fault), 0);
	CU_ASSERT_STRING_EQUAL(config.rules.country_code, "49");
	CU_ASSERT_STRING_EQUAL(config.rules.national_prefix, "0");
	CU_ASSERT_STRING_EQUAL(config.rules.international_prefix, "00");
	CU_ASSERT_STRING_EQUAL(config.rules.outside_line_prefix, "0,");
	CU_ASSERT_EQUAL_FATAL(config.rules.allow.n, 3);
	CU_ASSERT_STRING_EQUAL(config.rules.allow.items[2], "2");
	CU_ASSERT_FALSE(config.rules.allow_service_codes);
	CU_ASSERT_EQUAL_FATAL(parse(&config, "atdialler -dD --deny=0900 --emergency-numbers=110 "
	    "--rewrite=+49:0 --allow-service-codes --max-dials-per-minute=5", &fault), 0);
	CU_ASSERT_STRING_EQUAL(config.rules.deny.items[0], "0900");
	CU_ASSERT_STRING_EQUAL(config.rules.emergency_numbers.items[0], "110");
	CU_ASSERT_STRING_EQUAL(config.rules.rewrites[0].to, "0");
	CU_ASSERT_TRUE(config.rules.allow_service_codes);
	CU_ASSERT_EQUAL(config.rules.max_dials_per_minute, 5);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --deny=x", &fault), -1);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --max-dials-per-minute=61", &fault), -1);
	CU_ASSERT_EQUAL_FATAL(parse(&config, "atdialler --explain 0911 -m analog", &fault), 0);
	CU_ASSERT_EQUAL(config.action, CONFIG_EXPLAIN);
	CU_ASSERT_STRING_EQUAL(config.explain, "0911");
	CU_ASSERT_PTR_EQUAL(config.dialect, &dialect_analog);
}

static void
the_certificate_is_shown_without_a_modem(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler --show-certificate --connect-to h", &fault), 0);
	CU_ASSERT_EQUAL(config.action, CONFIG_SHOW_CERTIFICATE);
	CU_ASSERT_STRING_EQUAL(config.connect_to, "h");
	CU_ASSERT_EQUAL(config.first_use, 0);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -dD --trust-on-first-use", &fault), 0);
	CU_ASSERT_NOT_EQUAL(config.first_use, 0);
}

static void
the_range_of_baud_is_inclusive(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(parse(&config, "atdialler -d D -b 300", &fault), 0);
	CU_ASSERT_EQUAL(config.baud, 300);
	CU_ASSERT_EQUAL(parse(&config, "atdialler -d D -b 4000000", &fault), 0);
	CU_ASSERT_EQUAL(config.baud, 4000000);
}

static void
the_help_names_every_option(void)
{
	static const char *const names[] = {
		"-d, --device DEV", "-b, --baud N", "-m, --modem NAME", "-u, --url URL",
		"--connect-to HOST[:PORT]", "--api-key-file FILE", "--ca-file FILE",
		"--pin sha256:HEX", "--trust-on-first-use", "--show-certificate",
		"-v, --verbose",
		"-V, --version", "-h, --help", "115200",
	};
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	config_show_help(out);
	fclose(out);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		CU_ASSERT_PTR_NOT_NULL(strstr(text, names[i]));
	free(text);
}

/* A config file in a folder of its own, and what becomes of it. */
static char path[64];

static int
load_text(struct config *config, const char *line, const char *text, struct fault *fault)
{
	char folder[] = "/tmp/atdialler-XXXXXX";
	FILE *file;
	int result;

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/conf", folder);
	file = fopen(path, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
	result = load(config, line, path, fault);
	unlink(path);
	rmdir(folder);
	return result;
}

static const struct config_origin *
origin_of(const struct config *config, const char *name)
{
	size_t row = 0;

	while (strcmp(config_key(row)->name, name) != 0)
		row++;
	return &config->origins[row];
}

static void
the_file_gives_what_the_command_line_does_not(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler -b 9600", "# the desk\n\ndevice = D\n"
	    "baud = 300\nmask-numbers = yes\nverbose=no\nmodem= analog \n", &fault), 0);
	CU_ASSERT_STRING_EQUAL(config.device, "D");
	CU_ASSERT_EQUAL(config.baud, 9600);
	CU_ASSERT_EQUAL(config.mask_numbers, 1);
	CU_ASSERT_EQUAL(config.verbose, 0);
	CU_ASSERT_PTR_EQUAL(config.dialect, &dialect_analog);
	CU_ASSERT_STRING_EQUAL(config.file, path);
	CU_ASSERT_EQUAL(origin_of(&config, "device")->from, CONFIG_FILE);
	CU_ASSERT_EQUAL(origin_of(&config, "device")->line, 3);
	CU_ASSERT_EQUAL(origin_of(&config, "baud")->from, CONFIG_COMMAND_LINE);
	CU_ASSERT_EQUAL(origin_of(&config, "url")->from, CONFIG_PRESET);
	config_finish(&config);
	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler --mask-numbers=no",
	    "device = D\nmask-numbers = on\n", &fault), 0);
	CU_ASSERT_EQUAL(config.mask_numbers, 0);
	config_finish(&config);
}

static void
a_list_on_the_command_line_replaces_the_files(void)
{
	static const char text[] = "device = D\npin = 1\npin = 2\n";
	struct config config;
	struct fault fault;
	char where[CONFIG_WHERE_MAX];

	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler", text, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(config.pins.n, 2);
	CU_ASSERT_STRING_EQUAL(config.pins.items[0], "1");
	CU_ASSERT_PTR_NOT_NULL(strstr(config_where_item(&config, "pin", &config.pins, 0, where),
	    "/conf:2: pin"));
	config_finish(&config);
	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler --pin 3", text, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(config.pins.n, 1);
	CU_ASSERT_STRING_EQUAL(config.pins.items[0], "3");
	CU_ASSERT_STRING_EQUAL(config_where(&config, "pin", where), "--pin");
	config_finish(&config);
}

static void
a_mistake_in_the_file_names_file_line_and_key(void)
{
	static const struct {
		const char *text;
		const char *what;       /* behind the file's name */
	} rows[] = {
		{ "devise = D\n", ":1: devise: expected a key, got this; did you mean \"device\"?" },
		{ "\n--baud = 9600\n", ":2: --baud: expected a key, got this; did you mean "
		  "\"baud\"?" },
		{ "max_call_duration = 1\n", ":1: max_call_duration: expected a key, got this; did "
		  "you mean \"max-call-duration\"?" },
		{ "volume = 11\n", ":1: volume: expected a key, got this; man atdialler.conf" },
		{ "help = yes\n", ":1: help: expected a key of the config file, got an option that "
		  "only the command line has" },
		{ "config = /x\n", ":1: config: expected a key of the config file" },
		{ "hepl = yes\n", ":1: hepl: expected a key, got this; man atdialler.conf" },
		{ "baud = fast\n", ":1: baud: expected a number from 300 to 4000000, got \"fast\"" },
		{ "baud =\n", ":1: baud: expected N, got nothing" },
		{ "device = \"\"\n", ":1: device: expected DEV, got nothing" },
		{ "verbose = maybe\n", ":1: verbose: expected yes or no, got \"maybe\"" },
		{ "verbose\n", ":1: expected KEY = VALUE, got \"verbose\"" },
		{ "device = D\n\nmodem = nokia\n", ":3: modem: expected auto or a name" },
		{ "device = D\nanalog-mode = fax\n", ":2: analog-mode: expected auto|handset|voice, "
		  "got \"fax\"" },
		{ "device = usb:1\n", ":1: device: expected usb:VID:PID" },
		{ "device = D\nbaud = 300\ndevice = E\n", ":3: device: expected once, got it a "
		  "second time: line 1 has it, too" },
		{ "pin=1\npin=2\npin=3\npin=4\npin=5\npin=6\npin=7\npin=8\npin=9\n",
		  ":9: pin: expected at most 8 of them" },
		{ "deny = 0900\ndeny = 0137 x\n",
		  ":2: deny: expected the beginning of a number" },
		{ "\ncountry-code = 49\n", ":2: country-code: expected national-prefix, too" },
		{ "explain = 0911\n", ":1: explain: expected a key of the config file" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct config config;
		struct fault fault;

		CU_ASSERT_EQUAL(load_text(&config, "atdialler", rows[i].text, &fault), -1);
		CU_ASSERT_EQUAL_FATAL(strncmp(fault.text, path, strlen(path)), 0);
		CU_ASSERT_EQUAL(strncmp(fault.text + strlen(path), rows[i].what,
		    strlen(rows[i].what)), 0);
	}
}

static void
a_mistake_in_the_file_counts_though_the_command_line_has_the_key(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(load_text(&config, "atdialler -d D -b 9600", "baud = fast\n", &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, ":1: baud: "));
}

static void
a_file_that_is_named_must_be_there(void)
{
	struct config config;
	struct fault fault;

	CU_ASSERT_EQUAL(load(&config, "atdialler -d D", "/nonexistent/conf", &fault), 0);
	CU_ASSERT_PTR_NULL(config.file);
	CU_ASSERT_EQUAL(load(&config, "atdialler -d D -c /nonexistent", NULL, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "--config: cannot open /nonexistent: No such file or "
	    "directory");
	CU_ASSERT_EQUAL(load(&config, "atdialler -d D --config /tmp", NULL, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "--config: cannot read /tmp: Is a directory");
	CU_ASSERT_EQUAL(load(&config, "atdialler -d D -c /dev/null", NULL, &fault), 0);
	CU_ASSERT_STRING_EQUAL(config.file, "/dev/null");
	config_finish(&config);
	CU_ASSERT_EQUAL(load(&config, "atdialler -d D", "/tmp", &fault), -1);
	CU_ASSERT_EQUAL(load(&config, "atdialler --help", "/tmp", &fault), 0);
	CU_ASSERT_EQUAL(load(&config, "atdialler --devise D", NULL, &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "--devise: unknown or ambiguous option; did you mean "
	    "--device?");
}

/* What --check-config prints, without the sources. */
static char *
print_force(const struct config *config)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	config_show_force(config, out);
	fclose(out);
	return text;
}

static void
what_is_in_force_is_printed_as_a_file_that_has_the_same_in_force(void)
{
	struct config config, other;
	struct fault fault;
	char *text;

	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler -d /dev/#1 --log-level debug --pin=\"",
	    "rewrite = +49:0\nrewrite = +41:0\ndeny = \"#31#\" # hidden\nmask-numbers = on\n"
	    "trace = \" a \"\"b\"\" # c\"\nmax-call-duration = 0\n", &fault), 0);
	text = print_force(&config);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\ndevice = /dev/#1 "));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "# command line\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "conf:3\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n#ca-file = FILE "));
	CU_ASSERT_EQUAL_FATAL(load_text(&other, "atdialler", text, &fault), 0);
	CU_ASSERT_STRING_EQUAL(other.trace, " a \"b\" # c");
	CU_ASSERT_EQUAL(other.rewrite.n, 2);
	for (enum key_live live = KEY_AT_ONCE; live < KEY_COMMAND_LINE; live++)
		CU_ASSERT_FALSE(config_differs(&config, &other, live));
	free(text);
	config_finish(&config);
	config_finish(&other);
}

static void
the_sample_has_every_key_and_its_default(void)
{
	struct config config, other;
	struct fault fault;
	const struct key *key;
	char *text = NULL, line[600];
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	CU_ASSERT_PTR_NOT_NULL_FATAL(out);
	config_show_sample(out);
	fclose(out);
	CU_ASSERT_EQUAL_FATAL(load_text(&config, "atdialler -dD", text, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(parse(&other, "atdialler -dD", &fault), 0);
	for (size_t row = 0; (key = config_key(row)) != NULL; row++) {
		snprintf(line, sizeof(line), "\n#%s = %s\n", key->name, key->preset != NULL ?
		    key->preset : key->kind == KEY_FLAG ? "no" : key->argument);
		CU_ASSERT_EQUAL(strstr(text, line) != NULL, key->live != KEY_COMMAND_LINE);
		CU_ASSERT_EQUAL(config.origins[row].from, other.origins[row].from);
	}
	free(text);
	config_finish(&config);
}

CU_TestInfo config_tests[] = {
	{ "the presets are good values", the_presets_are_good_values },
	{ "an analog modem listens only when it is told to",
	  an_analog_modem_listens_only_when_it_is_told_to },
	{ "where and how much to log is a word", where_and_how_much_to_log_is_a_word },
	{ "every way to write an option is the same", every_way_to_write_an_option_is_the_same },
	{ "a mistake names the option", a_mistake_names_the_option },
	{ "help and version need no device", help_and_version_need_no_device },
	{ "a list keeps all that is given", a_list_keeps_all_that_is_given },
	{ "number rules are made of their keys", number_rules_are_made_of_their_keys },
	{ "the certificate is shown without a modem", the_certificate_is_shown_without_a_modem },
	{ "the range of baud is inclusive", the_range_of_baud_is_inclusive },
	{ "the help names every option", the_help_names_every_option },
	{ "the file gives what the command line does not",
	  the_file_gives_what_the_command_line_does_not },
	{ "a list on the command line replaces the file's",
	  a_list_on_the_command_line_replaces_the_files },
	{ "a mistake in the file names file, line and key",
	  a_mistake_in_the_file_names_file_line_and_key },
	{ "a mistake in the file counts though the command line has the key",
	  a_mistake_in_the_file_counts_though_the_command_line_has_the_key },
	{ "a file that is named must be there", a_file_that_is_named_must_be_there },
	{ "what is in force is printed as a file that has the same in force",
	  what_is_in_force_is_printed_as_a_file_that_has_the_same_in_force },
	{ "the sample has every key and its default", the_sample_has_every_key_and_its_default },
	CU_TEST_INFO_NULL
};
