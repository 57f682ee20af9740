/* SPDX-License-Identifier: MIT */
#include "link/tls_record.h"

/* One byte of a head: the last two are the length of the body. */
static void
pass_head(struct tls_record_count *count, unsigned char byte)
{
	count->head++;
	if (count->head == 1)
		count->vain++;
	if (count->head == TLS_RECORD_HEAD - 1)
		count->body = (size_t)byte << 8;
	if (count->head == TLS_RECORD_HEAD)
		count->body |= byte;
}

void
tls_record_pass(struct tls_record_count *count, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	const unsigned char *end = at + n;

	count->vain_bytes += n;
	while (at < end) {
		size_t left = (size_t)(end - at);
		size_t skip = count->body < left ? count->body : left;

		if (count->head < TLS_RECORD_HEAD) {
			pass_head(count, *at++);
		} else {
			at += skip;
			count->body -= skip;
		}
		if (count->head == TLS_RECORD_HEAD && count->body == 0)
			count->head = 0;
	}
}

void
tls_record_use(struct tls_record_count *count)
{
	count->vain = 0;
	count->vain_bytes = 0;
}

bool
tls_record_flood(const struct tls_record_count *count)
{
	return count->vain > TLS_RECORD_VAIN_MAX || count->vain_bytes > TLS_RECORD_VAIN_BYTES;
}
