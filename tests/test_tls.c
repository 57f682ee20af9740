/* SPDX-License-Identifier: MIT */
#include "link/tls.h"

#include <CUnit/CUnit.h>
#include <gnutls/gnutls.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "identity.h"
#include "util/array.h"

#define HOST "desktop-client-api.patriotsystems.com"

static struct tls client;
static struct tls server;
static struct fault client_fault;
static struct fault server_fault;

/* Carries what waits from one end to the other, at most `step` bytes at a time. */
static bool
carry(struct tls *from, struct tls *to, size_t step, struct fault *fault)
{
	size_t n;
	const char *bytes = tls_output(from, &n);

	if (n > step)
		n = step;
	if (n > tls_room(to))
		n = tls_room(to);
	if (n == 0)
		return false;
	if (to->state != TLS_FAILED)
		tls_feed(to, bytes, n, fault);
	tls_wrote(from, n);
	return true;
}

static void
carry_all(size_t step)
{
	bool went_on;

	do {
		went_on = carry(&client, &server, step, &server_fault);
		went_on |= carry(&server, &client, step, &client_fault);
	} while (went_on);
}

static void
start(const struct identity *identity, const struct tls_trust *trust, const char *host)
{
	const struct tls_identity shown = {
		.certificate = identity->certificate, .key = identity->key
	};

	client_fault.text[0] = '\0';
	server_fault.text[0] = '\0';
	CU_ASSERT_EQUAL(tls_start_server(&server, &shown, &server_fault), 0);
	CU_ASSERT_EQUAL(tls_start_client(&client, host, trust, &client_fault), 0);
}

static void
stop(void)
{
	tls_finish(&client);
	tls_finish(&server);
}

static struct tls_trust
pem_of(const struct identity *identity)
{
	return (struct tls_trust){
		.bytes = identity->certificate, .size = strlen(identity->certificate)
	};
}

static const struct identity *
good(void)
{
	static struct identity identity;

	if (identity.key[0] == '\0')
		identity_make(&identity, &(struct identity_wish){ .common_name = HOST,
		    .dns = { HOST } });
	return &identity;
}

static void
connect_well(size_t step)
{
	struct tls_trust trust = pem_of(good());

	start(good(), &trust, HOST);
	carry_all(step);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	CU_ASSERT_EQUAL(server.state, TLS_OPEN);
	CU_ASSERT_STRING_EQUAL(client_fault.text, "");
}

/* A handshake that must succeed. */
static void
expect_trust(const struct identity *identity, struct tls_trust trust, const char *host)
{
	start(identity, &trust, host);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	CU_ASSERT_STRING_EQUAL(client_fault.text, "");
	stop();
}

/* A handshake that must be refused by the client, saying all of `said`. */
static void
expect_refusal(const struct identity *identity, struct tls_trust trust, const char *host,
    const char *const said[])
{
	start(identity, &trust, host);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	CU_ASSERT_TRUE(client.refused);
	CU_ASSERT_NOT_EQUAL(server.state, TLS_OPEN);
	CU_ASSERT_EQUAL(strncmp(client_fault.text, "certificate refused; ", 21), 0);
	CU_ASSERT_EQUAL(strcspn(client_fault.text, "\r\n"), strlen(client_fault.text));
	CU_ASSERT(strlen(client_fault.text) < sizeof(client_fault.text) - 1);
	for (; *said; said++)
		CU_ASSERT_PTR_NOT_NULL(strstr(client_fault.text, *said));
	stop();
}

#define SAYING(...) (const char *const[]){ __VA_ARGS__, NULL }

static void
expect_text(struct tls *from, struct tls *to, const char *text)
{
	char bytes[256] = "";
	struct fault fault = { "" };

	CU_ASSERT_EQUAL(tls_write(from, text, strlen(text), &fault), 0);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_read(to, bytes, sizeof(bytes) - 1, &fault), (long)strlen(text));
	CU_ASSERT_STRING_EQUAL(bytes, text);
	CU_ASSERT_EQUAL(tls_read(to, bytes, sizeof(bytes), &fault), 0);
	CU_ASSERT_EQUAL(to->state, TLS_OPEN);
}

static void
a_self_signed_leaf_may_be_trusted_as_pem_and_as_der(void)
{
	struct tls_trust der = { .bytes = good()->der, .size = good()->der_len };

	expect_trust(good(), pem_of(good()), HOST);
	expect_trust(good(), der, HOST);
}

static void
a_leaf_like_dotnet_makes_them_is_trusted(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .rsa_bits = 2048 });
	expect_trust(&identity, pem_of(&identity), HOST);
}

static void
a_leaf_is_trusted_by_its_issuer_alone_or_in_a_bundle(void)
{
	static struct identity ca;
	static struct identity leaf;
	char bundle[sizeof(ca.certificate) * 3 + 16];
	struct tls_trust trust;

	identity_make(&ca, &(struct identity_wish){ .common_name = "Station CA", .ca = true });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .dns = { HOST },
	    .issuer = &ca });
	expect_trust(&leaf, pem_of(&ca), HOST);
	expect_trust(&leaf, (struct tls_trust){ .bytes = ca.der, .size = ca.der_len }, HOST);
	snprintf(bundle, sizeof(bundle), "# ours\r\n%s\n%s", good()->certificate, ca.certificate);
	trust = (struct tls_trust){ .bytes = bundle, .size = strlen(bundle) };
	expect_trust(&leaf, trust, HOST);
	expect_trust(good(), trust, HOST);
}

static void
addresses_are_verified_against_addresses(void)
{
	static struct identity four;
	static struct identity six;

	identity_make(&four, &(struct identity_wish){ .common_name = "x", .ip = "127.0.0.1" });
	identity_make(&six, &(struct identity_wish){ .common_name = "x", .ip = "::1" });
	expect_trust(&four, pem_of(&four), "127.0.0.1");
	expect_trust(&six, pem_of(&six), "::1");
	expect_refusal(&four, pem_of(&four), "127.0.0.2",
	    SAYING("it is for 127.0.0.1, but the url says 127.0.0.2"));
	expect_refusal(&four, pem_of(&four), "localhost",
	    SAYING("it is for 127.0.0.1, but the url says localhost"));
	expect_refusal(&six, pem_of(&six), "::2", SAYING("it is for ::1, but"));
}

static void
another_name_is_refused_and_both_are_told(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST,
	    .dns = { "desk-7.local", "localhost" }, .ip = "192.0.2.7" });
	expect_refusal(&identity, pem_of(&identity), HOST,
	    SAYING("it is for desk-7.local, localhost, 192.0.2.7, but the url says " HOST));
	identity_make(&identity, &(struct identity_wish){ .common_name = "desk-7" });
	expect_refusal(&identity, pem_of(&identity), HOST, SAYING("it is for desk-7, but"));
	identity_make(&identity, &(struct identity_wish){ .valid_from = -60 });
	expect_refusal(&identity, pem_of(&identity), HOST, SAYING("it is for no name, but"));
}

static void
an_expired_certificate_is_refused_though_it_is_trusted(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .valid_from = -7200, .valid_until = -60 });
	expect_refusal(&identity, pem_of(&identity), HOST,
	    SAYING("; expired 20", " UTC, our clock says 20", "renew it"));
}

static void
a_certificate_of_the_future_is_refused_though_it_is_trusted(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .valid_from = 1800 });
	expect_refusal(&identity, pem_of(&identity), HOST,
	    SAYING("; not valid before 20", "our clock says 20", "set the clock"));
}

static void
an_expired_issuer_is_not_taken_for_an_expired_leaf(void)
{
	static struct identity ca;
	static struct identity leaf;

	identity_make(&ca, &(struct identity_wish){ .common_name = "Station CA", .ca = true,
	    .valid_from = -7200, .valid_until = -60 });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .dns = { HOST },
	    .issuer = &ca });
	expect_refusal(&leaf, pem_of(&ca), HOST, SAYING("one that vouches for it has expired"));
}

static void
an_unknown_issuer_is_refused_and_named(void)
{
	static struct identity ca;
	static struct identity leaf;
	static struct identity stranger;

	identity_make(&ca, &(struct identity_wish){ .common_name = "Other CA", .ca = true });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .dns = { HOST },
	    .issuer = &ca });
	identity_make(&stranger, &(struct identity_wish){ .common_name = "self",
	    .dns = { HOST } });
	expect_refusal(&leaf, pem_of(good()), HOST,
	    SAYING("issuer not trusted (CN=Other CA)", "ca-file"));
	expect_refusal(&stranger, pem_of(good()), HOST,
	    SAYING("self-signed and not the one we trust (CN=self)", "export", "ca-file"));
}

static void
a_certificate_made_anew_under_the_same_name_is_refused(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST, .dns = { HOST } });
	expect_refusal(&identity, pem_of(good()), HOST, SAYING("export it"));
}

static void
a_leaf_does_not_vouch_for_others(void)
{
	static struct identity trusted;
	static struct identity leaf;

	identity_make(&trusted, &(struct identity_wish){ .common_name = "leaf", .dns = { HOST },
	    .no_ca = true });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .dns = { HOST },
	    .issuer = &trusted });
	expect_trust(&trusted, pem_of(&trusted), HOST);
	expect_refusal(&leaf, pem_of(&trusted), HOST, SAYING("issuer not trusted (CN=leaf)"));
}

static void
a_weak_key_is_refused_though_it_is_trusted(void)
{
	static struct identity ca;
	static struct identity leaf;

	identity_make(&ca, &(struct identity_wish){ .common_name = "Weak CA", .ca = true,
	    .rsa_bits = 1024 });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .dns = { HOST },
	    .issuer = &ca });
	expect_refusal(&leaf, pem_of(&ca), HOST, SAYING("too weak", "RSA 2048"));
}

/* The keys of that identity as pins. */
static const struct trust *
pins_of(const struct identity *identity)
{
	static struct trust trust;
	struct certificate certificate;

	trust = (struct trust){ .pin_count = 2 };
	CU_ASSERT_EQUAL(certificate_read(&certificate, identity->der, identity->der_len, 0), 0);
	memcpy(trust.pins[1], certificate.pin, sizeof(certificate.pin));
	return &trust;
}

static void
a_certificate_for_clients_is_refused_unless_its_key_is_pinned(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .for_clients = true });
	expect_refusal(&identity, pem_of(&identity), HOST, SAYING("purpose TLS server"));
	expect_trust(&identity, (struct tls_trust){ .keys = pins_of(&identity) }, HOST);
}

static void
a_handshake_without_end_is_ended(void)
{
	/* A ServerHello of 16 MiB in records of 16,000 bytes. */
	static char record[16005] = { 22, 3, 3, 0x3e, (char)0x80, 2, (char)0xff, (char)0xff,
	    (char)0xff };
	struct tls_trust trust = pem_of(good());
	struct fault fault = { "" };
	int result = 0;
	size_t fed = 0;

	start(good(), &trust, HOST);
	for (; result == 0 && fed < TLS_RECORD_VAIN_BYTES + sizeof(record); fed += sizeof(record)) {
		result = tls_feed(&client, record, sizeof(record), &fault);
		memset(record + 5, 0, 4);
	}
	CU_ASSERT_EQUAL(result, -1);
	CU_ASSERT(fed > TLS_RECORD_VAIN_BYTES);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "floods us with TLS handshake messages"));
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	stop();
}

static void
all_that_is_wrong_is_told_at_once(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = "self",
	    .dns = { "desk" } });
	expect_refusal(&identity, pem_of(good()), HOST,
	    SAYING("not the one we trust (CN=self)", "it is for desk, but the url says " HOST));
}

static void
foreign_text_in_a_certificate_is_made_printable(void)
{
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = "a\r\nb\x1b[2J" });
	expect_refusal(&identity, pem_of(&identity), HOST, SAYING("it is for a\\x0D\\x0Ab\\x1B"));
}

static void
long_names_do_not_hide_what_was_wanted(void)
{
	static const char label[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example";
	static struct identity identity;

	identity_make(&identity, &(struct identity_wish){ .common_name = "long",
	    .dns = { label, label, label } });
	expect_refusal(&identity, pem_of(good()), HOST, SAYING("but the url says " HOST));
}

static void
trust_without_a_certificate_is_a_fault(void)
{
	static const char *const rows[] = {
		"", "hello", "-----BEGIN CERTIFICATE-----\n",
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct tls_trust trust = { .bytes = rows[i], .size = strlen(rows[i]) };
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(tls_start_client(&client, HOST, &trust, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "no certificate found in ca-file"));
	}
}

static void
a_key_alone_is_no_trust(void)
{
	struct tls_trust trust = { .bytes = good()->key, .size = strlen(good()->key) };
	struct fault fault = { "" };

	CU_ASSERT_EQUAL(tls_start_client(&client, HOST, &trust, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "no certificate found in ca-file"));
}

static void
a_key_of_another_certificate_is_a_fault(void)
{
	static struct identity other;
	struct fault fault = { "" };

	identity_make(&other, &(struct identity_wish){ .common_name = "x" });
	CU_ASSERT_EQUAL(tls_start_server(&server, &(struct tls_identity){
	    .certificate = good()->certificate, .key = other.key }, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot be used"));
	CU_ASSERT_EQUAL(tls_start_server(&server, &(struct tls_identity){
	    .certificate = "", .key = "" }, &fault), -1);
}

static void
the_first_bytes_of_a_client_wait_at_once(void)
{
	struct tls_trust trust = pem_of(good());
	size_t n;

	start(good(), &trust, HOST);
	tls_output(&client, &n);
	CU_ASSERT(n > 0);
	tls_output(&server, &n);
	CU_ASSERT_EQUAL(n, 0);
	stop();
}

static bool
greeting_has(const char *text)
{
	size_t n;
	const char *bytes = tls_output(&client, &n);

	return memmem(bytes, n, text, strlen(text)) != NULL;
}

static void
a_name_is_sent_and_an_address_is_not(void)
{
	struct tls_trust trust = pem_of(good());

	start(good(), &trust, HOST);
	CU_ASSERT_TRUE(greeting_has(HOST));
	stop();
	start(good(), &trust, "192.0.2.77");
	CU_ASSERT_FALSE(greeting_has("192.0.2.77"));
	stop();
	start(good(), &trust, "2001:db8::77");
	CU_ASSERT_FALSE(greeting_has("2001:db8"));
	stop();
}

static void
a_pin_alone_makes_issuer_name_and_dates_needless(void)
{
	static struct identity old;
	static struct identity ca;
	static struct identity leaf;

	identity_make(&old, &(struct identity_wish){ .common_name = "desk-7",
	    .valid_from = -7200, .valid_until = -60 });
	identity_make(&ca, &(struct identity_wish){ .common_name = "Some CA", .ca = true });
	identity_make(&leaf, &(struct identity_wish){ .common_name = "x", .issuer = &ca });
	expect_trust(&old, (struct tls_trust){ .keys = pins_of(&old) }, HOST);
	expect_trust(&leaf, (struct tls_trust){ .keys = pins_of(&leaf) }, HOST);
	/* It is the key of the peer that counts, not of somebody who vouches for him. */
	expect_refusal(&leaf, (struct tls_trust){ .keys = pins_of(&ca) }, HOST,
	    SAYING("its key is sha256:", "but pinned is sha256:0000", "among others"));
}

static void
another_key_than_the_pinned_one_is_refused(void)
{
	static struct identity other;

	identity_make(&other, &(struct identity_wish){ .common_name = HOST, .dns = { HOST } });
	expect_refusal(&other, (struct tls_trust){ .keys = pins_of(good()) }, HOST,
	    SAYING("its key is sha256:"));
}

static void
with_a_ca_file_a_pin_is_one_check_more(void)
{
	static struct identity old;
	struct tls_trust trust = pem_of(good());

	trust.keys = pins_of(good());
	expect_trust(good(), trust, HOST);
	expect_refusal(good(), trust, "other.example", SAYING("it is for " HOST));
	identity_make(&old, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .valid_from = -7200, .valid_until = -60 });
	trust = pem_of(&old);
	trust.keys = pins_of(&old);
	expect_refusal(&old, trust, HOST, SAYING("; expired 20"));
	trust = pem_of(&old);
	trust.keys = pins_of(good());
	expect_refusal(&old, trust, HOST, SAYING("; expired 20", "but pinned is"));
	/* Trusted by its pin, if that were all. */
	trust = pem_of(&old);
	trust.keys = pins_of(good());
	expect_refusal(good(), trust, HOST, SAYING("not signed by the certificate we trust"));
}

static void
a_weak_key_is_refused_though_it_is_pinned(void)
{
	static struct identity weak;

	identity_make(&weak, &(struct identity_wish){ .common_name = HOST, .dns = { HOST },
	    .rsa_bits = 1024 });
	expect_refusal(&weak, (struct tls_trust){ .keys = pins_of(&weak) }, HOST,
	    SAYING("its key (RSA 1024 bits) is too weak"));
	expect_refusal(&weak, pem_of(&weak), HOST, SAYING("its key (RSA 1024 bits) is too weak"));
}

static char store_file[] = "/tmp/atdialler-test-XXXXXX";

/* The rule of the first use, with nothing seen yet. */
static const struct trust *
first_use(void)
{
	static struct trust trust;

	if (strstr(store_file, "XXXXXX"))
		close(mkstemp(store_file));
	unlink(store_file);
	trust = (struct trust){ .store = { .file = store_file, .host = "desk", .port = "9009" } };
	return &trust;
}

/* A handshake that must succeed, and its key be remembered. */
static void
expect_first_use(const struct identity *identity, const struct trust *keys)
{
	struct tls_trust trust = { .keys = keys };
	struct fault fault = { "" };

	start(identity, &trust, HOST);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	CU_ASSERT_EQUAL(tls_remember(&client, &fault), 0);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
	stop();
}

static void
the_key_seen_first_is_the_one_trusted_from_then_on(void)
{
	static struct identity renewed;
	const struct trust *keys = first_use();
	struct tls_trust trust = { .keys = keys };

	/* Not yet remembered: it may be only looked at. */
	expect_trust(good(), trust, HOST);
	CU_ASSERT_NOT_EQUAL(access(store_file, F_OK), 0);
	expect_first_use(good(), keys);
	CU_ASSERT_EQUAL(access(store_file, F_OK), 0);
	expect_first_use(good(), keys);
	identity_make(&renewed, &(struct identity_wish){ .common_name = HOST, .dns = { HOST } });
	expect_refusal(&renewed, trust, HOST, SAYING("its key is not the one seen first, but "
	    "sha256:", "accept it by: rm /tmp/atdialler-test-"));
	CU_ASSERT_EQUAL(unlink(store_file), 0);
	expect_first_use(&renewed, keys);
	expect_refusal(good(), trust, HOST, SAYING("its key is not the one seen first"));
	unlink(store_file);
}

static void
at_the_first_use_name_and_dates_still_count(void)
{
	static struct identity old;
	struct tls_trust trust = { .keys = first_use() };

	identity_make(&old, &(struct identity_wish){ .common_name = "desk-7",
	    .valid_from = -7200, .valid_until = -60 });
	expect_refusal(&old, trust, HOST, SAYING("it is for desk-7", "; expired 20"));
	CU_ASSERT_NOT_EQUAL(access(store_file, F_OK), 0);
}

static void
a_store_that_cannot_be_read_is_no_first_use(void)
{
	const struct trust *keys = first_use();
	struct tls_trust trust = { .keys = keys };
	struct trust nowhere = { .store = { .file = "/dev/null/known", .host = "desk",
	    .port = "9009" } };
	struct fault fault;
	FILE *file = fopen(store_file, "w");

	fclose(file);
	expect_refusal(good(), trust, HOST, SAYING("holds no key", "rm /tmp/atdialler-test-"));
	unlink(store_file);
	expect_refusal(good(), (struct tls_trust){ .keys = &nowhere }, HOST,
	    SAYING("the key seen first cannot be read: /dev/null/known"));
	nowhere.store.file = "/nonexistent/known";
	trust.keys = &nowhere;
	start(good(), &trust, HOST);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_remember(&client, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot be remembered in /nonexistent/known"));
	stop();
}

static void
the_peers_certificate_can_be_looked_at_when_it_was_refused(void)
{
	static struct identity other;
	struct tls_trust trust = pem_of(good());
	size_t size = 0;
	const void *der;

	identity_make(&other, &(struct identity_wish){ .common_name = "other" });
	start(&other, &trust, HOST);
	CU_ASSERT_PTR_NULL(tls_peer(&client, &size));
	carry_all(SIZE_MAX);
	der = tls_peer(&client, &size);
	CU_ASSERT_EQUAL(size, other.der_len);
	CU_ASSERT(der && size == other.der_len && memcmp(der, other.der, size) == 0);
	CU_ASSERT_STRING_EQUAL(client.certificate.subject, "CN=other");
	stop();
	CU_ASSERT_PTR_NULL(tls_peer(&client, &size));
}

/* A server that gives tickets; whether the client resumed. */
static bool
connect_with_tickets(const struct identity *identity, const struct tls_trust *trust,
    const char *host, const char *versions)
{
	static gnutls_datum_t key;
	char bytes[16];
	bool resumed;

	if (!key.data)
		gnutls_session_ticket_key_generate(&key);
	start(identity, trust, host);
	gnutls_session_ticket_enable_server(server.session, &key);
	CU_ASSERT_EQUAL(gnutls_priority_set_direct(server.session, versions, NULL), 0);
	carry_all(SIZE_MAX);
	if (client.state == TLS_OPEN)
		CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &client_fault), 0);
	resumed = gnutls_session_is_resumed(client.session) != 0;
	if (client.state == TLS_OPEN) {
		expect_text(&client, &server, "hello");
		expect_text(&server, &client, "and hello");
	}
	return resumed;
}

static const char *const both_versions[] = {
	"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"
};

static void
a_second_connection_resumes_the_first(void)
{
	struct tls_trust trust = pem_of(good());

	for (size_t i = 0; i < ARRAY_LEN(both_versions); i++) {
		const char *version = both_versions[i];

		tls_forget(&client);
		CU_ASSERT_FALSE(connect_with_tickets(good(), &trust, HOST, version));
		stop();
		for (int again = 0; again < 3; again++) {
			client.certificate.until = 0;
			CU_ASSERT_TRUE(connect_with_tickets(good(), &trust, HOST, version));
			CU_ASSERT_EQUAL(client.state, TLS_OPEN);
			CU_ASSERT(client.certificate.until > time(NULL));
			stop();
		}
	}
	tls_forget(&client);
}

static void
who_resumes_is_verified_again(void)
{
	static struct identity other;
	struct tls_trust trust = pem_of(good());
	struct tls_trust less;

	identity_make(&other, &(struct identity_wish){ .common_name = "other" });
	less = pem_of(&other);
	for (size_t i = 0; i < ARRAY_LEN(both_versions); i++) {
		tls_forget(&client);
		connect_with_tickets(good(), &trust, HOST, both_versions[i]);
		stop();
		CU_ASSERT_TRUE(connect_with_tickets(good(), &less, HOST, both_versions[i]));
		CU_ASSERT_EQUAL(client.state, TLS_FAILED);
		CU_ASSERT_TRUE(client.refused);
		CU_ASSERT_PTR_NOT_NULL(strstr(client_fault.text, "not the one we trust"));
		stop();
		/* The ticket is spent. */
		CU_ASSERT_FALSE(connect_with_tickets(good(), &trust, HOST, both_versions[i]));
		stop();
		less.keys = pins_of(&other);
		less.bytes = NULL;
		CU_ASSERT_TRUE(connect_with_tickets(good(), &less, HOST, both_versions[i]));
		CU_ASSERT_TRUE(client.refused);
		CU_ASSERT_PTR_NOT_NULL(strstr(client_fault.text, "but pinned is"));
		stop();
		less = pem_of(&other);
	}
	tls_forget(&client);
}

static void
nobody_else_is_shown_the_ticket(void)
{
	static struct identity two;
	struct tls_trust trust;

	identity_make(&two, &(struct identity_wish){ .common_name = "two",
	    .dns = { "one.example", "two.example" } });
	trust = pem_of(&two);
	connect_with_tickets(&two, &trust, "one.example", both_versions[0]);
	stop();
	CU_ASSERT(client.ticket_len > 0);
	CU_ASSERT_FALSE(connect_with_tickets(&two, &trust, "two.example", both_versions[0]));
	stop();
	tls_forget(&client);
	CU_ASSERT_EQUAL(client.ticket_len, 0);
}

static void
the_host_is_copied(void)
{
	struct tls_trust trust = pem_of(good());
	char host[] = HOST;

	start(good(), &trust, host);
	memset(host, 'x', strlen(host));
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	stop();
}

static void
a_handshake_a_byte_at_a_time_and_texts_both_ways_work(void)
{
	connect_well(1);
	expect_text(&client, &server, "hello");
	expect_text(&server, &client, "and hello");
	stop();
}

static void
any_step_of_a_handshake_works(void)
{
	for (size_t step = 2; step < 3000; step = step * 3 / 2) {
		connect_well(step);
		stop();
	}
}

static void
one_write_is_one_record(void)
{
	char text[1000];
	struct fault fault;
	const unsigned char *bytes;
	size_t n;

	connect_well(SIZE_MAX);
	memset(text, 'x', sizeof(text));
	CU_ASSERT_EQUAL(tls_write(&client, text, sizeof(text), &fault), 0);
	bytes = (const unsigned char *)tls_output(&client, &n);
	CU_ASSERT_EQUAL(bytes[0], 23);
	CU_ASSERT_EQUAL((size_t)bytes[3] << 8 | bytes[4], n - 5);
	stop();
}

static void
a_write_of_64_kib_arrives_whole_however_it_is_read(void)
{
	static char sent[65536];
	static char got[65536];
	struct fault fault = { "" };
	size_t len = 0;
	bool went_on = true;

	connect_well(SIZE_MAX);
	for (size_t i = 0; i < sizeof(sent); i++)
		sent[i] = (char)(i * 7 % 251);
	CU_ASSERT_EQUAL(tls_write(&client, sent, sizeof(sent), &fault), 0);
	while (went_on) {
		long n;

		went_on = carry(&client, &server, 5000, &fault);
		while ((n = tls_read(&server, got + len, len % 1000 + 1, &fault)) > 0) {
			len += (size_t)n;
			if (len == sizeof(got))
				break;
		}
	}
	CU_ASSERT_EQUAL(len, sizeof(sent));
	CU_ASSERT_EQUAL(memcmp(sent, got, sizeof(sent)), 0);
	stop();
}

static void
a_write_that_does_not_fit_is_refused_whole(void)
{
	static char text[60000];
	struct fault fault = { "" };
	size_t before;
	size_t after;

	connect_well(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_write(&client, text, sizeof(text), &fault), 0);
	CU_ASSERT_EQUAL(tls_write(&client, text, sizeof(text), &fault), 0);
	tls_output(&client, &before);
	CU_ASSERT_EQUAL(tls_write(&client, text, sizeof(text), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "too slowly"));
	tls_output(&client, &after);
	CU_ASSERT_EQUAL(before, after);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	stop();
}

static void
bytes_right_behind_the_handshake_are_not_lost(void)
{
	char bytes[16] = "";
	struct fault fault = { "" };

	connect_well(SIZE_MAX);
	stop();
	start(good(), &(struct tls_trust){ .bytes = good()->der, .size = good()->der_len }, HOST);
	carry(&client, &server, SIZE_MAX, &fault);
	carry(&server, &client, SIZE_MAX, &fault);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	CU_ASSERT_EQUAL(tls_write(&client, "early", 5, &fault), 0);
	carry(&client, &server, SIZE_MAX, &fault);
	CU_ASSERT_EQUAL(server.state, TLS_OPEN);
	CU_ASSERT_EQUAL(tls_read(&server, bytes, sizeof(bytes), &fault), 5);
	CU_ASSERT_STRING_EQUAL(bytes, "early");
	stop();
}

static void
a_close_notify_ends_it_behind_what_was_said(void)
{
	char bytes[16] = "";
	struct fault fault = { "" };

	connect_well(SIZE_MAX);
	tls_write(&server, "bye", 3, &fault);
	tls_close(&server);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &fault), 3);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &fault), 0);
	CU_ASSERT_EQUAL(client.state, TLS_ENDED);
	CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &fault), 0);
	CU_ASSERT_EQUAL(tls_feed(&client, "late", 4, &fault), 0);
	stop();
}

static void
a_changed_byte_ends_it(void)
{
	char bytes[64];
	char text[16];
	struct fault fault = { "" };
	const char *sent;
	size_t n;

	connect_well(SIZE_MAX);
	tls_write(&server, "hello", 5, &fault);
	sent = tls_output(&server, &n);
	CU_ASSERT_FATAL(n <= sizeof(bytes));
	memcpy(bytes, sent, n);
	bytes[8] ^= 1;
	CU_ASSERT_EQUAL(tls_feed(&client, bytes, n, &fault), 0);
	CU_ASSERT_EQUAL(tls_read(&client, text, sizeof(text), &fault), -1);
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
	CU_ASSERT_EQUAL(tls_write(&client, "x", 1, &fault), -1);
	CU_ASSERT_EQUAL(tls_feed(&client, "x", 1, &fault), -1);
	CU_ASSERT_EQUAL(tls_read(&client, text, sizeof(text), &fault), 0);
	stop();
}

static void
what_is_not_tls_is_told_so(void)
{
	static const char *const rows[] = {
		"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
		"220 mail ESMTP ready\r\n",
		"SSH-2.0-OpenSSH_9.2\r\n",
	};
	struct tls_trust trust = pem_of(good());

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fault fault = { "" };

		start(good(), &trust, HOST);
		CU_ASSERT_EQUAL(tls_feed(&client, rows[i], strlen(rows[i]), &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "does not speak TLS"));
		stop();
	}
}

/* A server that speaks what ours would not. */
static void
start_with_server_of(const char *versions)
{
	struct tls_trust trust = pem_of(good());

	start(good(), &trust, HOST);
	CU_ASSERT_EQUAL(gnutls_priority_set_direct(server.session, versions, NULL), 0);
	carry_all(SIZE_MAX);
}

static void
tls_1_2_is_good_enough(void)
{
	start_with_server_of("NORMAL:-VERS-ALL:+VERS-TLS1.2");
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	expect_text(&client, &server, "hello");
	expect_text(&server, &client, "and hello");
	stop();
}

static void
nothing_older_than_tls_1_2_is_spoken(void)
{
	start_with_server_of("NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0");
	CU_ASSERT_EQUAL(client.state, TLS_FAILED);
	CU_ASSERT_PTR_NOT_NULL(strstr(client_fault.text, "does not speak TLS 1.2 or 1.3"));
	CU_ASSERT_PTR_NOT_NULL(strstr(server_fault.text, "protocol version"));
	stop();
}

static void
a_renegotiation_is_refused(void)
{
	char bytes[16];
	struct fault fault = { "" };

	start_with_server_of("NORMAL:-VERS-ALL:+VERS-TLS1.2");
	CU_ASSERT_EQUAL(gnutls_rehandshake(server.session), 0);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "renegotiate"));
	stop();
}

static void
a_key_update_is_nothing_to_see(void)
{
	char bytes[16];
	struct fault fault = { "" };

	connect_well(SIZE_MAX);
	CU_ASSERT_EQUAL(gnutls_session_key_update(server.session, GNUTLS_KU_PEER), 0);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_read(&client, bytes, sizeof(bytes), &fault), 0);
	CU_ASSERT_EQUAL(client.state, TLS_OPEN);
	carry_all(SIZE_MAX);
	expect_text(&client, &server, "hello");
	expect_text(&server, &client, "and hello");
	stop();
}

static void
finishing_twice_or_unstarted_is_safe(void)
{
	static struct tls unstarted;
	size_t n;

	tls_finish(&unstarted);
	tls_finish(&unstarted);
	tls_close(&unstarted);
	tls_output(&unstarted, &n);
	CU_ASSERT_EQUAL(n, 0);
	connect_well(SIZE_MAX);
	stop();
	stop();
	connect_well(SIZE_MAX);
	stop();
}

CU_TestInfo tls_tests[] = {
	{ "a self-signed leaf may be trusted as PEM and as DER",
	    a_self_signed_leaf_may_be_trusted_as_pem_and_as_der },
	{ "a leaf like .NET makes them is trusted", a_leaf_like_dotnet_makes_them_is_trusted },
	{ "a leaf is trusted by its issuer alone or in a bundle",
	    a_leaf_is_trusted_by_its_issuer_alone_or_in_a_bundle },
	{ "addresses are verified against addresses", addresses_are_verified_against_addresses },
	{ "another name is refused and both are told", another_name_is_refused_and_both_are_told },
	{ "an expired certificate is refused though it is trusted",
	    an_expired_certificate_is_refused_though_it_is_trusted },
	{ "a certificate of the future is refused though it is trusted",
	    a_certificate_of_the_future_is_refused_though_it_is_trusted },
	{ "an expired issuer is not taken for an expired leaf",
	    an_expired_issuer_is_not_taken_for_an_expired_leaf },
	{ "an unknown issuer is refused and named", an_unknown_issuer_is_refused_and_named },
	{ "a certificate made anew under the same name is refused",
	    a_certificate_made_anew_under_the_same_name_is_refused },
	{ "a leaf does not vouch for others", a_leaf_does_not_vouch_for_others },
	{ "a weak key is refused though it is trusted",
	    a_weak_key_is_refused_though_it_is_trusted },
	{ "a certificate for clients is refused unless its key is pinned",
	    a_certificate_for_clients_is_refused_unless_its_key_is_pinned },
	{ "a handshake without end is ended", a_handshake_without_end_is_ended },
	{ "all that is wrong is told at once", all_that_is_wrong_is_told_at_once },
	{ "foreign text in a certificate is made printable",
	    foreign_text_in_a_certificate_is_made_printable },
	{ "long names do not hide what was wanted", long_names_do_not_hide_what_was_wanted },
	{ "trust without a certificate is a fault", trust_without_a_certificate_is_a_fault },
	{ "a key alone is no trust", a_key_alone_is_no_trust },
	{ "a key of another certificate is a fault", a_key_of_another_certificate_is_a_fault },
	{ "the first bytes of a client wait at once", the_first_bytes_of_a_client_wait_at_once },
	{ "a name is sent and an address is not", a_name_is_sent_and_an_address_is_not },
	{ "a pin alone makes issuer, name and dates needless",
	    a_pin_alone_makes_issuer_name_and_dates_needless },
	{ "another key than the pinned one is refused",
	    another_key_than_the_pinned_one_is_refused },
	{ "with a CA file a pin is one check more", with_a_ca_file_a_pin_is_one_check_more },
	{ "a weak key is refused though it is pinned", a_weak_key_is_refused_though_it_is_pinned },
	{ "the key seen first is the one trusted from then on",
	    the_key_seen_first_is_the_one_trusted_from_then_on },
	{ "at the first use name and dates still count",
	    at_the_first_use_name_and_dates_still_count },
	{ "a store that cannot be read is no first use",
	    a_store_that_cannot_be_read_is_no_first_use },
	{ "the peer's certificate can be looked at when it was refused",
	    the_peers_certificate_can_be_looked_at_when_it_was_refused },
	{ "a second connection resumes the first", a_second_connection_resumes_the_first },
	{ "who resumes is verified again", who_resumes_is_verified_again },
	{ "nobody else is shown the ticket", nobody_else_is_shown_the_ticket },
	{ "the host is copied", the_host_is_copied },
	{ "a handshake a byte at a time and texts both ways work",
	    a_handshake_a_byte_at_a_time_and_texts_both_ways_work },
	{ "any step of a handshake works", any_step_of_a_handshake_works },
	{ "one write is one record", one_write_is_one_record },
	{ "a write of 64 KiB arrives whole however it is read",
	    a_write_of_64_kib_arrives_whole_however_it_is_read },
	{ "a write that does not fit is refused whole",
	    a_write_that_does_not_fit_is_refused_whole },
	{ "bytes right behind the handshake are not lost",
	    bytes_right_behind_the_handshake_are_not_lost },
	{ "a close_notify ends it behind what was said",
	    a_close_notify_ends_it_behind_what_was_said },
	{ "a changed byte ends it", a_changed_byte_ends_it },
	{ "what is not TLS is told so", what_is_not_tls_is_told_so },
	{ "TLS 1.2 is good enough", tls_1_2_is_good_enough },
	{ "nothing older than TLS 1.2 is spoken", nothing_older_than_tls_1_2_is_spoken },
	{ "a renegotiation is refused", a_renegotiation_is_refused },
	{ "a key update is nothing to see", a_key_update_is_nothing_to_see },
	{ "finishing twice or unstarted is safe", finishing_twice_or_unstarted_is_safe },
	CU_TEST_INFO_NULL
};
