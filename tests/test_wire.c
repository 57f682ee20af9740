/* SPDX-License-Identifier: MIT */
#include "at/wire.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

/* The lines that come of it, each with a | behind it. */
static void
read_lines(struct at_wire *wire, const char *bytes, size_t n, char *got)
{
	for (size_t at = 0; at < n; ) {
		char text[AT_WIRE_TEXT_MAX + 1];

		at += at_wire_take(wire, bytes + at, n - at);
		if (wire->complete)
			strcat(strcat(got, at_wire_show(wire, 0, text)), "|");
	}
}

static void
check(enum at_wire_side side, const char *bytes, size_t n, const char *wanted)
{
	for (size_t cut = 0; cut <= n; cut++) {
		struct at_wire wire;
		char got[1000] = "";

		at_wire_init(&wire, side);
		read_lines(&wire, bytes, cut, got);
		read_lines(&wire, bytes + cut, n - cut, got);
		CU_ASSERT_STRING_EQUAL(got, wanted);
	}
}

#define CHECK(side, bytes, wanted) check(side, bytes, sizeof(bytes) - 1, wanted)

static void
what_the_modem_says_reads_the_same_however_it_is_cut_and_framed(void)
{
	CHECK(AT_WIRE_MODEM, "\r\nRING\r\n\r\n+CLIP: \"0911\",129\r\nNO CARRIER\r",
	    "< RING|< +CLIP: \"0911\",129|< NO CARRIER|");
	CHECK(AT_WIRE_MODEM, "AT\r\r\nOK\r\n", "< AT|< OK|");
	CHECK(AT_WIRE_MODEM, "\r\n\r\n\r", "");
	CHECK(AT_WIRE_MODEM, " a b \r", "<  a b\\x20|");
}

static void
what_we_say_ends_at_cr_and_a_lone_cr_counts(void)
{
	CHECK(AT_WIRE_HOST, "\rAT\r\rATD0911;\r", ">|> AT|>|> ATD0911;|");
	CHECK(AT_WIRE_HOST, "A\nT\r", "> A\\x0AT|");
}

static void
any_byte_can_be_shown(void)
{
	CHECK(AT_WIRE_MODEM, "\0\x1b\x7f\x80\xff\\~\r", "< \\x00\\x1B\\x7F\\x80\\xFF\\\\~|");
}

static void
an_event_of_voice_mode_needs_no_line_end(void)
{
	CHECK(AT_WIRE_MODEM, "\r\nOK\r\n\x10R\x10R\x10" "b\r\nVCON\r\n",
	    "< OK|< \\x10R|< \\x10R|< \\x10b|< VCON|");
	CHECK(AT_WIRE_MODEM, "\r\nVC\x10RON\r\n", "< \\x10R|< VCON|");
	CHECK(AT_WIRE_MODEM, "\x10\r\x10\x10", "< \\x10\\x0D|< \\x10\\x10|");
}

static void
a_long_line_is_cut_and_says_so(void)
{
	char bytes[1000], text[AT_WIRE_TEXT_MAX + 1];
	struct at_wire wire;

	memset(bytes, 'x', sizeof(bytes));
	at_wire_init(&wire, AT_WIRE_MODEM);
	CU_ASSERT_EQUAL(at_wire_take(&wire, bytes, sizeof(bytes)), sizeof(bytes));
	CU_ASSERT_EQUAL(at_wire_take(&wire, "\r", 1), 1);
	CU_ASSERT_TRUE_FATAL(wire.complete);
	CU_ASSERT_TRUE(wire.cut);
	CU_ASSERT_EQUAL(strlen(at_wire_show(&wire, 0, text)), 2 + AT_WIRE_MAX);
	memset(bytes, '\xff', sizeof(bytes));
	at_wire_take(&wire, bytes, sizeof(bytes));
	at_wire_take(&wire, "\r", 1);
	CU_ASSERT(strlen(at_wire_show(&wire, 0, text)) <= AT_WIRE_TEXT_MAX);
	at_wire_take(&wire, "OK\r", 3);
	CU_ASSERT_FALSE(wire.cut);
	CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, 0, text), "< OK");
}

static void
what_has_no_end_can_be_had(void)
{
	char text[AT_WIRE_TEXT_MAX + 1];
	struct at_wire wire;

	at_wire_init(&wire, AT_WIRE_MODEM);
	CU_ASSERT_FALSE(at_wire_flush(&wire));
	at_wire_take(&wire, "> ", 2);
	CU_ASSERT_TRUE(at_wire_flush(&wire));
	CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, 0, text), "< >\\x20");
	CU_ASSERT_FALSE(at_wire_flush(&wire));
}

static void
a_pin_is_never_shown(void)
{
	static const struct {
		enum at_wire_side side;
		const char *bytes;
		const char *shown;
	} rows[] = {
		{ AT_WIRE_HOST, "AT+CPIN=\"1234\"\r", "> AT+CPIN=\"0000\"" },
		{ AT_WIRE_HOST, "at+cpin=1234,5678\r", "> at+cpin=0000,0000" },
		{ AT_WIRE_MODEM, "AT+CPIN=\"1234\"\r", "< AT+CPIN=\"0000\"" },
		{ AT_WIRE_HOST, "AT+CLCK=\"SC\",1,\"1234\"\r", "> AT+CLCK=\"SC\",0,\"0000\"" },
		{ AT_WIRE_MODEM, "+CPIN: READY\r", "< +CPIN: READY" },
		{ AT_WIRE_HOST, "AT+CPIN?\r", "> AT+CPIN?" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[AT_WIRE_TEXT_MAX + 1];
		struct at_wire wire;

		at_wire_init(&wire, rows[i].side);
		at_wire_take(&wire, rows[i].bytes, strlen(rows[i].bytes));
		CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, 0, text), rows[i].shown);
	}
}

static void
numbers_are_masked_on_request(void)
{
	char text[AT_WIRE_TEXT_MAX + 1];
	struct at_wire wire;

	at_wire_init(&wire, AT_WIRE_HOST);
	at_wire_take(&wire, "ATD+421911222330;\r", 18);
	CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, '0', text), "> ATD+000000000330;");
	CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, '.', text), "> ATD+.........330;");
	CU_ASSERT_STRING_EQUAL(at_wire_show(&wire, 0, text), "> ATD+421911222330;");
}

CU_TestInfo wire_tests[] = {
	{ "what the modem says reads the same however it is cut and framed",
	  what_the_modem_says_reads_the_same_however_it_is_cut_and_framed },
	{ "what we say ends at CR, and a lone CR counts",
	  what_we_say_ends_at_cr_and_a_lone_cr_counts },
	{ "any byte can be shown", any_byte_can_be_shown },
	{ "an event of voice mode needs no line end", an_event_of_voice_mode_needs_no_line_end },
	{ "a long line is cut, and says so", a_long_line_is_cut_and_says_so },
	{ "what has no end can be had", what_has_no_end_can_be_had },
	{ "a PIN is never shown", a_pin_is_never_shown },
	{ "numbers are masked on request", numbers_are_masked_on_request },
	CU_TEST_INFO_NULL
};
