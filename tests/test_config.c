/* SPDX-License-Identifier: MIT */
#include "app/config.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "io/log.h"
#include "util/array.h"

enum {
	WORDS_MAX = 12
};

/* Parses a command line of words with one blank between them. */
static int
parse(struct config *config, const char *line, struct fault *fault)
{
	static char words[400];
	char *argv[WORDS_MAX + 1], *rest = words;
	int argc = 0;

	strcpy(words, line);
	while (argc < WORDS_MAX && (argv[argc] = strsep(&rest, " ")) != NULL)
		argc++;
	argv[argc] = NULL;
	fault->text[0] = '\0';
	return config_parse(config, argc, argv, fault);
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
		{ "atdialler -d D --verbose=3", "--verbose", "no argument" },
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
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "--pin: more than 8"));
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
	config_print_help(out);
	fclose(out);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		CU_ASSERT_PTR_NOT_NULL(strstr(text, names[i]));
	free(text);
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
	{ "the certificate is shown without a modem", the_certificate_is_shown_without_a_modem },
	{ "the range of baud is inclusive", the_range_of_baud_is_inclusive },
	{ "the help names every option", the_help_names_every_option },
	CU_TEST_INFO_NULL
};
