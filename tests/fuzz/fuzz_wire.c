/* SPDX-License-Identifier: MIT */
/*
 * What a trace shows of the wire. The first byte says which side speaks and how it is cut, which
 * makes no difference; no telephone number is left in what is masked.
 */
#include <string.h>

#include "at/wire.h"
#include "fuzz.h"
#include "util/buf.h"

/* A caller-ID record, which stays one: 30 stands for each digit that is hidden. */
static bool
is_record(const char *text)
{
	return text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

/* One line, as it is shown to a user who gives it away. */
static void
show(const struct at_wire *wire, struct buf *shown)
{
	char text[AT_WIRE_TEXT_MAX + 1];
	size_t digits = 0;

	MUST(at_wire_show(wire, '.', text) == text);
	MUST(strlen(text) < sizeof(text));
	for (const char *c = text; *c != '\0'; c++) {
		MUST(*c >= ' ' && *c <= '~');
		if (*c == '\\') {
			c += c[1] == 'x' ? 3 : 1;
			digits = 0;
			continue;
		}
		digits = *c >= '0' && *c <= '9' ? digits + 1 : 0;
		MUST(digits < 7 || is_record(text + 2));
	}
	buf_put(shown, text, strlen(text) + 1);
	at_wire_show(wire, 0, text);
	MUST(strlen(text) < sizeof(text));
}

static void
take(enum at_wire_side side, const char *bytes, size_t n, size_t piece, struct buf *shown)
{
	struct at_wire wire;

	at_wire_init(&wire, side);
	for (size_t at = 0; at < n;) {
		size_t size = n - at < piece ? n - at : piece;
		size_t eaten = at_wire_take(&wire, bytes + at, size);

		MUST(eaten > 0 && eaten <= size);
		at += eaten;
		if (wire.complete)
			show(&wire, shown);
	}
	if (at_wire_flush(&wire))
		show(&wire, shown);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static char whole_bytes[64 * 1024], cut_bytes[sizeof(whole_bytes)];
	struct buf whole, cut;
	enum at_wire_side side;

	if (n == 0)
		return 0;
	side = bytes[0] & 1 ? AT_WIRE_HOST : AT_WIRE_MODEM;
	buf_init(&whole, whole_bytes, sizeof(whole_bytes));
	buf_init(&cut, cut_bytes, sizeof(cut_bytes));
	take(side, (const char *)bytes + 1, n - 1, n, &whole);
	take(side, (const char *)bytes + 1, n - 1, bytes[0] / 2 % 16 + 1u, &cut);
	MUST(whole.len == cut.len && memcmp(whole_bytes, cut_bytes, whole.len) == 0);
	return 0;
}
