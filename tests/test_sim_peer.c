/* SPDX-License-Identifier: MIT */
#include "sim/sim_peer.h"

#include <CUnit/CUnit.h>
#include <string.h>
#include <time.h>

#include "sim/sim_certificate.h"

#define HOST "desktop-client-api.patriotsystems.com"

/* A dialler made of the same floors, and the wire between the two. */
static struct sim_peer peer;
static struct tls tls;
static struct upgrade upgrade;
static struct websocket websocket;
static char request[2048];
static char answer[2048];
static size_t piece;                    /* bytes that the wire takes at once */
static struct fault fault;

static void
connect_dialler(const char *path)
{
	static struct sim_certificate certificate;
	struct tls_identity identity = { certificate.certificate, certificate.key };
	struct tls_trust trust = { .bytes = certificate.certificate };

	if (certificate.key[0] == '\0')
		CU_ASSERT_EQUAL_FATAL(
		    sim_certificate_make(&certificate, HOST, time(NULL), &fault), 0);
	trust.size = strlen(certificate.certificate);
	piece = 4096;
	CU_ASSERT_EQUAL_FATAL(sim_peer_start(&peer, &identity, 0, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(tls_start_client(&tls, HOST, &trust, &fault), 0);
	CU_ASSERT_EQUAL_FATAL(websocket_start(&websocket, false, &fault), 0);
	upgrade_request(&upgrade, HOST, path, request, sizeof(request));
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Carries one piece each way; false when nothing moved. */
static bool
carry(void)
{
	const char *bytes;
	size_t there, back;

	bytes = tls_output(&tls, &there);
	there = smaller(smaller(there, piece), sim_peer_room(&peer));
	sim_peer_feed(&peer, bytes, there);
	tls_wrote(&tls, there);
	bytes = sim_peer_output(&peer, &back);
	back = smaller(smaller(back, piece), tls_room(&tls));
	CU_ASSERT_EQUAL(tls_feed(&tls, bytes, back, &fault), 0);
	sim_peer_wrote(&peer, back);
	return there > 0 || back > 0;
}

/* The peer's next news, with all that must be carried before it; -1 when none comes. */
static int
next(struct sim_peer_news *news, ms_t now)
{
	do {
		if (sim_peer_next(&peer, news, now))
			return (int)news->event;
	} while (carry());
	return -1;
}

static void
open_dialler(void)
{
	struct sim_peer_news news;
	size_t eaten;
	long n;

	connect_dialler(SIM_PEER_PATH);
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	CU_ASSERT_EQUAL_FATAL(tls.state, TLS_OPEN);
	CU_ASSERT_EQUAL(tls_write(&tls, request, strlen(request), &fault), 0);
	CU_ASSERT_EQUAL(next(&news, 0), SIM_PEER_HAS_OPENED);
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	n = tls_read(&tls, answer, sizeof(answer), &fault);
	CU_ASSERT_TRUE_FATAL(n > 0);
	CU_ASSERT_EQUAL(upgrade_feed_answer(&upgrade, answer, (size_t)n, &eaten, &fault), 0);
	CU_ASSERT_TRUE(upgrade.done);
}

/* Puts the websocket's frames on the wire. */
static void
send_frames(void)
{
	const char *bytes;
	size_t n;

	bytes = websocket_output(&websocket, &n);
	CU_ASSERT_EQUAL(tls_write(&tls, bytes, n, &fault), 0);
	websocket_wrote(&websocket, n);
}

static void
send_text(const char *text)
{
	CU_ASSERT_EQUAL(websocket_send_text(&websocket, text, strlen(text), &fault), 0);
	send_frames();
}

static bool
receive(struct websocket_news *news)
{
	long n = tls_read(&tls, answer, sizeof(answer), &fault);

	CU_ASSERT_TRUE(n >= 0);
	CU_ASSERT_EQUAL(websocket_feed(&websocket, answer, (size_t)n, &fault), 0);
	return websocket_next(&websocket, news);
}

static void
finish(void)
{
	websocket_finish(&websocket);
	tls_finish(&tls);
	sim_peer_finish(&peer);
}

static void
messages_go_both_ways(void)
{
	static const char status[] =
	    "{\"type\":\"call-status-update\",\"payload\":{\"callActive\":false}}";
	struct sim_peer_news news;
	struct websocket_news got;

	open_dialler();
	send_text(status);
	send_text("x");
	CU_ASSERT_EQUAL_FATAL(next(&news, 0), SIM_PEER_HAS_SAID);
	CU_ASSERT_EQUAL(news.n, strlen(status));
	CU_ASSERT_PTR_NOT_NULL_FATAL(news.message);
	CU_ASSERT_EQUAL(news.message->type, MESSAGE_CALL_STATUS_UPDATE);
	CU_ASSERT_EQUAL_FATAL(next(&news, 0), SIM_PEER_HAS_SAID);
	CU_ASSERT_PTR_NULL(news.message);
	CU_ASSERT_STRING_EQUAL(news.why, "not a JSON object");
	CU_ASSERT_EQUAL(sim_peer_say(&peer, "hello", 5, &fault), 0);
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	CU_ASSERT_TRUE_FATAL(receive(&got));
	CU_ASSERT_EQUAL(got.n, 5);
	finish();
}

static void
bytes_may_come_one_by_one(void)
{
	struct sim_peer_news news;

	open_dialler();
	piece = 1;
	send_text("{\"type\":\"hangup-request\"}");
	CU_ASSERT_EQUAL_FATAL(next(&news, 0), SIM_PEER_HAS_SAID);
	CU_ASSERT_PTR_NOT_NULL(news.message);
	finish();
}

static void
a_diallers_close_ends_it(void)
{
	struct sim_peer_news news;

	open_dialler();
	send_text("last words");
	websocket_close(&websocket, 1001, "bye");
	send_frames();
	CU_ASSERT_EQUAL(next(&news, 0), SIM_PEER_HAS_SAID);
	CU_ASSERT_EQUAL_FATAL(next(&news, 0), SIM_PEER_HAS_ENDED);
	CU_ASSERT_STRING_EQUAL(news.why, "closed with 1001, bye");
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	CU_ASSERT_EQUAL(sim_peer_say(&peer, "x", 1, &fault), -1);
	finish();
}

static void
our_close_waits_for_the_diallers_but_not_for_ever(void)
{
	struct sim_peer_news news;
	struct websocket_news got;

	open_dialler();
	sim_peer_close(&peer, 1000, 5000);
	CU_ASSERT_EQUAL(next(&news, 5000), -1);
	CU_ASSERT_EQUAL(sim_peer_due(&peer), 5000 + SIM_PEER_CLOSING_MS);
	CU_ASSERT_TRUE_FATAL(receive(&got));
	CU_ASSERT_EQUAL(got.event, WEBSOCKET_CLOSED);
	CU_ASSERT_EQUAL(got.code, 1000);
	send_frames();
	CU_ASSERT_EQUAL(next(&news, 5001), SIM_PEER_HAS_ENDED);
	finish();

	open_dialler();
	sim_peer_close(&peer, 1000, 5000);
	CU_ASSERT_EQUAL(next(&news, 5000), -1);
	sim_peer_tick(&peer, 5000 + SIM_PEER_CLOSING_MS);
	CU_ASSERT_EQUAL(next(&news, 5000 + SIM_PEER_CLOSING_MS), SIM_PEER_HAS_ENDED);
	CU_ASSERT_STRING_EQUAL(news.why, "our close was not answered");
	finish();
}

static void
what_came_before_the_stream_broke_is_heard(void)
{
	struct sim_peer_news news;

	open_dialler();
	send_text("{\"type\":\"hangup-request\"}");
	carry();
	sim_peer_lost(&peer);
	CU_ASSERT_EQUAL(next(&news, 0), SIM_PEER_HAS_SAID);
	CU_ASSERT_EQUAL(next(&news, 0), SIM_PEER_HAS_ENDED);
	CU_ASSERT_STRING_EQUAL(news.why, "it broke off");
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	finish();
}

static void
another_path_is_refused(void)
{
	struct sim_peer_news news;

	connect_dialler("/other");
	CU_ASSERT_EQUAL(next(&news, 0), -1);
	CU_ASSERT_EQUAL(tls_write(&tls, request, strlen(request), &fault), 0);
	CU_ASSERT_EQUAL(next(&news, 0), SIM_PEER_HAS_ENDED);
	CU_ASSERT_PTR_NOT_NULL(strstr(news.why, "404"));
	CU_ASSERT_TRUE(tls_read(&tls, answer, sizeof(answer), &fault) > 0);
	CU_ASSERT_EQUAL(strncmp(answer, "HTTP/1.1 404", 12), 0);
	finish();
}

static void
nobody_may_stand_in_the_door(void)
{
	struct sim_peer_news news;

	connect_dialler(SIM_PEER_PATH);
	CU_ASSERT_EQUAL(sim_peer_due(&peer), SIM_PEER_OPENING_MS);
	sim_peer_tick(&peer, SIM_PEER_OPENING_MS - 1);
	CU_ASSERT_FALSE(sim_peer_next(&peer, &news, SIM_PEER_OPENING_MS - 1));
	sim_peer_tick(&peer, SIM_PEER_OPENING_MS);
	CU_ASSERT_TRUE(sim_peer_next(&peer, &news, SIM_PEER_OPENING_MS));
	CU_ASSERT_EQUAL(news.event, SIM_PEER_HAS_ENDED);
	CU_ASSERT_STRING_EQUAL(news.why, "no TLS handshake in time");
	finish();
}

CU_TestInfo sim_peer_tests[] = {
	{ "messages go both ways", messages_go_both_ways },
	{ "bytes may come one by one", bytes_may_come_one_by_one },
	{ "a dialler's close ends it", a_diallers_close_ends_it },
	{ "our close waits for the dialler's but not for ever",
	    our_close_waits_for_the_diallers_but_not_for_ever },
	{ "what came before the stream broke is heard",
	    what_came_before_the_stream_broke_is_heard },
	{ "another path is refused", another_path_is_refused },
	{ "nobody may stand in the door", nobody_may_stand_in_the_door },
	CU_TEST_INFO_NULL
};
