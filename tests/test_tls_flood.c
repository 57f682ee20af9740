/* SPDX-License-Identifier: MIT */
/* What a server may send that we trust already: records of any kind, made by hand. */
#include "link/tls.h"

#include <CUnit/CUnit.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>

#include "identity.h"
#include "util/array.h"

#define HOST "desktop-client-api.patriotsystems.com"

enum {
	HANDSHAKE = 22,                 /* RFC 8446 B.1 */
	APPLICATION_DATA = 23,
	LONGEST = 16384,
	TAG_SIZE = 16,
	MEMORY_MAX = 4 * 1024 * 1024
};

static struct tls client;
static struct tls server;
static struct fault fault;

/* Seals in place of the server. */
static struct {
	gnutls_aead_cipher_hd_t cipher;
	unsigned char iv[12];
	unsigned char number[8];        /* of the next record */
} sealer;

static bool
carry(struct tls *from, struct tls *to)
{
	size_t n;
	const char *bytes = tls_output(from, &n);

	if (n > tls_room(to))
		n = tls_room(to);
	if (n == 0)
		return false;
	CU_ASSERT_EQUAL(tls_feed(to, bytes, n, &fault), 0);
	tls_wrote(from, n);
	return true;
}

static void
begin_sealing(void)
{
	gnutls_datum_t mac, iv, key;

	CU_ASSERT_EQUAL(gnutls_record_get_state(server.session, 0, &mac, &iv, &key,
	    sealer.number), 0);
	CU_ASSERT_EQUAL_FATAL(iv.size, sizeof(sealer.iv));
	memcpy(sealer.iv, iv.data, iv.size);
	CU_ASSERT_EQUAL(gnutls_aead_cipher_init(&sealer.cipher,
	    gnutls_cipher_get(server.session), &key), 0);
}

static void
start(void)
{
	static struct identity identity;
	struct tls_identity shown;
	struct tls_trust trust;
	bool went_on;

	if (identity.key[0] == '\0')
		identity_make(&identity, &(struct identity_wish){ .common_name = HOST,
		    .dns = { HOST } });
	shown = (struct tls_identity){ identity.certificate, identity.key };
	trust = (struct tls_trust){ .bytes = identity.certificate,
	    .size = strlen(identity.certificate) };
	CU_ASSERT_EQUAL(tls_start_server(&server, &shown, &fault), 0);
	CU_ASSERT_EQUAL(tls_start_client(&client, HOST, &trust, &fault), 0);
	do {
		went_on = carry(&client, &server);
		went_on |= carry(&server, &client);
	} while (went_on);
	CU_ASSERT_EQUAL_FATAL(client.state, TLS_OPEN);
	begin_sealing();
}

static void
stop(void)
{
	gnutls_aead_cipher_deinit(sealer.cipher);
	tls_finish(&client);
	tls_finish(&server);
}

/* RFC 8446 5.2 and 5.3; the length of the record. */
static size_t
seal(int type, const void *bytes, size_t n, unsigned char *record)
{
	static unsigned char inner[LONGEST + 1];
	unsigned char nonce[sizeof(sealer.iv)];
	size_t sealed = n + 1 + TAG_SIZE;

	memcpy(inner, bytes, n);
	inner[n] = (unsigned char)type;
	memcpy(record, "\x17\x03\x03", 3);
	record[3] = (unsigned char)(sealed >> 8);
	record[4] = (unsigned char)sealed;
	memcpy(nonce, sealer.iv, sizeof(nonce));
	for (size_t i = 0; i < sizeof(sealer.number); i++)
		nonce[i + 4] ^= sealer.number[i];
	CU_ASSERT_EQUAL(gnutls_aead_cipher_encrypt(sealer.cipher, nonce, sizeof(nonce), record,
	    TLS_RECORD_HEAD, TAG_SIZE, inner, n + 1, record + TLS_RECORD_HEAD, &sealed), 0);
	for (size_t i = sizeof(sealer.number); i-- > 0 && ++sealer.number[i] == 0;)
		continue;
	return TLS_RECORD_HEAD + sealed;
}

/* The client hears one record; how many bytes of ours it brought, or -1. */
static long
hear(int type, const void *bytes, size_t n)
{
	static unsigned char record[LONGEST + 256];
	char text[64];
	long got = 0, all = 0;

	if (tls_feed(&client, record, seal(type, bytes, n, record), &fault) < 0)
		return -1;
	while ((got = tls_read(&client, text, sizeof(text), &fault)) > 0)
		all += got;
	return got < 0 ? -1 : all;
}

static size_t
in_use(void)
{
#ifdef __GLIBC__
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
#else
	return 0;
#endif
}

/* The same again and again; how many were borne. */
static int
flood(const void *bytes, size_t n, const void *again, size_t again_n, int most)
{
	size_t before = in_use();
	int count = 0;

	while (count < most && hear(HANDSHAKE, count == 0 ? bytes : again,
	    count == 0 ? n : again_n) == 0) {
		CU_ASSERT(in_use() < before + MEMORY_MAX);
		count++;
	}
	return count;
}

/* NewSessionTicket, RFC 8446 4.6.1. */
static const unsigned char ticket[] = { 4, 0, 0, 21, 0, 0, 14, 16, 1, 2, 3, 4, 2, 1, 2, 0, 6,
	't', 'i', 'c', 'k', 'e', 't', 0, 0 };

static void
records_made_by_hand_are_heard(void)
{
	start();
	for (int i = 0; i < 300; i++)
		CU_ASSERT_EQUAL(hear(APPLICATION_DATA, "hello", 5), 5);
	stop();
}

static void
empty_handshake_records_without_end_are_a_flood(void)
{
	start();
	CU_ASSERT_EQUAL(flood("", 0, "", 0, 10000), TLS_RECORD_VAIN_MAX);
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "floods us with TLS messages"));
	stop();
}

static void
a_handshake_message_of_16_mib_is_a_flood(void)
{
	static unsigned char begun[LONGEST] = { 4, 255, 255, 255 };
	static unsigned char more[LONGEST];

	start();
	CU_ASSERT(flood(begun, LONGEST, more, LONGEST, 10000) < 8);
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "floods us with TLS messages"));
	stop();
}

static void
tickets_without_end_are_a_flood(void)
{
	start();
	CU_ASSERT_EQUAL(flood(ticket, sizeof(ticket), ticket, sizeof(ticket), 10000),
	    TLS_RECORD_VAIN_MAX);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "floods us with TLS messages"));
	stop();
}

static void
many_tickets_between_messages_are_borne(void)
{
	size_t before;

	start();
	before = in_use();
	for (int i = 0; i < 1000; i++) {
		CU_ASSERT_EQUAL(flood(ticket, sizeof(ticket), ticket, sizeof(ticket), 20), 20);
		CU_ASSERT_EQUAL(hear(APPLICATION_DATA, "hello", 5), 5);
	}
	CU_ASSERT(in_use() < before + 64 * 1024);
	stop();
}

static void
empty_messages_without_end_are_a_flood(void)
{
	int count = 0;

	start();
	while (count < 10000 && hear(APPLICATION_DATA, "", 0) == 0)
		count++;
	CU_ASSERT_EQUAL(count, TLS_RECORD_VAIN_MAX);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "floods us with TLS messages"));
	stop();
}

/* What is no flood may hide no message: GnuTLS itself refuses one within another. */
static void
a_message_within_a_handshake_message_is_refused(void)
{
	start();
	CU_ASSERT_EQUAL(hear(HANDSHAKE, ticket, 10), 0);
	CU_ASSERT_EQUAL(hear(APPLICATION_DATA, "hello", 5), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "TLS failed"));
	stop();
}

static void
handshake_messages_of_other_kinds_are_refused(void)
{
	static const unsigned char heads[] = { 0, 1, 2, 5, 8, 11, 13, 15, 20, 254 };

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		const unsigned char message[] = { heads[i], 0, 0, 3, 0, 0, 0 };

		start();
		CU_ASSERT_EQUAL(hear(HANDSHAKE, message, sizeof(message)), -1);
		CU_ASSERT_EQUAL(client.state, TLS_FAILED);
		stop();
	}
}

CU_TestInfo tls_flood_tests[] = {
	{ "records made by hand are heard", records_made_by_hand_are_heard },
	{ "empty handshake records without end are a flood",
	    empty_handshake_records_without_end_are_a_flood },
	{ "a handshake message of 16 MiB is a flood", a_handshake_message_of_16_mib_is_a_flood },
	{ "tickets without end are a flood", tickets_without_end_are_a_flood },
	{ "many tickets between messages are borne", many_tickets_between_messages_are_borne },
	{ "empty messages without end are a flood", empty_messages_without_end_are_a_flood },
	{ "a message within a handshake message is refused",
	    a_message_within_a_handshake_message_is_refused },
	{ "handshake messages of other kinds are refused",
	    handshake_messages_of_other_kinds_are_refused },
	CU_TEST_INFO_NULL
};
