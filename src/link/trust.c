/* SPDX-License-Identifier: MIT */
#include "link/trust.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"

enum {
	OF_ISSUER = CERTIFICATE_FORGED | CERTIFICATE_UNTRUSTED | CERTIFICATE_OLD_ISSUER |
	    CERTIFICATE_WEAK_CHAIN | CERTIFICATE_ODD,
	OF_ITSELF = CERTIFICATE_WRONG_NAME | CERTIFICATE_EXPIRED | CERTIFICATE_NOT_YET |
	    CERTIFICATE_NO_SERVER
};

static const char pin_kind[] = "sha256:";

/* -1: that is none. */
static int
hex_digit(char digit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = digit != '\0' ? strchr(digits, digit) : NULL;

	return found ? (int)((found - digits) % 16) : -1;
}

static bool
read_hex(const char *text, unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = hex_digit(text[2 * i]);
		int low = high < 0 ? -1 : hex_digit(text[2 * i + 1]);

		if (low < 0)
			return false;
		bytes[i] = (unsigned char)(high << 4 | low);
	}
	return text[2 * n] == '\0';
}

int
trust_add_pin(struct trust *trust, const char *text, struct fault *fault)
{
	char shown[100];

	if (trust->pin_count == TRUST_PINS_MAX)
		return fault_set(fault, "expected at most %d of them", TRUST_PINS_MAX);
	if (!text_starts(text, pin_kind) || !read_hex(text + strlen(pin_kind),
	    trust->pins[trust->pin_count], CERTIFICATE_PIN_SIZE))
		return fault_set(fault, "expected sha256: and 64 hexadecimal digits, got \"%s\"",
		    text_printable(text, strlen(text), shown, sizeof(shown)));
	trust->pin_count++;
	return 0;
}

const char *
trust_pin_text(const unsigned char pin[CERTIFICATE_PIN_SIZE], char out[TRUST_PIN_TEXT])
{
	size_t at = strlen(pin_kind);

	memcpy(out, pin_kind, sizeof(pin_kind));
	for (size_t i = 0; i < CERTIFICATE_PIN_SIZE; i++)
		snprintf(out + at + 2 * i, 3, "%02x", pin[i]);
	return out;
}

unsigned
trust_counts(const struct trust *trust, bool issuers)
{
	bool pins = trust->pin_count > 0;
	bool store = trust->store.file != NULL;
	unsigned counts = CERTIFICATE_WEAK_KEY;

	if (issuers || (!pins && !store))
		counts |= OF_ISSUER;
	if (issuers || store || !pins)
		counts |= OF_ITSELF;
	if (pins)
		counts |= CERTIFICATE_NOT_PINNED;
	if (store)
		counts |= CERTIFICATE_NEW_KEY;
	return counts;
}

bool
trust_has_pin(const struct trust *trust, const struct certificate *certificate)
{
	for (size_t i = 0; i < trust->pin_count; i++)
		if (memcmp(trust->pins[i], certificate->pin, CERTIFICATE_PIN_SIZE) == 0)
			return true;
	return false;
}

/* Appends to the fault; what does not fit is cut. */
static void __attribute__((format(printf, 2, 3)))
add(struct fault *fault, const char *format, ...)
{
	size_t len = strlen(fault->text);
	va_list args;

	va_start(args, format);
	vsnprintf(fault->text + len, sizeof(fault->text) - len, format, args);
	va_end(args);
}

static void
explain_key(const struct trust *trust, const struct certificate *certificate, unsigned flaws,
    struct fault *fault)
{
	char has[TRUST_PIN_TEXT];
	char wanted[TRUST_PIN_TEXT];
	char file[200];

	trust_pin_text(certificate->pin, has);
	/* First, so that nothing cuts the command short. */
	if (flaws & CERTIFICATE_NEW_KEY)
		add(fault, "; its key is not the one seen first, but %s; if Patriot made itself a "
		    "new one, accept it by: rm %s", has,
		    text_quoted(trust->store.file, file, sizeof(file)));
	if (flaws & CERTIFICATE_NOT_PINNED)
		add(fault, "; its key is %s, but pinned is %s%s", has,
		    trust_pin_text(trust->pins[0], wanted),
		    trust->pin_count > 1 ? ", among others" : "");
}

static void
explain_issuer(const struct certificate *certificate, unsigned flaws, struct fault *fault)
{
	if (flaws & CERTIFICATE_FORGED)
		add(fault, "; not signed by the certificate we trust under the name of its "
		    "issuer (was it made anew? export it again)");
	else if (flaws & CERTIFICATE_UNTRUSTED && certificate->self_signed)
		add(fault, "; self-signed and not the one we trust (%s): "
		    "export it from Patriot and give it as ca-file", certificate->issuer);
	else if (flaws & CERTIFICATE_UNTRUSTED)
		add(fault, "; issuer not trusted (%s): give the issuer's certificate as ca-file",
		    certificate->issuer);
}

static void
explain_dates(const struct certificate *certificate, unsigned flaws, struct fault *fault)
{
	char since[32];
	char until[32];
	char now[32];

	certificate_time(certificate->since, since);
	certificate_time(certificate->until, until);
	certificate_time(certificate->now, now);
	if (flaws & CERTIFICATE_EXPIRED)
		add(fault, "; expired %s, our clock says %s: renew it, or set the clock "
		    "(it was valid from %s)", until, now, since);
	if (flaws & CERTIFICATE_NOT_YET)
		add(fault, "; not valid before %s, our clock says %s: set the clock "
		    "(it is valid until %s)", since, now, until);
	if (flaws & CERTIFICATE_OLD_ISSUER)
		add(fault, "; one that vouches for it has expired, or is not valid yet, "
		    "our clock says %s", now);
}

static void
explain_weakness(const struct certificate *certificate, unsigned flaws, struct fault *fault)
{
	if (flaws & CERTIFICATE_WEAK_KEY)
		add(fault, "; its key (%s) is too weak: have one made with RSA 2048 at least",
		    certificate->key);
	else if (flaws & CERTIFICATE_WEAK_CHAIN)
		add(fault, "; its signature (%s), or the key of one that vouches for it, is too "
		    "weak: have one made with RSA 2048 and SHA-256 at least",
		    certificate->signature);
}

int
trust_judge(const struct trust *trust, const struct certificate *certificate, unsigned counts,
    const char *host, struct fault *fault)
{
	unsigned flaws = certificate->flaws & counts;

	if (flaws == 0)
		return 0;
	fault_set(fault, "certificate refused");
	explain_key(trust, certificate, flaws, fault);
	explain_issuer(certificate, flaws, fault);
	if (flaws & CERTIFICATE_WRONG_NAME)
		add(fault, "; it is for %s, but the url says %.80s: name it so there, "
		    "and its address in connect-to", certificate->names, host);
	if (flaws & CERTIFICATE_NO_SERVER)
		add(fault, "; its extended key usage lacks the purpose TLS server: "
		    "have one made with it, or with none at all");
	explain_dates(certificate, flaws, fault);
	explain_weakness(certificate, flaws, fault);
	if (flaws & CERTIFICATE_ODD)
		add(fault, "; %s", certificate->odd);
	return -1;
}
