/* SPDX-License-Identifier: MIT */
#include "sim/sim_certificate.h"

#include <gnutls/x509.h>
#include <string.h>

#include "link/crypto.h"

enum {
	KEY_BITS = 2048,
	DAY = 24 * 60 * 60,
	YEARS_10 = 3652 * DAY
};

static int
set_serial(gnutls_x509_crt_t crt)
{
	unsigned char serial[16];

	crypto_random(serial, sizeof(serial));
	/* Positive, and not shorter by a leading zero (RFC 5280 4.1.2.2). */
	serial[0] = (serial[0] & 0x7f) | 0x40;
	return gnutls_x509_crt_set_serial(crt, serial, sizeof(serial));
}

static int
set_names(gnutls_x509_crt_t crt, const char *host)
{
	unsigned n = (unsigned)strlen(host);
	int rc;

	rc = gnutls_x509_crt_set_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, host, n);
	if (rc < 0)
		return rc;
	return gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, host, n,
	    GNUTLS_FSAN_SET);
}

static int
fill_in(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const char *host, time_t now)
{
	int rc;

	if ((rc = gnutls_x509_crt_set_version(crt, 3)) < 0 ||
	    (rc = set_serial(crt)) < 0 ||
	    (rc = gnutls_x509_crt_set_activation_time(crt, now - DAY)) < 0 ||
	    (rc = gnutls_x509_crt_set_expiration_time(crt, now + YEARS_10)) < 0 ||
	    (rc = set_names(crt, host)) < 0 ||
	    (rc = gnutls_x509_crt_set_key_usage(crt,
	    GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT)) < 0 ||
	    (rc = gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0)) < 0 ||
	    (rc = gnutls_x509_crt_set_key(crt, key)) < 0)
		return rc;
	return gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

/* GnuTLS puts a NUL behind PEM text, and counts it only in the room it needs. */
static int
export(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, struct sim_certificate *out)
{
	size_t certificate_size = sizeof(out->certificate);
	size_t key_size = sizeof(out->key);
	int rc;

	rc = gnutls_x509_crt_export(crt, GNUTLS_X509_FMT_PEM, out->certificate,
	    &certificate_size);
	if (rc < 0)
		return rc;
	return gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, out->key, &key_size);
}

int
sim_certificate_make(struct sim_certificate *certificate, const char *host, time_t now,
    struct fault *fault)
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_x509_crt_t crt = NULL;
	int rc;

	if ((rc = gnutls_x509_privkey_init(&key)) == 0 &&
	    (rc = gnutls_x509_crt_init(&crt)) == 0 &&
	    (rc = gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, KEY_BITS, 0)) == 0 &&
	    (rc = fill_in(crt, key, host, now)) == 0)
		rc = export(crt, key, certificate);
	gnutls_x509_crt_deinit(crt);
	gnutls_x509_privkey_deinit(key);
	if (rc < 0)
		return fault_set(fault, "no certificate could be made for %s: %s", host,
		    gnutls_strerror(rc));
	return 0;
}
