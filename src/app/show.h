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
	SHOW_SECURE_MS = 10000
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

#endif
