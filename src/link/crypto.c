/* SPDX-License-Identifier: MIT */
#include "link/crypto.h"

#include <gnutls/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 16, SHA1_BYTES = 20 };

static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; /* RFC 6455 1.3 */

void
crypto_random(void *bytes, size_t n)
{
	if (gnutls_rnd(GNUTLS_RND_NONCE, bytes, n) < 0)
		abort();
}

/* Writes n bytes as base64 with a NUL; only memory can run out. */
static void
write_base64(unsigned char *bytes, unsigned n, char *out, size_t size)
{
	const gnutls_datum_t data = { .data = bytes, .size = n };
	gnutls_datum_t text;

	if (gnutls_base64_encode2(&data, &text) < 0)
		abort();
	snprintf(out, size, "%.*s", (int)text.size, text.data);
	gnutls_free(text.data);
}

void
crypto_websocket_key(char key[CRYPTO_KEY_LEN + 1])
{
	unsigned char bytes[KEY_BYTES];

	crypto_random(bytes, sizeof(bytes));
	write_base64(bytes, sizeof(bytes), key, CRYPTO_KEY_LEN + 1);
}

void
crypto_websocket_accept(const char *key, char accept[CRYPTO_ACCEPT_LEN + 1])
{
	char text[CRYPTO_KEY_LEN + sizeof(guid)];
	unsigned char sum[SHA1_BYTES];

	snprintf(text, sizeof(text), "%.*s%s", (int)CRYPTO_KEY_LEN, key, guid);
	if (gnutls_hash_fast(GNUTLS_DIG_SHA1, text, strlen(text), sum) < 0)
		abort();
	write_base64(sum, sizeof(sum), accept, CRYPTO_ACCEPT_LEN + 1);
}

void
crypto_wipe(void *bytes, size_t n)
{
	gnutls_memset(bytes, 0, n);
}
