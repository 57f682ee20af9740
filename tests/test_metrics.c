/* SPDX-License-Identifier: MIT */
#include "report/metrics.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static struct snapshot
some_snapshot(void)
{
	return (struct snapshot){
		.ready = true, .version = "0.1.0", .started = 1795373993,
		.modem = { .state = MODEM_READY, .device = "/dev/ttyUSB0", .signal = 31,
		    .identity = "A \"B\\C\"\nD" },
		.link = { .state = SNAPSHOT_LINK_READY, .certificate_until = 1826910000 },
		.counters = { .dials = 3, .refused = 1, .connects = 3, .latency = { 1, 1 },
		    .latency_sum = 9, .rules = { { "deny", 1 } }, .rule_count = 1 },
	};
}

static char text[METRICS_TEXT_MAX];

static bool
has(const char *line)
{
	size_t n = strlen(line);

	for (const char *at = text; (at = strstr(at, line)) != NULL; at++)
		if ((at == text || at[-1] == '\n') && at[n] == '\n')
			return true;
	printf("# not there: %s\n", line);
	return false;
}

static void
each_value_has_its_line(void)
{
	struct snapshot snapshot = some_snapshot();

	CU_ASSERT_EQUAL(metrics_format(&snapshot, text, sizeof(text)), strlen(text));
	CU_ASSERT_TRUE(has("# TYPE atdialler_ready gauge"));
	CU_ASSERT_TRUE(has("atdialler_ready 1"));
	CU_ASSERT_TRUE(has("atdialler_build_info{version=\"0.1.0\"} 1"));
	CU_ASSERT_TRUE(has("atdialler_start_time_seconds 1795373993"));
	CU_ASSERT_TRUE(has("atdialler_modem_signal_ratio 1"));
	CU_ASSERT_TRUE(has("atdialler_patriot_certificate_expiry_timestamp_seconds 1826910000"));
	CU_ASSERT_TRUE(has("atdialler_dials_refused_total{rule=\"deny\"} 1"));
	CU_ASSERT_TRUE(has("atdialler_patriot_reconnects_total 2"));
	CU_ASSERT_TRUE(has("atdialler_modem_reopens_total 0"));
	CU_ASSERT_TRUE(has("atdialler_calls_total{direction=\"outbound\",outcome=\"busy\"} 0"));
}

static void
the_histogram_is_cumulative(void)
{
	struct snapshot snapshot = some_snapshot();

	metrics_format(&snapshot, text, sizeof(text));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_bucket{le=\"0.005\"} 1"));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_bucket{le=\"0.01\"} 2"));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_bucket{le=\"2\"} 2"));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_bucket{le=\"+Inf\"} 2"));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_sum 0.009"));
	CU_ASSERT_TRUE(has("atdialler_dial_latency_seconds_count 2"));
}

static void
a_label_is_escaped(void)
{
	struct snapshot snapshot = some_snapshot();

	metrics_format(&snapshot, text, sizeof(text));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, ",identity=\"A \\\"B\\\\C\\\"\\nD\","));
}

static void
what_is_not_known_has_no_line(void)
{
	struct snapshot snapshot = some_snapshot();

	snapshot.modem.signal = -1;
	snapshot.link.certificate_until = 0;
	metrics_format(&snapshot, text, sizeof(text));
	CU_ASSERT_PTR_NULL(strstr(text, "signal"));
	CU_ASSERT_PTR_NULL(strstr(text, "expiry"));
}

static void
what_does_not_fit_is_not_written_by_half(void)
{
	struct snapshot snapshot = some_snapshot();
	size_t n = metrics_format(&snapshot, text, sizeof(text));

	CU_ASSERT_EQUAL(metrics_format(&snapshot, text, n + 1), n);
	CU_ASSERT_EQUAL(metrics_format(&snapshot, text, n), 0);
	CU_ASSERT_STRING_EQUAL(text, "");
	memset(snapshot.modem.identity, '"', sizeof(snapshot.modem.identity) - 1);
	memset(snapshot.modem.device, '"', sizeof(snapshot.modem.device) - 1);
	snapshot.counters.rule_count = COUNTERS_RULES_MAX;
	CU_ASSERT_TRUE(metrics_format(&snapshot, text, sizeof(text)) > 0);
}

CU_TestInfo metrics_tests[] = {
	{ "each value has its line", each_value_has_its_line },
	{ "the histogram is cumulative", the_histogram_is_cumulative },
	{ "a label is escaped", a_label_is_escaped },
	{ "what is not known has no line", what_is_not_known_has_no_line },
	{ "what does not fit is not written by half", what_does_not_fit_is_not_written_by_half },
	CU_TEST_INFO_NULL
};
