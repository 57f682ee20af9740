/* SPDX-License-Identifier: MIT */
/*
 * link/tls_trust - whom a TLS client trusts: certificates that vouch for others, and keys.
 */
#ifndef ATDIALLER_LINK_TLS_TRUST_H
#define ATDIALLER_LINK_TLS_TRUST_H

#include <stddef.h>

#include "link/trust.h"
#include "util/fault.h"

struct gnutls_certificate_credentials_st;

struct tls_trust {
	const void *bytes;              /* certificates, PEM or DER, one or a bundle; NULL: the ... */
	size_t size;                    /* ... system's trust store, when no keys are given */
	const struct trust *keys;       /* NULL: none; must outlive the tls */
};

/* -1 and a fault when the certificates cannot be used: not one of them is inside. */
int tls_trust_check(const struct tls_trust *trust, struct fault *fault);

/* Copies them to where GnuTLS looks for them; -1 and a fault as above. */
int tls_trust_load(const struct tls_trust *trust,
    struct gnutls_certificate_credentials_st *credentials, struct fault *fault);

#endif
