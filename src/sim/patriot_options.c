/* SPDX-License-Identifier: MIT */
#include "sim/patriot_options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "protocol/message.h"
#include "sim/sim_peer.h"
#include "sim/sim_script_line.h"
#include "util/text.h"

static const struct option names[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "listen", required_argument, NULL, 'l' },
	{ "api-key", required_argument, NULL, 'a' },
	{ "certificate", required_argument, NULL, 'c' },
	{ "key", required_argument, NULL, 'k' },
	{ "write-certificate", required_argument, NULL, 'w' },
	{ "script", required_argument, NULL, 's' },
	{ "host", required_argument, NULL, 'n' },
	{ "json", no_argument, NULL, 'j' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static int
take_port(struct patriot_options *options, const char *value, struct fault *fault)
{
	long port;

	if (!text_number(value, 0, 65535, &port))
		return fault_set(fault, "--port: expected 0 to 65535, not \"%s\"", value);
	options->port = (uint16_t)port;
	return 0;
}

static int
take_option(struct patriot_options *options, int letter, const char *value, struct fault *fault)
{
	switch (letter) {
	case 'p': return take_port(options, value, fault);
	case 'l': options->listen = value; break;
	case 'a': options->api_key = value; break;
	case 'c': options->certificate = value; break;
	case 'k': options->key = value; break;
	case 'w': options->write_certificate = value; break;
	case 's': options->script = value; break;
	case 'n': options->host = value; break;
	case 'j': options->json = true; break;
	case 'q': options->quiet = true; break;
	case 'h': options->help = true; break;
	case 'V': options->version = true; break;
	}
	return 0;
}

int
patriot_options_read(struct patriot_options *options, int argc, char **argv,
    struct fault *fault)
{
	int letter;

	*options = (struct patriot_options){
		.listen = "127.0.0.1", .port = PATRIOT_PORT,
		.host = PATRIOT_HOST, .api_key = PATRIOT_KEY
	};
	while ((letter = getopt_long(argc, argv, ":", names, NULL)) != -1) {
		if (letter == ':')
			return fault_set(fault, "%s needs an argument", argv[optind - 1]);
		if (letter == '?')
			return fault_set(fault, "%s is no option", argv[optind - 1]);
		if (take_option(options, letter, optarg, fault) < 0)
			return -1;
	}
	if (optind < argc)
		return fault_set(fault, "%s is no option", argv[optind]);
	if ((options->certificate == NULL) != (options->key == NULL))
		return fault_set(fault, "--certificate and --key go together");
	if (*options->api_key == '\0' || strlen(options->api_key) > MESSAGE_FIELD_MAX)
		return fault_set(fault, "--api-key: expected 1 to %d bytes", MESSAGE_FIELD_MAX);
	return 0;
}

/* A key that may be a real one is not shown. */
static void
print_command(const struct patriot_options *options, const char *ca_file)
{
	bool example = strcmp(options->api_key, PATRIOT_KEY) == 0;
	bool brackets = strchr(options->listen, ':') != NULL;
	const char *to = options->listen;

	if (strcmp(to, "0.0.0.0") == 0)
		to = "127.0.0.1";
	if (strcmp(to, "::") == 0)
		to = "::1";
	printf("    %satdialler --device DEV --connect-to %s%s%s:%u --ca-file %s%s",
	    example ? "ATDIALLER_API_KEY=" PATRIOT_KEY " " : "", brackets ? "[" : "", to,
	    brackets ? "]" : "", options->port, ca_file,
	    example ? "" : " --api-key-file KEYFILE");
	if (strcmp(options->host, PATRIOT_HOST) != 0)
		printf(" --url wss://%s:%u" SIM_PEER_PATH, options->host, options->port);
	putchar('\n');
}

void
patriot_options_advise(const struct patriot_options *options)
{
	const char *file = options->write_certificate;

	printf("patriot-sim: listening on wss://%s:%u" SIM_PEER_PATH " (%s)\n", options->host,
	    options->port, options->listen);
	if (options->quiet)
		return;
	if (file == NULL)
		file = options->certificate;
	if (file == NULL)
		puts("patriot-sim: start with --write-certificate FILE to get the certificate "
		    "that a dialler must trust");
	puts("patriot-sim: to connect a dialler:");
	print_command(options, file != NULL ? file : "FILE");
}

void
patriot_options_help(void)
{
	const char *usage, *what;

	puts("usage: patriot-sim [--port N] [--listen ADDR] [--api-key KEY]\n"
	    "                   [--certificate FILE --key FILE] [--write-certificate FILE]\n"
	    "                   [--script FILE] [--host NAME] [--json] [--quiet]\n"
	    "       patriot-sim --help | --version\n\n"
	    "Stands in for the Patriot Client, so that a dialler can be tried without it.\n\n"
	    "  --port N                  listen there (9009); 0 takes any that is free\n"
	    "  --listen ADDR             on this address (127.0.0.1)\n"
	    "  --api-key KEY             the key a dialler must show (" PATRIOT_KEY ")\n"
	    "  --write-certificate FILE  write the certificate, for atdialler's --ca-file\n"
	    "  --certificate FILE        show this one instead of a fresh one (PEM),\n"
	    "  --key FILE                whose key is this\n"
	    "  --host NAME               be called so, in the certificate and the URL\n"
	    "  --script FILE             do and expect what FILE says; - is standard input\n"
	    "  --json                    show the text of messages, too\n"
	    "  --quiet                   show only narration and failures\n\n"
	    "Commands, typed or in a script:");
	for (size_t i = 0; sim_script_line_help(i, &usage, &what); i++)
		printf("  %-26s%s\n", usage, what);
}
