/* SPDX-License-Identifier: MIT */
/*
 * link/upgrade - the HTTP/1.1 upgrade to a websocket, both ends of it
 * (RFC 6455 4.1 and 4.2; RFC 9112 for the syntax).
 *
 * Pure but for one thing: a Retry-After that is a date, in an answer without a Date, is
 * compared with the clock. No I/O, no allocation.
 */
#ifndef ATDIALLER_LINK_UPGRADE_H
#define ATDIALLER_LINK_UPGRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/crypto.h"
#include "util/fault.h"

enum {
	UPGRADE_HEAD_MAX = 16 * 1024    /* bytes of a request's or answer's head */
};

struct upgrade {
	char key[CRYPTO_KEY_LEN + 1];   /* ours (client) or theirs (server) */
	size_t len;
	bool done;                      /* the blank line was seen, and all was well */
	int64_t retry_after;            /* s that a refusal asks us to wait; 0: it does not */
	char head[UPGRADE_HEAD_MAX];
};

/*
 * Client. Makes a fresh key and writes the request with a NUL into `out`; returns its
 * length. `authority` and `path` come from url_parse. `size` of 2048 always suffices.
 */
size_t upgrade_request(struct upgrade *upgrade, const char *authority, const char *path,
    char *out, size_t size);

/*
 * Client. Takes bytes of the answer and sets *eaten to how many belong to it: when
 * upgrade->done becomes true, the rest belongs to the websocket. -1 and a fault for a
 * status that is not 101 (named; 401, 404, 426 and 503 with a hint what to do), a
 * missing, wrong or repeated Sec-WebSocket-Accept, an Upgrade or Connection without the
 * right token, an extension or subprotocol nobody asked for, folded or malformed lines, a
 * head over UPGRADE_HEAD_MAX. What a fault quotes from the server is made printable, and
 * never repeats the key.
 */
int upgrade_feed_answer(struct upgrade *upgrade, const char *bytes, size_t n, size_t *eaten,
    struct fault *fault);

/*
 * Server, with a zeroed struct. The same for a request, which must be a GET of `path`
 * with a correct key and version 13; then upgrade_answer writes the 101 with a NUL into
 * `out`. After a -1, upgrade_refusal writes a 400 (or the 404 or 426 that the fault
 * begins with) that closes.
 */
int upgrade_feed_request(struct upgrade *upgrade, const char *path, const char *bytes, size_t n,
    size_t *eaten, struct fault *fault);
size_t upgrade_answer(const struct upgrade *upgrade, char *out, size_t size);
size_t upgrade_refusal(const struct fault *fault, char *out, size_t size);

#endif
