/* SPDX-License-Identifier: MIT */
#include "report/status.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "report/glance.h"

static const struct snapshot full = {
	.ready = false, .since = 1795373999, .reason = "no SIM card", .remedy = "put one in",
	.degraded = "the disk is full",
	.modem = {
		.device = "/dev/ttyUSB0", .port = "/dev/ttyUSB1", .state = MODEM_NO_SIM,
		.since = 1795373998, .why.text = "why not", .identity = "Huawei \"E173\"",
		.dialect = "huawei", .registration = "home", .network = "T-Mobile", .signal = 0
	},
	.link = {
		.state = SNAPSHOT_LINK_AUTHENTICATING, .since = 1795373997, .why.text = "because",
		.peer = "127.0.0.1 port 9009", .certificate_until = 1795373996
	},
	.call = { .state = CALL_ACTIVE, .outbound = true, .withheld = true, .number = "..330",
	    .since = 1795373995 },
	.last_dial = { .when = 1795373994, .outcome = "busy" },
	.counters = { .dials = 3, .refused = 1, .calls_out = 2, .calls_in = 5, .connects = 7,
	    .modem_opens = 8, .modem_resets = 9 },
	.version = "0.1.0", .pid = 4321, .started = 1795373993, .written = 1795374000,
};

static void
a_status_reads_back_as_it_was(void)
{
	static char text[STATUS_TEXT_MAX], again[STATUS_TEXT_MAX];
	struct snapshot read;
	struct fault fault;
	size_t n = status_format(&full, text, sizeof(text));

	CU_ASSERT_TRUE(n > 0);
	CU_ASSERT_EQUAL(status_parse(&read, text, n, &fault), 0);
	CU_ASSERT_EQUAL(status_format(&read, again, sizeof(again)), n);
	CU_ASSERT_STRING_EQUAL(again, text);
	CU_ASSERT_EQUAL(read.modem.state, MODEM_NO_SIM);
	CU_ASSERT_EQUAL(read.link.state, SNAPSHOT_LINK_AUTHENTICATING);
	CU_ASSERT_EQUAL(read.call.since, 1795373995);
	CU_ASSERT_EQUAL(read.counters.modem_resets, 9);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"state\":\"no-sim\",\"since\":"
	    "\"2026-11-22T18:59:58Z\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"signal\":0"));
}

static void
what_is_not_known_is_null(void)
{
	static char text[STATUS_TEXT_MAX];
	const struct snapshot empty = { .modem = { .signal = -1 } };
	struct snapshot read;
	struct fault fault;
	size_t n = status_format(&empty, text, sizeof(text));

	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"signal\":null"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"network\":null"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"lastDial\":{\"when\":null"));
	CU_ASSERT_EQUAL(status_parse(&read, text, n, &fault), 0);
	CU_ASSERT_EQUAL(read.modem.signal, -1);
	CU_ASSERT_EQUAL(read.last_dial.when, 0);
}

static void
all_of_it_fits_however_long_the_texts_are(void)
{
	static char text[STATUS_TEXT_MAX];
	struct snapshot long_one = full;

	/* A quote takes two bytes, a control character six. */
	memset(long_one.reason, '\x01', sizeof(long_one.reason) - 1);
	memset(long_one.remedy, '\x01', sizeof(long_one.remedy) - 1);
	memset(long_one.degraded, '"', sizeof(long_one.degraded) - 1);
	memset(long_one.modem.why.text, '\x01', sizeof(long_one.modem.why.text) - 1);
	memset(long_one.link.why.text, '"', sizeof(long_one.link.why.text) - 1);
	CU_ASSERT_TRUE(status_format(&long_one, text, sizeof(text)) > 0);
	CU_ASSERT_EQUAL(status_format(&full, text, 100), 0);
	CU_ASSERT_STRING_EQUAL(text, "");
}

static void
what_is_no_status_is_refused(void)
{
	static const char *const texts[] = {
		"", "{", "[]", "{}", "{\"ready\":1}", "{\"ready\":true} x", "{\"ready\":tru}"
	};
	struct snapshot read;
	struct fault fault;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		CU_ASSERT_EQUAL(status_parse(&read, texts[i], strlen(texts[i]), &fault), -1);
}

static void
a_forged_status_cannot_harm_a_terminal(void)
{
	static const char text[] = "{\"ready\":false,\"reason\":\"\\u001b[2J\xc2\x9b" "x\",\"pid\":-3,"
	    "\"modem\":{\"state\":\"sold\",\"signal\":99,\"since\":\"yesterday\"}}";
	struct snapshot read;
	struct fault fault;

	CU_ASSERT_EQUAL(status_parse(&read, text, strlen(text), &fault), 0);
	CU_ASSERT_STRING_EQUAL(read.reason, "?[2J??x");
	CU_ASSERT_EQUAL(read.modem.signal, -1);
	CU_ASSERT_EQUAL(read.modem.since, 0);
	CU_ASSERT_EQUAL(read.pid, 0);
}

static void
a_glance_says_it_all_in_aligned_lines(void)
{
	char out[GLANCE_MAX];

	CU_ASSERT_STRING_EQUAL(glance(&full, 1795374000, out, sizeof(out)),
	    "ready       NO, for 1 s\n"
	    "why         no SIM card\n"
	    "what to do  put one in\n"
	    "but         the disk is full\n"
	    "modem       Huawei \"E173\": no SIM card, for 2 s\n"
	    "            on /dev/ttyUSB1, spoken to as huawei\n"
	    "network     T-Mobile, home, signal 0/31\n"
	    "Patriot     127.0.0.1 port 9009, not connected, for 3 s\n"
	    "            because\n"
	    "            his certificate has expired\n"
	    "call        active, to ..330, for 5 s\n"
	    "last dial   6 s ago: busy\n"
	    "counted     3 dial-requests, of which 1 refused; 5 calls in\n"
	    "running     atdialler 0.1.0, process 4321, for 7 s\n");
}

static void
of_a_daemon_that_does_not_run_only_that_is_said(void)
{
	const struct snapshot none = { .reason = "it does not run", .remedy = "start it" };
	char out[GLANCE_MAX];

	CU_ASSERT_STRING_EQUAL(glance(&none, 1795374000, out, sizeof(out)),
	    "ready       NO\nwhy         it does not run\nwhat to do  start it\n");
}

CU_TestInfo status_tests[] = {
	{ "a status reads back as it was", a_status_reads_back_as_it_was },
	{ "what is not known is null", what_is_not_known_is_null },
	{ "all of it fits however long the texts are", all_of_it_fits_however_long_the_texts_are },
	{ "what is no status is refused", what_is_no_status_is_refused },
	{ "a forged status cannot harm a terminal", a_forged_status_cannot_harm_a_terminal },
	{ "a glance says it all in aligned lines", a_glance_says_it_all_in_aligned_lines },
	{ "of a daemon that does not run only that is said",
	  of_a_daemon_that_does_not_run_only_that_is_said },
	CU_TEST_INFO_NULL
};
