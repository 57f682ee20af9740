/* SPDX-License-Identifier: MIT */
#include "app/show.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "io/clock.h"
#include "util/array.h"
#include "util/text.h"

enum {
	ISSUER = CERTIFICATE_FORGED | CERTIFICATE_UNTRUSTED | CERTIFICATE_OLD_ISSUER |
	    CERTIFICATE_WEAK_CHAIN | CERTIFICATE_ODD
};

static const struct {
	unsigned flaws;
	const char *name;
} checks[] = {
	{ ISSUER, "issuer" },
	{ CERTIFICATE_WRONG_NAME, "name" },
	{ CERTIFICATE_EXPIRED | CERTIFICATE_NOT_YET, "dates" },
	{ CERTIFICATE_NO_SERVER, "purpose" },
	{ CERTIFICATE_WEAK_KEY, "strength" },
	{ CERTIFICATE_NOT_PINNED, "pin" },
	{ CERTIFICATE_NEW_KEY, "first key" },
};

/* Waits for the network, at most until the earlier of the two; false when poll itself fails. */
static bool
wait_for(struct pollfd slots[NET_SLOTS], ms_t due, ms_t deadline)
{
	ms_t patience = ms_min(due, deadline) - clock_ms();

	return poll(slots, NET_SLOTS, patience > 0 ? (int)patience : 0) >= 0 || errno == EINTR;
}

int
show_reach(struct show *show, struct fault *fault)
{
	ms_t deadline = clock_ms() + SHOW_CONNECT_MS;
	int result = net_open(&show->net, show->peer.host, show->peer.port, &peer_advice,
	    clock_ms(), fault);

	while (result == 0 && show->net.state != NET_CONNECTED) {
		struct pollfd slots[NET_SLOTS];

		net_prepare(&show->net, slots);
		if (!wait_for(slots, net_due(&show->net), deadline))
			return fault_set(fault, "poll: %s", strerror(errno));
		if (clock_ms() >= deadline)
			return fault_set(fault, "no connection to %s port %s within 10 s",
			    show->peer.host, show->peer.port);
		result = net_ready(&show->net, slots, clock_ms(), fault);
		if (result == 0)
			result = net_tick(&show->net, clock_ms(), fault);
	}
	return result < 0 ? -1 : 0;
}

/* What TLS has to say goes; -1 and a fault when nothing can any more. */
static int
flush(struct show *show, struct fault *fault)
{
	size_t n;
	const char *bytes = tls_output(&show->tls, &n);
	long sent = n > 0 ? net_write(&show->net, bytes, n, fault) : 0;

	if (sent < 0)
		return -1;
	tls_wrote(&show->tls, (size_t)sent);
	return 0;
}

static int
hear(struct show *show, struct fault *fault)
{
	char bytes[16 * 1024];
	size_t room = tls_room(&show->tls);
	long n = net_read(&show->net, bytes, room < sizeof(bytes) ? room : sizeof(bytes), fault);

	return n < 0 ? -1 : tls_feed(&show->tls, bytes, (size_t)n, fault);
}

/* -1 and a fault also when the certificate was refused; it can be looked at then. */
static int
shake_hands(struct show *show, struct fault *fault)
{
	ms_t deadline = clock_ms() + SHOW_SECURE_MS;

	while (show->tls.state == TLS_HANDSHAKE) {
		struct pollfd slots[NET_SLOTS];
		size_t waiting;

		if (flush(show, fault) < 0)
			return -1;
		net_prepare(&show->net, slots);
		tls_output(&show->tls, &waiting);
		slots[0].events = waiting > 0 ? POLLIN | POLLOUT : POLLIN;
		if (!wait_for(slots, NEVER, deadline))
			return fault_set(fault, "poll: %s", strerror(errno));
		if (clock_ms() >= deadline)
			return fault_set(fault, "the TLS handshake was not finished within 10 s");
		if (slots[0].revents & ~POLLOUT && hear(show, fault) < 0)
			return -1;
	}
	return show->tls.state == TLS_OPEN ? 0 : -1;
}

int
show_secure(struct show *show, struct fault *fault)
{
	struct tls_trust trust;
	struct fault ignored;
	char *bytes;
	int result;

	if (peer_trust(&show->peer, &trust, &bytes, fault) != 0)
		return -1;
	result = tls_start_client(&show->tls, show->peer.url.host, &trust, fault);
	free(bytes);
	if (result == 0)
		result = shake_hands(show, fault);
	/* He is told that we leave, or why we do not want him. */
	tls_close(&show->tls);
	if (show->net.state == NET_CONNECTED)
		flush(show, &ignored);
	return result;
}

static void
print_facts(const struct show *show, FILE *out)
{
	const struct certificate *certificate = &show->tls.certificate;
	char time[32];
	char pin[TRUST_PIN_TEXT];

	fprintf(out, "Certificate shown by %s\n\n", show->peer.place);
	fprintf(out, "  subject      %s\n", certificate->subject);
	fprintf(out, "  for          %s\n", certificate->names);
	fprintf(out, "  issuer       %s\n",
	    certificate->self_signed ? "itself (self-signed)" : certificate->issuer);
	fprintf(out, "  valid from   %s\n", certificate_time(certificate->since, time));
	fprintf(out, "  valid until  %s\n", certificate_time(certificate->until, time));
	fprintf(out, "  our clock    %s\n", certificate_time(certificate->now, time));
	fprintf(out, "  key          %s\n", certificate->key);
	fprintf(out, "  signature    %s\n", certificate->signature);
	fprintf(out, "  pin          %s\n", trust_pin_text(certificate->pin, pin));
	fprintf(out, "  thumbprint   %s\n\n", certificate->thumbprint);
}

static void
print_pem(const struct show *show, FILE *out)
{
	char pem[CERTIFICATE_PEM_MAX];
	size_t size = 0;
	const void *der = tls_peer(&show->tls, &size);

	if (certificate_pem(der, size, pem) == 0)
		fprintf(out, "%s\n", pem);
}

static void
print_verdict(const struct show *show, const char *why, FILE *out)
{
	const struct tls *tls = &show->tls;

	fprintf(out, "With the options given:\n\n");
	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		unsigned counted = checks[i].flaws & tls->counts;
		const char *word = counted == 0 ? "does not count" :
		    counted & tls->certificate.flaws ? "WRONG" : "good";

		if (checks[i].flaws == CERTIFICATE_NEW_KEY && tls->first)
			word = "good: it would be remembered";
		fprintf(out, "  %-12s %s\n", checks[i].name, word);
	}
	fprintf(out, "\n%s%s\n\n", tls->refused ? "It is NOT trusted: " : "It is trusted.",
	    tls->refused ? why : "");
}

int
show_way(const struct show *show, const struct config *config, enum show_way way, char *line,
    size_t size, struct fault *fault)
{
	static const struct trust none = { .pin_count = 0 };
	static const struct trust pinned = { .pin_count = 1 };
	static const struct trust stored = { .store = { .file = "" } };
	static const struct {
		const char *option;
		const struct trust *trust;
		unsigned mended;
	} ways[] = {
		[SHOW_CA_FILE] = { "--ca-file patriot.pem", &none, ISSUER },
		[SHOW_PIN] = { "--pin ", &pinned, CERTIFICATE_NOT_PINNED },
		[SHOW_FIRST_USE] = { "--trust-on-first-use", &stored, CERTIFICATE_NEW_KEY },
	};
	struct certificate certificate = show->tls.certificate;
	char options[640], pin[TRUST_PIN_TEXT] = "";

	certificate.flaws &= ~ways[way].mended;
	if (way == SHOW_PIN)
		trust_pin_text(certificate.pin, pin);
	snprintf(line, size, "%s %s%s", peer_options(config, options, sizeof(options)),
	    ways[way].option, pin);
	memmove(line, line + strspn(line, " "), strlen(line + strspn(line, " ")) + 1);
	return trust_judge(ways[way].trust, &certificate,
	    trust_counts(ways[way].trust, way == SHOW_CA_FILE), show->peer.url.host, fault);
}

static void
print_way(const struct show *show, const struct config *config, enum show_way way, FILE *out)
{
	static const char *const keys[] = {
		[SHOW_CA_FILE] = "ca-file = /etc/atdialler/patriot.pem",
		[SHOW_PIN] = "pin = ",
		[SHOW_FIRST_USE] = "trust-on-first-use = yes",
	};
	char line[SHOW_WAY_MAX], pin[TRUST_PIN_TEXT] = "";
	struct fault why;

	if (show_way(show, config, way, line, sizeof(line), &why) != 0) {
		fprintf(out, "      would not do: %s\n", why.text);
		return;
	}
	if (way == SHOW_PIN)
		trust_pin_text(show->tls.certificate.pin, pin);
	fprintf(out, "      %s\n      in the config file: %s%s\n", line, keys[way], pin);
}

static void
print_ways(const struct show *show, const struct config *config, FILE *out)
{
	char options[640];

	fprintf(out, "To trust it, make sure that it is Patriot's (on its computer, certmgr.msc\n"
	    "shows the same thumbprint), and start atdialler with one of these:\n\n"
	    "  1.  This certificate, until it expires; save it first by\n"
	    "      atdialler --show-certificate%s > patriot.pem\n",
	    peer_options(config, options, sizeof(options)));
	print_way(show, config, SHOW_CA_FILE, out);
	fprintf(out, "  2.  Its key, whatever name and dates the certificate has\n");
	print_way(show, config, SHOW_PIN, out);
	fprintf(out, "  3.  The key that is seen first, from then on\n");
	print_way(show, config, SHOW_FIRST_USE, out);
}

enum show_result
show_certificate(struct show *show, const struct config *config, FILE *out, struct fault *fault)
{
	enum show_result result = SHOW_UNREACHABLE;

	if (peer_init(&show->peer, config, fault) != 0)
		return SHOW_MISUSED;
	net_init(&show->net);
	if (show_reach(show, fault) == 0 &&
	    (show_secure(show, fault) == 0 || show->tls.refused) &&
	    tls_peer(&show->tls, &(size_t){ 0 }) != NULL) {
		print_facts(show, out);
		print_pem(show, out);
		print_verdict(show, fault->text, out);
		print_ways(show, config, out);
		result = show->tls.refused ? SHOW_NOT_TRUSTED : SHOW_TRUSTED;
	}
	tls_finish(&show->tls);
	tls_forget(&show->tls);
	net_close(&show->net);
	return result;
}
