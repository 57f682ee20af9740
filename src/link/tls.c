/* SPDX-License-Identifier: MIT */
#include "link/tls.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <time.h>

#include "link/crypto.h"
#include "util/text.h"

enum {
	RECORD_SIZE = 16384,            /* of plain bytes in one record (RFC 8446 5.1) */
	RECORD_COST = 128               /* what encrypting adds to it, at the worst */
};

static const struct trust no_keys;

static const char priority[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM";

static ssize_t
pull(gnutls_transport_ptr_t pointer, void *bytes, size_t size)
{
	struct tls *tls = pointer;
	size_t n;
	const char *first = buf_peek(&tls->in, &n);

	if (n == 0) {
		gnutls_transport_set_errno(tls->session, EAGAIN);
		return -1;
	}
	if (n > size)
		n = size;
	tls_record_pass(&tls->records, first, n);
	if (tls_record_flood(&tls->records)) {
		gnutls_transport_set_errno(tls->session, ECONNABORTED);
		return -1;
	}
	memcpy(bytes, first, n);
	buf_drop(&tls->in, n);
	return (ssize_t)n;
}

static ssize_t
push(gnutls_transport_ptr_t pointer, const void *bytes, size_t n)
{
	struct tls *tls = pointer;

	if (!buf_put(&tls->out, bytes, n)) {
		gnutls_transport_set_errno(tls->session, EAGAIN);
		return -1;
	}
	return (ssize_t)n;
}

/* What is said of an error before there was a connection, and of one on it. */
static int
explain(const struct tls *tls, enum tls_state state, int error, struct fault *fault)
{
	if (tls->refused)
		return fault_set(fault, "%s", tls->why.text);
	if (tls_record_flood(&tls->records))
		return fault_set(fault, "the peer floods us with TLS %s: over %d records or %d KiB "
		    "that bring nothing", state == TLS_OPEN ? "messages" : "handshake messages",
		    TLS_RECORD_VAIN_MAX, TLS_RECORD_VAIN_BYTES / 1024);
	switch (error) {
	case GNUTLS_E_FATAL_ALERT_RECEIVED:
		return fault_set(fault, "the peer ended the TLS connection with the alert \"%s\"",
		    gnutls_alert_get_name(gnutls_alert_get(tls->session)));
	case GNUTLS_E_REHANDSHAKE:
		return fault_set(fault, "the peer wants to renegotiate TLS, which is not allowed");
	case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
	case GNUTLS_E_UNEXPECTED_PACKET:
	case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
		if (state == TLS_OPEN)
			break;
		return fault_set(fault, "the peer does not speak TLS 1.2 or 1.3; "
		    "is the port right? (%s)", gnutls_strerror(error));
	}
	return fault_set(fault, "TLS failed: %s", gnutls_strerror(error));
}

/* The connection is of no more use; the peer is told why by an alert. */
static int
fail(struct tls *tls, int error, struct fault *fault)
{
	enum tls_state state = tls->state;

	tls->state = TLS_FAILED;
	gnutls_alert_send_appropriate(tls->session, error);
	return explain(tls, state, error, fault);
}

static bool
is_client(const struct tls *tls)
{
	return tls->host[0] != '\0';
}

/* Whether his key is the one that was seen first, if that is asked for. */
static int
check_memory(struct tls *tls, const gnutls_datum_t *shown)
{
	enum certificate_memory memory;
	int result;

	if (!tls->keys->store.file)
		return 0;
	result = certificate_known(&tls->keys->store, shown->data, shown->size, &memory,
	    &tls->why);
	tls->first = result == 0 && memory == CERTIFICATE_FIRST;
	if (result < 0 || memory == CERTIFICATE_CHANGED)
		tls->certificate.flaws |= CERTIFICATE_NEW_KEY;
	return result;
}

/* All checks there are: -1 and `why` when he is not whom we trust. */
static int
verify(struct tls *tls)
{
	struct certificate *certificate = &tls->certificate;
	unsigned n = 0;
	const gnutls_datum_t *chain = gnutls_certificate_get_peers(tls->session, &n);
	unsigned status;

	if (!chain || n == 0)
		return fault_set(&tls->why, "certificate refused; the peer has shown none");
	if (certificate_read(certificate, chain[0].data, chain[0].size, time(NULL)) < 0 ||
	    gnutls_certificate_verify_peers3(tls->session, tls->host, &status) < 0)
		return fault_set(&tls->why, "certificate refused; it cannot be read");
	certificate_add_flaws(certificate, status);
	if (!trust_has_pin(tls->keys, certificate))
		certificate->flaws |= CERTIFICATE_NOT_PINNED;
	if (check_memory(tls, &chain[0]) < 0)
		return -1;
	return trust_judge(tls->keys, certificate, tls->counts, tls->host, &tls->why);
}

/* In the midst of a handshake: before the peer hears that it was completed. */
static int
judge(gnutls_session_t session)
{
	struct tls *tls = gnutls_session_get_ptr(session);

	tls->refused = verify(tls) < 0;
	return tls->refused ? -1 : 0;
}

static int
shake_hands(struct tls *tls, struct fault *fault)
{
	int rc;

	do {
		rc = gnutls_handshake(tls->session);
	} while (rc == GNUTLS_E_INTERRUPTED || rc == GNUTLS_E_WARNING_ALERT_RECEIVED);
	if (rc == GNUTLS_E_AGAIN)
		return 0;
	/* When it is resumed no certificate is shown, so that nobody is asked to judge it. */
	if (rc == 0 && is_client(tls) && gnutls_session_is_resumed(tls->session) &&
	    judge(tls->session) < 0)
		rc = GNUTLS_E_CERTIFICATE_ERROR;
	if (rc < 0)
		return fail(tls, rc, fault);
	tls->state = TLS_OPEN;
	tls_record_use(&tls->records);
	return 0;
}

static int
open_session(struct tls *tls, unsigned flags, struct fault *fault)
{
	int rc = gnutls_init(&tls->session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

	if (rc == 0)
		rc = gnutls_priority_set_direct(tls->session, priority, NULL);
	if (rc == 0)
		rc = gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE,
		    tls->credentials);
	if (rc < 0)
		return fault_set(fault, "TLS cannot start: %s", gnutls_strerror(rc));
	gnutls_session_set_ptr(tls->session, tls);
	gnutls_transport_set_ptr(tls->session, tls);
	gnutls_transport_set_pull_function(tls->session, pull);
	gnutls_transport_set_push_function(tls->session, push);
	return 0;
}

static int
load_trust(struct tls *tls, const struct tls_trust *trust, struct fault *fault)
{
	tls->keys = trust->keys ? trust->keys : &no_keys;
	tls->counts = trust_counts(tls->keys, trust->bytes != NULL);
	/* The system's store is not read in vain. */
	if (!(tls->counts & CERTIFICATE_UNTRUSTED))
		return 0;
	return tls_trust_load(trust, tls->credentials, fault);
}

static void
reset(struct tls *tls)
{
	tls_finish(tls);
	tls->state = TLS_HANDSHAKE;
	tls->records = (struct tls_record_count){ .head = 0 };
}

static bool
is_address(const char *host)
{
	struct in6_addr address;

	return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

static void
resume(struct tls *tls, const char *host)
{
	if (tls->ticket_len > 0 && strcmp(tls->host, host) == 0)
		gnutls_session_set_data(tls->session, tls->ticket, tls->ticket_len);
	tls_forget(tls);
}

int
tls_start_client(struct tls *tls, const char *host, const struct tls_trust *trust,
    struct fault *fault)
{
	assert(strlen(host) < sizeof(tls->host));
	reset(tls);
	if (gnutls_certificate_allocate_credentials(&tls->credentials) < 0)
		return fault_set(fault, "TLS cannot start: out of memory");
	if (load_trust(tls, trust, fault) < 0 || open_session(tls, GNUTLS_CLIENT, fault) < 0) {
		tls_finish(tls);
		return -1;
	}
	resume(tls, host);
	text_copy(tls->host, sizeof(tls->host), host);
	/* RFC 6066 3: no address in there. */
	if (!is_address(host))
		gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, host, strlen(host));
	gnutls_session_set_verify_function(tls->session, judge);
	return shake_hands(tls, fault);
}

int
tls_start_server(struct tls *tls, const struct tls_identity *identity, struct fault *fault)
{
	const gnutls_datum_t certificate = {
		.data = (unsigned char *)identity->certificate,
		.size = (unsigned)strlen(identity->certificate)
	};
	const gnutls_datum_t key = {
		.data = (unsigned char *)identity->key,
		.size = (unsigned)strlen(identity->key)
	};
	int rc;

	reset(tls);
	tls->host[0] = '\0';
	if (gnutls_certificate_allocate_credentials(&tls->credentials) < 0)
		return fault_set(fault, "TLS cannot start: out of memory");
	rc = gnutls_certificate_set_x509_key_mem(tls->credentials, &certificate, &key,
	    GNUTLS_X509_FMT_PEM);
	if (rc < 0)
		fault_set(fault, "the certificate and its key cannot be used: %s",
		    gnutls_strerror(rc));
	else
		rc = open_session(tls, GNUTLS_SERVER, fault);
	if (rc < 0) {
		tls_finish(tls);
		return -1;
	}
	return shake_hands(tls, fault);
}

size_t
tls_room(const struct tls *tls)
{
	return buf_room(&tls->in);
}

int
tls_feed(struct tls *tls, const void *bytes, size_t n, struct fault *fault)
{
	if (tls->state == TLS_FAILED)
		return fault_set(fault, "the TLS connection has failed");
	if (tls->state == TLS_ENDED)
		return 0;
	if (!buf_put(&tls->in, bytes, n))
		return fault_set(fault, "more input than there is room for");
	if (tls->state != TLS_HANDSHAKE)
		return 0;
	return shake_hands(tls, fault);
}

const void *
tls_peer(const struct tls *tls, size_t *size)
{
	unsigned n = 0;
	const gnutls_datum_t *chain = tls->session ?
	    gnutls_certificate_get_peers(tls->session, &n) : NULL;

	if (!chain || n == 0)
		return NULL;
	*size = chain[0].size;
	return chain[0].data;
}

int
tls_remember(struct tls *tls, struct fault *fault)
{
	size_t size = 0;
	const void *der = tls_peer(tls, &size);

	if (!tls->first)
		return 0;
	tls->first = false;
	return certificate_remember(&tls->keys->store, der, size, fault);
}

static size_t
waiting(const struct tls *tls)
{
	size_t n;

	buf_peek(&tls->in, &n);
	return n;
}

/* One record's bytes. GnuTLS says AGAIN also behind what is none of ours, as tickets. */
static ssize_t
receive(struct tls *tls, void *bytes, size_t size)
{
	ssize_t got;
	size_t before;

	do {
		before = waiting(tls);
		got = gnutls_record_recv(tls->session, bytes, size);
	} while ((got == GNUTLS_E_AGAIN && waiting(tls) > 0 && waiting(tls) < before) ||
	    got == GNUTLS_E_INTERRUPTED || got == GNUTLS_E_WARNING_ALERT_RECEIVED);
	return got;
}

long
tls_read(struct tls *tls, void *bytes, size_t size, struct fault *fault)
{
	ssize_t got;

	if (size == 0 || tls->state != TLS_OPEN)
		return 0;
	/* Asking GnuTLS in vain costs as much as a message. */
	if (waiting(tls) == 0 && gnutls_record_check_pending(tls->session) == 0)
		return 0;
	got = receive(tls, bytes, size);
	if (got == GNUTLS_E_AGAIN)
		return 0;
	if (got < 0)
		return fail(tls, (int)got, fault);
	tls_record_use(&tls->records);
	if (got == 0)
		tls->state = TLS_ENDED;
	return got;
}

int
tls_write(struct tls *tls, const void *bytes, size_t n, struct fault *fault)
{
	const char *rest = bytes;

	if (tls->state != TLS_OPEN)
		return fault_set(fault, "the TLS connection is not open");
	if (buf_room(&tls->out) < n + (n / RECORD_SIZE + 1) * RECORD_COST)
		return fault_set(fault, "the peer reads too slowly");
	while (n > 0) {
		ssize_t sent = gnutls_record_send(tls->session, rest, n);

		if (sent < 0)
			return fail(tls, (int)sent, fault);
		rest += sent;
		n -= (size_t)sent;
	}
	return 0;
}

void
tls_close(struct tls *tls)
{
	if (tls->state == TLS_OPEN || tls->state == TLS_ENDED)
		gnutls_bye(tls->session, GNUTLS_SHUT_WR);
}

const char *
tls_output(const struct tls *tls, size_t *n)
{
	return buf_peek(&tls->out, n);
}

void
tls_wrote(struct tls *tls, size_t n)
{
	buf_drop(&tls->out, n);
}

void
tls_forget(struct tls *tls)
{
	if (tls->ticket_len > 0)
		crypto_wipe(tls->ticket, tls->ticket_len);
	tls->ticket_len = 0;
}

/* Whom we have verified once may resume. */
static void
keep_ticket(struct tls *tls)
{
	size_t n = sizeof(tls->ticket);

	if (!is_client(tls) || (tls->state != TLS_OPEN && tls->state != TLS_ENDED))
		return;
	/* Without one GnuTLS would wait for it. */
	if (gnutls_protocol_get_version(tls->session) == GNUTLS_TLS1_3 &&
	    !(gnutls_session_get_flags(tls->session) & GNUTLS_SFLAGS_SESSION_TICKET))
		return;
	if (gnutls_session_get_data(tls->session, tls->ticket, &n) == 0)
		tls->ticket_len = n;
}

void
tls_finish(struct tls *tls)
{
	if (tls->session) {
		keep_ticket(tls);
		gnutls_deinit(tls->session);
	}
	if (tls->credentials)
		gnutls_certificate_free_credentials(tls->credentials);
	tls->session = NULL;
	tls->credentials = NULL;
	tls->state = TLS_FAILED;
	tls->refused = false;
	tls->first = false;
	buf_init(&tls->in, tls->in_bytes, sizeof(tls->in_bytes));
	buf_init(&tls->out, tls->out_bytes, sizeof(tls->out_bytes));
}
