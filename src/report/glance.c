/* SPDX-License-Identifier: MIT */
#include "report/glance.h"

#include <stdarg.h>
#include <stdio.h>

#include "util/utc.h"

struct page {
	char *out;
	size_t size;
	size_t n;
	int64_t now;
};

static void __attribute__((format(printf, 2, 3)))
put(struct page *page, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(page->out + page->n, page->size - page->n, format, args);
	va_end(args);
	page->n += n < 0 ? 0 : (size_t)n;
	if (page->n >= page->size)
		page->n = page->size - 1;
}

static void
begin(struct page *page, const char *title)
{
	put(page, "%s%-12s", page->n > 0 ? "\n" : "", title);
}

/* ", for 2 h 5 min" */
static void
put_since(struct page *page, const char *words, int64_t since)
{
	char span[UTC_SPAN_SIZE];

	if (since != 0)
		put(page, "%s%s", words, utc_span(page->now - since, span));
}

static void
put_ready(struct page *page, const struct snapshot *snapshot)
{
	begin(page, "ready");
	put(page, "%s", snapshot->ready ? "yes" : "NO");
	put_since(page, ", for ", snapshot->since);
	if (!snapshot->ready) {
		begin(page, "why");
		put(page, "%s", snapshot->reason);
		begin(page, "what to do");
		put(page, "%s", snapshot->remedy);
	}
	if (snapshot->degraded[0] != '\0') {
		begin(page, "but");
		put(page, "%s", snapshot->degraded);
	}
}

static void
put_modem(struct page *page, const struct snapshot_modem *modem)
{
	begin(page, "modem");
	if (modem->identity[0] != '\0')
		put(page, "%s: ", modem->identity);
	put(page, "%s", modem_state_name(modem->state));
	put_since(page, ", for ", modem->since);
	begin(page, "");
	put(page, "on %s", modem->port[0] != '\0' ? modem->port : modem->device);
	if (modem->dialect[0] != '\0')
		put(page, ", spoken to as %s", modem->dialect);
}

static void
put_network(struct page *page, const struct snapshot_modem *modem)
{
	const char *between = "";

	if (modem->network[0] == '\0' && modem->registration[0] == '\0' && modem->signal < 0)
		return;
	begin(page, "network");
	if (modem->network[0] != '\0') {
		put(page, "%s", modem->network);
		between = ", ";
	}
	if (modem->registration[0] != '\0') {
		put(page, "%s%s", between, modem->registration);
		between = ", ";
	}
	if (modem->signal >= 0)
		put(page, "%ssignal %d/%d", between, modem->signal, SNAPSHOT_SIGNAL_MAX);
}

static void
put_link(struct page *page, const struct snapshot_link *link)
{
	char span[UTC_SPAN_SIZE];
	bool ready = link->state == SNAPSHOT_LINK_READY;

	begin(page, "Patriot");
	put(page, "%s, %s", link->peer, ready ? "connected" : "not connected");
	put_since(page, ", for ", link->since);
	if (!ready && link->why.text[0] != '\0') {
		begin(page, "");
		put(page, "%s", link->why.text);
	}
	if (link->certificate_until == 0)
		return;
	begin(page, "");
	if (link->certificate_until > page->now)
		put(page, "his certificate is valid for another %s",
		    utc_span(link->certificate_until - page->now, span));
	else
		put(page, "his certificate has expired");
}

static void
put_call(struct page *page, const struct snapshot_call *call)
{
	const char *number = call->number[0] != '\0' ? call->number :
	    call->withheld ? "number withheld" : "number unknown";

	begin(page, "call");
	if (call->state == CALL_IDLE) {
		put(page, "none");
		return;
	}
	put(page, "%s, %s %s", call_state_name(call->state), call->outbound ? "to" : "from", number);
	put_since(page, ", for ", call->since);
}

static void
put_past(struct page *page, const struct snapshot *snapshot)
{
	const struct counters *counters = &snapshot->counters;
	const struct snapshot_dial *dial = &snapshot->last_dial;
	char span[UTC_SPAN_SIZE];

	begin(page, "last dial");
	if (dial->when == 0)
		put(page, "none since the start");
	else
		put(page, "%s ago: %s", utc_span(page->now - dial->when, span),
		    dial->outcome[0] != '\0' ? dial->outcome : "not over yet");
	begin(page, "counted");
	put(page, "%lu dial-requests, of which %lu refused; %lu calls in", counters->dials,
	    counters->refused, counters->calls_in);
	begin(page, "running");
	put(page, "atdialler %s, process %ld", snapshot->version, snapshot->pid);
	put_since(page, ", for ", snapshot->started);
}

const char *
glance(const struct snapshot *snapshot, int64_t now, char *out, size_t size)
{
	struct page page = { .out = out, .size = size, .now = now };

	out[0] = '\0';
	put_ready(&page, snapshot);
	if (snapshot->pid != 0) {       /* else nobody runs, and the rest is nothing */
		put_modem(&page, &snapshot->modem);
		put_network(&page, &snapshot->modem);
		put_link(&page, &snapshot->link);
		put_call(&page, &snapshot->call);
		put_past(&page, snapshot);
	}
	put(&page, "\n");
	return out;
}
