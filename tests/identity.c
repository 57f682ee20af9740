/* SPDX-License-Identifier: MIT */
#include "identity.h"

#include <arpa/inet.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
must(int rc)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "cannot make a certificate: %s\n", gnutls_strerror(rc));
	abort();
}

static void
set_names(gnutls_x509_crt_t certificate, const struct identity_wish *wish)
{
	unsigned char address[16];

	if (wish->common_name)
		must(gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
		    wish->common_name, (unsigned)strlen(wish->common_name)));
	for (size_t i = 0; i < 3 && wish->dns[i]; i++)
		must(gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME,
		    wish->dns[i], (unsigned)strlen(wish->dns[i]), GNUTLS_FSAN_APPEND));
	if (wish->ip) {
		bool four = inet_pton(AF_INET, wish->ip, address) == 1;

		if (!four)
			must(inet_pton(AF_INET6, wish->ip, address) == 1 ? 0 : -1);
		must(gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS,
		    address, four ? 4 : 16, GNUTLS_FSAN_APPEND));
	}
}

static void
set_validity(gnutls_x509_crt_t certificate, const struct identity_wish *wish)
{
	time_t now = time(NULL);
	long from = wish->valid_from != 0 ? wish->valid_from : -3600;
	long until = wish->valid_until != 0 ? wish->valid_until : 3600;

	must(gnutls_x509_crt_set_activation_time(certificate, now + from));
	must(gnutls_x509_crt_set_expiration_time(certificate, now + until));
}

static void
sign(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, const struct identity *issuer)
{
	gnutls_datum_t text;
	gnutls_x509_crt_t ca;
	gnutls_x509_privkey_t ca_key;

	if (!issuer) {
		must(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0));
		return;
	}
	must(gnutls_x509_crt_init(&ca));
	must(gnutls_x509_privkey_init(&ca_key));
	text.data = (unsigned char *)issuer->certificate;
	text.size = (unsigned)strlen(issuer->certificate);
	must(gnutls_x509_crt_import(ca, &text, GNUTLS_X509_FMT_PEM));
	text.data = (unsigned char *)issuer->key;
	text.size = (unsigned)strlen(issuer->key);
	must(gnutls_x509_privkey_import(ca_key, &text, GNUTLS_X509_FMT_PEM));
	must(gnutls_x509_crt_sign2(certificate, ca, ca_key, GNUTLS_DIG_SHA256, 0));
	gnutls_x509_privkey_deinit(ca_key);
	gnutls_x509_crt_deinit(ca);
}

static void
export(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, struct identity *identity,
    const struct identity *issuer)
{
	size_t n = sizeof(identity->certificate);

	must(gnutls_x509_crt_export(certificate, GNUTLS_X509_FMT_PEM, identity->certificate, &n));
	if (issuer)
		snprintf(identity->certificate + n, sizeof(identity->certificate) - n, "%s",
		    issuer->certificate);
	n = sizeof(identity->key);
	must(gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, identity->key, &n));
	identity->der_len = sizeof(identity->der);
	must(gnutls_x509_crt_export(certificate, GNUTLS_X509_FMT_DER, identity->der,
	    &identity->der_len));
}

void
identity_make(struct identity *identity, const struct identity_wish *wish)
{
	static unsigned char serial[] = { 0x10, 0x00 };
	gnutls_x509_crt_t certificate;
	gnutls_x509_privkey_t key;

	memset(identity, 0, sizeof(*identity));
	must(gnutls_x509_crt_init(&certificate));
	must(gnutls_x509_privkey_init(&key));
	must(gnutls_x509_privkey_generate(key, wish->rsa_bits ? GNUTLS_PK_RSA : GNUTLS_PK_ECDSA,
	    wish->rsa_bits ? wish->rsa_bits : GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
	    0));
	serial[1]++;
	must(gnutls_x509_crt_set_version(certificate, 3));
	must(gnutls_x509_crt_set_serial(certificate, serial, sizeof(serial)));
	must(gnutls_x509_crt_set_key(certificate, key));
	set_names(certificate, wish);
	set_validity(certificate, wish);
	if (wish->ca || wish->no_ca)
		must(gnutls_x509_crt_set_basic_constraints(certificate, wish->ca, -1));
	if (wish->for_clients)
		must(gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_CLIENT, 0));
	sign(certificate, key, wish->issuer);
	export(certificate, key, identity, wish->issuer);
	gnutls_x509_privkey_deinit(key);
	gnutls_x509_crt_deinit(certificate);
}
