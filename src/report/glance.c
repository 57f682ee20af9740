/* SPDX-License-Identifier: MIT */
#include "report/glance.h"

#include "report/words.h"
#include "util/utc.h"

struct page {
	struct words words;
	int64_t now;
};

static void
begin(struct page *page, const char *title)
{
	words_say(&page->words, "%s%-12s", page->words.n > 0 ? "\n" : "", title);
}

/* ", for 2 h 5 min" */
static void
put_since(struct page *page, const char *words, int64_t since)
{
	char span[UTC_SPAN_SIZE];

	if (since != 0)
		words_say(&page->words, "%s%s", words, utc_span(page->now - since, span));
}

static void
put_ready(struct page *page, const struct snapshot *snapshot)
{
	begin(page, "ready");
	words_say(&page->words, "%s", snapshot->ready ? "yes" : "NO");
	put_since(page, ", for ", snapshot->since);
	if (!snapshot->ready) {
		begin(page, "why");
		words_say(&page->words, "%s", snapshot->reason);
		begin(page, "what to do");
		words_say(&page->words, "%s", snapshot->remedy);
	}
	if (snapshot->degraded[0] != '\0') {
		begin(page, "but");
		words_say(&page->words, "%s", snapshot->degraded);
	}
}

static void
put_modem(struct page *page, const struct snapshot_modem *modem)
{
	begin(page, "modem");
	if (modem->identity[0] != '\0')
		words_say(&page->words, "%s: ", modem->identity);
	words_say(&page->words, "%s", modem_state_name(modem->state));
	put_since(page, ", for ", modem->since);
	begin(page, "");
	words_say(&page->words, "on %s", modem->port[0] != '\0' ? modem->port : modem->device);
	if (modem->dialect[0] != '\0')
		words_say(&page->words, ", spoken to as %s", modem->dialect);
}

static void
put_network(struct page *page, const struct snapshot_modem *modem)
{
	const char *between = "";

	if (modem->network[0] == '\0' && modem->registration[0] == '\0' && modem->signal < 0)
		return;
	begin(page, "network");
	if (modem->network[0] != '\0') {
		words_say(&page->words, "%s", modem->network);
		between = ", ";
	}
	if (modem->registration[0] != '\0') {
		words_say(&page->words, "%s%s", between, modem->registration);
		between = ", ";
	}
	if (modem->signal >= 0)
		words_say(&page->words, "%ssignal %d/%d", between, modem->signal, SNAPSHOT_SIGNAL_MAX);
}

static void
put_link(struct page *page, const struct snapshot_link *link)
{
	char span[UTC_SPAN_SIZE];
	bool ready = link->state == SNAPSHOT_LINK_READY;

	begin(page, "Patriot");
	words_say(&page->words, "%s, %s", link->peer, ready ? "connected" : "not connected");
	put_since(page, ", for ", link->since);
	if (!ready && link->why.text[0] != '\0') {
		begin(page, "");
		words_say(&page->words, "%s", link->why.text);
	}
	if (link->certificate_until == 0)
		return;
	begin(page, "");
	if (link->certificate_until > page->now)
		words_say(&page->words, "his certificate is valid for another %s",
		    utc_span(link->certificate_until - page->now, span));
	else
		words_say(&page->words, "his certificate has expired");
}

static void
put_call(struct page *page, const struct snapshot_call *call)
{
	const char *number = call->number[0] != '\0' ? call->number :
	    call->withheld ? "number withheld" : "number unknown";

	begin(page, "call");
	if (call->state == CALL_IDLE) {
		words_say(&page->words, "none");
		return;
	}
	words_say(&page->words, "%s, %s %s", call_state_name(call->state),
	    call->outbound ? "to" : "from", number);
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
		words_say(&page->words, "none since the start");
	else
		words_say(&page->words, "%s ago: %s", utc_span(page->now - dial->when, span),
		    dial->outcome[0] != '\0' ? dial->outcome : "not over yet");
	begin(page, "counted");
	words_say(&page->words, "%lu dial-requests, of which %lu refused; %lu calls in", counters->dials,
	    counters->refused, counters->calls_in);
	begin(page, "running");
	words_say(&page->words, "atdialler %s, process %ld", snapshot->version, snapshot->pid);
	put_since(page, ", for ", snapshot->started);
}

const char *
glance(const struct snapshot *snapshot, int64_t now, char *out, size_t size)
{
	struct page page = { .words = { .out = out, .size = size }, .now = now };

	out[0] = '\0';
	put_ready(&page, snapshot);
	if (snapshot->pid != 0) {       /* else nobody runs, and the rest is nothing */
		put_modem(&page, &snapshot->modem);
		put_network(&page, &snapshot->modem);
		put_link(&page, &snapshot->link);
		put_call(&page, &snapshot->call);
		put_past(&page, snapshot);
	}
	words_say(&page.words, "\n");
	return out;
}
