/* SPDX-License-Identifier: MIT */
#include "report/metrics.h"

#include <stdarg.h>
#include <stdio.h>

struct page {
	char *out;
	size_t size;
	size_t n;                       /* beyond `size`: it did not fit */
};

static void __attribute__((format(printf, 2, 3)))
put(struct page *page, const char *format, ...)
{
	va_list args;
	int n;

	if (page->n >= page->size)
		return;
	va_start(args, format);
	n = vsnprintf(page->out + page->n, page->size - page->n, format, args);
	va_end(args);
	page->n += n < 0 ? page->size : (size_t)n;
}

static void
begin(struct page *page, const char *name, const char *type, const char *help)
{
	put(page, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
put_gauge(struct page *page, const char *name, const char *help, double value)
{
	begin(page, name, "gauge", help);
	put(page, "%s %.15g\n", name, value);
}

static void
put_counter(struct page *page, const char *name, const char *help, unsigned long value)
{
	begin(page, name, "counter", help);
	put(page, "%s %lu\n", name, value);
}

/* A label's value: three characters need escapes. */
static void
put_label(struct page *page, const char *before, const char *name, const char *value)
{
	put(page, "%s%s=\"", before, name);
	for (; *value != '\0'; value++) {
		if (*value == '\\' || *value == '"')
			put(page, "\\%c", *value);
		else if (*value == '\n')
			put(page, "\\n");
		else
			put(page, "%c", *value);
	}
	put(page, "\"");
}

static void
put_build(struct page *page, const struct snapshot *snapshot)
{
	begin(page, "atdialler_build_info", "gauge", "Which atdialler this is.");
	put_label(page, "atdialler_build_info{", "version", snapshot->version);
	put(page, "} 1\n");
	put_gauge(page, "atdialler_start_time_seconds", "When it was started, since 1970.",
	    (double)snapshot->started);
}

static void
put_modem(struct page *page, const struct snapshot_modem *modem)
{
	put_gauge(page, "atdialler_modem_ready", "1: the modem can dial.",
	    modem->state == MODEM_READY);
	begin(page, "atdialler_modem_info", "gauge", "Which modem it is.");
	put_label(page, "atdialler_modem_info{", "device", modem->device);
	put_label(page, ",", "identity", modem->identity);
	put_label(page, ",", "dialect", modem->dialect);
	put_label(page, ",", "network", modem->network);
	put(page, "} 1\n");
	if (modem->signal >= 0)
		put_gauge(page, "atdialler_modem_signal_ratio", "How the modem hears its network: "
		    "0 is -113 dBm or less, 1 is -51 dBm or more.",
		    (double)modem->signal / SNAPSHOT_SIGNAL_MAX);
}

static void
put_link(struct page *page, const struct snapshot_link *link)
{
	put_gauge(page, "atdialler_patriot_connected", "1: Patriot has accepted our key.",
	    link->state == SNAPSHOT_LINK_READY);
	if (link->certificate_until != 0)
		put_gauge(page, "atdialler_patriot_certificate_expiry_timestamp_seconds",
		    "When Patriot's certificate expires, since 1970.",
		    (double)link->certificate_until);
}

static void
put_calls_of(struct page *page, const struct counters *counters, bool outbound)
{
	unsigned first = outbound ? RECORD_NOT_DIALLED : RECORD_LOST_SIGHT;

	for (unsigned i = first; i < RECORD_OUTCOMES; i++)
		if (i != RECORD_NO_CALL)
			put(page, "atdialler_calls_total{direction=\"%s\",outcome=\"%s\"} %lu\n",
			    outbound ? "outbound" : "inbound", record_outcome_name(i),
			    counters->calls[outbound][i]);
}

static void
put_calls(struct page *page, const struct counters *counters)
{
	begin(page, "atdialler_calls_total", "counter", "Calls that are over, and dial-requests that "
	    "were accepted but came to none, by what became of them.");
	put_calls_of(page, counters, true);
	put_calls_of(page, counters, false);
	begin(page, "atdialler_calls_answered_total", "counter", "Those that were answered.");
	put(page, "atdialler_calls_answered_total{direction=\"outbound\"} %lu\n",
	    counters->answered[true]);
	put(page, "atdialler_calls_answered_total{direction=\"inbound\"} %lu\n",
	    counters->answered[false]);
}

static void
put_refused(struct page *page, const struct counters *counters)
{
	begin(page, "atdialler_dials_refused_total", "counter", "Dial-requests refused, by the rule "
	    "that did; line: no modem was ready, or there was a call.");
	for (size_t i = 0; i < counters->rule_count; i++) {
		put_label(page, "atdialler_dials_refused_total{", "rule", counters->rules[i].name);
		put(page, "} %lu\n", counters->rules[i].n);
	}
}

static void
put_latency(struct page *page, const struct counters *counters)
{
	unsigned long n = 0;

	begin(page, "atdialler_dial_latency_seconds", "histogram", "From a dial-request to the first "
	    "byte of its ATD on the port.");
	for (size_t i = 0; i < COUNTERS_BOUNDS; i++) {
		n += counters->latency[i];
		put(page, "atdialler_dial_latency_seconds_bucket{le=\"%g\"} %lu\n",
		    (double)counters_bounds[i] / 1000, n);
	}
	n += counters->latency[COUNTERS_BOUNDS];
	put(page, "atdialler_dial_latency_seconds_bucket{le=\"+Inf\"} %lu\n", n);
	put(page, "atdialler_dial_latency_seconds_sum %.15g\n", (double)counters->latency_sum / 1000);
	put(page, "atdialler_dial_latency_seconds_count %lu\n", n);
}

/* How often a thing was done again. */
static unsigned long
again(unsigned long times)
{
	return times > 0 ? times - 1 : 0;
}

size_t
metrics_format(const struct snapshot *snapshot, char *out, size_t size)
{
	const struct counters *counters = &snapshot->counters;
	struct page page = { .out = out, .size = size };

	put_build(&page, snapshot);
	put_gauge(&page, "atdialler_ready", "1: a dial-request that came now would be dialled.",
	    snapshot->ready);
	put_gauge(&page, "atdialler_degraded", "1: something else than dialling does not work; "
	    "atdialler --status says what.", snapshot->degraded[0] != '\0');
	put_modem(&page, &snapshot->modem);
	put_link(&page, &snapshot->link);
	put_gauge(&page, "atdialler_call_active", "1: there is a call.",
	    snapshot->call.state != CALL_IDLE);
	put_counter(&page, "atdialler_dial_requests_total", "Dial-requests, refused ones too.",
	    counters->dials);
	if (snapshot->last_dial.when != 0)
		put_gauge(&page, "atdialler_last_dial_request_timestamp_seconds",
		    "When the last one came, since 1970.", (double)snapshot->last_dial.when);
	put_refused(&page, counters);
	put_latency(&page, counters);
	put_calls(&page, counters);
	put_counter(&page, "atdialler_patriot_reconnects_total", "Times that Patriot had to be "
	    "connected to again.", again(counters->connects));
	put_counter(&page, "atdialler_modem_reopens_total", "Times that the modem's port had to be "
	    "opened again.", again(counters->modem_opens));
	put_counter(&page, "atdialler_modem_resets_total", "Times that DTR was lowered to reset the "
	    "modem.", counters->modem_resets);
	if (page.n < size)
		return page.n;
	out[0] = '\0';
	return 0;
}
