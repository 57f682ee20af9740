/* SPDX-License-Identifier: MIT */
/*
 * link/trust - which flaws of a certificate count, and the words for those that do.
 *
 * The rule:
 *   - its issuer counts with a CA file, and when there is neither pin nor store: then the
 *     system's trust store has to vouch for it;
 *   - its name, its dates and its purposes count unless there are pins and nothing else;
 *   - with pins its key must have one of them, with a store it must be the one seen first;
 *   - its key must never be weak.
 * So each of the three ways adds a check, and only a pin, which names the one key that is right,
 * makes name, dates and purposes needless.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_LINK_TRUST_H
#define ATDIALLER_LINK_TRUST_H

#include <stdbool.h>
#include <stddef.h>

#include "link/certificate.h"
#include "util/fault.h"

enum {
	TRUST_PINS_MAX = 8,
	TRUST_PIN_TEXT = 72             /* "sha256:" and 64 digits, with a NUL */
};

/* What besides certificates a peer is known by; zeroed: nothing. */
struct trust {
	unsigned char pins[TRUST_PINS_MAX][CERTIFICATE_PIN_SIZE];
	size_t pin_count;
	struct certificate_store store; /* file NULL: the key seen first is not remembered */
};

/* Reads "sha256:" and 64 hexadecimal digits and adds that pin; -1 and a fault. */
int trust_add_pin(struct trust *trust, const char *text, struct fault *fault);

const char *trust_pin_text(const unsigned char pin[CERTIFICATE_PIN_SIZE],
    char out[TRUST_PIN_TEXT]);

/* The flaws that count; `issuers`: certificates are given that have to vouch for it. */
unsigned trust_counts(const struct trust *trust, bool issuers);

/* True when the key has one of the pins. */
bool trust_has_pin(const struct trust *trust, const struct certificate *certificate);

/*
 * -1 and a fault when one of its flaws `counts`: the fault names each of them, with what
 * the certificate has and what was wanted. `host` is the URL's.
 */
int trust_judge(const struct trust *trust, const struct certificate *certificate, unsigned counts,
    const char *host, struct fault *fault);

#endif
