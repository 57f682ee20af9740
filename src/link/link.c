/* SPDX-License-Identifier: MIT */
#include "link/link.h"

#include <string.h>

#include "link/crypto.h"
#include "util/array.h"

enum { READ_SIZE = 4096 };

/* How long each state may last, and what it means when it does not end. */
static const struct {
	const char *name;
	ms_t patience;
	const char *too_long;
	const char *cut;                /* what the end of the stream lacks */
} states[] = {
	[LINK_STATE_DOWN]       = { "down", NEVER, "", "" },
	[LINK_STATE_CONNECTING] = { "connecting", LINK_CONNECT_MS,
	    "no connection to Patriot within 10 s", "" },
	[LINK_STATE_SECURING]   = { "securing", LINK_SECURE_MS,
	    "Patriot did not finish the TLS handshake within 10 s", " during the TLS handshake" },
	[LINK_STATE_UPGRADING]  = { "upgrading", LINK_UPGRADE_MS,
	    "Patriot did not answer the websocket upgrade within 10 s",
	    " before it answered the websocket upgrade" },
	[LINK_STATE_OPEN]       = { "open", NEVER, "no answer to a ping for 10 s",
	    " without a goodbye (no close_notify): Patriot was ended, or something in between" },
	[LINK_STATE_CLOSING]    = { "closing", LINK_CLOSE_MS, "", "" },
};

const char *
link_state_name(enum link_state state)
{
	return states[state].name;
}

static void
enter(struct link *link, enum link_state state)
{
	link->state = state;
	link->deadline = states[state].patience == NEVER ? NEVER :
	    link->now + states[state].patience;
	link->ping_at = state == LINK_STATE_OPEN ? link->now + LINK_PING_MS : NEVER;
}

/* How long to stay down. */
static ms_t
choose_wait(struct link *link)
{
	ms_t wait = link->wait;
	ms_t asked = link->asked;
	uint32_t random;

	link->wait = 0;
	link->asked = 0;
	if (wait > 0)
		return wait;
	if (link->opened_at != NEVER && link->now - link->opened_at >= LINK_GOOD_MS)
		backoff_reset(&link->backoff);
	crypto_random(&random, sizeof(random));
	wait = backoff_next(&link->backoff, random);
	return asked > wait ? asked : wait;
}

/* Encrypts what the websocket has to say, while there is not too much of it. */
static int
pass_output(struct link *link, struct fault *fault)
{
	const char *bytes;
	size_t waiting;
	size_t n;

	tls_output(&link->tls, &waiting);
	bytes = websocket_output(&link->websocket, &n);
	if (n == 0 || waiting >= TLS_OUT_ENOUGH)
		return 0;
	if (tls_write(&link->tls, bytes, n, fault) < 0)
		return -1;
	websocket_wrote(&link->websocket, n);
	return 0;
}

static bool
has_stream(const struct link *link)
{
	return link->state != LINK_STATE_DOWN && link->state != LINK_STATE_CONNECTING;
}

static void
forget_news(struct link *link)
{
	memset(link->tell, 0, sizeof(link->tell));
}

/*
 * The one way down. What the peer may still be told, such as the code of a close, is
 * left in the output. What he said and nobody has taken yet is forgotten.
 */
static void
go_down(struct link *link, const char *why)
{
	struct fault ignored;

	/* A close that was asked for keeps its reason, however it ends. */
	if (link->state != LINK_STATE_CLOSING)
		fault_set(&link->why, "%s", why);
	if (has_stream(link) && link->state != LINK_STATE_SECURING) {
		pass_output(link, &ignored);
		tls_close(&link->tls);
	}
	link->retry = choose_wait(link);
	enter(link, LINK_STATE_DOWN);
	if (link->retry != NEVER)
		link->deadline = link->now + link->retry;
	forget_news(link);
	link->tell[LINK_DOWN] = true;
	link->text = link->why.text;
	link->text_len = strlen(link->text);
}

static void
begin_try(struct link *link)
{
	tls_finish(&link->tls);
	websocket_finish(&link->websocket);
	link->opened_at = NEVER;
	enter(link, LINK_STATE_CONNECTING);
	link->tell[LINK_CONNECT] = true;
	link->text = "";
	link->text_len = 0;
}

void
link_start(struct link *link, const struct url *url, ms_t now)
{
	link->url = url;
	link->now = now;
	link->wait = 0;
	link->asked = 0;
	link->accepted = false;
	backoff_reset(&link->backoff);
	forget_news(link);
	begin_try(link);
}

void
link_connected(struct link *link, const struct tls_trust *trust, ms_t now)
{
	struct fault fault;

	link->now = now;
	if (link->state != LINK_STATE_CONNECTING)
		return;
	if (tls_start_client(&link->tls, link->url->host, trust, &fault) < 0)
		go_down(link, fault.text);
	else
		enter(link, LINK_STATE_SECURING);
}

void
link_lost(struct link *link, const char *why, ms_t now)
{
	link->now = now;
	if (link->state != LINK_STATE_DOWN)
		go_down(link, why);
}

void
link_cut(struct link *link, const char *why, ms_t now)
{
	struct fault whole;

	fault_set(&whole, "%.400s%s", why, states[link->state].cut);
	link_lost(link, whole.text, now);
}

size_t
link_room(const struct link *link)
{
	size_t waiting;

	tls_output(&link->tls, &waiting);
	return has_stream(link) && waiting < TLS_OUT_ENOUGH ? tls_room(&link->tls) : 0;
}

void
link_feed(struct link *link, const void *bytes, size_t n, ms_t now)
{
	struct fault fault;

	link->now = now;
	if (has_stream(link) && tls_feed(&link->tls, bytes, n, &fault) < 0)
		go_down(link, fault.text);
}

static bool
ask_upgrade(struct link *link)
{
	char request[2048];
	struct fault fault;
	size_t n;

	if (link->tls.state != TLS_OPEN)
		return false;
	link->accepted = true;
	link->expiry = link->tls.certificate.until;
	n = upgrade_request(&link->upgrade, link->url->authority, link->url->path, request,
	    sizeof(request));
	enter(link, LINK_STATE_UPGRADING);
	if (tls_remember(&link->tls, &fault) < 0 ||
	    tls_write(&link->tls, request, n, &fault) < 0)
		go_down(link, fault.text);
	return true;
}

/* Reads what came decrypted: 0 when nothing did; then, too, the link may be down. */
static size_t
read_bytes(struct link *link, char *bytes, size_t size)
{
	struct fault fault;
	long n = tls_read(&link->tls, bytes, size, &fault);

	if (n < 0)
		go_down(link, fault.text);
	else if (n == 0 && link->tls.state == TLS_ENDED)
		go_down(link, "Patriot ended the connection without a word (TLS close_notify)");
	return n < 0 ? 0 : (size_t)n;
}

static void
open_websocket(struct link *link)
{
	struct fault fault;

	if (websocket_start(&link->websocket, false, &fault) < 0) {
		go_down(link, fault.text);
		return;
	}
	enter(link, LINK_STATE_OPEN);
	link->opened_at = link->now;
	link->tell[LINK_OPEN] = true;
}

static bool
read_answer(struct link *link)
{
	char bytes[READ_SIZE];
	size_t n = read_bytes(link, bytes, sizeof(bytes));
	struct fault fault;
	size_t eaten;

	if (n == 0)
		return link->state == LINK_STATE_DOWN;
	if (upgrade_feed_answer(&link->upgrade, bytes, n, &eaten, &fault) < 0) {
		link->asked = ms_min(link->upgrade.retry_after * 1000, LINK_RETRY_AFTER_MS);
		go_down(link, fault.text);
		return true;
	}
	if (link->upgrade.done)
		open_websocket(link);
	/* A violation in there is found again, after LINK_OPEN and what came before it. */
	if (link->state == LINK_STATE_OPEN)
		websocket_feed(&link->websocket, bytes + eaten, n - eaten, &fault);
	return true;
}

static void
hear(struct link *link, const struct websocket_news *news)
{
	struct fault why;

	switch (news->event) {
	case WEBSOCKET_TEXT:
		link->tell[LINK_TEXT] = link->state == LINK_STATE_OPEN;
		link->text = news->text;
		link->text_len = news->n;
		break;
	case WEBSOCKET_PONG:
		if (link->state == LINK_STATE_OPEN)
			link->deadline = NEVER;
		break;
	case WEBSOCKET_CLOSED:
		fault_set(&why, "Patriot closed the connection (%u %s%s%s)", news->code,
		    websocket_code_name(news->code), news->n > 0 ? ": " : "", news->text);
		go_down(link, why.text);
		break;
	}
}

static bool
read_messages(struct link *link)
{
	struct websocket_news news;
	char bytes[READ_SIZE];
	struct fault fault;
	size_t room;
	size_t n;

	if (websocket_next(&link->websocket, &news)) {
		hear(link, &news);
		return true;
	}
	/* A violation found by then, behind all that came before it. */
	if (websocket_feed(&link->websocket, NULL, 0, &fault) < 0) {
		go_down(link, fault.text);
		return true;
	}
	room = websocket_room(&link->websocket);
	n = read_bytes(link, bytes, room < sizeof(bytes) ? room : sizeof(bytes));
	websocket_feed(&link->websocket, bytes, n, &fault);
	return n > 0 || link->state == LINK_STATE_DOWN;
}

/* One step on; false when the peer has to do the next. */
static bool
step(struct link *link)
{
	switch (link->state) {
	case LINK_STATE_DOWN:
	case LINK_STATE_CONNECTING:
		return false;
	case LINK_STATE_SECURING:
		return ask_upgrade(link);
	case LINK_STATE_UPGRADING:
		return read_answer(link);
	case LINK_STATE_OPEN:
	case LINK_STATE_CLOSING:
		return read_messages(link);
	}
	return false;
}

static bool
tell(struct link *link, struct link_news *news)
{
	for (size_t event = 0; event < ARRAY_LEN(link->tell); event++) {
		if (!link->tell[event])
			continue;
		link->tell[event] = false;
		*news = (struct link_news){
			.event = (enum link_event)event,
			.text = link->text,
			.n = link->text_len,
			.retry = link->retry,
			.untrusted = link->tls.refused
		};
		return true;
	}
	return false;
}

/* Moves what the websocket has written on its way. */
static void
push_on(struct link *link)
{
	struct fault fault;

	if (link->state != LINK_STATE_OPEN && link->state != LINK_STATE_CLOSING)
		return;
	if (pass_output(link, &fault) < 0)
		go_down(link, fault.text);
}

bool
link_next(struct link *link, struct link_news *news)
{
	do {
		if (tell(link, news))
			return true;
	} while (step(link));
	push_on(link);
	return tell(link, news);
}

int
link_send(struct link *link, const char *text, size_t n, ms_t now, struct fault *fault)
{
	link->now = now;
	if (link->state != LINK_STATE_OPEN)
		return fault_set(fault, "the link to Patriot is %s", link_state_name(link->state));
	if (websocket_send_text(&link->websocket, text, n, fault) < 0)
		return -1;
	push_on(link);
	return 0;
}

void
link_close(struct link *link, uint16_t code, const char *why, ms_t wait, ms_t now)
{
	link->now = now;
	link->wait = wait;
	if (link->state != LINK_STATE_OPEN) {
		go_down(link, why);
		return;
	}
	fault_set(&link->why, "%s", why);
	websocket_close(&link->websocket, code, "");
	enter(link, LINK_STATE_CLOSING);
	forget_news(link);
	push_on(link);
}

bool
link_certificate_expiry(const struct link *link, int64_t *not_after)
{
	if (link->accepted)
		*not_after = link->expiry;
	return link->accepted;
}

const char *
link_output(const struct link *link, size_t *n)
{
	return tls_output(&link->tls, n);
}

void
link_wrote(struct link *link, size_t n)
{
	tls_wrote(&link->tls, n);
	push_on(link);
}

ms_t
link_due(const struct link *link)
{
	return ms_min(link->deadline, link->ping_at);
}

static void
ping(struct link *link)
{
	struct fault fault;

	link->ping_at = link->now + LINK_PING_MS;
	link->deadline = link->now + LINK_PONG_MS;
	if (websocket_ping(&link->websocket, &fault) < 0)
		go_down(link, fault.text);
	push_on(link);
}

void
link_tick(struct link *link, ms_t now)
{
	link->now = now;
	if (now >= link->deadline) {
		if (link->state == LINK_STATE_DOWN)
			begin_try(link);
		else
			go_down(link, states[link->state].too_long);
	} else if (now >= link->ping_at) {
		ping(link);
	}
}

void
link_finish(struct link *link)
{
	tls_finish(&link->tls);
	tls_forget(&link->tls);
	websocket_finish(&link->websocket);
	enter(link, LINK_STATE_DOWN);
	forget_news(link);
}
