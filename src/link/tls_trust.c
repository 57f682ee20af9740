/* SPDX-License-Identifier: MIT */
#include "link/tls_trust.h"

#include <gnutls/gnutls.h>
#include <string.h>

int
tls_trust_load(const struct tls_trust *trust, gnutls_certificate_credentials_t credentials,
    struct fault *fault)
{
	static const char pem[] = "-----BEGIN";
	const gnutls_datum_t data = {
		.data = (unsigned char *)trust->bytes,
		.size = (unsigned)trust->size
	};
	int count;

	if (!trust->bytes) {
		count = gnutls_certificate_set_x509_system_trust(credentials);
		return count > 0 ? 0 : fault_set(fault, "no certificate found in the system's "
		    "trust store (package ca-certificates); "
		    "give the one Patriot exports as ca-file");
	}
	count = gnutls_certificate_set_x509_trust_mem(credentials, &data,
	    memmem(trust->bytes, trust->size, pem, strlen(pem)) ?
	    GNUTLS_X509_FMT_PEM : GNUTLS_X509_FMT_DER);
	return count > 0 ? 0 : fault_set(fault, "no certificate found in ca-file, "
	    "PEM or DER expected%s%s", count < 0 ? ": " : "",
	    count < 0 ? gnutls_strerror(count) : "");
}

int
tls_trust_check(const struct tls_trust *trust, struct fault *fault)
{
	gnutls_certificate_credentials_t credentials;
	int rc;

	if (gnutls_certificate_allocate_credentials(&credentials) < 0)
		return fault_set(fault, "out of memory");
	rc = tls_trust_load(trust, credentials, fault);
	gnutls_certificate_free_credentials(credentials);
	return rc;
}
