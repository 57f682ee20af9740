/* SPDX-License-Identifier: MIT */
/*
 * link/tls_record - where TLS records begin and end in the bytes that come, and how many came in a
 * row that brought nothing (RFC 8446 5.1).
 *
 * For a record GnuTLS may allocate 16 KiB until it is asked for the next byte of ours: a peer
 * that sends nothing but empty handshake records, or one message of 16 MiB, takes as much memory
 * as he likes. Encrypted records show no more than their length, which is enough.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_LINK_TLS_RECORD_H
#define ATDIALLER_LINK_TLS_RECORD_H

#include <stdbool.h>
#include <stddef.h>

enum {
	TLS_RECORD_HEAD = 5,
	TLS_RECORD_VAIN_MAX = 64,           /* in a row; the longest handshake has some twenty */
	TLS_RECORD_VAIN_BYTES = 128 * 1024
};

/* Zeroed: none came yet. */
struct tls_record_count {
	size_t head;                    /* bytes of the present record's head */
	size_t body;                    /* ... and those that its body still lacks */
	size_t vain;                    /* records begun since one was of use */
	size_t vain_bytes;
};

/* Counts the next n bytes. */
void tls_record_pass(struct tls_record_count *count, const void *bytes, size_t n);

/* What came so far was of use. */
void tls_record_use(struct tls_record_count *count);

/* True when too much came that was of none. */
bool tls_record_flood(const struct tls_record_count *count);

#endif
