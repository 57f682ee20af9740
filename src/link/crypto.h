/* SPDX-License-Identifier: MIT */
/*
 * link/crypto - the few primitives the link needs, from GnuTLS.
 */
#ifndef ATDIALLER_LINK_CRYPTO_H
#define ATDIALLER_LINK_CRYPTO_H

#include <stddef.h>

enum {
	CRYPTO_KEY_LEN = 24,            /* base64 of the 16-byte Sec-WebSocket-Key */
	CRYPTO_ACCEPT_LEN = 28          /* base64 of the SHA-1 in Sec-WebSocket-Accept */
};

/* Fills n bytes that nobody can guess; no failure: without randomness it aborts. */
void crypto_random(void *bytes, size_t n);

/* A fresh Sec-WebSocket-Key, NUL-terminated (RFC 6455 4.1, item 7). */
void crypto_websocket_key(char key[CRYPTO_KEY_LEN + 1]);

/* The Sec-WebSocket-Accept that belongs to a key (RFC 6455 4.2.2, item 5.4). */
void crypto_websocket_accept(const char *key, char accept[CRYPTO_ACCEPT_LEN + 1]);

/* Overwrites a secret; never optimised away. */
void crypto_wipe(void *bytes, size_t n);

#endif
