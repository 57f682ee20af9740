/* SPDX-License-Identifier: MIT */
#include "link/certificate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "util/array.h"
#include "util/text.h"

/* GnuTLS's findings in our words; what is left of them is CERTIFICATE_ODD. */
static const struct {
	unsigned status;
	unsigned flaw;
} findings[] = {
	{ GNUTLS_CERT_SIGNATURE_FAILURE, CERTIFICATE_FORGED },
	{ GNUTLS_CERT_SIGNER_NOT_FOUND, CERTIFICATE_UNTRUSTED },
	{ GNUTLS_CERT_SIGNER_NOT_CA, CERTIFICATE_UNTRUSTED },
	{ GNUTLS_CERT_UNEXPECTED_OWNER, CERTIFICATE_WRONG_NAME },
	{ GNUTLS_CERT_INSECURE_ALGORITHM, CERTIFICATE_WEAK_CHAIN },
	{ GNUTLS_CERT_EXPIRED, CERTIFICATE_OLD_ISSUER },
	{ GNUTLS_CERT_NOT_ACTIVATED, CERTIFICATE_OLD_ISSUER },
};

const char *
certificate_time(int64_t when, char out[32])
{
	time_t seconds = (time_t)when;
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || strftime(out, 32, "%Y-%m-%d %H:%M UTC", &tm) == 0)
		text_copy(out, 32, "?");
	return out;
}

/* The i-th subjectAltName, "" when it is neither a name nor an address; false: no more. */
static bool
print_name(gnutls_x509_crt_t crt, unsigned i, char *out, size_t size)
{
	char name[256];
	char address[INET6_ADDRSTRLEN];
	size_t n = sizeof(name);
	int type = gnutls_x509_crt_get_subject_alt_name(crt, i, name, &n, NULL);

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
print_names(gnutls_x509_crt_t crt, char *out, size_t size)
{
	char name[64];
	size_t n = sizeof(name);

	out[0] = '\0';
	for (unsigned i = 0; print_name(crt, i, name, sizeof(name)); i++) {
		size_t len = strlen(out);

		if (name[0] != '\0' && len + 8 < size)
			snprintf(out + len, size - len, "%s%s", len > 0 ? ", " : "", name);
	}
	if (out[0] != '\0')
		return;
	if (gnutls_x509_crt_get_dn_by_oid(crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name, &n) == 0)
		text_printable(name, n, out, size);
	else
		text_copy(out, size, "no name");
}

typedef int get_dn(gnutls_x509_crt_t crt, char *out, size_t *n);

static void
print_dn(get_dn *get, gnutls_x509_crt_t crt, char *out, size_t size)
{
	char dn[512];
	size_t n = sizeof(dn);

	if (get(crt, dn, &n) < 0)
		n = 0;
	text_printable(dn, n, out, size);
}

static void
read_key(gnutls_x509_crt_t crt, struct certificate *certificate)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_crt_get_pk_algorithm(crt, &bits);
	size_t n = sizeof(certificate->pin);
	const char *name;

	if (algorithm < 0 || gnutls_pk_bits_to_sec_param((gnutls_pk_algorithm_t)algorithm, bits) <
	    GNUTLS_SEC_PARAM_MEDIUM)
		certificate->flaws |= CERTIFICATE_WEAK_KEY;
	name = algorithm < 0 ? NULL : gnutls_pk_get_name((gnutls_pk_algorithm_t)algorithm);
	snprintf(certificate->key, sizeof(certificate->key), "%s %u bits",
	    name ? name : "unknown", bits);
	if (gnutls_x509_crt_get_key_id(crt, GNUTLS_KEYID_USE_SHA256, certificate->pin, &n) < 0)
		memset(certificate->pin, 0, sizeof(certificate->pin));
}

static void
read_facts(gnutls_x509_crt_t crt, struct certificate *certificate)
{
	int algorithm = gnutls_x509_crt_get_signature_algorithm(crt);
	const char *signature = algorithm < 0 ? NULL :
	    gnutls_sign_get_name((gnutls_sign_algorithm_t)algorithm);
	unsigned char sum[20];
	size_t n = sizeof(sum);

	print_dn(gnutls_x509_crt_get_dn, crt, certificate->subject, sizeof(certificate->subject));
	print_dn(gnutls_x509_crt_get_issuer_dn, crt, certificate->issuer,
	    sizeof(certificate->issuer));
	print_names(crt, certificate->names, sizeof(certificate->names));
	text_copy(certificate->signature, sizeof(certificate->signature),
	    signature ? signature : "of an unknown kind");
	if (gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA1, sum, &n) == 0)
		for (size_t i = 0; i < n; i++)
			snprintf(certificate->thumbprint + 2 * i, 3, "%02x", sum[i]);
	certificate->since = gnutls_x509_crt_get_activation_time(crt);
	certificate->until = gnutls_x509_crt_get_expiration_time(crt);
	certificate->self_signed = gnutls_x509_crt_check_issuer(crt, crt) != 0;
}

/* Needs gnutls_x509_crt_deinit when it succeeds. */
static int
import(gnutls_x509_crt_t *crt, const void *der, size_t size)
{
	const gnutls_datum_t data = { .data = (unsigned char *)der, .size = (unsigned)size };

	if (gnutls_x509_crt_init(crt) < 0)
		return -1;
	if (gnutls_x509_crt_import(*crt, &data, GNUTLS_X509_FMT_DER) == 0)
		return 0;
	gnutls_x509_crt_deinit(*crt);
	return -1;
}

int
certificate_read(struct certificate *certificate, const void *der, size_t size, int64_t now)
{
	gnutls_x509_crt_t crt;

	*certificate = (struct certificate){ .now = now };
	if (import(&crt, der, size) < 0)
		return -1;
	read_facts(crt, certificate);
	read_key(crt, certificate);
	if (!gnutls_x509_crt_check_key_purpose(crt, GNUTLS_KP_TLS_WWW_SERVER, 0))
		certificate->flaws |= CERTIFICATE_NO_SERVER;
	gnutls_x509_crt_deinit(crt);
	if (certificate->until < now)
		certificate->flaws |= CERTIFICATE_EXPIRED;
	if (certificate->since > now)
		certificate->flaws |= CERTIFICATE_NOT_YET;
	return 0;
}

void
certificate_add_flaws(struct certificate *certificate, unsigned status)
{
	const unsigned dates = CERTIFICATE_EXPIRED | CERTIFICATE_NOT_YET;
	unsigned flaws = 0;
	gnutls_datum_t words;

	for (size_t i = 0; i < ARRAY_LEN(findings); i++) {
		if (status & findings[i].status)
			flaws |= findings[i].flaw;
		status &= ~findings[i].status;
	}
	if (flaws != 0)
		status &= ~(unsigned)GNUTLS_CERT_INVALID;
	/* GnuTLS does not say whose dates are wrong: its own, or those of one above it. */
	if (certificate->flaws & dates)
		flaws &= ~(unsigned)CERTIFICATE_OLD_ISSUER;
	certificate->flaws |= flaws;
	if (status == 0)
		return;
	certificate->flaws |= CERTIFICATE_ODD;
	if (gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &words, 0) < 0)
		return;
	text_printable((const char *)words.data, strlen((const char *)words.data),
	    certificate->odd, sizeof(certificate->odd));
	gnutls_free(words.data);
}

int
certificate_pem(const void *der, size_t size, char out[CERTIFICATE_PEM_MAX])
{
	const gnutls_datum_t data = { .data = (unsigned char *)der, .size = (unsigned)size };
	size_t n = CERTIFICATE_PEM_MAX - 1;

	if (gnutls_pem_base64_encode("CERTIFICATE", &data, out, &n) < 0)
		return -1;
	out[n] = '\0';
	return 0;
}

static int
look_up(const struct certificate_store *store, const void *der, size_t size)
{
	const gnutls_datum_t data = { .data = (unsigned char *)der, .size = (unsigned)size };

	return gnutls_verify_stored_pubkey(store->file, NULL, store->host, store->port,
	    GNUTLS_CRT_X509, &data, 0);
}

int
certificate_known(const struct certificate_store *store, const void *der, size_t size,
    enum certificate_memory *memory, struct fault *fault)
{
	char shown[300];

	/* To GnuTLS a file that cannot be read is one that does not know the key. */
	if (access(store->file, R_OK) != 0) {
		*memory = CERTIFICATE_FIRST;
		return errno == ENOENT ? 0 : fault_set(fault,
		    "certificate refused; the key seen first cannot be read: %.200s: %s",
		    store->file, strerror(errno));
	}
	switch (look_up(store, der, size)) {
	case 0:
		*memory = CERTIFICATE_SAME;
		return 0;
	case GNUTLS_E_CERTIFICATE_KEY_MISMATCH:
		*memory = CERTIFICATE_CHANGED;
		return 0;
	}
	return fault_set(fault, "certificate refused; the file with the key seen first holds no "
	    "key; to trust the next one that is seen: rm %s",
	    text_quoted(store->file, shown, sizeof(shown)));
}

int
certificate_remember(const struct certificate_store *store, const void *der, size_t size,
    struct fault *fault)
{
	const gnutls_datum_t data = { .data = (unsigned char *)der, .size = (unsigned)size };
	int rc = gnutls_store_pubkey(store->file, NULL, store->host, store->port, GNUTLS_CRT_X509,
	    &data, 0, 0);

	/* It does not notice a full disk. */
	if (rc == 0)
		rc = look_up(store, der, size);
	if (rc == 0)
		return 0;
	unlink(store->file);
	return fault_set(fault, "the key cannot be remembered in %.200s: %s", store->file,
	    gnutls_strerror(rc));
}
