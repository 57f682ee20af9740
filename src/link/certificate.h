/* SPDX-License-Identifier: MIT */
/*
 * link/certificate - what a certificate says of itself, what is wrong with it, and whether
 * its key is the one that was seen first.
 *
 * What of that counts is not decided here: see link/trust.h.
 */
#ifndef ATDIALLER_LINK_CERTIFICATE_H
#define ATDIALLER_LINK_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/fault.h"

enum {
	CERTIFICATE_PIN_SIZE = 32,      /* SHA-256 */
	CERTIFICATE_PEM_MAX = 16 * 1024
};

/* What can be wrong with one; bits. */
enum certificate_flaw {
	CERTIFICATE_FORGED     = 1 << 0,        /* not signed by its issuer's namesake */
	CERTIFICATE_UNTRUSTED  = 1 << 1,        /* nobody we trust vouches for it */
	CERTIFICATE_OLD_ISSUER = 1 << 2,        /* an issuer has expired, or is not valid yet */
	CERTIFICATE_WEAK_CHAIN = 1 << 3,        /* a signature or a key on the way to it */
	CERTIFICATE_ODD        = 1 << 4,        /* in GnuTLS's own words */
	CERTIFICATE_WRONG_NAME = 1 << 5,
	CERTIFICATE_EXPIRED    = 1 << 6,
	CERTIFICATE_NOT_YET    = 1 << 7,
	CERTIFICATE_WEAK_KEY   = 1 << 8,
	CERTIFICATE_NOT_PINNED = 1 << 9,        /* its key has none of the pins */
	CERTIFICATE_NO_SERVER  = 1 << 10,       /* its purposes do not include being a TLS server */
	CERTIFICATE_NEW_KEY    = 1 << 11        /* its key is not the one seen first */
};

/* All text is printable, and cut to fit. */
struct certificate {
	char subject[128];
	char issuer[100];
	char names[100];                /* whom it is for */
	char key[40];                   /* "RSA 2048 bits" */
	char signature[40];             /* "RSA-SHA256" */
	char thumbprint[48];            /* SHA-1 of all of it: Windows shows that one */
	char odd[128];                  /* CERTIFICATE_ODD in words */
	unsigned char pin[CERTIFICATE_PIN_SIZE];        /* SHA-256 of its SubjectPublicKeyInfo */
	int64_t since;                  /* seconds since 1970, as the next two */
	int64_t until;
	int64_t now;                    /* our clock, when it was read */
	bool self_signed;
	unsigned flaws;
};

/* What certificate_known has to say. */
enum certificate_memory {
	CERTIFICATE_FIRST,              /* no key was seen before */
	CERTIFICATE_SAME,
	CERTIFICATE_CHANGED
};

/* Where the key seen first is kept: a file for each peer, and who that is. */
struct certificate_store {
	const char *file;
	const char *host;
	const char *port;
};

/*
 * Reads DER, and finds the flaws that it shows by itself, at `now`. -1: that is no
 * certificate.
 */
int certificate_read(struct certificate *certificate, const void *der, size_t size, int64_t now);

/* Adds the flaws that GnuTLS has found, as a gnutls_certificate_status_t. */
void certificate_add_flaws(struct certificate *certificate, unsigned status);

/* Writes "2026-11-22 16:09 UTC". */
const char *certificate_time(int64_t when, char out[32]);

/* Writes it as PEM with a NUL; -1 when it cannot. */
int certificate_pem(const void *der, size_t size, char out[CERTIFICATE_PEM_MAX]);

/*
 * Asks GnuTLS's store whether it knows the key. -1 and a fault when the file is there but
 * cannot be read or does not hold a key: that is no reason to trust the next one.
 */
int certificate_known(const struct certificate_store *store, const void *der, size_t size,
    enum certificate_memory *memory, struct fault *fault);

/* Remembers the key; -1 and a fault when it cannot. The file's folder must be there. */
int certificate_remember(const struct certificate_store *store, const void *der, size_t size,
    struct fault *fault);

#endif
