/* SPDX-License-Identifier: MIT */
#include "link/certificate.h"

#include <CUnit/CUnit.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#include "identity.h"

/* What goes wrong in a handshake is shown by test_tls; this is the rest. */

static const struct identity *
identity(void)
{
	static struct identity made;

	if (made.der_len == 0)
		identity_make(&made, &(struct identity_wish){ .common_name = "x",
		    .dns = { "one.example", "two.example" }, .rsa_bits = 2048 });
	return &made;
}

static struct certificate
read_at(int64_t now)
{
	const struct identity *made = identity();
	struct certificate certificate;

	CU_ASSERT_EQUAL(certificate_read(&certificate, made->der, made->der_len, now), 0);
	return certificate;
}

static unsigned
flaws_of(unsigned status)
{
	struct certificate certificate = read_at(time(NULL));

	certificate_add_flaws(&certificate, status);
	CU_ASSERT_EQUAL((certificate.flaws & CERTIFICATE_ODD) != 0, certificate.odd[0] != '\0');
	return certificate.flaws;
}

static void
it_says_what_it_is(void)
{
	struct certificate certificate = read_at(time(NULL));

	CU_ASSERT_STRING_EQUAL(certificate.subject, "CN=x");
	CU_ASSERT_STRING_EQUAL(certificate.issuer, "CN=x");
	CU_ASSERT_STRING_EQUAL(certificate.names, "one.example, two.example");
	CU_ASSERT_STRING_EQUAL(certificate.key, "RSA 2048 bits");
	CU_ASSERT_STRING_EQUAL(certificate.signature, "RSA-SHA256");
	CU_ASSERT_EQUAL(strspn(certificate.thumbprint, "0123456789abcdef"), 40);
	CU_ASSERT_TRUE(certificate.self_signed);
	CU_ASSERT_EQUAL(certificate.until - certificate.since, 7200);
	CU_ASSERT_EQUAL(certificate.flaws, 0);
}

/* Of a certificate and a pin made by OpenSSL, so that it is not only ours that agrees. */
static void
the_pin_is_that_of_others(void)
{
	static const unsigned char pem[] =
	    "-----BEGIN CERTIFICATE-----\n"
	    "MIIBbTCCAROgAwIBAgIUf0AdeTgq4hyHJCKsa4uge6X7hlcwCgYIKoZIzj0EAwIw\n"
	    "DDEKMAgGA1UEAwwBeDAeFw0yNjExMjIxNjQ1MDlaFw0zNjExMTkxNjQ1MDlaMAwx\n"
	    "CjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQyLpRWuiofpp4L\n"
	    "WbJ+efZFaOr2Z8eMsNg9NYhrjnwFG2kXcR6HCrADTWv/23ZjeHGPdCRglykfzDFM\n"
	    "HRP7PaWKo1MwUTAdBgNVHQ4EFgQU+aA2BhmEkzq+5SPhikAyooXNu44wHwYDVR0j\n"
	    "BBgwFoAU+aA2BhmEkzq+5SPhikAyooXNu44wDwYDVR0TAQH/BAUwAwEB/zAKBggq\n"
	    "hkjOPQQDAgNIADBFAiBUy4ApbBau7H9r1EnZfHa6G90YOPG3OKD9k8DKei5lWAIh\n"
	    "AI1mLIWKL7c3Ng3u9BKYbSontsLCgt3fEbA/oV9oMIVI\n"
	    "-----END CERTIFICATE-----\n";
	static const unsigned char pin[] = {
		0xa0, 0x6e, 0xb3, 0x8a, 0xe4, 0xf3, 0x46, 0xe5,
		0x75, 0x91, 0x21, 0x43, 0x41, 0xe9, 0x98, 0xa3,
		0x5a, 0x5d, 0x7c, 0x87, 0xb7, 0x92, 0x30, 0xdd,
		0x7e, 0x2d, 0x03, 0x3f, 0x0e, 0x1a, 0x9e, 0xd6,
	};
	gnutls_datum_t text = { .data = (unsigned char *)pem, .size = sizeof(pem) - 1 }, der;
	struct certificate certificate;

	CU_ASSERT_EQUAL_FATAL(gnutls_pem_base64_decode2("CERTIFICATE", &text, &der), 0);
	CU_ASSERT_EQUAL(certificate_read(&certificate, der.data, der.size, 0), 0);
	CU_ASSERT_EQUAL(memcmp(certificate.pin, pin, sizeof(pin)), 0);
	CU_ASSERT_STRING_EQUAL(certificate.thumbprint, "96efdaaf36fc62292528cd85e63a548e0e9e0c98");
	gnutls_free(der.data);
}

static void
the_dates_are_inclusive(void)
{
	struct certificate certificate = read_at(0);
	int64_t since = certificate.since, until = certificate.until;

	CU_ASSERT_EQUAL(certificate.flaws, CERTIFICATE_NOT_YET);
	CU_ASSERT_EQUAL(read_at(since - 1).flaws, CERTIFICATE_NOT_YET);
	CU_ASSERT_EQUAL(read_at(since).flaws, 0);
	CU_ASSERT_EQUAL(read_at(until).flaws, 0);
	CU_ASSERT_EQUAL(read_at(until + 1).flaws, CERTIFICATE_EXPIRED);
}

static void
every_finding_of_gnutls_is_a_flaw(void)
{
	CU_ASSERT_EQUAL(flaws_of(0), 0);
	CU_ASSERT_EQUAL(flaws_of(GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND),
	    CERTIFICATE_UNTRUSTED);
	CU_ASSERT_EQUAL(flaws_of(GNUTLS_CERT_INVALID | GNUTLS_CERT_EXPIRED),
	    CERTIFICATE_OLD_ISSUER);
	CU_ASSERT_EQUAL(flaws_of(GNUTLS_CERT_INVALID), CERTIFICATE_ODD);
	for (int bit = 1; bit < 32; bit++)
		CU_ASSERT_NOT_EQUAL(flaws_of(1U << bit), 0);
}

static void
an_expired_leaf_is_not_taken_for_an_expired_issuer(void)
{
	struct certificate certificate = read_at(0);

	certificate_add_flaws(&certificate, GNUTLS_CERT_INVALID | GNUTLS_CERT_NOT_ACTIVATED);
	CU_ASSERT_EQUAL(certificate.flaws, CERTIFICATE_NOT_YET);
	CU_ASSERT_STRING_EQUAL(certificate.odd, "");
}

static void
what_we_have_no_words_for_is_told_in_gnutls_own(void)
{
	struct certificate certificate = read_at(time(NULL));

	certificate_add_flaws(&certificate, GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED);
	CU_ASSERT_EQUAL(certificate.flaws, CERTIFICATE_ODD);
	CU_ASSERT_PTR_NOT_NULL(strstr(certificate.odd, "revoked"));
}

static void
what_is_no_certificate_cannot_be_read(void)
{
	struct certificate certificate;

	CU_ASSERT_EQUAL(certificate_read(&certificate, "hello", 5, 0), -1);
	CU_ASSERT_EQUAL(certificate_read(&certificate, "", 0, 0), -1);
	for (size_t n = 0; n < identity()->der_len; n++)
		CU_ASSERT_EQUAL(certificate_read(&certificate, identity()->der, n, 0), -1);
}

/* Changes an object identifier wherever it stands. */
static void
damage(unsigned char *der, size_t size, const char *oid, size_t n)
{
	size_t times = 0;

	for (size_t i = 0; i + n <= size; i++) {
		if (memcmp(der + i, oid, n) != 0)
			continue;
		der[i + n - 1] = 0x7b;
		times++;
	}
	CU_ASSERT(times > 0);
}

static void
unknown_algorithms_are_called_that_and_are_weak(void)
{
	static const char rsa[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
	static const char rsa_sha256[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b";
	struct identity made = *identity();
	struct certificate certificate;

	damage(made.der, made.der_len, rsa_sha256, sizeof(rsa_sha256) - 1);
	CU_ASSERT_EQUAL(certificate_read(&certificate, made.der, made.der_len, time(NULL)), 0);
	CU_ASSERT_PTR_NOT_NULL(strcasestr(certificate.signature, "unknown"));
	damage(made.der, made.der_len, rsa, sizeof(rsa) - 1);
	if (certificate_read(&certificate, made.der, made.der_len, time(NULL)) == 0) {
		CU_ASSERT_PTR_NOT_NULL(strcasestr(certificate.key, "unknown"));
		CU_ASSERT(certificate.flaws & CERTIFICATE_WEAK_KEY);
	}
}

static void
pem_reads_back(void)
{
	static char pem[CERTIFICATE_PEM_MAX];

	CU_ASSERT_EQUAL(certificate_pem(identity()->der, identity()->der_len, pem), 0);
	CU_ASSERT_STRING_EQUAL(pem, identity()->certificate);
	CU_ASSERT_EQUAL(certificate_pem(pem, sizeof(pem), pem), -1);
}

CU_TestInfo certificate_tests[] = {
	{ "it says what it is", it_says_what_it_is },
	{ "the pin is that of others", the_pin_is_that_of_others },
	{ "the dates are inclusive", the_dates_are_inclusive },
	{ "every finding of GnuTLS is a flaw", every_finding_of_gnutls_is_a_flaw },
	{ "an expired leaf is not taken for an expired issuer",
	    an_expired_leaf_is_not_taken_for_an_expired_issuer },
	{ "what we have no words for is told in GnuTLS's own",
	    what_we_have_no_words_for_is_told_in_gnutls_own },
	{ "what is no certificate cannot be read", what_is_no_certificate_cannot_be_read },
	{ "unknown algorithms are called that, and are weak",
	    unknown_algorithms_are_called_that_and_are_weak },
	{ "PEM reads back", pem_reads_back },
	CU_TEST_INFO_NULL
};
