/* SPDX-License-Identifier: MIT */
/*
 * sim/patriot_options - the command line of patriot-sim.
 */
#ifndef ATDIALLER_SIM_PATRIOT_OPTIONS_H
#define ATDIALLER_SIM_PATRIOT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "util/fault.h"

#define PATRIOT_HOST "desktop-client-api.patriotsystems.com"
#define PATRIOT_KEY "ABC123DEF456"      /* the vendor's example, so no secret */

enum {
	PATRIOT_PORT = 9009
};

struct patriot_options {
	const char *listen;
	uint16_t port;
	const char *host;
	const char *api_key;
	const char *certificate;        /* files; NULL: make one */
	const char *key;
	const char *write_certificate;
	const char *script;
	bool json;
	bool quiet;
	bool help;                      /* print that, and no more */
	bool version;
};

/* -1 and a fault for what is unknown, incomplete or out of range. */
int patriot_options_read(struct patriot_options *options, int argc, char **argv,
    struct fault *fault);

/* Prints where it listens, and unless quiet the command line that leads a dialler here. */
void patriot_options_advise(const struct patriot_options *options);

/* What --help prints. */
void patriot_options_help(void);

#endif
