/* SPDX-License-Identifier: MIT */
#include "util/buf.h"

#include <assert.h>
#include <string.h>

void
buf_init(struct buf *buf, void *storage, size_t size)
{
	*buf = (struct buf){ .storage = storage, .size = size };
}

size_t
buf_room(const struct buf *buf)
{
	return buf->size - buf->len;
}

bool
buf_put(struct buf *buf, const void *bytes, size_t n)
{
	if (n > buf_room(buf))
		return false;
	if (n == 0)
		return true;
	if (n > buf->size - buf->start - buf->len) {
		memmove(buf->storage, buf->storage + buf->start, buf->len);
		buf->start = 0;
	}
	memcpy(buf->storage + buf->start + buf->len, bytes, n);
	buf->len += n;
	return true;
}

const char *
buf_peek(const struct buf *buf, size_t *n)
{
	*n = buf->len;
	return buf->storage + buf->start;
}

void
buf_drop(struct buf *buf, size_t n)
{
	assert(n <= buf->len);
	buf->len -= n;
	buf->start = buf->len == 0 ? 0 : buf->start + n;
}
