/* SPDX-License-Identifier: MIT */
#include "link/link.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "identity.h"

#define HOST "desktop-client-api.patriotsystems.com"

/* Patriot's side, made of the same parts. */
static struct {
	struct tls tls;
	struct upgrade upgrade;
	struct websocket websocket;
	bool open;
} desk;

static struct link link_;
static struct url url;
static char told[4096];                 /* all news, as text */
static ms_t retry;
static ms_t now;

static const struct identity *
identity(void)
{
	static struct identity made;

	if (made.key[0] == '\0')
		identity_make(&made, &(struct identity_wish){ .common_name = HOST,
		    .dns = { HOST } });
	return &made;
}

/* "what(text) ", or without a text "what ". */
static void
tell(const char *what, const char *text, size_t n)
{
	size_t len = strlen(told);

	if (text)
		snprintf(told + len, sizeof(told) - len, "%s(%.*s) ", what, (int)n, text);
	else
		snprintf(told + len, sizeof(told) - len, "%s ", what);
}

/* Takes all news; the texts go to `told`. */
static void
hear(void)
{
	struct link_news news;

	while (link_next(&link_, &news)) {
		switch (news.event) {
		case LINK_CONNECT:
			tell("connect", NULL, 0);
			break;
		case LINK_OPEN:
			tell("open", NULL, 0);
			break;
		case LINK_TEXT:
			tell("text", news.text, news.n);
			break;
		case LINK_DOWN:
			tell("down", news.text, news.n);
			retry = news.retry;
			break;
		}
	}
}

static void
expect(const char *wanted)
{
	hear();
	CU_ASSERT_STRING_EQUAL(told, wanted);
	told[0] = '\0';
}

/* Patriot reads what it can. */
static void
desk_read(void)
{
	static const char path[] = "/ws/dialler/v1";
	char bytes[4096];
	char answer[2048];
	struct fault fault;
	size_t eaten = 0;
	long n;

	while ((n = tls_read(&desk.tls, bytes, sizeof(bytes), &fault)) > 0) {
		size_t len = (size_t)n;

		if (!desk.upgrade.done) {
			CU_ASSERT_EQUAL(upgrade_feed_request(&desk.upgrade, path, bytes, len,
			    &eaten, &fault), 0);
			if (!desk.upgrade.done || !desk.open)
				continue;
			len = upgrade_answer(&desk.upgrade, answer, sizeof(answer));
			tls_write(&desk.tls, answer, len, &fault);
		} else {
			websocket_feed(&desk.websocket, bytes, len, &fault);
		}
	}
}

static void
desk_flush(void)
{
	struct fault fault;
	size_t n;
	const char *bytes = websocket_output(&desk.websocket, &n);

	if (n > 0 && tls_write(&desk.tls, bytes, n, &fault) == 0)
		websocket_wrote(&desk.websocket, n);
}

static bool
carry_up(size_t step)
{
	struct fault fault;
	size_t n;
	const char *bytes = link_output(&link_, &n);

	if (n > step)
		n = step;
	if (n > tls_room(&desk.tls))
		n = tls_room(&desk.tls);
	if (n == 0)
		return false;
	tls_feed(&desk.tls, bytes, n, &fault);
	link_wrote(&link_, n);
	desk_read();
	return true;
}

static bool
carry_down(size_t step)
{
	size_t n;
	const char *bytes;

	desk_flush();
	bytes = tls_output(&desk.tls, &n);
	if (n > step)
		n = step;
	if (n > link_room(&link_))
		n = link_room(&link_);
	if (n == 0)
		return false;
	link_feed(&link_, bytes, n, now);
	tls_wrote(&desk.tls, n);
	hear();
	return true;
}

static void
carry_all(size_t step)
{
	bool went_on;

	do {
		went_on = carry_up(step);
		went_on |= carry_down(step);
	} while (went_on);
}

static void
start(void)
{
	struct fault fault;

	CU_ASSERT_EQUAL(url_parse(&url, "wss://" HOST ":9009/ws/dialler/v1", &fault), 0);
	now = 1000000;
	told[0] = '\0';
	link_start(&link_, &url, now);
	expect("connect ");
}

static void
answer_the_connection(void)
{
	const struct tls_identity shown = {
		.certificate = identity()->certificate, .key = identity()->key
	};
	const struct tls_trust trust = {
		.bytes = identity()->certificate, .size = strlen(identity()->certificate)
	};
	struct fault fault;

	CU_ASSERT_EQUAL(tls_start_server(&desk.tls, &shown, &fault), 0);
	CU_ASSERT_EQUAL(websocket_start(&desk.websocket, true, &fault), 0);
	desk.upgrade.len = 0;
	desk.upgrade.done = false;
	desk.open = true;
	link_connected(&link_, &trust, now);
}

static void
open_link(void)
{
	start();
	answer_the_connection();
	carry_all(SIZE_MAX);
	expect("open ");
}

static void
stop(void)
{
	link_finish(&link_);
	tls_finish(&desk.tls);
	websocket_finish(&desk.websocket);
}

static void
desk_says(const char *text)
{
	struct fault fault;

	CU_ASSERT_EQUAL(websocket_send_text(&desk.websocket, text, strlen(text), &fault), 0);
	desk_flush();
}

/* What Patriot hears, as hear() does for us. */
static void
desk_hears(const char *wanted)
{
	struct websocket_news news;

	while (websocket_next(&desk.websocket, &news)) {
		if (news.event == WEBSOCKET_TEXT)
			tell("text", news.text, news.n);
		else if (news.event == WEBSOCKET_CLOSED)
			tell(news.code == 1001 ? "closed 1001" : "closed", NULL, 0);
	}
	CU_ASSERT_STRING_EQUAL(told, wanted);
	told[0] = '\0';
}

static void
tick_at(ms_t when)
{
	now = when;
	link_tick(&link_, now);
}

static void
it_opens_a_byte_at_a_time_and_texts_go_both_ways(void)
{
	struct fault fault;

	start();
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_CONNECTING);
	CU_ASSERT_EQUAL(link_room(&link_), 0);
	CU_ASSERT_EQUAL(link_send(&link_, "x", 1, now, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "connecting"));
	answer_the_connection();
	carry_all(1);
	expect("open ");
	CU_ASSERT_EQUAL(link_send(&link_, "hello", 5, now, &fault), 0);
	carry_all(1);
	desk_hears("text(hello) ");
	desk_says("and");
	desk_says("hello");
	carry_all(1);
	expect("text(and) text(hello) ");
	stop();
}

static void
it_opens_whatever_the_steps_are(void)
{
	for (size_t step = 2; step < 3000; step = step * 3 / 2) {
		start();
		answer_the_connection();
		carry_all(step);
		expect("open ");
		stop();
	}
}

static void
when_the_accepted_certificate_expires_is_known_from_then_on(void)
{
	const struct tls_trust nobody = { .keys = &(const struct trust){ .pin_count = 1 } };
	const struct tls_identity shown = {
		.certificate = identity()->certificate, .key = identity()->key
	};
	struct fault fault;
	int64_t until = 0;

	start();
	answer_the_connection();
	CU_ASSERT_FALSE(link_certificate_expiry(&link_, &until));
	carry_all(SIZE_MAX);
	CU_ASSERT_TRUE(link_certificate_expiry(&link_, &until));
	CU_ASSERT(until > time(NULL) && until <= time(NULL) + 3600);
	link_lost(&link_, "gone", now);
	CU_ASSERT_TRUE(link_certificate_expiry(&link_, &until));
	link_finish(&link_);

	/* Nor is a refused one that of Patriot. */
	told[0] = '\0';
	start();
	CU_ASSERT_EQUAL(tls_start_server(&desk.tls, &shown, &fault), 0);
	link_connected(&link_, &nobody, now);
	carry_all(SIZE_MAX);
	CU_ASSERT_TRUE(link_.tls.refused);
	CU_ASSERT_FALSE(link_certificate_expiry(&link_, &until));
	told[0] = '\0';
	stop();
}

static void
a_stream_that_is_cut_tells_how_far_it_was(void)
{
	start();
	link_cut(&link_, "no route", now);
	expect("down(no route) ");
	start();
	answer_the_connection();
	link_cut(&link_, "reset", now);
	expect("down(reset during the TLS handshake) ");
	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	link_cut(&link_, "reset", now);
	expect("down(reset before it answered the websocket upgrade) ");
	link_finish(&link_);
	open_link();
	link_cut(&link_, "reset", now);
	hear();
	CU_ASSERT_PTR_NOT_NULL(strstr(told, "down(reset without a goodbye (no close_notify)"));
	told[0] = '\0';
	stop();
}

static void
one_message_is_one_record(void)
{
	struct fault fault;
	const unsigned char *bytes;
	size_t n;

	open_link();
	CU_ASSERT_EQUAL(link_send(&link_, "hello", 5, now, &fault), 0);
	bytes = (const unsigned char *)link_output(&link_, &n);
	CU_ASSERT_EQUAL((size_t)bytes[3] << 8 | bytes[4], n - 5);
	stop();
}

static void
frames_right_behind_the_upgrade_are_not_lost(void)
{
	char text[4096];
	struct fault fault;
	size_t n;

	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	CU_ASSERT_TRUE(desk.upgrade.done);
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_UPGRADING);
	n = upgrade_answer(&desk.upgrade, text, sizeof(text));
	memcpy(text + n, "\x81\x01" "a\x81\x01" "b\x88\x02\x03\xe9", 10);
	CU_ASSERT_EQUAL(tls_write(&desk.tls, text, n + 10, &fault), 0);
	carry_all(SIZE_MAX);
	expect("open text(a) text(b) down(Patriot closed the connection (1001 going away)) ");
	stop();
}

static void
a_violation_right_behind_the_upgrade_comes_after_the_open(void)
{
	char text[4096];
	struct fault fault;
	size_t n;

	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	n = upgrade_answer(&desk.upgrade, text, sizeof(text));
	memcpy(text + n, "\x81\x01" "a\x82\x01" "b", 6);
	CU_ASSERT_EQUAL(tls_write(&desk.tls, text, n + 6, &fault), 0);
	carry_all(SIZE_MAX);
	expect("open text(a) down(the peer sent a binary message (closed with 1003)) ");
	stop();
}

static void
every_phase_has_its_deadline_and_names_it(void)
{
	start();
	CU_ASSERT_EQUAL(link_due(&link_), now + LINK_CONNECT_MS);
	tick_at(now + LINK_CONNECT_MS - 1);
	expect("");
	tick_at(now + 1);
	expect("down(no connection to Patriot within 10 s) ");
	stop();

	start();
	now += 9999;
	answer_the_connection();
	CU_ASSERT_EQUAL(link_due(&link_), now + LINK_SECURE_MS);
	tick_at(now + LINK_SECURE_MS - 1);
	expect("");
	tick_at(now + 1);
	expect("down(Patriot did not finish the TLS handshake within 10 s) ");
	stop();

	start();
	answer_the_connection();
	desk.open = false;
	now += 9000;
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(link_due(&link_), now + LINK_UPGRADE_MS);
	tick_at(now + LINK_UPGRADE_MS - 1);
	expect("");
	tick_at(now + 1);
	expect("down(Patriot did not answer the websocket upgrade within 10 s) ");
	stop();
}

static void
a_slow_drip_does_not_move_the_deadline(void)
{
	struct fault fault;
	ms_t due;

	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	due = link_due(&link_);
	for (int i = 0; i < 9; i++) {
		now += 1000;
		CU_ASSERT_EQUAL(tls_write(&desk.tls, "H", 1, &fault), 0);
		carry_all(SIZE_MAX);
		CU_ASSERT_EQUAL(link_due(&link_), due);
	}
	stop();
}

static void
a_ping_goes_out_every_20_s_and_is_answered(void)
{
	open_link();
	for (int i = 0; i < 5; i++) {
		size_t n;

		CU_ASSERT_EQUAL(link_due(&link_), now + LINK_PING_MS);
		tick_at(now + LINK_PING_MS - 1);
		link_output(&link_, &n);
		CU_ASSERT_EQUAL(n, 0);
		tick_at(now + 1);
		CU_ASSERT_EQUAL(link_due(&link_), now + LINK_PONG_MS);
		carry_all(SIZE_MAX);
	}
	expect("");
	stop();
}

static void
a_ping_without_an_answer_ends_it(void)
{
	open_link();
	tick_at(now + LINK_PING_MS);
	desk_says("talking is not an answer");
	carry_down(SIZE_MAX);
	expect("text(talking is not an answer) ");
	tick_at(now + LINK_PONG_MS - 1);
	expect("");
	tick_at(now + 1);
	expect("down(no answer to a ping for 10 s) ");
	stop();
}

static void
tries_are_1_2_4_up_to_30_s_apart_give_or_take_a_fifth(void)
{
	static const ms_t waits[] = { 1000, 2000, 4000, 8000, 16000, 30000, 30000 };

	start();
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		link_lost(&link_, "refused", now);
		expect("down(refused) ");
		CU_ASSERT(retry >= waits[i] * 4 / 5 && retry <= waits[i] * 6 / 5);
		CU_ASSERT_EQUAL(link_due(&link_), now + retry);
		CU_ASSERT_EQUAL(link_.state, LINK_STATE_DOWN);
		tick_at(now + retry - 1);
		expect("");
		tick_at(now + 1);
		expect("connect ");
	}
	stop();
}

static void
lose_and_reopen(void)
{
	link_lost(&link_, "gone", now);
	expect("down(gone) ");
	tick_at(now + retry);
	expect("connect ");
	answer_the_connection();
	carry_all(SIZE_MAX);
	expect("open ");
}

static void
a_minute_of_good_service_begins_the_waits_anew(void)
{
	open_link();
	for (int i = 0; i < 5; i++)
		lose_and_reopen();
	now += LINK_GOOD_MS - 1;
	link_lost(&link_, "gone", now);
	expect("down(gone) ");
	CU_ASSERT(retry >= 24000);
	tick_at(now + retry);
	expect("connect ");
	answer_the_connection();
	carry_all(SIZE_MAX);
	expect("open ");
	now += LINK_GOOD_MS;
	link_lost(&link_, "gone", now);
	expect("down(gone) ");
	CU_ASSERT(retry <= 1200);
	stop();
}

static void
a_close_of_ours_tells_the_code_and_waits_for_the_echo(void)
{
	size_t n;

	open_link();
	desk_says("crossing");
	link_close(&link_, 1001, "asked to stop", NEVER, now);
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_CLOSING);
	CU_ASSERT_EQUAL(link_due(&link_), now + LINK_CLOSE_MS);
	expect("");
	carry_up(SIZE_MAX);
	desk_hears("closed 1001 ");
	carry_down(SIZE_MAX);
	expect("down(asked to stop) ");
	CU_ASSERT_EQUAL(retry, NEVER);
	CU_ASSERT_EQUAL(link_due(&link_), NEVER);
	link_output(&link_, &n);
	CU_ASSERT(n > 0);
	carry_up(SIZE_MAX);
	CU_ASSERT_EQUAL(desk.tls.state, TLS_ENDED);
	tick_at(now + 3600000);
	expect("");
	stop();
}

static void
a_close_of_ours_does_not_wait_for_ever(void)
{
	open_link();
	link_close(&link_, 1000, "key refused", 30000, now);
	tick_at(now + LINK_CLOSE_MS - 1);
	expect("");
	tick_at(now + 1);
	expect("down(key refused) ");
	CU_ASSERT_EQUAL(retry, 30000);
	tick_at(now + 29999);
	expect("");
	tick_at(now + 1);
	expect("connect ");
	link_lost(&link_, "refused", now);
	expect("down(refused) ");
	CU_ASSERT(retry <= 1200);
	stop();
}

static void
a_close_of_ours_keeps_its_reason_when_the_stream_ends_first(void)
{
	open_link();
	link_close(&link_, 1000, "key refused", 30000, now);
	link_lost(&link_, "connection reset", now);
	expect("down(key refused) ");
	CU_ASSERT_EQUAL(retry, 30000);
	stop();
}

static void
a_close_from_any_other_state_is_down_at_once(void)
{
	start();
	link_close(&link_, 1001, "stop", NEVER, now);
	expect("down(stop) ");
	CU_ASSERT_EQUAL(link_due(&link_), NEVER);
	stop();

	start();
	link_lost(&link_, "refused", now);
	expect("down(refused) ");
	link_close(&link_, 1001, "stop", NEVER, now);
	expect("down(stop) ");
	CU_ASSERT_EQUAL(link_due(&link_), NEVER);
	stop();

	start();
	answer_the_connection();
	link_close(&link_, 1001, "stop", 0, now);
	expect("down(stop) ");
	CU_ASSERT(retry <= 1200);
	stop();

	open_link();
	link_close(&link_, 1001, "first", 0, now);
	link_close(&link_, 1001, "second", NEVER, now);
	expect("down(first) ");
	CU_ASSERT_EQUAL(retry, NEVER);
	stop();
}

static void
a_close_of_patriots_is_echoed_and_told_with_its_reason(void)
{
	struct websocket_news news;

	open_link();
	desk_says("last");
	websocket_close(&desk.websocket, 1001, "shutting down");
	carry_down(SIZE_MAX);
	expect("text(last) down(Patriot closed the connection (1001 going away: shutting down)) ");
	CU_ASSERT(retry <= 1200);
	carry_up(SIZE_MAX);
	CU_ASSERT_TRUE(websocket_next(&desk.websocket, &news));
	CU_ASSERT_EQUAL(news.event, WEBSOCKET_CLOSED);
	CU_ASSERT_EQUAL(news.code, 1001);
	CU_ASSERT_EQUAL(desk.tls.state, TLS_ENDED);
	stop();
}

static void
an_end_without_a_close_is_told_as_that(void)
{
	open_link();
	desk_says("last");
	tls_close(&desk.tls);
	carry_down(SIZE_MAX);
	expect("text(last) down(Patriot ended the connection without a word "
	    "(TLS close_notify)) ");
	stop();
}

/* What Patriot sends as it is, frame by hand; the close that answers must reach it. */
static void
expect_refusal(const char *bytes, size_t n, const char *wanted, unsigned code)
{
	struct websocket_news news = { .code = 0 };
	struct fault fault;

	open_link();
	CU_ASSERT_EQUAL(tls_write(&desk.tls, bytes, n, &fault), 0);
	carry_down(SIZE_MAX);
	expect(wanted);
	carry_up(SIZE_MAX);
	CU_ASSERT_TRUE(websocket_next(&desk.websocket, &news));
	CU_ASSERT_EQUAL(news.event, WEBSOCKET_CLOSED);
	CU_ASSERT_EQUAL(news.code, code);
	stop();
}

static void
a_violation_is_answered_by_its_code_before_the_link_goes_down(void)
{
	expect_refusal("\x81\x01" "a\x82\x01" "b", 6,
	    "text(a) down(the peer sent a binary message (closed with 1003)) ", 1003);
	expect_refusal("\x81\x01\xff", 3,
	    "down(the peer sent a text that is not UTF-8 (closed with 1007)) ", 1007);
	expect_refusal("\x81\x7f\0\0\0\0\0\1\0\1x", 11, "down(the peer sent a message of "
	    "more than 64 KiB or 1024 fragments (closed with 1009)) ", 1009);
	expect_refusal("\x81\x81" "abcdx", 7, "down(the peer sent a frame that RFC 6455 "
	    "does not allow (closed with 1002)) ", 1002);
}

static void
nothing_sent_before_a_loss_is_delivered_after_it(void)
{
	size_t n;
	const char *bytes;

	open_link();
	desk_says("dial 1");
	desk_says("dial 2");
	bytes = tls_output(&desk.tls, &n);
	link_feed(&link_, bytes, n, now);
	link_lost(&link_, "connection reset", now);
	expect("down(connection reset) ");
	tick_at(now + retry);
	expect("connect ");
	answer_the_connection();
	carry_all(SIZE_MAX);
	expect("open ");
	stop();
}

static void
half_a_message_does_not_live_on_in_the_next_connection(void)
{
	struct fault fault;

	open_link();
	CU_ASSERT_EQUAL(tls_write(&desk.tls, "\x81\x05ha", 4, &fault), 0);
	carry_down(SIZE_MAX);
	lose_and_reopen();
	desk_says("whole");
	carry_all(SIZE_MAX);
	expect("text(whole) ");
	stop();
}

static void
nothing_of_the_old_connection_goes_out_on_the_new_one(void)
{
	struct fault fault;
	size_t n;

	open_link();
	CU_ASSERT_EQUAL(link_send(&link_, "old", 3, now, &fault), 0);
	link_lost(&link_, "gone", now);
	expect("down(gone) ");
	CU_ASSERT_EQUAL(link_send(&link_, "old", 3, now, &fault), -1);
	tick_at(now + retry);
	expect("connect ");
	link_output(&link_, &n);
	CU_ASSERT_EQUAL(n, 0);
	answer_the_connection();
	carry_all(SIZE_MAX);
	expect("open ");
	desk_hears("");
	stop();
}

static void
a_refused_certificate_is_told_and_tried_again(void)
{
	static struct identity other;
	struct fault fault;

	identity_make(&other, &(struct identity_wish){ .common_name = "other" });
	start();
	answer_the_connection();
	CU_ASSERT_EQUAL(tls_start_server(&desk.tls, &(struct tls_identity){
	    .certificate = other.certificate, .key = other.key }, &fault), 0);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(strncmp(told, "down(certificate refused; ", 26), 0);
	CU_ASSERT_FALSE(desk.upgrade.done);
	told[0] = '\0';
	tick_at(now + retry);
	expect("connect ");
	stop();
}

static void
trust_without_a_certificate_is_told_and_tried_again(void)
{
	const struct tls_trust trust = { .bytes = "nothing", .size = 7 };

	start();
	link_connected(&link_, &trust, now);
	hear();
	CU_ASSERT_EQUAL(strncmp(told, "down(no certificate found", 25), 0);
	told[0] = '\0';
	tick_at(now + retry);
	expect("connect ");
	stop();
}

static void
a_refused_upgrade_is_told(void)
{
	static const char answer[] = "HTTP/1.1 503 Service Unavailable\r\n\r\n";
	struct fault fault;

	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_write(&desk.tls, answer, strlen(answer), &fault), 0);
	carry_all(SIZE_MAX);
	expect("down(the server refused the websocket: 503 Service Unavailable; "
	    "is Patriot still starting?) ");
	stop();
}

static void
ten_thousand_messages_in_one_burst_come_in_order(void)
{
	unsigned next = 0;
	unsigned sent = 0;

	open_link();
	while (next < 10000) {
		struct fault fault;
		struct link_news news;
		char text[16];
		size_t n;
		const char *bytes;

		while (sent < 10000) {
			snprintf(text, sizeof(text), "%u", sent);
			if (websocket_send_text(&desk.websocket, text, strlen(text), &fault) < 0)
				break;
			sent++;
		}
		desk_flush();
		bytes = tls_output(&desk.tls, &n);
		if (n > link_room(&link_))
			n = link_room(&link_);
		CU_ASSERT_FATAL(n > 0);
		link_feed(&link_, bytes, n, now);
		tls_wrote(&desk.tls, n);
		while (link_next(&link_, &news)) {
			CU_ASSERT_EQUAL_FATAL(news.event, LINK_TEXT);
			snprintf(text, sizeof(text), "%.*s", (int)news.n, news.text);
			CU_ASSERT_EQUAL(atoi(text), (int)next);
			next++;
		}
	}
	stop();
}

/* Patriot asks and asks, and does not read: its pings are owed an answer each. */
static void
a_peer_that_does_not_read_is_not_read_from(void)
{
	struct fault fault;
	char pings[8192];
	size_t fed = 0;
	size_t n;

	memset(pings, 0, sizeof(pings));
	for (size_t i = 0; i < sizeof(pings); i += 2)
		pings[i] = (char)0x89;
	open_link();
	for (int i = 0; i < 1000; i++) {
		if (tls_write(&desk.tls, pings, sizeof(pings), &fault) < 0 &&
		    link_room(&link_) == 0)
			break;
		while (carry_down(SIZE_MAX))
			fed++;
	}
	CU_ASSERT_EQUAL(link_room(&link_), 0);
	CU_ASSERT(fed < 50);
	link_output(&link_, &n);
	CU_ASSERT(n <= TLS_OUT_SIZE);
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_OPEN);
	/* It reads at last, and all goes on. */
	carry_all(SIZE_MAX);
	desk_says("hello");
	carry_all(SIZE_MAX);
	expect("text(hello) ");
	stop();
}

static void
messages_for_a_peer_that_does_not_read_are_refused_not_hoarded(void)
{
	static char text[8000];
	struct fault fault = { "" };
	unsigned sent = 0;

	memset(text, 'x', sizeof(text));
	open_link();
	while (sent < 1000 && link_send(&link_, text, sizeof(text), now, &fault) == 0)
		sent++;
	CU_ASSERT(sent > 10 && sent < 30);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "too slowly"));
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_OPEN);
	tick_at(now + LINK_PING_MS);
	tick_at(now + LINK_PONG_MS);
	hear();
	CU_ASSERT_EQUAL(strncmp(told, "down(", 5), 0);
	stop();
}

static void
garbage_in_the_stream_ends_it(void)
{
	open_link();
	link_feed(&link_, "\x17\x03\x03\x00\x05hello", 10, now);
	hear();
	CU_ASSERT_EQUAL(strncmp(told, "down(TLS failed: ", 17), 0);
	stop();
}

static void
calls_out_of_turn_do_no_harm(void)
{
	const struct tls_trust trust = { .bytes = "x", .size = 1 };

	open_link();
	link_connected(&link_, &trust, now);
	CU_ASSERT_EQUAL(link_.state, LINK_STATE_OPEN);
	link_lost(&link_, "gone", now);
	link_lost(&link_, "gone again", now);
	link_feed(&link_, "x", 1, now);
	link_connected(&link_, &trust, now);
	expect("down(gone) ");
	stop();
	tick_at(now + 3600000);
	expect("");
}

static void
it_starts_again_after_it_was_finished(void)
{
	open_link();
	stop();
	CU_ASSERT_EQUAL(link_due(&link_), NEVER);
	open_link();
	stop();
	stop();
}

static void
states_have_names(void)
{
	CU_ASSERT_STRING_EQUAL(link_state_name(LINK_STATE_DOWN), "down");
	CU_ASSERT_STRING_EQUAL(link_state_name(LINK_STATE_CLOSING), "closing");
}

/* Patriot refuses the upgrade so; how long the link waits. */
static ms_t
wait_after(const char *answer)
{
	struct fault fault;

	start();
	answer_the_connection();
	desk.open = false;
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(tls_write(&desk.tls, answer, strlen(answer), &fault), 0);
	carry_all(SIZE_MAX);
	hear();
	CU_ASSERT_EQUAL(strncmp(told, "down(the server refused the websocket: 503", 42), 0);
	told[0] = '\0';
	CU_ASSERT_EQUAL(link_due(&link_), now + retry);
	stop();
	return retry;
}

static void
a_server_that_asks_to_be_left_alone_is_up_to_5_minutes(void)
{
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n"), 120000);
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\nretry-after:300\r\n\r\n"), 300000);
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\nRetry-After: 301\r\n\r\n"), 300000);
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\n"
	    "Retry-After: 99999999999999999999\r\n\r\n"), 300000);
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
	    "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n\r\n"), 60000);
	/* Never less than the back-off. */
	CU_ASSERT(wait_after("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\n\r\n") >= 800);
	CU_ASSERT(wait_after("HTTP/1.1 503 Busy\r\nRetry-After: soon\r\n\r\n") <= 1200);
	CU_ASSERT(wait_after("HTTP/1.1 503 Busy\r\n\r\n") <= 1200);
}

static void
that_wait_is_not_kept_for_the_next_time(void)
{
	CU_ASSERT_EQUAL(wait_after("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n"), 120000);
	start();
	link_lost(&link_, "gone", now);
	expect("down(gone) ");
	CU_ASSERT(retry <= 1200);
	stop();
}

static void
a_first_key_that_cannot_be_remembered_stops_the_upgrade(void)
{
	static const struct trust keys = {
		.store = { .file = "/nonexistent/known", .host = "desk", .port = "9009" }
	};
	const struct tls_trust trust = { .keys = &keys };

	start();
	answer_the_connection();
	tls_finish(&link_.tls);
	link_.state = LINK_STATE_CONNECTING;
	link_connected(&link_, &trust, now);
	carry_all(SIZE_MAX);
	CU_ASSERT_EQUAL(strncmp(told, "down(the key cannot be remembered", 33), 0);
	CU_ASSERT_EQUAL(desk.upgrade.len, 0);
	told[0] = '\0';
	stop();
}

CU_TestInfo link_tests[] = {
	{ "it opens a byte at a time and texts go both ways",
	    it_opens_a_byte_at_a_time_and_texts_go_both_ways },
	{ "it opens whatever the steps are", it_opens_whatever_the_steps_are },
	{ "when the accepted certificate expires is known from then on",
	    when_the_accepted_certificate_expires_is_known_from_then_on },
	{ "a stream that is cut tells how far it was", a_stream_that_is_cut_tells_how_far_it_was },
	{ "one message is one record", one_message_is_one_record },
	{ "frames right behind the upgrade are not lost",
	    frames_right_behind_the_upgrade_are_not_lost },
	{ "a violation right behind the upgrade comes after the open",
	    a_violation_right_behind_the_upgrade_comes_after_the_open },
	{ "every phase has its deadline and names it", every_phase_has_its_deadline_and_names_it },
	{ "a slow drip does not move the deadline", a_slow_drip_does_not_move_the_deadline },
	{ "a ping goes out every 20 s and is answered",
	    a_ping_goes_out_every_20_s_and_is_answered },
	{ "a ping without an answer ends it", a_ping_without_an_answer_ends_it },
	{ "tries are 1, 2, 4 up to 30 s apart give or take a fifth",
	    tries_are_1_2_4_up_to_30_s_apart_give_or_take_a_fifth },
	{ "a minute of good service begins the waits anew",
	    a_minute_of_good_service_begins_the_waits_anew },
	{ "a close of ours tells the code and waits for the echo",
	    a_close_of_ours_tells_the_code_and_waits_for_the_echo },
	{ "a close of ours does not wait for ever", a_close_of_ours_does_not_wait_for_ever },
	{ "a close of ours keeps its reason when the stream ends first",
	    a_close_of_ours_keeps_its_reason_when_the_stream_ends_first },
	{ "a close from any other state is down at once",
	    a_close_from_any_other_state_is_down_at_once },
	{ "a close of Patriot's is echoed and told with its reason",
	    a_close_of_patriots_is_echoed_and_told_with_its_reason },
	{ "an end without a close is told as that", an_end_without_a_close_is_told_as_that },
	{ "a violation is answered by its code before the link goes down",
	    a_violation_is_answered_by_its_code_before_the_link_goes_down },
	{ "nothing sent before a loss is delivered after it",
	    nothing_sent_before_a_loss_is_delivered_after_it },
	{ "half a message does not live on in the next connection",
	    half_a_message_does_not_live_on_in_the_next_connection },
	{ "nothing of the old connection goes out on the new one",
	    nothing_of_the_old_connection_goes_out_on_the_new_one },
	{ "a refused certificate is told and tried again",
	    a_refused_certificate_is_told_and_tried_again },
	{ "trust without a certificate is told and tried again",
	    trust_without_a_certificate_is_told_and_tried_again },
	{ "a refused upgrade is told", a_refused_upgrade_is_told },
	{ "a server that asks to be left alone is, up to 5 minutes",
	    a_server_that_asks_to_be_left_alone_is_up_to_5_minutes },
	{ "that wait is not kept for the next time", that_wait_is_not_kept_for_the_next_time },
	{ "a first key that cannot be remembered stops the upgrade",
	    a_first_key_that_cannot_be_remembered_stops_the_upgrade },
	{ "10,000 messages in one burst come in order",
	    ten_thousand_messages_in_one_burst_come_in_order },
	{ "a peer that does not read is not read from",
	    a_peer_that_does_not_read_is_not_read_from },
	{ "messages for a peer that does not read are refused, not hoarded",
	    messages_for_a_peer_that_does_not_read_are_refused_not_hoarded },
	{ "garbage in the stream ends it", garbage_in_the_stream_ends_it },
	{ "calls out of turn do no harm", calls_out_of_turn_do_no_harm },
	{ "it starts again after it was finished", it_starts_again_after_it_was_finished },
	{ "states have names", states_have_names },
	CU_TEST_INFO_NULL
};
