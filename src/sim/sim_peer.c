/* SPDX-License-Identifier: MIT */
#include "sim/sim_peer.h"

/* Nothing more comes in, but what is already in the websocket is still heard. */
static void
be_over(struct sim_peer *peer, const char *why)
{
	if (peer->over)
		return;
	peer->over = true;
	fault_set(&peer->why, "%s", why);
}

/* Moves what the websocket has to say into TLS, as much as a slow dialler may owe. */
static void
move_output(struct sim_peer *peer)
{
	const char *bytes;
	struct fault fault;
	size_t n, waiting;

	tls_output(&peer->tls, &waiting);
	bytes = websocket_output(&peer->websocket, &n);
	if (n == 0 || waiting > TLS_OUT_ENOUGH)
		return;
	if (tls_write(&peer->tls, bytes, n, &fault) < 0)
		be_over(peer, fault.text);
	websocket_wrote(&peer->websocket, n);
}

static void
begin_to_end(struct sim_peer *peer, ms_t now)
{
	move_output(peer);
	tls_close(&peer->tls);
	peer->state = SIM_PEER_ENDING;
	peer->deadline = now + SIM_PEER_CLOSING_MS;
}

static void
write_text(struct sim_peer *peer, const char *text, size_t n)
{
	struct fault fault;

	if (tls_write(&peer->tls, text, n, &fault) < 0)
		be_over(peer, fault.text);
}

/* Bytes behind the request's blank line are already frames. */
static void
take_upgrade(struct sim_peer *peer, const char *bytes, size_t n)
{
	struct fault fault;
	char text[2048];
	size_t eaten;

	if (upgrade_feed_request(&peer->upgrade, SIM_PEER_PATH, bytes, n, &eaten, &fault) < 0) {
		write_text(peer, text, upgrade_refusal(&fault, text, sizeof(text)));
		be_over(peer, fault.text);
		return;
	}
	if (!peer->upgrade.done)
		return;
	write_text(peer, text, upgrade_answer(&peer->upgrade, text, sizeof(text)));
	peer->state = SIM_PEER_OPEN;
	peer->deadline = NEVER;
	peer->tell_open = true;
	if (websocket_feed(&peer->websocket, bytes + eaten, n - eaten, &fault) < 0)
		be_over(peer, fault.text);
}

static void
take_frames(struct sim_peer *peer, const char *bytes, size_t n)
{
	struct fault fault;

	if (websocket_feed(&peer->websocket, bytes, n, &fault) < 0)
		be_over(peer, fault.text);
	move_output(peer);
}

static void
take_bytes(struct sim_peer *peer, const char *bytes, size_t n)
{
	if (peer->state == SIM_PEER_UPGRADING)
		take_upgrade(peer, bytes, n);
	else
		take_frames(peer, bytes, n);
}

/* Moves bytes from TLS one floor up; false when there are none, or no room for them. */
static bool
move_input(struct sim_peer *peer)
{
	char bytes[4096];
	struct fault fault;
	size_t room = websocket_room(&peer->websocket);
	long n;

	if (peer->over)
		return false;
	if (peer->state == SIM_PEER_SECURING && peer->tls.state == TLS_OPEN)
		peer->state = SIM_PEER_UPGRADING;
	n = tls_read(&peer->tls, bytes, room < sizeof(bytes) ? room : sizeof(bytes), &fault);
	if (n < 0)
		be_over(peer, fault.text);
	else if (peer->tls.state == TLS_ENDED)
		be_over(peer, "it said goodbye without a websocket close");
	else if (n > 0)
		take_bytes(peer, bytes, (size_t)n);
	return n > 0;
}

int
sim_peer_start(struct sim_peer *peer, const struct tls_identity *identity, ms_t now,
    struct fault *fault)
{
	peer->state = SIM_PEER_SECURING;
	peer->deadline = now + SIM_PEER_OPENING_MS;
	peer->tell_open = peer->over = peer->lost = false;
	peer->upgrade.len = 0;
	peer->upgrade.done = false;
	if (websocket_start(&peer->websocket, true, fault) < 0)
		return -1;
	return tls_start_server(&peer->tls, identity, fault);
}

size_t
sim_peer_room(const struct sim_peer *peer)
{
	size_t waiting;

	tls_output(&peer->tls, &waiting);
	return peer->over || waiting > TLS_OUT_ENOUGH ? 0 : tls_room(&peer->tls);
}

void
sim_peer_feed(struct sim_peer *peer, const void *bytes, size_t n)
{
	struct fault fault;

	if (tls_feed(&peer->tls, bytes, n, &fault) < 0)
		be_over(peer, fault.text);
}

void
sim_peer_lost(struct sim_peer *peer)
{
	peer->lost = true;
}

static void
tell_said(struct sim_peer *peer, const char *text, size_t n, struct sim_peer_news *news)
{
	*news = (struct sim_peer_news){
		.event = SIM_PEER_HAS_SAID, .text = text, .n = n, .message = &peer->message
	};
	if (message_parse(&peer->message, text, n, &peer->no_message) < 0) {
		news->message = NULL;
		news->why = peer->no_message.text;
	}
}

static void
be_closed(struct sim_peer *peer, const struct websocket_news *closed)
{
	struct fault why;

	fault_set(&why, "closed with %u%s%s", closed->code, closed->n > 0 ? ", " : "",
	    closed->text);
	be_over(peer, why.text);
}

/* The next message in the websocket, also one that stands before what ended it. */
static bool
next_said(struct sim_peer *peer, struct sim_peer_news *news)
{
	struct websocket_news got;
	struct fault fault;

	if (peer->state != SIM_PEER_OPEN && peer->state != SIM_PEER_CLOSING)
		return false;
	while (websocket_next(&peer->websocket, &got)) {
		if (got.event == WEBSOCKET_TEXT) {
			tell_said(peer, got.text, got.n, news);
			return true;
		}
		if (got.event == WEBSOCKET_CLOSED)
			be_closed(peer, &got);
	}
	if (websocket_feed(&peer->websocket, "", 0, &fault) < 0)
		be_over(peer, fault.text);
	return false;
}

/* Ends what is over as soon as our last bytes are gone, or cannot go. */
static bool
next_end(struct sim_peer *peer, struct sim_peer_news *news, ms_t now)
{
	size_t waiting;

	if (peer->lost)
		be_over(peer, "it broke off");
	if (peer->over && peer->state < SIM_PEER_ENDING)
		begin_to_end(peer, now);
	tls_output(&peer->tls, &waiting);
	if (peer->state != SIM_PEER_ENDING || (waiting > 0 && !peer->lost))
		return false;
	peer->state = SIM_PEER_ENDED;
	peer->deadline = NEVER;
	*news = (struct sim_peer_news){ .event = SIM_PEER_HAS_ENDED, .why = peer->why.text };
	return true;
}

bool
sim_peer_next(struct sim_peer *peer, struct sim_peer_news *news, ms_t now)
{
	do {
		if (peer->tell_open) {
			peer->tell_open = false;
			*news = (struct sim_peer_news){ .event = SIM_PEER_HAS_OPENED };
			return true;
		}
		if (next_said(peer, news))
			return true;
	} while (move_input(peer));
	move_output(peer);
	return next_end(peer, news, now);
}

int
sim_peer_say(struct sim_peer *peer, const char *text, size_t n, struct fault *fault)
{
	if (peer->state != SIM_PEER_OPEN || peer->over)
		return fault_set(fault, "the connection is not open");
	if (websocket_send_text(&peer->websocket, text, n, fault) < 0)
		return -1;
	move_output(peer);
	return 0;
}

void
sim_peer_close(struct sim_peer *peer, uint16_t code, ms_t now)
{
	if (peer->state < SIM_PEER_OPEN)
		be_over(peer, "closed before it was open");
	if (peer->state != SIM_PEER_OPEN || peer->over)
		return;
	websocket_close(&peer->websocket, code, "");
	move_output(peer);
	peer->state = SIM_PEER_CLOSING;
	peer->deadline = now + SIM_PEER_CLOSING_MS;
}

const char *
sim_peer_output(const struct sim_peer *peer, size_t *n)
{
	return tls_output(&peer->tls, n);
}

void
sim_peer_wrote(struct sim_peer *peer, size_t n)
{
	tls_wrote(&peer->tls, n);
}

ms_t
sim_peer_due(const struct sim_peer *peer)
{
	return peer->deadline;
}

void
sim_peer_tick(struct sim_peer *peer, ms_t now)
{
	if (now < peer->deadline)
		return;
	peer->deadline = NEVER;
	switch (peer->state) {
	case SIM_PEER_SECURING:
		be_over(peer, "no TLS handshake in time");
		break;
	case SIM_PEER_UPGRADING:
		be_over(peer, "no request for a websocket in time");
		break;
	case SIM_PEER_CLOSING:
		be_over(peer, "our close was not answered");
		break;
	case SIM_PEER_ENDING:
		peer->lost = true;
		break;
	case SIM_PEER_OPEN:
	case SIM_PEER_ENDED:
		break;
	}
}

void
sim_peer_finish(struct sim_peer *peer)
{
	websocket_finish(&peer->websocket);
	tls_finish(&peer->tls);
}
