/* SPDX-License-Identifier: MIT */
/*
 * util/buf - a bounded queue of bytes in storage its owner lends it.
 *
 * Full is an answer, not a crash: buf_put takes all or nothing.
 */
#ifndef ATDIALLER_UTIL_BUF_H
#define ATDIALLER_UTIL_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *storage;
	size_t size;
	size_t start;
	size_t len;
};

/* Empty; `storage` of `size` bytes stays the caller's and must outlive the queue. */
void buf_init(struct buf *buf, void *storage, size_t size);

/* How many bytes buf_put would still take. */
size_t buf_room(const struct buf *buf);

/* Appends all n bytes, or none and answers false when they do not fit. */
bool buf_put(struct buf *buf, const void *bytes, size_t n);

/* The waiting bytes, oldest first, in one piece; their number goes to *n. */
const char *buf_peek(const struct buf *buf, size_t *n);

/* Forgets the n oldest bytes. */
void buf_drop(struct buf *buf, size_t n);

#endif
