/* SPDX-License-Identifier: MIT */
/*
 * link/tls - GnuTLS between two buffers: TLS 1.2 and 1.3, nothing older.
 *
 * Bytes from the wire go in by tls_feed, bytes for the wire come out of tls_output;
 * it never touches a descriptor. A client verifies the peer's certificate by the rule of
 * link/trust.h before the handshake counts as done: nothing of ours is sent to an
 * unverified peer, and there is no way to switch that off. A peer that sends too much that
 * brings nothing (link/tls_record.h) is left.
 */
#ifndef ATDIALLER_LINK_TLS_H
#define ATDIALLER_LINK_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "link/certificate.h"
#include "link/tls_record.h"
#include "link/tls_trust.h"
#include "util/buf.h"
#include "util/fault.h"

enum {
	TLS_IN_SIZE = 40 * 1024,        /* two full records and some */
	TLS_OUT_SIZE = 160 * 1024,      /* what may wait for a slow peer */
	TLS_OUT_ENOUGH = 64 * 1024,     /* beyond this nothing more is read from him */
	TLS_TICKET_SIZE = 12 * 1024     /* with all his certificates; a larger one is not kept */
};

struct gnutls_session_int;
struct gnutls_certificate_credentials_st;

/* What a server shows: PEM. */
struct tls_identity {
	const char *certificate;
	const char *key;
};

enum tls_state {
	TLS_HANDSHAKE,
	TLS_OPEN,
	TLS_ENDED,                      /* the peer said close_notify: an orderly end */
	TLS_FAILED
};

struct tls {
	enum tls_state state;
	struct gnutls_session_int *session;
	struct gnutls_certificate_credentials_st *credentials;
	char host[256];                 /* the name to be verified; "": a server */
	const struct trust *keys;
	unsigned counts;                /* the flaws that do, see link/trust.h */
	bool refused;                   /* failed for the peer's certificate */
	bool first;                     /* his key is seen for the first time: tls_remember */
	struct certificate certificate; /* the peer's, once it was seen */
	struct fault why;               /* it was refused */
	struct tls_record_count records; /* that GnuTLS has taken from `in` */
	size_t ticket_len;              /* to resume from; 0: none */
	struct buf in;
	struct buf out;
	char in_bytes[TLS_IN_SIZE];
	char out_bytes[TLS_OUT_SIZE];
	char ticket[TLS_TICKET_SIZE];
};

/*
 * Both start a handshake; -1 and a fault when the trust or identity cannot be used
 * (not a certificate, none inside, key does not match). A client's first bytes wait
 * in tls_output at once. `host` is the URL's host: SNI (for a name) and the name or
 * address that is verified. It is copied; of trust only the keys are needed after the call.
 *
 * When the last connection of this struct was to the same host and the peer gave a ticket, it is
 * used up to resume from (RFC 8446 2.2); his certificate of then is verified again.
 */
int tls_start_client(struct tls *tls, const char *host, const struct tls_trust *trust,
    struct fault *fault);
int tls_start_server(struct tls *tls, const struct tls_identity *identity, struct fault *fault);

/* How many bytes tls_feed would take now. */
size_t tls_room(const struct tls *tls);

/*
 * Takes bytes from the wire (at most tls_room) and goes on with the handshake.
 * -1 and a fault when the connection is of no more use: the fault names the check that
 * failed, what the certificate has and what was wanted. An alert may wait in
 * tls_output then; send it if that costs nothing.
 */
int tls_feed(struct tls *tls, const void *bytes, size_t n, struct fault *fault);

/*
 * The peer's certificate as DER, also when it was refused; NULL when he has shown none, or
 * after tls_finish. What it says is in tls->certificate.
 */
const void *tls_peer(const struct tls *tls, size_t *size);

/*
 * For a client whose state is TLS_OPEN: remembers the key of a peer that is seen for the first
 * time, if that was asked for. -1 and a fault when it cannot.
 */
int tls_remember(struct tls *tls, struct fault *fault);

/*
 * Reads decrypted bytes into `bytes`: their number, 0 when there are none (now, or
 * for good: see state), -1 and a fault when the connection failed.
 */
long tls_read(struct tls *tls, void *bytes, size_t size, struct fault *fault);

/* Encrypts n bytes as few records as possible; -1 and a fault when they do not fit. */
int tls_write(struct tls *tls, const void *bytes, size_t n, struct fault *fault);

/* Puts close_notify behind what waits. */
void tls_close(struct tls *tls);

/* Bytes for the wire; tls_wrote says how many of them went. */
const char *tls_output(const struct tls *tls, size_t *n);
void tls_wrote(struct tls *tls, size_t n);

/* Frees what GnuTLS holds and forgets all bytes but a ticket; safe on a zeroed struct. */
void tls_finish(struct tls *tls);

/* Wipes the ticket. */
void tls_forget(struct tls *tls);

#endif
