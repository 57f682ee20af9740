/* SPDX-License-Identifier: MIT */
#include "link/url.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

static void
good_urls_are_taken_apart(void)
{
	static const struct {
		const char *text;
		const char *host;
		const char *port;
		const char *authority;
		const char *path;
	} rows[] = {
		{ "wss://desktop-client-api.patriotsystems.com:9009/ws/dialler/v1",
		    "desktop-client-api.patriotsystems.com", "9009",
		    "desktop-client-api.patriotsystems.com:9009", "/ws/dialler/v1" },
		{ "wss://host", "host", "443", "host", "/" },
		{ "WSS://Host/", "Host", "443", "Host", "/" },
		{ "wss://host:443/a", "host", "443", "host", "/a" },
		{ "wss://host:0443/a", "host", "443", "host", "/a" },
		{ "wss://host:1", "host", "1", "host:1", "/" },
		{ "wss://host:65535?q=1", "host", "65535", "host:65535", "/?q=1" },
		{ "wss://host/a%20b?x=y&z=@:1", "host", "443", "host", "/a%20b?x=y&z=@:1" },
		{ "wss://192.0.2.7:9009/", "192.0.2.7", "9009", "192.0.2.7:9009", "/" },
		{ "wss://[::1]:9009/x", "::1", "9009", "[::1]:9009", "/x" },
		{ "wss://[2001:db8::7]", "2001:db8::7", "443", "[2001:db8::7]", "/" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct url url;
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(url_parse(&url, rows[i].text, &fault), 0);
		CU_ASSERT_STRING_EQUAL(fault.text, "");
		CU_ASSERT_STRING_EQUAL(url.host, rows[i].host);
		CU_ASSERT_STRING_EQUAL(url.port, rows[i].port);
		CU_ASSERT_STRING_EQUAL(url.authority, rows[i].authority);
		CU_ASSERT_STRING_EQUAL(url.path, rows[i].path);
	}
}

static void
bad_urls_are_refused_with_a_reason(void)
{
	static const struct {
		const char *text;
		const char *said;
	} rows[] = {
		{ "", "wss://" },
		{ "host", "wss://" },
		{ "wss:host", "wss://" },
		{ "http://host", "wss://" },
		{ "wsss://host", "wss://" },
		{ " wss://host", "wss://" },
		{ "ws://host", "only wss:" },
		{ "WS://host", "only wss:" },
		{ "wss://", "host name is missing" },
		{ "wss:///path", "host name is missing" },
		{ "wss://:9009/", "host name is missing" },
		{ "wss://user@host/", "user name" },
		{ "wss://user:secret@host/", "user name" },
		{ "wss://host:/", "port \"\"" },
		{ "wss://host:0/", "port \"0\"" },
		{ "wss://host:65536/", "port \"65536\"" },
		{ "wss://host:-1/", "port \"-1\"" },
		{ "wss://host:9009x/", "port \"9009x\"" },
		{ "wss://host: 9009/", "port \" 9009\"" },
		{ "wss://host:99999999999999999999/", "port" },
		{ "wss://ho st/", "not a host name" },
		{ "wss://ho\rst/", "not a host name" },
		{ "wss://h\xc3\xb6st/", "not a host name" },
		{ "wss://::1/", "brackets" },
		{ "wss://[::1/", "']'" },
		{ "wss://[::1]9009/", "':' and a port" },
		{ "wss://[host]/", "not an IPv6 address" },
		{ "wss://[]/", "not an IPv6 address" },
		{ "wss://host/a#b", "'#'" },
		{ "wss://host#b", "'#'" },
		{ "wss://host/a b", "not a URL path" },
		{ "wss://host/a\r\nX: y", "not a URL path" },
		{ "wss://host/\xc3\xb6", "not a URL path" },
		{ "wss://host/\x7f", "not a URL path" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct url url;
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(url_parse(&url, rows[i].text, &fault), -1);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].said));
		CU_ASSERT_PTR_NULL(strstr(fault.text, "secret"));
		CU_ASSERT_EQUAL(strcspn(fault.text, "\r\n"), strlen(fault.text));
	}
}

static void
lengths_are_bounded(void)
{
	char text[2048];
	struct url url;
	struct fault fault;

	snprintf(text, sizeof(text), "wss://%0255d:65535/", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), 0);
	CU_ASSERT_EQUAL(strlen(url.host), 255);
	CU_ASSERT_EQUAL(strlen(url.authority), 255 + 6);
	snprintf(text, sizeof(text), "wss://%0256d/", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), -1);
	snprintf(text, sizeof(text), "wss://%01000d/", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), -1);
	snprintf(text, sizeof(text), "wss://h/%0510d", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), 0);
	CU_ASSERT_EQUAL(strlen(url.path), 511);
	snprintf(text, sizeof(text), "wss://h/%0511d", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), -1);
	snprintf(text, sizeof(text), "wss://h?%0510d", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), -1);
	snprintf(text, sizeof(text), "wss://h?%0509d", 0);
	CU_ASSERT_EQUAL(url_parse(&url, text, &fault), 0);
	CU_ASSERT_EQUAL(strlen(url.path), 511);
}

static void
a_host_may_stand_alone_or_with_its_port(void)
{
	static const struct {
		const char *text;
		const char *host;
		const char *port;
	} rows[] = {
		{ "127.0.0.1", "127.0.0.1", "9009" },
		{ "127.0.0.1:1234", "127.0.0.1", "1234" },
		{ "desk-7.local", "desk-7.local", "9009" },
		{ "[::1]", "::1", "9009" },
		{ "[::1]:1234", "::1", "1234" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char host[256] = "before";
		char port[6] = "9009";
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(url_parse_host(rows[i].text, host, port, &fault), 0);
		CU_ASSERT_STRING_EQUAL(host, rows[i].host);
		CU_ASSERT_STRING_EQUAL(port, rows[i].port);
	}
}

static void
a_bad_host_leaves_the_old_one_alone(void)
{
	static const char *const rows[] = {
		"", ":", "host:", "host:0", "host:x", "::1", "[::1", "[::1]x", "[::1]:", "a/b",
		"a b", "host:1:2"
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char host[256] = "before";
		char port[6] = "9009";
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(url_parse_host(rows[i], host, port, &fault), -1);
		CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
		CU_ASSERT_STRING_EQUAL(host, "before");
		CU_ASSERT_STRING_EQUAL(port, "9009");
	}
}

CU_TestInfo url_tests[] = {
	{ "good URLs are taken apart", good_urls_are_taken_apart },
	{ "bad URLs are refused with a reason", bad_urls_are_refused_with_a_reason },
	{ "lengths are bounded", lengths_are_bounded },
	{ "a host may stand alone or with its port", a_host_may_stand_alone_or_with_its_port },
	{ "a bad host leaves the old one alone", a_bad_host_leaves_the_old_one_alone },
	CU_TEST_INFO_NULL
};
