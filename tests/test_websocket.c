/* SPDX-License-Identifier: MIT */
#include "link/websocket.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/array.h"

enum { TEXT = 0x81, BINARY = 0x82, CLOSE = 0x88, PING = 0x89, PONG = 0x8a };

static struct websocket client;
static struct websocket server;
static struct fault fault;

static void
start(void)
{
	fault.text[0] = '\0';
	CU_ASSERT_EQUAL(websocket_start(&client, false, &fault), 0);
	CU_ASSERT_EQUAL(websocket_start(&server, true, &fault), 0);
}

static void
stop(void)
{
	websocket_finish(&client);
	websocket_finish(&server);
}

/* A frame as a server sends it, unmasked; returns its length. */
static size_t
frame(char *out, int first, const char *payload, size_t n)
{
	size_t head = 2;

	out[0] = (char)first;
	if (n < 126) {
		out[1] = (char)n;
	} else if (n < 65536) {
		out[1] = 126;
		out[2] = (char)(n >> 8);
		out[3] = (char)n;
		head = 4;
	} else {
		memset(out + 1, 0, 9);
		out[1] = 127;
		out[7] = (char)(n >> 16);
		out[8] = (char)(n >> 8);
		out[9] = (char)n;
		head = 10;
	}
	memcpy(out + head, payload, n);
	return head + n;
}

/* All events there are, as text: "text(hello) pong closed(1000 bye)". */
static void
hear(struct websocket *websocket, char *heard, size_t size)
{
	struct websocket_news news;

	while (websocket_next(websocket, &news)) {
		size_t len = strlen(heard);

		switch (news.event) {
		case WEBSOCKET_TEXT:
			snprintf(heard + len, size - len, "text(%.*s) ", (int)news.n, news.text);
			break;
		case WEBSOCKET_PONG:
			snprintf(heard + len, size - len, "pong ");
			break;
		case WEBSOCKET_CLOSED:
			snprintf(heard + len, size - len, "closed(%u %s) ", news.code, news.text);
			break;
		}
	}
}

/* Feeds the client in steps and compares what it hears; the last feed's result. */
static int
feed(const char *bytes, size_t n, size_t step, const char *wanted)
{
	char heard[1024] = "";
	int rc = 0;

	while (n > 0 && rc == 0) {
		size_t part = n < step ? n : step;

		rc = websocket_feed(&client, bytes, part, &fault);
		bytes += part;
		n -= part;
		hear(&client, heard, sizeof(heard));
	}
	if (rc == 0)
		rc = websocket_feed(&client, NULL, 0, &fault);
	CU_ASSERT_STRING_EQUAL(heard, wanted);
	return rc;
}

static bool
carry(struct websocket *from, struct websocket *to)
{
	size_t n;
	const char *bytes = websocket_output(from, &n);

	if (n > websocket_room(to))
		n = websocket_room(to);
	if (n == 0)
		return false;
	CU_ASSERT_EQUAL(websocket_feed(to, bytes, n, &fault), 0);
	websocket_wrote(from, n);
	return true;
}

/* The close frame a client has put out: its code, 1005 without one, 0 when there is none. */
static unsigned
close_code_out(void)
{
	size_t n;
	const unsigned char *bytes = (const unsigned char *)websocket_output(&client, &n);

	if (n < 6 || bytes[0] != CLOSE)
		return 0;
	CU_ASSERT_EQUAL(bytes[1] & 0x80, 0x80);
	if (bytes[1] == 0x80)
		return 1005;
	return (unsigned)(bytes[6] ^ bytes[2]) << 8 | (unsigned)(bytes[7] ^ bytes[3]);
}

/* Each way of cutting gives the same events and no fault. */
static void
expect_events(const char *bytes, size_t n, const char *wanted)
{
	for (size_t step = 1; step <= n; step++) {
		start();
		CU_ASSERT_EQUAL(feed(bytes, n, step, wanted), 0);
		CU_ASSERT_STRING_EQUAL(fault.text, "");
		stop();
	}
}

/* Each way of cutting ends in a close of ours with `code` behind the same events. */
static void
expect_violation(const char *bytes, size_t n, const char *wanted, unsigned code)
{
	char shown[16];

	snprintf(shown, sizeof(shown), "%u)", code);
	for (size_t step = 1; step <= n; step++) {
		start();
		CU_ASSERT_EQUAL(feed(bytes, n, step, wanted), -1);
		CU_ASSERT_EQUAL(close_code_out(), code);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, shown));
		CU_ASSERT_EQUAL(websocket_room(&client), 0);
		CU_ASSERT_EQUAL(websocket_feed(&client, NULL, 0, &fault), -1);
		stop();
	}
}

static void
texts_go_both_ways(void)
{
	char heard[256] = "";

	start();
	CU_ASSERT_EQUAL(websocket_send_text(&client, "hello", 5, &fault), 0);
	CU_ASSERT_EQUAL(websocket_send_text(&client, "", 0, &fault), 0);
	CU_ASSERT_EQUAL(websocket_send_text(&server, "w\xc3\xb6rld", 6, &fault), 0);
	carry(&client, &server);
	carry(&server, &client);
	hear(&server, heard, sizeof(heard));
	hear(&client, heard, sizeof(heard));
	CU_ASSERT_STRING_EQUAL(heard, "text(hello) text() text(w\xc3\xb6rld) ");
	stop();
}

static void
a_client_masks_each_message_anew_and_a_server_does_not(void)
{
	const unsigned char *bytes;
	size_t n;

	start();
	websocket_send_text(&client, "hello", 5, &fault);
	websocket_send_text(&client, "hello", 5, &fault);
	bytes = (const unsigned char *)websocket_output(&client, &n);
	CU_ASSERT_EQUAL(n, 22);
	CU_ASSERT_EQUAL(bytes[0], TEXT);
	CU_ASSERT_EQUAL(bytes[1], 0x85);
	CU_ASSERT_NOT_EQUAL(memcmp(bytes + 2, bytes + 13, 4), 0);
	for (size_t i = 0; i < 5; i++)
		CU_ASSERT_EQUAL(bytes[6 + i] ^ bytes[2 + i % 4], "hello"[i]);
	websocket_send_text(&server, "hello", 5, &fault);
	CU_ASSERT_EQUAL(memcmp(websocket_output(&server, &n), "\x81\x05hello", 7), 0);
	stop();
}

static void
fragments_become_one_message_however_they_are_cut(void)
{
	static const char bytes[] = "\x01\x03" "abc" "\x00\x00" "\x89\x02hi" "\x00\x01" "d"
	    "\x80\x02" "ef" "\x81\x01" "g";

	expect_events(bytes, sizeof(bytes) - 1, "text(abcdef) text(g) ");
}

static void
a_character_may_lie_across_fragments(void)
{
	static const char bytes[] = "\x01\x02" "a\xe2" "\x00\x01\x82" "\x80\x02\xac" "b";

	expect_events(bytes, sizeof(bytes) - 1, "text(a\xe2\x82\xac" "b) ");
}

static void
a_ping_is_answered_with_its_own_words(void)
{
	const unsigned char *bytes;
	size_t n;

	start();
	CU_ASSERT_EQUAL(feed("\x89\x02hi", 4, 4, ""), 0);
	bytes = (const unsigned char *)websocket_output(&client, &n);
	CU_ASSERT_EQUAL(n, 8);
	CU_ASSERT_EQUAL(bytes[0], PONG);
	CU_ASSERT_EQUAL(bytes[1], 0x82);
	CU_ASSERT_EQUAL(bytes[6] ^ bytes[2], 'h');
	CU_ASSERT_EQUAL(bytes[7] ^ bytes[3], 'i');
	stop();
}

static void
a_pong_is_news(void)
{
	char heard[64] = "";

	start();
	CU_ASSERT_EQUAL(websocket_ping(&client, &fault), 0);
	carry(&client, &server);
	hear(&server, heard, sizeof(heard));
	carry(&server, &client);
	hear(&client, heard, sizeof(heard));
	CU_ASSERT_STRING_EQUAL(heard, "pong ");
	CU_ASSERT_EQUAL(feed("\x8a\x02hi", 4, 1, "pong "), 0);
	stop();
}

static void
a_masked_frame_from_a_server_is_refused(void)
{
	expect_violation("\x81\x01x\x81\x81" "abcd" "\x19", 10, "text(x) ", 1002);
}

static void
binary_messages_are_refused_with_1003(void)
{
	expect_violation("\x82\x01x", 3, "", 1003);
	expect_violation("\x81\x01x\x02\x01y\x80\x01z", 9, "text(x) ", 1003);
	expect_violation("\x82\x00", 2, "", 1003);
}

static void
bad_utf_8_is_refused_with_1007(void)
{
	expect_violation("\x81\x02\xc3(", 4, "", 1007);
	expect_violation("\x81\x01\xc3", 3, "", 1007);
	expect_violation("\x81\x01x\x81\x03\xed\xa0\x80", 8, "text(x) ", 1007);
	expect_violation("\x01\x01\xe2\x00\x01\x82\x80\x01x", 9, "", 1007);
}

static void
protocol_errors_are_refused_with_1002(void)
{
	static const struct {
		const char *bytes;
		size_t n;
	} rows[] = {
		{ "\x80\x01x", 3 },             /* a continuation of nothing */
		{ "\x01\x01x\x81\x01y", 6 },    /* a message inside a message */
		{ "\xc1\x01x", 3 },             /* RSV1 */
		{ "\xa1\x01x", 3 },             /* RSV2 */
		{ "\x83\x01x", 3 },             /* an opcode that is not defined */
		{ "\x8b\x01x", 3 },
		{ "\x89\x7e\x00\x7e", 4 },      /* a ping of 126 bytes */
		{ "\x09\x00", 2 },              /* a ping in fragments */
		{ "\x81\x7e\x00\x05", 4 },      /* a length longer than it need be */
		{ "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect_violation(rows[i].bytes, rows[i].n, "", 1002);
}

static void
sixty_four_kib_is_a_message_and_one_more_is_refused(void)
{
	static char bytes[WEBSOCKET_MESSAGE_MAX + 64];
	static char text[WEBSOCKET_MESSAGE_MAX + 1];
	struct websocket_news news = { .n = 0 };
	size_t n;

	memset(text, 'x', sizeof(text));
	start();
	n = frame(bytes, TEXT, text, WEBSOCKET_MESSAGE_MAX);
	for (size_t at = 0; at < n; at += 8000)
		CU_ASSERT_EQUAL(websocket_feed(&client, bytes + at, n - at < 8000 ? n - at : 8000,
		    &fault), 0);
	CU_ASSERT_TRUE(websocket_next(&client, &news));
	CU_ASSERT_EQUAL(news.n, WEBSOCKET_MESSAGE_MAX);
	CU_ASSERT_EQUAL(memcmp(news.text, text, news.n), 0);
	stop();
	frame(bytes, TEXT, text, WEBSOCKET_MESSAGE_MAX + 1);
	expect_violation(bytes, 20, "", 1009);
}

static void
the_limit_counts_all_fragments(void)
{
	static char bytes[WEBSOCKET_MESSAGE_MAX];
	static char text[40000];
	int rc = 0;
	size_t n;

	memset(text, 'x', sizeof(text));
	start();
	n = frame(bytes, 0x01, text, sizeof(text));
	for (size_t at = 0; at < n; at += 8000)
		rc |= websocket_feed(&client, bytes + at, n - at < 8000 ? n - at : 8000, &fault);
	CU_ASSERT_EQUAL(rc, 0);
	frame(bytes, 0x80, text, sizeof(text));
	CU_ASSERT_EQUAL(feed(bytes, 20, 20, ""), -1);
	CU_ASSERT_EQUAL(close_code_out(), 1009);
	stop();
}

static void
endless_fragments_are_refused_with_1009(void)
{
	static char bytes[2 * (WEBSOCKET_FRAMES_MAX + 1) + 1];

	memset(bytes, 0, sizeof(bytes));
	bytes[0] = 0x01;
	start();
	CU_ASSERT_EQUAL(feed(bytes, 2 * WEBSOCKET_FRAMES_MAX, 1, ""), 0);
	CU_ASSERT_EQUAL(feed("\x00\x00", 2, 2, ""), -1);
	CU_ASSERT_EQUAL(close_code_out(), 1009);
	stop();
	start();
	CU_ASSERT_EQUAL(feed(bytes, 2 * (WEBSOCKET_FRAMES_MAX - 1), 500, ""), 0);
	CU_ASSERT_EQUAL(feed("\x80\x00\x01\x00\x80\x01z", 7, 7, "text() text(z) "), 0);
	stop();
}

static void
nothing_more_comes_behind_a_violation(void)
{
	start();
	CU_ASSERT_EQUAL(feed("\x81\x01" "a\x82\x01x\x81\x01" "b", 9, 9, "text(a) "), -1);
	CU_ASSERT_EQUAL(websocket_feed(&client, "\x81\x01" "c", 3, &fault), -1);
	CU_ASSERT_EQUAL(websocket_send_text(&client, "x", 1, &fault), -1);
	stop();
}

static void
a_violation_behind_many_messages_is_told_after_them(void)
{
	struct websocket_news news;
	char bytes[6000];
	size_t n = 0;
	unsigned texts = 0;

	while (n + 3 < sizeof(bytes) - 3)
		n += frame(bytes + n, TEXT, "x", 1);
	n += frame(bytes + n, BINARY, "x", 1);
	start();
	CU_ASSERT_EQUAL(websocket_feed(&client, bytes, n, &fault), 0);
	while (websocket_next(&client, &news))
		texts++;
	CU_ASSERT_EQUAL(texts, n / 3 - 1);
	CU_ASSERT_EQUAL(websocket_feed(&client, NULL, 0, &fault), -1);
	CU_ASSERT_EQUAL(close_code_out(), 1003);
	stop();
}

static void
the_peer_closes_and_is_echoed(void)
{
	static const struct {
		const char *payload;
		size_t n;
		const char *wanted;
		unsigned echo;
	} rows[] = {
		{ "\x03\xe8", 2, "closed(1000 ) ", 1000 },
		{ "\x03\xe9going", 7, "closed(1001 going) ", 1001 },
		{ "", 0, "closed(1005 ) ", 1005 },
		{ "\x03", 1, "closed(1005 ) ", 1002 },
		{ "\x0f\xa0priv\x01", 7, "closed(4000 priv\\x01) ", 4000 },
		{ "\x03\xe8\xc3\xb6" "a", 5, "closed(1000 \xc3\xb6" "a) ", 1000 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char heard[128] = "";
		char bytes[64];
		size_t n = frame(bytes, TEXT, "last", 4);

		n += frame(bytes + n, CLOSE, rows[i].payload, rows[i].n);
		n += frame(bytes + n, TEXT, "late", 4);
		start();
		CU_ASSERT_EQUAL(websocket_feed(&client, bytes, n, &fault), 0);
		CU_ASSERT_EQUAL(close_code_out(), rows[i].echo);
		hear(&client, heard, sizeof(heard));
		CU_ASSERT_EQUAL(strncmp(heard, "text(last) ", 11), 0);
		CU_ASSERT_STRING_EQUAL(heard + 11, rows[i].wanted);
		stop();
	}
}

/* wslay takes these for violations; what it answers is its own affair. */
static void
any_close_is_told_as_one_however_it_is_cut(void)
{
	static const struct {
		const char *payload;
		size_t n;
		const char *wanted;
	} rows[] = {
		{ "\x03\xe8 gr\xc3\xbc\xc3\x9f" "e", 10, "gr" },
		{ "\x03\xf4", 2, "closed(1012 ) " },
		{ "\x03\xf5later", 7, "closed(1013 later) " },
		{ "\x03\xe7", 2, "closed(999 ) " },
		{ "\x03", 1, "closed(1005 ) " },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char bytes[64];
		size_t n = frame(bytes, CLOSE, rows[i].payload, rows[i].n);

		for (size_t step = 1; step <= n; step++) {
			char heard[128] = "";

			start();
			for (size_t at = 0; at < n; at += step)
				CU_ASSERT_EQUAL(websocket_feed(&client, bytes + at,
				    n - at < step ? n - at : step, &fault), 0);
			hear(&client, heard, sizeof(heard));
			CU_ASSERT_EQUAL(strncmp(heard, "closed(", 7), 0);
			if (rows[i].wanted[0] == 'c')
				CU_ASSERT_STRING_EQUAL(heard, rows[i].wanted);
			CU_ASSERT_EQUAL(websocket_room(&client), 0);
			stop();
		}
	}
}

static void
a_close_of_ours_is_answered(void)
{
	char heard[128] = "";

	start();
	websocket_send_text(&server, "crossing", 8, &fault);
	websocket_close(&client, 1000, "done");
	CU_ASSERT_EQUAL(websocket_send_text(&client, "x", 1, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "closing"));
	carry(&client, &server);
	hear(&server, heard, sizeof(heard));
	carry(&server, &client);
	hear(&client, heard, sizeof(heard));
	CU_ASSERT_STRING_EQUAL(heard, "closed(1000 done) text(crossing) closed(1000 done) ");
	stop();
}

static void
a_long_reason_is_cut_and_closing_twice_is_once(void)
{
	char reason[300];
	size_t once;
	size_t twice;

	memset(reason, 'r', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	start();
	websocket_close(&client, 1001, reason);
	websocket_output(&client, &once);
	CU_ASSERT_EQUAL(once, 6 + 125);
	websocket_close(&client, 1000, "");
	websocket_output(&client, &twice);
	CU_ASSERT_EQUAL(once, twice);
	stop();
}

static void
ten_thousand_messages_in_one_burst_come_in_order(void)
{
	static char bytes[10000 * 8];
	struct websocket_news news;
	size_t n = 0;
	size_t at = 0;
	unsigned next = 0;

	for (unsigned i = 0; i < 10000; i++) {
		char text[8];

		snprintf(text, sizeof(text), "%u", i);
		n += frame(bytes + n, TEXT, text, strlen(text));
	}
	start();
	while (at < n || next < 10000) {
		size_t part = websocket_room(&client);

		if (part > n - at)
			part = n - at;
		CU_ASSERT_EQUAL(websocket_feed(&client, bytes + at, part, &fault), 0);
		at += part;
		while (websocket_next(&client, &news)) {
			char text[8];

			CU_ASSERT_EQUAL_FATAL(news.event, WEBSOCKET_TEXT);
			snprintf(text, sizeof(text), "%.*s", (int)news.n, news.text);
			CU_ASSERT_EQUAL(atoi(text), (int)next);
			next++;
		}
		if (part == 0)
			break;
	}
	CU_ASSERT_EQUAL(next, 10000);
	stop();
}

static void
messages_nobody_takes_stop_the_reading(void)
{
	static char bytes[300000];
	struct websocket_news news;
	unsigned taken = 0;
	size_t fed = 0;
	size_t n = 0;

	while (n < sizeof(bytes))
		n += frame(bytes + n, TEXT, "", 0);
	start();
	for (size_t room; (room = websocket_room(&client)) > 0 && fed < n; fed += room)
		CU_ASSERT_EQUAL_FATAL(websocket_feed(&client, bytes + fed, room, &fault), 0);
	CU_ASSERT(fed < 3 * WEBSOCKET_IN_SIZE);
	while (websocket_next(&client, &news))
		taken++;
	CU_ASSERT_EQUAL(taken, fed / 2);
	CU_ASSERT_EQUAL(websocket_room(&client), WEBSOCKET_IN_SIZE);
	stop();
}

static void
a_flood_of_pings_nobody_reads_the_answers_of_stops_the_reading(void)
{
	static char bytes[300000];
	struct websocket_news news;
	size_t fed = 0;
	size_t out;
	size_t n = 0;

	while (n < sizeof(bytes))
		n += frame(bytes + n, PING, "", 0);
	start();
	for (size_t room; (room = websocket_room(&client)) > 0 && fed < n; fed += room) {
		CU_ASSERT_EQUAL_FATAL(websocket_feed(&client, bytes + fed, room, &fault), 0);
		CU_ASSERT_FALSE(websocket_next(&client, &news));
	}
	CU_ASSERT(fed < 3 * WEBSOCKET_IN_SIZE);
	while (websocket_output(&client, &out), out > 0) {
		CU_ASSERT_EQUAL(out % 6, 0);
		n -= out / 6 * 2;
		websocket_wrote(&client, out);
		CU_ASSERT_FALSE(websocket_next(&client, &news));
	}
	CU_ASSERT_EQUAL(n, sizeof(bytes) - fed);
	CU_ASSERT_EQUAL(websocket_room(&client), WEBSOCKET_IN_SIZE);
	stop();
}

static void
the_longest_message_and_the_densest_read_ahead_fit_the_queue(void)
{
	static char bytes[WEBSOCKET_MESSAGE_MAX + 8192];
	static char text[WEBSOCKET_MESSAGE_MAX];
	struct websocket_news news;
	unsigned texts = 0;
	size_t at = 0;
	size_t n;

	memset(text, 'x', sizeof(text));
	n = frame(bytes, TEXT, text, sizeof(text));
	while (n + 2 <= sizeof(bytes))
		n += frame(bytes + n, TEXT, "", 0);
	start();
	while (at < n) {
		size_t part = websocket_room(&client);

		if (part > n - at)
			part = n - at;
		CU_ASSERT_EQUAL(websocket_feed(&client, bytes + at, part, &fault), 0);
		at += part;
		if (part == 0)
			break;
	}
	while (websocket_next(&client, &news))
		texts++;
	CU_ASSERT_EQUAL(texts, 1 + (n - 10 - sizeof(text)) / 2);
	stop();
}

static void
a_message_that_does_not_fit_is_refused_and_a_close_still_does(void)
{
	static char text[WEBSOCKET_MESSAGE_MAX];
	size_t n;

	memset(text, 'x', sizeof(text));
	start();
	CU_ASSERT_EQUAL(websocket_send_text(&client, text, sizeof(text), &fault), 0);
	CU_ASSERT_EQUAL(websocket_send_text(&client, text, sizeof(text), &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "too slowly"));
	while (websocket_send_text(&client, "small", 5, &fault) == 0)
		;
	websocket_output(&client, &n);
	websocket_close(&client, 1001, "reason");
	websocket_wrote(&client, n);
	CU_ASSERT_EQUAL(close_code_out(), 1001);
	stop();
}

static void
codes_have_names(void)
{
	CU_ASSERT_STRING_EQUAL(websocket_code_name(1001), "going away");
	CU_ASSERT_STRING_EQUAL(websocket_code_name(4711), "unknown code");
}

static void
finishing_twice_or_unstarted_is_safe(void)
{
	static struct websocket unstarted;
	struct websocket_news news;

	websocket_finish(&unstarted);
	websocket_finish(&unstarted);
	CU_ASSERT_EQUAL(websocket_room(&unstarted), 0);
	CU_ASSERT_FALSE(websocket_next(&unstarted, &news));
	start();
	stop();
	CU_ASSERT_FALSE(websocket_next(&client, &news));
	texts_go_both_ways();
}

CU_TestInfo websocket_tests[] = {
	{ "texts go both ways", texts_go_both_ways },
	{ "a client masks each message anew and a server does not",
	    a_client_masks_each_message_anew_and_a_server_does_not },
	{ "fragments become one message however they are cut",
	    fragments_become_one_message_however_they_are_cut },
	{ "a character may lie across fragments", a_character_may_lie_across_fragments },
	{ "a ping is answered with its own words", a_ping_is_answered_with_its_own_words },
	{ "a pong is news", a_pong_is_news },
	{ "a masked frame from a server is refused", a_masked_frame_from_a_server_is_refused },
	{ "binary messages are refused with 1003", binary_messages_are_refused_with_1003 },
	{ "bad UTF-8 is refused with 1007", bad_utf_8_is_refused_with_1007 },
	{ "protocol errors are refused with 1002", protocol_errors_are_refused_with_1002 },
	{ "64 KiB is a message and one more is refused",
	    sixty_four_kib_is_a_message_and_one_more_is_refused },
	{ "the limit counts all fragments", the_limit_counts_all_fragments },
	{ "endless fragments are refused with 1009", endless_fragments_are_refused_with_1009 },
	{ "nothing more comes behind a violation", nothing_more_comes_behind_a_violation },
	{ "a violation behind many messages is told after them",
	    a_violation_behind_many_messages_is_told_after_them },
	{ "the peer closes and is echoed", the_peer_closes_and_is_echoed },
	{ "any close is told as one however it is cut",
	    any_close_is_told_as_one_however_it_is_cut },
	{ "a close of ours is answered", a_close_of_ours_is_answered },
	{ "a long reason is cut and closing twice is once",
	    a_long_reason_is_cut_and_closing_twice_is_once },
	{ "10,000 messages in one burst come in order",
	    ten_thousand_messages_in_one_burst_come_in_order },
	{ "messages nobody takes stop the reading", messages_nobody_takes_stop_the_reading },
	{ "a flood of pings nobody reads the answers of stops the reading",
	    a_flood_of_pings_nobody_reads_the_answers_of_stops_the_reading },
	{ "the longest message and the densest read-ahead fit the queue",
	    the_longest_message_and_the_densest_read_ahead_fit_the_queue },
	{ "a message that does not fit is refused and a close still does",
	    a_message_that_does_not_fit_is_refused_and_a_close_still_does },
	{ "codes have names", codes_have_names },
	{ "finishing twice or unstarted is safe", finishing_twice_or_unstarted_is_safe },
	CU_TEST_INFO_NULL
};
