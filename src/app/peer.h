/* SPDX-License-Identifier: MIT */
/*
 * app/peer - where Patriot is, and how we know that it is he.
 */
#ifndef ATDIALLER_APP_PEER_H
#define ATDIALLER_APP_PEER_H

#include <limits.h>
#include <stdbool.h>

#include "app/config.h"
#include "io/net.h"
#include "link/tls.h"
#include "link/trust.h"
#include "link/url.h"
#include "util/fault.h"

enum {
	PEER_TRUST_MAX = 256 * 1024     /* bytes of a CA file */
};

struct peer {
	const char *ca_file;            /* NULL: none */
	struct url url;
	char host[256];                 /* to connect to */
	char port[6];
	char place[272];                /* both, for people */
	struct trust trust;
	char store[PATH_MAX];           /* the file of the key seen first */
};

/* What to do when he cannot be reached. */
extern const struct net_advice peer_advice;

/*
 * Reads url, connect-to, ca-file, pin and trust-on-first-use, and checks what can be checked
 * without connecting. -1 and a fault that names the option. The strings of `config` and
 * the peer itself, which must not move, must outlive what is made of it.
 */
int peer_init(struct peer *peer, const struct config *config, struct fault *fault);

/*
 * Reads the CA file, afresh each time: Patriot's certificate may be exchanged while we run.
 * *bytes, which may be NULL, is to be freed. -1 and a fault when it cannot be read.
 */
int peer_trust(const struct peer *peer, struct tls_trust *trust, char **bytes,
    struct fault *fault);

/* True when an expired certificate would be refused: a pin alone does not mind. */
bool peer_minds_dates(const struct peer *peer);

/* Writes the options that lead to him, ready for a shell, each with a blank in front; "": none. */
const char *peer_options(const struct config *config, char *out, size_t size);

#endif
