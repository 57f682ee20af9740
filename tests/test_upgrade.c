/* SPDX-License-Identifier: MIT */
#include "link/upgrade.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

#define KEY "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
#define SWITCHING "HTTP/1.1 101 Switching Protocols\r\n"
#define UPGRADE "Upgrade: websocket\r\n"
#define CONNECTION "Connection: Upgrade\r\n"
#define GET "GET /ws/dialler/v1 HTTP/1.1\r\n"
#define HOST "Host: desktop-client-api.patriotsystems.com:9009\r\n"
#define ASKING "Sec-WebSocket-Key: " KEY "\r\n"
#define VERSION "Sec-WebSocket-Version: 13\r\n"

static struct upgrade upgrade;

/* Feeds it in two parts, or a byte at a time when `cut` is 0; the rest goes to `rest`. */
static int
feed(bool server, const char *text, size_t n, size_t cut, char *rest, struct fault *fault)
{
	size_t at = 0;

	memset(&upgrade, 0, sizeof(upgrade));
	if (!server)
		snprintf(upgrade.key, sizeof(upgrade.key), "%s", KEY);
	fault->text[0] = '\0';
	rest[0] = '\0';
	while (at < n) {
		size_t part = cut == 0 ? 1 : at == 0 ? cut : n - at;
		size_t eaten = 0;
		int rc = server ?
		    upgrade_feed_request(&upgrade, "/ws/dialler/v1", text + at, part, &eaten,
		    fault) :
		    upgrade_feed_answer(&upgrade, text + at, part, &eaten, fault);

		if (rc < 0)
			return -1;
		CU_ASSERT(eaten <= part);
		if (!upgrade.done)
			CU_ASSERT_EQUAL(eaten, part);
		strncat(rest, text + at + eaten, part - eaten);
		at += part;
	}
	return 0;
}

/* Each way of cutting must end alike: well, with `rest` behind, or with `said` in the fault. */
static void
expect_text(bool server, const char *text, size_t n, const char *rest, const char *said)
{
	for (size_t cut = 0; cut <= n; cut++) {
		struct fault fault;
		char got[256];
		int rc = feed(server, text, n, cut, got, &fault);

		if (!said) {
			CU_ASSERT_EQUAL(rc, 0);
			CU_ASSERT_TRUE(upgrade.done);
			CU_ASSERT_STRING_EQUAL(got, rest);
			CU_ASSERT_STRING_EQUAL(fault.text, "");
		} else {
			CU_ASSERT_EQUAL(rc, -1);
			CU_ASSERT_FALSE(upgrade.done);
			CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, said));
			CU_ASSERT_PTR_NULL(strstr(fault.text, "dGhlIHNhbXBsZSBub25jZQ"));
			CU_ASSERT_EQUAL(strcspn(fault.text, "\r\n\x1b"), strlen(fault.text));
		}
	}
}

static void
the_request_is_what_rfc_6455_asks_for(void)
{
	char out[2048];
	char wanted[2048];
	size_t n = upgrade_request(&upgrade, "host:9009", "/ws/dialler/v1?x", out, sizeof(out));

	snprintf(wanted, sizeof(wanted), "GET /ws/dialler/v1?x HTTP/1.1\r\nHost: host:9009\r\n"
	    UPGRADE CONNECTION "Sec-WebSocket-Key: %s\r\n" VERSION "\r\n", upgrade.key);
	CU_ASSERT_STRING_EQUAL(out, wanted);
	CU_ASSERT_EQUAL(n, strlen(out));
	CU_ASSERT_EQUAL(strlen(upgrade.key), CRYPTO_KEY_LEN);
}

static void
the_longest_request_fits_and_each_has_a_fresh_key(void)
{
	char authority[272];
	char path[512];
	char key[CRYPTO_KEY_LEN + 1];
	char out[2048];

	snprintf(authority, sizeof(authority), "%0271d", 0);
	snprintf(path, sizeof(path), "/%0510d", 0);
	upgrade_request(&upgrade, authority, path, out, sizeof(out));
	memcpy(key, upgrade.key, sizeof(key));
	upgrade_request(&upgrade, authority, path, out, sizeof(out));
	CU_ASSERT_STRING_NOT_EQUAL(key, upgrade.key);
}

static void
good_answers_pass_however_they_are_cut(void)
{
	static const char *const rows[] = {
		SWITCHING UPGRADE CONNECTION ACCEPT "\r\n",
		"HTTP/1.1 101\r\n" UPGRADE CONNECTION ACCEPT "\r\n",
		"HTTP/1.1 101 \r\n" UPGRADE CONNECTION ACCEPT "\r\n",
		SWITCHING ACCEPT "CONNECTION:upgrade\r\nupgrade:\tWebSocket \t \r\n\r\n",
		SWITCHING UPGRADE "Connection: keep-alive, Upgrade\r\n" ACCEPT "\r\n",
		SWITCHING UPGRADE "Connection: keep-alive\r\nConnection: ,upgrade ,\r\n" ACCEPT
		    "\r\n",
		SWITCHING "Date: Tue, 15 Nov 1994 08:12:31 GMT\r\nServer: \xc3\xb6\r\nX:\r\n"
		    UPGRADE CONNECTION ACCEPT "\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect_text(false, rows[i], strlen(rows[i]), "", NULL);
}

static void
what_follows_the_blank_line_is_left_for_the_websocket(void)
{
	static const char answer[] = SWITCHING UPGRADE CONNECTION ACCEPT "\r\n"
	    "\x81\x05\r\n\r\nHTTP";

	expect_text(false, answer, strlen(answer), "\x81\x05\r\n\r\nHTTP", NULL);
}

static void
bad_answers_are_refused_however_they_are_cut(void)
{
	static const struct {
		const char *text;
		const char *said;
	} rows[] = {
		{ "HTTP/1.0 101 Switching\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "HTTP/1.1  101 X\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "HTTP/1.1 1010 X\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "HTTP/1.1 10 X\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "http/1.1 101 X\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "HTTP/1.1 101X\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "220 mail ESMTP\r\nready\r\n\r\n", "is the port" },
		{ "\r\n\r\n", "is the port" },
		{ "\r\n" SWITCHING UPGRADE CONNECTION ACCEPT "\r\n", "is the port" },
		{ "HTTP/1.1 200 OK\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "200 OK" },
		{ "HTTP/1.1 100 Continue\r\n\r\n", "100 Continue" },
		{ "HTTP/1.1 301 Moved\r\nLocation: https://x/\r\n\r\n", "301 Moved" },
		{ "HTTP/1.1 400 bad key " KEY "\r\n\r\n", "400 bad key ****" },
		{ "HTTP/1.1 400 key=dGhlIHNhbXBsZSBub25jZQ%3D%3D\r\n\r\n", "key=****" },
		{ "HTTP/1.1 401 Unauthorized\r\n\r\n", "log-in" },
		{ "HTTP/1.1 404 Not Found\r\n\r\n", "path in the URL" },
		{ "HTTP/1.1 426 Upgrade Required\r\n\r\n", "another version" },
		{ "HTTP/1.1 503 Service Unavailable\r\n\r\n", "starting" },
		{ "HTTP/1.1 500 \xff\xfe oops\r\n\r\n", "500 \\xFF\\xFE oops" },
		{ SWITCHING CONNECTION ACCEPT "\r\n", "Upgrade: websocket" },
		{ SWITCHING "Upgrade: websockets\r\n" CONNECTION ACCEPT "\r\n", "Upgrade:" },
		{ SWITCHING "Upgrade: h2c, websocket\r\n" CONNECTION ACCEPT "\r\n", "Upgrade:" },
		{ SWITCHING UPGRADE UPGRADE CONNECTION ACCEPT "\r\n", "Upgrade:" },
		{ SWITCHING "X-" UPGRADE CONNECTION ACCEPT "\r\n", "Upgrade: websocket" },
		{ SWITCHING UPGRADE ACCEPT "\r\n", "Connection: Upgrade" },
		{ SWITCHING UPGRADE "Connection: close\r\n" ACCEPT "\r\n", "Connection:" },
		{ SWITCHING UPGRADE "Connection: Upgrade-Insecure\r\n" ACCEPT "\r\n",
		    "Connection: Upgrade" },
		{ SWITCHING UPGRADE "Connection: no upgrade\r\n" ACCEPT "\r\n", "Connection:" },
		{ SWITCHING UPGRADE "Connection: upgrade now\r\n" ACCEPT "\r\n", "Connection:" },
		{ SWITCHING UPGRADE CONNECTION "\r\n", "0 Sec-WebSocket-Accept" },
		{ SWITCHING UPGRADE CONNECTION ACCEPT ACCEPT "\r\n", "2 Sec-WebSocket-Accept" },
		{ SWITCHING UPGRADE CONNECTION "Sec-WebSocket-Accept: \r\n\r\n", "our key" },
		{ SWITCHING UPGRADE CONNECTION "Sec-WebSocket-Accept: " KEY "\r\n\r\n",
		    "our key" },
		{ SWITCHING UPGRADE CONNECTION
		    "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", "our key" },
		{ SWITCHING UPGRADE CONNECTION
		    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, x\r\n\r\n", "our key" },
		{ SWITCHING UPGRADE CONNECTION ACCEPT
		    "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n", "extension" },
		{ SWITCHING UPGRADE CONNECTION ACCEPT "sec-websocket-protocol: chat\r\n\r\n",
		    "subprotocol" },
		{ SWITCHING UPGRADE CONNECTION ACCEPT "X: a\r\n b\r\n\r\n", "not an HTTP header" },
		{ SWITCHING UPGRADE CONNECTION ACCEPT "X: a\r\n\tb\r\n\r\n",
		    "not an HTTP header" },
		{ SWITCHING " " UPGRADE CONNECTION ACCEPT "\r\n", "not an HTTP header" },
		{ SWITCHING "Upgrade : websocket\r\n" CONNECTION ACCEPT "\r\n",
		    "not an HTTP header" },
		{ SWITCHING ": x\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "not an HTTP header" },
		{ SWITCHING "no colon\r\n" UPGRADE CONNECTION ACCEPT "\r\n",
		    "not an HTTP header" },
		{ SWITCHING "Na\xc3\xafve: x\r\n" UPGRADE CONNECTION ACCEPT "\r\n",
		    "not an HTTP header" },
		{ "HTTP/1.1 101 X\nUpgrade: websocket\n\n", "CR LF" },
		{ SWITCHING "X: a\rb\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "CR LF" },
		{ SWITCHING "X: a\r\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "CR LF" },
		{ SWITCHING "X: \x1b[2J\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "control" },
		{ SWITCHING "X: \x7f\r\n" UPGRADE CONNECTION ACCEPT "\r\n", "control" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect_text(false, rows[i].text, strlen(rows[i].text), "", rows[i].said);
}

static void
a_nul_in_the_head_is_refused(void)
{
	static const char answer[] = SWITCHING "X: \0\r\n" UPGRADE CONNECTION ACCEPT "\r\n";

	expect_text(false, answer, sizeof(answer) - 1, "", "control");
}

static void
an_unfinished_head_waits(void)
{
	static const char answer[] = SWITCHING UPGRADE CONNECTION ACCEPT "\r";
	struct fault fault;
	char rest[256];

	CU_ASSERT_EQUAL(feed(false, answer, strlen(answer), 0, rest, &fault), 0);
	CU_ASSERT_FALSE(upgrade.done);
}

static void
a_head_without_an_end_is_refused_in_time(void)
{
	static char text[UPGRADE_HEAD_MAX + 1];
	struct fault fault;
	char rest[256];

	memset(text, 'x', sizeof(text));
	CU_ASSERT_EQUAL(feed(false, text, UPGRADE_HEAD_MAX, 1000, rest, &fault), 0);
	CU_ASSERT_EQUAL(feed(false, text, UPGRADE_HEAD_MAX + 1, 1000, rest, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "16384"));
}

static void
good_requests_pass_however_they_are_cut(void)
{
	static const char *const rows[] = {
		GET HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		GET HOST "Upgrade: h2c, WebSocket\r\nConnection: keep-alive, upgrade\r\n"
		    "Origin: null\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
		    "sec-websocket-protocol: a, b\r\n" VERSION ASKING "\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		expect_text(true, rows[i], strlen(rows[i]), "", NULL);
		CU_ASSERT_STRING_EQUAL(upgrade.key, KEY);
	}
}

static void
bad_requests_are_refused_however_they_are_cut(void)
{
	static const struct {
		const char *text;
		const char *said;
	} rows[] = {
		{ "POST /ws/dialler/v1 HTTP/1.1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "not a GET" },
		{ "get /ws/dialler/v1 HTTP/1.1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "not a GET" },
		{ "GET /ws/dialler/v1 HTTP/1.0\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "not a GET" },
		{ "GET /ws/dialler/v1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "not a GET" },
		{ "\r\n\r\n", "not a GET" },
		{ "GET /ws/dialler/v2 HTTP/1.1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "404 Not Found: " },
		{ "GET /ws/dialler/v1? HTTP/1.1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "404 Not Found: " },
		{ "GET / HTTP/1.1\r\n" HOST UPGRADE CONNECTION ASKING VERSION "\r\n",
		    "404 Not Found: " },
		{ GET UPGRADE CONNECTION ASKING VERSION "\r\n", "0 Host" },
		{ GET HOST HOST UPGRADE CONNECTION ASKING VERSION "\r\n", "2 Host" },
		{ GET HOST CONNECTION ASKING VERSION "\r\n", "426 Upgrade Required: " },
		{ GET HOST UPGRADE ASKING VERSION "\r\n", "426 Upgrade Required: " },
		{ GET HOST UPGRADE CONNECTION ASKING "\r\n", "426 Upgrade Required: " },
		{ GET HOST UPGRADE CONNECTION ASKING "Sec-WebSocket-Version: 8\r\n\r\n",
		    "426 Upgrade Required: " },
		{ GET HOST UPGRADE CONNECTION VERSION "\r\n", "16 bytes" },
		{ GET HOST UPGRADE CONNECTION ASKING ASKING VERSION "\r\n", "16 bytes" },
		{ GET HOST UPGRADE CONNECTION VERSION "Sec-WebSocket-Key: aGVsbG8=\r\n\r\n",
		    "16 bytes" },
		{ GET HOST UPGRADE CONNECTION VERSION
		    "Sec-WebSocket-Key: ABCDEFGHIJKLMNOPQRSTUV==\r\n\r\n", "16 bytes" },
		{ GET HOST UPGRADE CONNECTION VERSION
		    "Sec-WebSocket-Key: ABCDEFGHIJKLMNOPQR TUQ==\r\n\r\n", "16 bytes" },
		{ GET HOST UPGRADE CONNECTION VERSION
		    "Sec-WebSocket-Key: ABCDEFGHIJKLMNOPQRSTUVWX\r\n\r\n", "16 bytes" },
		{ "GET /ws/dialler/v1 HTTP/1.1\n\n", "CR LF" },
		{ GET " folded\r\n\r\n", "not an HTTP header" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect_text(true, rows[i].text, strlen(rows[i].text), "", rows[i].said);
}

static void
our_two_ends_understand_each_other(void)
{
	static struct upgrade server;
	struct fault fault = { "" };
	char text[2048];
	size_t eaten;
	size_t n;

	memset(&server, 0, sizeof(server));
	n = upgrade_request(&upgrade, "host", "/x", text, sizeof(text));
	CU_ASSERT_EQUAL(upgrade_feed_request(&server, "/x", text, n, &eaten, &fault), 0);
	CU_ASSERT_TRUE(server.done);
	n = upgrade_answer(&server, text, sizeof(text));
	CU_ASSERT_EQUAL(n, strlen(text));
	CU_ASSERT_EQUAL(upgrade_feed_answer(&upgrade, text, n, &eaten, &fault), 0);
	CU_ASSERT_TRUE(upgrade.done);
	CU_ASSERT_EQUAL(eaten, n);
	CU_ASSERT_STRING_EQUAL(fault.text, "");
}

static void
a_refusal_has_the_status_that_belongs_to_the_fault(void)
{
	static const struct {
		const char *fault;
		const char *starts;
		const char *has;
	} rows[] = {
		{ "404 Not Found: \"GET /y\"", "HTTP/1.1 404 Not Found\r\n", "Connection: close" },
		{ "426 Upgrade Required: x", "HTTP/1.1 426 Upgrade Required\r\n",
		    "\r\nSec-WebSocket-Version: 13\r\n" },
		{ "a control character", "HTTP/1.1 400 Bad Request\r\n",
		    "\r\nContent-Length: 20\r\n" },
		{ "", "HTTP/1.1 400 Bad Request\r\n", "\r\nContent-Length: 1\r\n" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fault fault;
		char out[2048];
		size_t n;

		fault_set(&fault, "%s", rows[i].fault);
		n = upgrade_refusal(&fault, out, sizeof(out));
		CU_ASSERT_EQUAL(n, strlen(out));
		CU_ASSERT_EQUAL(strncmp(out, rows[i].starts, strlen(rows[i].starts)), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(out, rows[i].has));
	}
}

static void
how_long_a_refusal_asks_to_wait_is_noted(void)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
		{ "HTTP/1.1 503 Busy\r\n\r\n", 0 },
		{ "HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n", 120 },
		{ "HTTP/1.1 503 Busy\r\nX: y\r\nRETRY-AFTER:\t7 \r\nY: z\r\n\r\n", 7 },
		{ "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\n\r\n", 5 },
		{ "HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"
		    "Date: Fri, 31 Dec 1999 23:59:39 GMT\r\n\r\n", 20 },
		{ "HTTP/1.1 503 Busy\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n\r\n", 0 },
		{ "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\n folded\r\n\r\n", 9 },
		{ "HTTP/1.1 503 Busy\r\nRetry-After: -9\r\n\r\n", 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t n = strlen(rows[i].text);
		struct fault fault;
		char rest[8];

		CU_ASSERT_EQUAL(feed(false, rows[i].text, n, 0, rest, &fault), -1);
		CU_ASSERT_EQUAL(upgrade.retry_after, rows[i].seconds);
	}
}

CU_TestInfo upgrade_tests[] = {
	{ "the request is what RFC 6455 asks for", the_request_is_what_rfc_6455_asks_for },
	{ "the longest request fits and each has a fresh key",
	    the_longest_request_fits_and_each_has_a_fresh_key },
	{ "good answers pass however they are cut", good_answers_pass_however_they_are_cut },
	{ "what follows the blank line is left for the websocket",
	    what_follows_the_blank_line_is_left_for_the_websocket },
	{ "bad answers are refused however they are cut",
	    bad_answers_are_refused_however_they_are_cut },
	{ "a NUL in the head is refused", a_nul_in_the_head_is_refused },
	{ "an unfinished head waits", an_unfinished_head_waits },
	{ "a head without an end is refused in time", a_head_without_an_end_is_refused_in_time },
	{ "good requests pass however they are cut", good_requests_pass_however_they_are_cut },
	{ "bad requests are refused however they are cut",
	    bad_requests_are_refused_however_they_are_cut },
	{ "our two ends understand each other", our_two_ends_understand_each_other },
	{ "a refusal has the status that belongs to the fault",
	    a_refusal_has_the_status_that_belongs_to_the_fault },
	{ "how long a refusal asks to wait is noted", how_long_a_refusal_asks_to_wait_is_noted },
	CU_TEST_INFO_NULL
};
