/* SPDX-License-Identifier: MIT */
#include "app/desk.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/clock.h"
#include "io/log.h"
#include "link/crypto.h"
#include "util/mask.h"
#include "util/text.h"

enum {
	CODE_NORMAL = 1000,             /* RFC 6455 7.4.1 */
	CODE_GOING_AWAY = 1001,
	DAY = 24 * 3600
};

int
desk_init(struct desk *desk, const struct config *config, ms_t now, struct fault *fault)
{
	desk->config = config;
	net_init(&desk->net);
	session_init(&desk->session);
	if (peer_init(&desk->peer, config, fault) != 0)
		return -1;
	link_start(&desk->link, &desk->peer.url, now);
	return 0;
}

/* While connected; else the key is read for the next connection anyhow. */
static bool
key_differs(const struct desk *desk)
{
	char key[SECRET_MAX + 1];
	struct fault ignored;
	bool differs = desk->key[0] != '\0' &&
	    secret_read(desk->config->api_key_file, key, &ignored) == 0 &&
	    strcmp(key, desk->key) != 0;

	secret_wipe(key);
	return differs;
}

void
desk_reload(struct desk *desk, bool reconnect, ms_t now)
{
	struct fault fault;

	/* The same name, perhaps, but the text it stood in goes. */
	desk->peer.ca_file = desk->config->ca_file;
	if (key_differs(desk)) {
		log_info("desk: the API key is another one; connecting to Patriot anew");
		reconnect = true;
	}
	/* Somebody may have mended the key or the certificate, and wants to see it work. */
	if (desk->link.state == LINK_STATE_DOWN)
		reconnect = true;
	if (!reconnect || desk->stopping)
		return;
	if (peer_init(&desk->peer, desk->config, &fault) != 0)
		log_error("desk: %s", fault.text); /* it was good a moment ago */
	desk->renewing = true;
	link_close(&desk->link, CODE_NORMAL, "the configuration has changed", 1, now);
}

void
desk_prepare(const struct desk *desk, struct pollfd slots[NET_SLOTS])
{
	size_t waiting;

	net_prepare(&desk->net, slots);
	if (desk->net.state != NET_CONNECTED)
		return;
	if (link_room(&desk->link) > 0)
		slots[0].events |= POLLIN;
	link_output(&desk->link, &waiting);
	if (waiting > 0)
		slots[0].events |= POLLOUT;
}

static void
lose(struct desk *desk, const char *why, ms_t now)
{
	net_close(&desk->net);
	link_lost(&desk->link, why, now);
}

/* The stream is there: TLS begins. */
static void
secure(struct desk *desk, ms_t now)
{
	struct tls_trust trust;
	struct fault fault;
	char *bytes;

	if (peer_trust(&desk->peer, &trust, &bytes, &fault) != 0) {
		lose(desk, fault.text, now);
		return;
	}
	link_connected(&desk->link, &trust, now);
	free(bytes);
}

/* `result` is what net said: -1 and a fault, or whether the connection has just been made. */
static void
go_on_connecting(struct desk *desk, int result, const struct fault *fault, ms_t now)
{
	if (result < 0)
		lose(desk, fault->text, now);
	else if (desk->net.state == NET_CONNECTED)
		secure(desk, now);
}

static void
connect_to_patriot(struct desk *desk, ms_t now)
{
	const struct peer *peer = &desk->peer;
	struct fault fault;

	desk->renewing = false;
	log_debug("desk: connecting to %s", peer->place);
	go_on_connecting(desk, net_open(&desk->net, peer->host, peer->port, &peer_advice, now,
	    &fault), &fault, now);
}

/* The stream ended under us. */
static void
cut(struct desk *desk, const struct fault *why, ms_t now)
{
	net_close(&desk->net);
	link_cut(&desk->link, why->text, now);
}

static void
read_stream(struct desk *desk, ms_t now)
{
	char bytes[16 * 1024];
	struct fault fault;
	size_t room = link_room(&desk->link);
	long n;

	if (room == 0)
		return;
	n = net_read(&desk->net, bytes, room < sizeof(bytes) ? room : sizeof(bytes), &fault);
	if (n < 0)
		cut(desk, &fault, now);
	else
		link_feed(&desk->link, bytes, (size_t)n, now);
}

bool
desk_flush(struct desk *desk, ms_t now)
{
	struct fault fault;
	size_t waiting;
	const char *bytes = link_output(&desk->link, &waiting);
	long n;

	if (desk->net.state != NET_CONNECTED || waiting == 0)
		return false;
	n = net_write(&desk->net, bytes, waiting, &fault);
	if (n < 0)
		cut(desk, &fault, now);
	else
		link_wrote(&desk->link, (size_t)n);
	return n != 0;
}

void
desk_ready(struct desk *desk, const struct pollfd slots[NET_SLOTS], ms_t now)
{
	struct fault fault;
	int result;

	if (desk->net.state == NET_CONNECTED) {
		if (slots[0].revents & (POLLIN | POLLHUP | POLLERR))
			read_stream(desk, now);
		return;
	}
	result = net_ready(&desk->net, slots, now, &fault);
	if (result != 0)
		go_on_connecting(desk, result, &fault, now);
}

/* What the session says to Patriot. */
static bool
send_text(struct desk *desk, const char *text, size_t n, ms_t now)
{
	struct fault fault;

	if (n > 0 && link_send(&desk->link, text, n, now, &fault) == 0)
		return true;
	log_debug("desk: not sent: %s", n > 0 ? fault.text : "too long");
	return false;
}

static void
authenticate(struct desk *desk, ms_t now)
{
	char text[MESSAGE_FORMAT_MAX], id[SESSION_REQUEST_ID_MAX + 1];
	struct fault fault;
	uint32_t random;

	if (secret_read(desk->config->api_key_file, desk->key, &fault) != 0) {
		link_close(&desk->link, CODE_NORMAL, fault.text, DESK_REFUSED_MS, now);
		return;
	}
	once_init(&desk->ignored);
	crypto_random(&random, sizeof(random));
	snprintf(id, sizeof(id), "%08" PRIx32, random);
	send_text(desk, text, session_open(&desk->session, desk->key, id, now, text, sizeof(text)),
	    now);
	crypto_wipe(text, sizeof(text));
	log_debug("desk > authentication-request");
}

/* Texts that differ in nothing but digits, as the time has passed, are the same reason. */
static bool
same_reason(const char *a, const char *b)
{
	while (*a != '\0' && (*a == *b || (isdigit((unsigned char)*a) &&
	    isdigit((unsigned char)*b)))) {
		a++;
		b++;
	}
	return *a == *b;
}

/* What a server says before it is told the key may repeat it from an earlier connection. */
static void
hide_key(struct desk *desk, char *text)
{
	struct fault ignored;

	if (desk->key[0] == '\0' &&
	    secret_read(desk->config->api_key_file, desk->key, &ignored) != 0)
		secret_wipe(desk->key);
	secret_hide(desk->key, text);
	secret_wipe(desk->key);
}

/* systemd gives a service its key when it starts, and never again. */
static void
advise_key(struct desk *desk)
{
	char path[PATH_MAX];
	const char *file = secret_file(SECRET_API_KEY, desk->config->api_key_file, path);

	text_copy(desk->remedy, sizeof(desk->remedy), file != NULL && file != path ?
	    "correct it in its file, which is read again for the next try" :
	    "correct it where the service is given it from, and restart the service");
}

static void
hear_down(struct desk *desk, const struct link_news *news, ms_t now)
{
	char when[48] = "", options[640];
	struct fault why;

	fault_set(&why, "%s", news->text);
	hide_key(desk, why.text);
	desk_flush(desk, now);          /* a close frame or an alert, if it costs nothing */
	net_close(&desk->net);
	session_close(&desk->session);
	if (desk->stopping) {
		desk->stopped = true;
		return;
	}
	if (desk->renewing) {           /* what asked for it is in the log */
		desk->last.text[0] = '\0';
		return;
	}
	if (news->retry != NEVER)
		snprintf(when, sizeof(when), "; next try in %lld s",
		    (long long)(news->retry + 500) / 1000);
	desk->remedy[0] = '\0';
	if (desk->refused)
		advise_key(desk);
	desk->refused = false;
	if (news->untrusted)
		snprintf(desk->remedy, sizeof(desk->remedy), "to see it and how to trust it: "
		    "atdialler --show-certificate%s",
		    peer_options(desk->config, options, sizeof(options)));
	if (same_reason(desk->last.text, why.text)) { /* app/herald repeats it each hour */
		log_debug("desk: not connected: %s%s", why.text, when);
		return;
	}
	desk->last = why;
	log_warn("desk: not connected: %s%s%s%s", why.text, when,
	    desk->remedy[0] != '\0' ? "; " : "", desk->remedy);
}

static void
log_text(const struct desk *desk, const struct link_news *text)
{
	char shown[4 * TEXT_PRINT_MAX + 8];

	if (!log_shows(LOG_LEVEL_DEBUG))
		return;
	text_printable(text->text, text->n, shown, sizeof(shown));
	secret_hide(desk->key, shown);
	if (log_hides_numbers())
		mask_numbers(shown, strlen(shown), '.');
	log_debug("desk < %s", shown);
}

/* Often enough: each ping is a turn. */
static void
watch_expiry(struct desk *desk)
{
	int64_t until, now = clock_utc_ms() / 1000;
	char when[32];

	if (!desk_open(desk) || !peer_minds_dates(&desk->peer) ||
	    !link_certificate_expiry(&desk->link, &until) ||
	    !expiry_warns(&desk->expiry, until, now))
		return;
	log_warn("desk: Patriot's certificate expires %s, in %" PRId64 " days: have it made anew "
	    "before, and trusted here (see atdialler --show-certificate)",
	    certificate_time(until, when), (until - now) / DAY);
}

/* Each is a warning once in a connection: a peer must not fill the disk with them. */
static void
log_ignored(struct desk *desk, const char *text)
{
	if (!once_new(&desk->ignored, text))
		log_debug("desk: ignored %s", text);
	else if (once_full(&desk->ignored))
		log_warn("desk: ignored %s; what else is ignored now, only --verbose tells", text);
	else
		log_warn("desk: ignored %s", text);
}

/* One message: true when it is news for the other half. */
static bool
hear_text(struct desk *desk, const struct link_news *text, struct session_news *news, ms_t now)
{
	char why[400];

	log_text(desk, text);
	session_hear(&desk->session, text->text, text->n, news);
	secret_hide(desk->key, news->text);
	switch (news->event) {
	case SESSION_NOTHING:
		return false;
	case SESSION_IGNORED:
		log_ignored(desk, news->text);
		return false;
	case SESSION_REFUSED:
		snprintf(why, sizeof(why), "Patriot refused the API key: %.200s; compare it with "
		    "WebSocketApiKey in the Patriot client's .config file", news->text);
		desk->refused = true;
		link_close(&desk->link, CODE_NORMAL, why, DESK_REFUSED_MS, now);
		return false;
	case SESSION_AUTHENTICATED:
		log_info("desk: connected to Patriot at %s", desk->peer.place);
		desk->last.text[0] = '\0';
		desk->connects++;
		watch_expiry(desk);
		return true;
	case SESSION_DIAL:
	case SESSION_HANGUP:
	case SESSION_STATUS:
	case SESSION_GONE:
		return true;
	}
	return false;
}

bool
desk_next(struct desk *desk, struct session_news *news, ms_t now)
{
	struct link_news link;

	while (link_next(&desk->link, &link)) {
		switch (link.event) {
		case LINK_CONNECT:
			connect_to_patriot(desk, now);
			break;
		case LINK_OPEN:
			authenticate(desk, now);
			break;
		case LINK_TEXT:
			if (hear_text(desk, &link, news, now))
				return true;
			break;
		case LINK_DOWN:
			hear_down(desk, &link, now);
			*news = (struct session_news){ .event = SESSION_GONE };
			return true;
		}
	}
	return false;
}

bool
desk_tell(struct desk *desk, const struct call_status *status, ms_t now)
{
	char text[MESSAGE_FORMAT_MAX];
	size_t n = session_tell(&desk->session, status, text, sizeof(text));

	if (n == 0 || !send_text(desk, text, n, now))
		return false;
	if (log_hides_numbers())
		mask_numbers(text, n, '.');
	log_debug("desk > %s", text);
	return true;
}

bool
desk_open(const struct desk *desk)
{
	return desk->session.state == SESSION_OPEN;
}

static enum snapshot_link_state
link_state(const struct desk *desk)
{
	if (desk_open(desk))
		return SNAPSHOT_LINK_READY;
	switch (desk->link.state) {
	case LINK_STATE_DOWN:
		return SNAPSHOT_LINK_DOWN;
	case LINK_STATE_CONNECTING:
	case LINK_STATE_SECURING:
	case LINK_STATE_UPGRADING:
		return SNAPSHOT_LINK_CONNECTING;
	case LINK_STATE_OPEN:
		return SNAPSHOT_LINK_AUTHENTICATING;
	case LINK_STATE_CLOSING:
		return SNAPSHOT_LINK_CLOSING;
	}
	return SNAPSHOT_LINK_DOWN;
}

void
desk_describe(const struct desk *desk, struct snapshot_link *link)
{
	link->state = link_state(desk);
	link->why = desk->last;
	text_copy(link->remedy, sizeof(link->remedy), desk->last.text[0] != '\0' ?
	    desk->remedy : "");
	if (!link_certificate_expiry(&desk->link, &link->certificate_until))
		link->certificate_until = 0;
	text_copy(link->peer, sizeof(link->peer), desk->peer.place);
}

void
desk_drop(struct desk *desk, const char *why, ms_t now)
{
	if (desk->net.state == NET_CONNECTED && !desk->stopping)
		lose(desk, why, now);
}

void
desk_stop(struct desk *desk, ms_t now)
{
	desk->stopping = true;
	link_close(&desk->link, CODE_GOING_AWAY, "stopping", NEVER, now);
}

bool
desk_stopped(const struct desk *desk)
{
	return desk->stopped || (desk->stopping && desk->net.state == NET_CLOSED);
}

ms_t
desk_due(const struct desk *desk)
{
	return ms_min(ms_min(net_due(&desk->net), link_due(&desk->link)),
	    session_due(&desk->session));
}

void
desk_tick(struct desk *desk, ms_t now)
{
	struct fault fault;

	if (net_due(&desk->net) <= now)
		go_on_connecting(desk, net_tick(&desk->net, now, &fault), &fault, now);
	if (session_due(&desk->session) <= now) {
		session_close(&desk->session);
		link_close(&desk->link, CODE_NORMAL, "Patriot did not answer the "
		    "authentication-request within 10 s", 0, now);
	}
	if (link_due(&desk->link) <= now)
		link_tick(&desk->link, now);
	watch_expiry(desk);
}

void
desk_finish(struct desk *desk)
{
	net_close(&desk->net);
	link_finish(&desk->link);
	secret_wipe(desk->key);
}
