/* SPDX-License-Identifier: MIT */
#include "modem/mdmf.h"

#include <stddef.h>
#include <string.h>

enum {
	BYTES_MAX = 256 + 3,            /* type, length, body, check sum */
	SDMF_CALL = 0x04,
	MDMF_CALL = 0x80,
	SDMF_DATE_LENGTH = 8            /* MMDDHHmm */
};

/* Parameters of an MDMF record. */
enum {
	CALLING_NUMBER = 0x02,
	DIALABLE_NUMBER = 0x03,
	NO_NUMBER = 0x04,
	NAME = 0x07,
	CALL_TYPE = 0x11,
	CALL_TYPE_RING_BACK = 0x02      /* the highest that is a call; 81 is "message waiting" */
};

struct bytes {
	unsigned char at[BYTES_MAX];
	size_t n;
};

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static bool
read_hex(struct bytes *bytes, const char *hex)
{
	for (bytes->n = 0; hex[0] != '\0' && bytes->n < BYTES_MAX; hex += 2) {
		int high = digit(hex[0]), low = digit(hex[1]);

		if (high < 0 || low < 0)
			return false;
		bytes->at[bytes->n++] = (unsigned char)(high << 4 | low);
	}
	return hex[0] == '\0';
}

/* A NUL ends it, as it would for everybody behind us. */
static void
copy(char *out, const unsigned char *text, size_t n)
{
	if (n > MDMF_TEXT_MAX)
		n = MDMF_TEXT_MAX;
	memcpy(out, text, n);
	out[n] = '\0';
}

static bool
read_parameter(struct mdmf *mdmf, unsigned char id, const unsigned char *data, size_t n)
{
	switch (id) {
	case CALLING_NUMBER:
	case DIALABLE_NUMBER:
		if (mdmf->number[0] == '\0')
			copy(mdmf->number, data, n);
		return true;
	case NO_NUMBER:
		mdmf->absent = true;
		return true;
	case NAME:
		copy(mdmf->name, data, n);
		return true;
	case CALL_TYPE:
		return n == 0 || data[0] <= CALL_TYPE_RING_BACK;
	default:
		return true;            /* date, redirection and more that we do not need */
	}
}

/* All of them that are there in full; false when they are no call. */
static bool
read_parameters(struct mdmf *mdmf, const unsigned char *body, size_t n)
{
	while (n >= 2 && n - 2 >= body[1]) {
		size_t size = 2u + body[1];

		if (!read_parameter(mdmf, body[0], body + 2, body[1]))
			return false;
		body += size;
		n -= size;
	}
	return true;
}

static bool
read_single(struct mdmf *mdmf, const unsigned char *body, size_t n)
{
	if (n < SDMF_DATE_LENGTH)
		return false;
	body += SDMF_DATE_LENGTH;
	n -= SDMF_DATE_LENGTH;
	mdmf->absent = n == 1 && (body[0] == 'O' || body[0] == 'P');
	/* Half a number would be a wrong one. */
	if (!mdmf->absent && mdmf->record)
		copy(mdmf->number, body, n);
	return true;
}

/* The sum of all bytes with the check sum is 0. */
static bool
adds_up(const unsigned char *bytes, size_t n)
{
	unsigned sum = 0;

	while (n > 0)
		sum += bytes[--n];
	return sum % 256 == 0;
}

/* A parameter alone has no check sum, and so it has exactly its length. */
static bool
is_parameter(const struct bytes *bytes)
{
	size_t body = bytes->at[1];

	return bytes->n == body + 2 && bytes->at[0] < MDMF_CALL &&
	    (bytes->at[0] != SDMF_CALL || body < SDMF_DATE_LENGTH);
}

bool
mdmf_read(struct mdmf *mdmf, const char *hex)
{
	struct bytes bytes;
	size_t body;

	*mdmf = (struct mdmf){ .record = false };
	if (!read_hex(&bytes, hex) || bytes.n < 3)
		return false;
	if (is_parameter(&bytes))
		return read_parameters(mdmf, bytes.at, bytes.n);
	body = bytes.at[1];
	mdmf->record = bytes.n >= body + 2;
	mdmf->checked = bytes.n >= body + 3 && adds_up(bytes.at, body + 3);
	if (!mdmf->record)
		body = bytes.n - 2;
	if (bytes.at[0] == MDMF_CALL)
		return read_parameters(mdmf, bytes.at + 2, body);
	return bytes.at[0] == SDMF_CALL && read_single(mdmf, bytes.at + 2, body);
}
