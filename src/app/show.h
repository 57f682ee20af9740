/* SPDX-License-Identifier: MIT */
/*
 * app/show - atdialler --show-certificate: fetches Patriot's certificate, describes it, says
 * whether it is trusted and how it can be.
 */
#ifndef ATDIALLER_APP_SHOW_H
#define ATDIALLER_APP_SHOW_H

#include <stdio.h>

#include "app/config.h"
#include "app/peer.h"
#include "io/net.h"
#include "link/tls.h"
#include "util/fault.h"

enum {
	SHOW_CONNECT_MS = 10000,
	SHOW_SECURE_MS = 10000,
	SHOW_WAY_MAX = 800
};

struct show {
	struct peer peer;
	struct net net;
	struct tls tls;
};

enum show_result {
	SHOW_TRUSTED,
	SHOW_NOT_TRUSTED,
	SHOW_UNREACHABLE,               /* nothing was printed; a fault says why */
	SHOW_MISUSED                    /* a fault names the option */
};

/*
 * Connects and shakes hands, and sends nothing beyond that. `show` is zeroed. What is printed may
 * be saved as it is and given as ca-file.
 */
enum show_result show_certificate(struct show *show, const struct config *config, FILE *out,
    struct fault *fault);

/* Ways to trust what Patriot shows. */
enum show_way {
	SHOW_CA_FILE,                   /* the certificate itself, saved as patriot.pem */
	SHOW_PIN,
	SHOW_FIRST_USE
};

/* Its two halves, for somebody else: `show` has its peer, and its net is initialised. */
int show_reach(struct show *show, struct fault *fault);
int show_secure(struct show *show, struct fault *fault);

/*
 * Writes the options for one way to trust the certificate that show_secure has fetched. -1 and a
 * fault: it would be refused that way, too.
 */
int show_way(const struct show *show, const struct config *config, enum show_way way, char *line,
    size_t size, struct fault *fault);

#endif
