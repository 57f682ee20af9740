/* SPDX-License-Identifier: MIT */
#include "link/certificate.h"

#include <arpa/inet.h>
#include <gnutls/x509.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "util/text.h"

/* What a certificate says of itself, ready to print. */
struct facts {
	char names[100];
	char issuer[100];
	char since[32];
	char until[32];
	char now[32];                   /* our clock */
	bool expired;
	bool self_signed;
};

/* The checks that end in "not vouched for by anybody we trust". */
enum {
	UNTRUSTED = GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA,
	EXPLAINED = UNTRUSTED | GNUTLS_CERT_INVALID | GNUTLS_CERT_UNEXPECTED_OWNER |
	    GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED | GNUTLS_CERT_SIGNATURE_FAILURE |
	    GNUTLS_CERT_INSECURE_ALGORITHM
};

static void
print_time(time_t when, char *out, size_t size)
{
	struct tm tm;

	if (!gmtime_r(&when, &tm) || strftime(out, size, "%Y-%m-%d %H:%M UTC", &tm) == 0)
		text_copy(out, size, "?");
}

/* The i-th subjectAltName, "" when it is neither a name nor an address; false: no more. */
static bool
print_name(gnutls_x509_crt_t certificate, unsigned i, char *out, size_t size)
{
	char name[256];
	char address[INET6_ADDRSTRLEN];
	size_t n = sizeof(name);
	int type = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &n, NULL);

	out[0] = '\0';
	if (type == GNUTLS_SAN_DNSNAME)
		text_printable(name, n, out, size);
	else if (type == GNUTLS_SAN_IPADDRESS &&
	    inet_ntop(n == 4 ? AF_INET : AF_INET6, name, address, sizeof(address)))
		text_copy(out, size, address);
	return type != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

/* Whom it is for: the subjectAltNames, or when there are none the common name. */
static void
print_names(gnutls_x509_crt_t certificate, char *out, size_t size)
{
	char name[64];
	size_t n = sizeof(name);

	out[0] = '\0';
	for (unsigned i = 0; print_name(certificate, i, name, sizeof(name)); i++) {
		size_t len = strlen(out);

		if (name[0] != '\0')
			snprintf(out + len, size - len, "%s%s", len > 0 ? ", " : "", name);
	}
	if (out[0] != '\0')
		return;
	if (gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0,
	    name, &n) == 0)
		text_printable(name, n, out, size);
	else
		text_copy(out, size, "no name");
}

static void
gather(gnutls_x509_crt_t certificate, struct facts *facts)
{
	char issuer[256];
	size_t n = sizeof(issuer);
	time_t now = time(NULL);
	time_t until = gnutls_x509_crt_get_expiration_time(certificate);

	if (gnutls_x509_crt_get_issuer_dn(certificate, issuer, &n) < 0)
		n = 0;
	text_printable(issuer, n, facts->issuer, sizeof(facts->issuer));
	print_names(certificate, facts->names, sizeof(facts->names));
	print_time(gnutls_x509_crt_get_activation_time(certificate), facts->since,
	    sizeof(facts->since));
	print_time(until, facts->until, sizeof(facts->until));
	print_time(now, facts->now, sizeof(facts->now));
	facts->expired = until < now;
	facts->self_signed = gnutls_x509_crt_check_issuer(certificate, certificate) != 0;
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
explain(const struct facts *facts, unsigned failed, const char *host, struct fault *fault)
{
	if (failed & GNUTLS_CERT_SIGNATURE_FAILURE)
		add(fault, "; not signed by the certificate we trust under the name of its "
		    "issuer (was it made anew? export it again)");
	else if (failed & UNTRUSTED && facts->self_signed)
		add(fault, "; self-signed and not the one we trust (%s): "
		    "export it from Patriot and give it as ca-file", facts->issuer);
	else if (failed & UNTRUSTED)
		add(fault, "; issuer not trusted (%s): give the issuer's certificate as ca-file",
		    facts->issuer);
	if (failed & GNUTLS_CERT_UNEXPECTED_OWNER)
		add(fault, "; it is for %s, but the url says %.80s: name it so there, "
		    "and its address in connect-to", facts->names, host);
	if (failed & GNUTLS_CERT_EXPIRED && facts->expired)
		add(fault, "; expired %s, our clock says %s: renew it, or set the clock",
		    facts->until, facts->now);
	else if (failed & GNUTLS_CERT_EXPIRED)
		add(fault, "; one that vouches for it has expired, our clock says %s",
		    facts->now);
	if (failed & GNUTLS_CERT_NOT_ACTIVATED)
		add(fault, "; not valid before %s, our clock says %s: set the clock",
		    facts->since, facts->now);
	if (failed & GNUTLS_CERT_INSECURE_ALGORITHM)
		add(fault, "; its key or signature is too weak: "
		    "have one made with RSA 2048 and SHA-256 at least");
}

int
certificate_refused(const void *der, size_t size, unsigned failed, const char *host,
    struct fault *fault)
{
	const gnutls_datum_t data = { .data = (unsigned char *)der, .size = (unsigned)size };
	gnutls_x509_crt_t certificate;
	gnutls_datum_t others;
	struct facts facts;

	fault_set(fault, "certificate refused");
	if (gnutls_x509_crt_init(&certificate) < 0)
		return -1;
	if (gnutls_x509_crt_import(certificate, &data, GNUTLS_X509_FMT_DER) == 0) {
		gather(certificate, &facts);
		explain(&facts, failed, host, fault);
	}
	gnutls_x509_crt_deinit(certificate);
	failed &= ~(unsigned)EXPLAINED;
	if (failed != 0 && gnutls_certificate_verification_status_print(failed,
	    GNUTLS_CRT_X509, &others, 0) == 0) {
		add(fault, "; %s", others.data);
		gnutls_free(others.data);
	}
	return -1;
}
