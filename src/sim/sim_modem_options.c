/* SPDX-License-Identifier: MIT */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "sim/sim_modem_options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/sim_console.h"
#include "util/text.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unreleased"
#endif

enum {
	EXIT_USAGE = 2,
	HOUR_MS = 3600 * 1000
};

enum option_id {
	OPTION_KIND = 256,
	OPTION_FAULT,
	OPTION_REPLY,
	OPTION_BAUD,
	OPTION_LINK,
	OPTION_PLAY,
	OPTION_MANUAL,
	OPTION_ALERT_AFTER,
	OPTION_ANSWER_AFTER,
	OPTION_TALK,
	OPTION_RING_EVERY,
	OPTION_DIGIT,
	OPTION_QUIET,
	OPTION_VERSION,
	OPTION_HELP
};

static const struct option long_options[] = {
	{ "kind", required_argument, NULL, OPTION_KIND },
	{ "fault", required_argument, NULL, OPTION_FAULT },
	{ "reply", required_argument, NULL, OPTION_REPLY },
	{ "baud", required_argument, NULL, OPTION_BAUD },
	{ "link", required_argument, NULL, OPTION_LINK },
	{ "play", required_argument, NULL, OPTION_PLAY },
	{ "manual", no_argument, NULL, OPTION_MANUAL },
	{ "alert-after", required_argument, NULL, OPTION_ALERT_AFTER },
	{ "answer-after", required_argument, NULL, OPTION_ANSWER_AFTER },
	{ "talk", required_argument, NULL, OPTION_TALK },
	{ "ring-every", required_argument, NULL, OPTION_RING_EVERY },
	{ "digit", required_argument, NULL, OPTION_DIGIT },
	{ "quiet", no_argument, NULL, OPTION_QUIET },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static const char help[] =
    "Usage: modem-sim [OPTION]...\n"
    "A stand-in modem on a pseudo-terminal, to try atdialler with and to test it.\n"
    "\n"
    "  --kind NAME             the modem it plays (cellular), see below\n"
    "  --fault NAME[=MS][@COMMAND]\n"
    "                          what is wrong with it, see below; may be repeated\n"
    "  --reply COMMAND=ANSWER  what it answers to this command, such as +CSQ=+CSQ: 3,99;\n"
    "                          may be repeated\n"
    "  --baud N                the only speed of its port at which it understands (any)\n"
    "  --link PATH             a symbolic link to its port\n"
    "  --play FILE             play this dialogue; exit 1 when the host says something else\n"
    "  --manual                no call decides by itself how it goes on\n"
    "  --alert-after MS        from ATD to the far end ringing (500)\n"
    "  --answer-after MS       from there to the answer (2000)\n"
    "  --talk MS               until the far end hangs up, where the number says so (3000)\n"
    "  --ring-every MS         between the rings of an incoming call (5000)\n"
    "  --digit MS              an analog modem dials one digit in this time (100)\n"
    "  --quiet                 do not show what is said\n"
    "  --version, --help\n"
    "\n"
    "The last digit of the number dialled decides: 1 busy, 2 no answer (after 45 s),\n"
    "3 answered and soon hung up by the far end, 4 NO CARRIER (cellular) or NO DIALTONE\n"
    "(analog), 5 an error at once, any other: answered.\n";

static bool
read_kind(const char *text, const struct sim_family **family)
{
	*family = sim_family_find(text);
	return *family != NULL;
}

static bool
read_fault(const char *text, struct sim_faults *faults)
{
	struct fault fault;

	if (sim_faults_read(faults, text, &fault) == 0)
		return true;
	fprintf(stderr, "modem-sim: %s\n", fault.text);
	return false;
}

static bool
read_reply(const char *text, struct sim_answers *answers)
{
	struct fault fault;

	if (sim_answers_read(answers, text, &fault) == 0)
		return true;
	fprintf(stderr, "modem-sim: %s\n", fault.text);
	return false;
}

static void
print_help(void)
{
	const struct sim_family *family;
	const char *name;
	const char *what;

	fputs(help, stdout);
	puts("\nKinds of modems:");
	for (size_t i = 0; (family = sim_family_at(i)) != NULL; i++)
		printf("  %-24s%s\n", family->name, family->what);
	puts("\nFaults:");
	for (size_t i = 0; sim_fault_describe(i, &name, &what); i++)
		printf("  %-24s%s\n", name, what);
	puts("\nOrders, on standard input:");
	sim_console_print_orders();
}

static bool
read_ms(const char *text, long min, ms_t *ms)
{
	long value;

	if (!text_number(text, min, HOUR_MS, &value))
		return false;
	*ms = value;
	return true;
}

/* False for a bad value. */
static bool
take_option(struct sim_device_options *options, int id)
{
	switch (id) {
	case OPTION_KIND:
		return read_kind(optarg, &options->family);
	case OPTION_FAULT:
		return read_fault(optarg, &options->faults);
	case OPTION_REPLY:
		return read_reply(optarg, &options->answers);
	case OPTION_BAUD:
		return text_number(optarg, 300, 230400, &options->baud);
	case OPTION_LINK:
		options->link = optarg;
		return *optarg != '\0';
	case OPTION_PLAY:
		options->file = optarg;
		return true;
	case OPTION_MANUAL:
		options->timing.manual = true;
		return true;
	case OPTION_ALERT_AFTER:
		return read_ms(optarg, 0, &options->timing.alert_after);
	case OPTION_ANSWER_AFTER:
		return read_ms(optarg, 0, &options->timing.answer_after);
	case OPTION_TALK:
		return read_ms(optarg, 0, &options->timing.talk);
	case OPTION_RING_EVERY:
		return read_ms(optarg, 10, &options->timing.ring_every);
	case OPTION_DIGIT:
		return read_ms(optarg, 0, &options->timing.digit);
	case OPTION_QUIET:
		options->quiet = true;
		return true;
	}
	return false;
}

int
sim_modem_options_read(struct sim_device_options *options, int argc, char **argv)
{
	int index;
	int id;

	*options = (struct sim_device_options){
		.family = &sim_family_cellular,
		.timing = {
			.alert_after = 500,
			.answer_after = 2000,
			.give_up_after = 45000,
			.talk = 3000,
			.ring_every = 5000,
			.digit = 100,
		},
	};
	while ((id = getopt_long(argc, argv, "", long_options, &index)) != -1) {
		if (id == '?') {
			return EXIT_USAGE;
		} else if (id == OPTION_HELP) {
			print_help();
			return EXIT_SUCCESS;
		} else if (id == OPTION_VERSION) {
			puts("modem-sim (atdialler) " PACKAGE_VERSION);
			return EXIT_SUCCESS;
		} else if (!take_option(options, id)) {
			fprintf(stderr, "modem-sim: --%s: bad value \"%s\"\n",
			    long_options[index].name, optarg);
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "modem-sim: what is \"%s\"? See --help\n", argv[optind]);
		return EXIT_USAGE;
	}
	return -1;
}
