/* SPDX-License-Identifier: MIT */
#include "at/wire.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/array.h"
#include "util/mask.h"

enum {
	DLE = 0x10
};

void
at_wire_init(struct at_wire *wire, enum at_wire_side side)
{
	*wire = (struct at_wire){ .side = side };
}

static void
keep(struct at_wire *wire, char byte)
{
	if (wire->n < sizeof(wire->bytes))
		wire->bytes[wire->n++] = byte;
	else
		wire->cut = true;
}

/* The modem's empty lines only frame the others; a CR of the host alone means something. */
static bool
take_modem(struct at_wire *wire, char byte)
{
	if (wire->escaped) {
		wire->escaped = false;
		wire->event = byte;
		return wire->is_event = true;
	}
	if (byte == '\r' || byte == '\n')
		return wire->n > 0;
	wire->escaped = byte == DLE;
	if (!wire->escaped)
		keep(wire, byte);
	return false;
}

static bool
take_host(struct at_wire *wire, char byte)
{
	if (byte != '\r')
		keep(wire, byte);
	return byte == '\r';
}

static void
forget(struct at_wire *wire)
{
	wire->complete = false;
	if (!wire->is_event) {
		wire->n = 0;
		wire->cut = false;
	}
	wire->is_event = false;
}

size_t
at_wire_take(struct at_wire *wire, const char *bytes, size_t n)
{
	if (wire->complete)
		forget(wire);
	for (size_t i = 0; i < n; i++) {
		wire->complete = wire->side == AT_WIRE_HOST ? take_host(wire, bytes[i]) :
		    take_modem(wire, bytes[i]);
		if (wire->complete)
			return i + 1;
	}
	return n;
}

bool
at_wire_flush(struct at_wire *wire)
{
	if (wire->complete)
		forget(wire);
	wire->complete = wire->n > 0;
	return wire->complete;
}

/* Digits behind these are a PIN or a password (27.007 8.3, 7.4, 7.5). */
static void
hide_secret(char *bytes, size_t n)
{
	static const char *const names[] = { "+CPIN=", "+CLCK=", "+CPWD=" };

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ARRAY_LEN(names); k++)
			if (n - i > strlen(names[k]) &&
			    strncasecmp(bytes + i, names[k], strlen(names[k])) == 0)
				mask_all(bytes + i, n - i, '0');
}

const char *
at_wire_show(const struct at_wire *wire, char fill, char out[AT_WIRE_TEXT_MAX + 1])
{
	char bytes[AT_WIRE_MAX] = { DLE, wire->event };
	size_t n = wire->is_event ? 2 : wire->n, at;

	if (!wire->is_event) {
		memcpy(bytes, wire->bytes, n);
		hide_secret(bytes, n);
		if (fill != 0)
			mask_numbers(bytes, n, fill);
	}
	at = (size_t)sprintf(out, n > 0 ? "%c " : "%c", wire->side);
	for (size_t i = 0; i < n && at + 4 <= AT_WIRE_TEXT_MAX; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		/* Readers drop blanks at the end of a line. */
		if (byte < ' ' || byte > '~' || (byte == ' ' && i + 1 == n))
			at += (size_t)sprintf(out + at, "\\x%02X", byte);
		else if (byte == '\\')
			at += (size_t)sprintf(out + at, "\\\\");
		else
			out[at++] = (char)byte;
	}
	out[at] = '\0';
	return out;
}
