/* SPDX-License-Identifier: MIT */
/*
 * link/url - the wss: address of the desktop (RFC 6455 3).
 */
#ifndef ATDIALLER_LINK_URL_H
#define ATDIALLER_LINK_URL_H

#include <stdint.h>

#include "util/fault.h"

struct url {
	char host[256];                 /* a name or an address; IPv6 without its brackets */
	char port[6];                   /* "443" when the URL names none */
	char authority[272];            /* for the Host header: host[:port], IPv6 in brackets */
	char path[512];                 /* "/" at least, with the query */
};

/*
 * Reads wss://host[:port][/path][?query]. ws: is refused (the API key would be
 * readable), as are user names, fragments, control characters and ports outside
 * 1..65535; the fault says what was expected.
 */
int url_parse(struct url *url, const char *text, struct fault *fault);

/* Reads HOST, HOST:PORT, [V6] or [V6]:PORT; keeps url's port when none is named. */
int url_parse_host(const char *text, char host[256], char port[6], struct fault *fault);

#endif
