/* SPDX-License-Identifier: MIT */
/*
 * tests/identity - certificates made on the spot, good ones and others.
 */
#ifndef ATDIALLER_TESTS_IDENTITY_H
#define ATDIALLER_TESTS_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

struct identity {
	char certificate[4096];         /* PEM, the issuer's behind it when there is one */
	char key[4096];                 /* PEM */
	unsigned char der[2048];
	size_t der_len;
};

/* How it is to be; what is left out makes a good self-signed one without any name. */
struct identity_wish {
	const char *common_name;
	const char *dns[3];
	const char *ip;
	long valid_from;                /* s from now; 0: an hour ago */
	long valid_until;               /* s from now; 0: in an hour */
	unsigned rsa_bits;              /* 0: an EC key, which is made faster */
	bool ca;                        /* may vouch for others */
	bool no_ca;                     /* says that it may not */
	bool for_clients;               /* says that it is for them */
	const struct identity *issuer;
};

void identity_make(struct identity *identity, const struct identity_wish *wish);

#endif
