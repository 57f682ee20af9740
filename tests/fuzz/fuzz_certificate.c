/* SPDX-License-Identifier: MIT */
/*
 * A certificate that anybody may have sent: what we say of it is printable, also when all that
 * can be wrong with it is, and a pin fits its own key only.
 */
#include <string.h>

#include "fuzz.h"
#include "link/certificate.h"
#include "link/trust.h"

static void
check_text(const char *text, size_t size)
{
	MUST(memchr(text, '\0', size) != NULL);
	for (const char *c = text; *c != '\0'; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct certificate certificate;
	static struct trust trust = { .store = { "/var/lib/desk:9009", "desk", "9009" } };
	static char pem[CERTIFICATE_PEM_MAX];
	struct fault fault = { .text = "" };
	char when[32];

	trust.pin_count = 0;
	if (certificate_read(&certificate, bytes, n, 1800000000) != 0)
		return 0;
	check_text(certificate.subject, sizeof(certificate.subject));
	check_text(certificate.issuer, sizeof(certificate.issuer));
	check_text(certificate.names, sizeof(certificate.names));
	check_text(certificate.key, sizeof(certificate.key));
	check_text(certificate.signature, sizeof(certificate.signature));
	check_text(certificate_time(certificate.since, when), sizeof(when));
	check_text(certificate_time(certificate.until, when), sizeof(when));
	certificate_pem(bytes, n, pem);

	certificate.flaws = 2 * CERTIFICATE_NEW_KEY - 1;
	MUST(trust_judge(&trust, &certificate, certificate.flaws, "desk", &fault) != 0);
	check_text(fault.text, sizeof(fault.text));
	memcpy(trust.pins[trust.pin_count++], certificate.pin, CERTIFICATE_PIN_SIZE);
	MUST(trust_has_pin(&trust, &certificate));
	trust.pins[0][0] ^= 1;
	MUST(!trust_has_pin(&trust, &certificate));
	return 0;
}
