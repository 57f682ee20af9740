/* SPDX-License-Identifier: MIT */
#include "link/crypto.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void
the_example_of_rfc_6455_comes_out(void)
{
	char accept[CRYPTO_ACCEPT_LEN + 1];

	crypto_websocket_accept("dGhlIHNhbXBsZSBub25jZQ==", accept);
	CU_ASSERT_STRING_EQUAL(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

static void
a_key_is_sixteen_bytes_in_base64(void)
{
	char key[CRYPTO_KEY_LEN + 1];

	crypto_websocket_key(key);
	CU_ASSERT_EQUAL(strlen(key), 24);
	CU_ASSERT_STRING_EQUAL(key + 22, "==");
	CU_ASSERT_EQUAL(strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789+/"), 22);
}

static void
no_two_keys_are_alike(void)
{
	char one[CRYPTO_KEY_LEN + 1];
	char other[CRYPTO_KEY_LEN + 1];

	crypto_websocket_key(one);
	crypto_websocket_key(other);
	CU_ASSERT_STRING_NOT_EQUAL(one, other);
}

static void
random_bytes_fill_exactly_what_was_asked(void)
{
	unsigned char bytes[34] = { 0 };
	unsigned char seen[32] = { 0 };

	for (int turn = 0; turn < 20; turn++) {
		crypto_random(bytes + 1, 32);
		for (size_t i = 0; i < sizeof(seen); i++)
			seen[i] |= bytes[i + 1];
	}
	CU_ASSERT_EQUAL(bytes[0], 0);
	CU_ASSERT_EQUAL(bytes[33], 0);
	for (size_t i = 0; i < sizeof(seen); i++)
		CU_ASSERT_NOT_EQUAL(seen[i], 0);
}

static void
wiping_leaves_nothing(void)
{
	char secret[] = "0123456789";

	crypto_wipe(secret, sizeof(secret));
	for (size_t i = 0; i < sizeof(secret); i++)
		CU_ASSERT_EQUAL(secret[i], 0);
}

CU_TestInfo crypto_tests[] = {
	{ "the example of RFC 6455 comes out", the_example_of_rfc_6455_comes_out },
	{ "a key is sixteen bytes in base64", a_key_is_sixteen_bytes_in_base64 },
	{ "no two keys are alike", no_two_keys_are_alike },
	{ "random bytes fill exactly what was asked", random_bytes_fill_exactly_what_was_asked },
	{ "wiping leaves nothing", wiping_leaves_nothing },
	CU_TEST_INFO_NULL
};
