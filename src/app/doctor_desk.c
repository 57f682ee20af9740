/* SPDX-License-Identifier: MIT */
#include "app/doctor_desk.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/secret.h"
#include "io/clock.h"
#include "io/file.h"
#include "link/link.h"
#include "util/array.h"
#include "util/text.h"

enum {
	CODE_NORMAL = 1000              /* RFC 6455 7.4.1 */
};

void
doctor_desk_init(struct doctor_desk *desk, const struct config *config)
{
	desk->config = config;
	net_init(&desk->show.net);
	net_init(&desk->desk.net);
}

/* The key */

static void
say_whence(const struct doctor_desk *desk, struct check *check)
{
	char path[PATH_MAX];
	const char *file = secret_file(SECRET_API_KEY, desk->config->api_key_file, path);

	check_set(check, CHECK_OK, "%s", file != NULL ? file : "from $ATDIALLER_API_KEY");
}

void
doctor_desk_key(struct doctor_desk *desk, struct check *check)
{
	char key[SECRET_MAX + 1], path[PATH_MAX];
	const char *file = secret_file(SECRET_API_KEY, desk->config->api_key_file, path);
	struct fault fault;

	if (secret_read(desk->config->api_key_file, key, &fault) == 0) {
		say_whence(desk, check);
	} else {
		check_set(check, CHECK_BAD, "%s", fault.text);
		if (file != NULL && access(file, R_OK) != 0 && errno == EACCES)
			check_advise(check, "if it is for root's eyes only, ask as root: sudo atdialler "
			    "--doctor");
		check_advise(check, "look up WebSocketApiKey in the Patriot client's .config file, "
		    "write it into a file, on one line, and name that file with --api-key-file");
	}
	secret_wipe(key);
}

void
doctor_desk_key_mode(struct doctor_desk *desk, struct check *check)
{
	const char *file = desk->config->api_key_file;
	char word[PATH_MAX + 16];
	struct fault fault;

	if (file == NULL)
		return;
	if (secret_is_exposed(file, &fault)) {
		check_set(check, CHECK_WARNING, "%.*s", (int)strcspn(fault.text, ":"), fault.text);
		check_advise(check, "chmod 600 %s", text_quoted(file, word, sizeof(word)));
		return;
	}
	check_set(check, CHECK_OK, "only its owner may use it");
}

/* The name */

void
doctor_desk_url(struct doctor_desk *desk, struct check *check)
{
	const struct peer *peer = &desk->show.peer;
	struct fault fault;

	if (peer_init(&desk->show.peer, desk->config, &fault) != 0 ||
	    (desk->config->first_use > 0 && file_make_way(peer->store, &fault) != 0)) {
		check_set(check, CHECK_BAD, "%s", fault.text);
		check_advise(check, "mend that option; atdialler --help shows what it takes");
		return;
	}
	if (desk->config->connect_to != NULL)
		check_set(check, CHECK_OK, "%s; connects to %s port %s", desk->config->url,
		    peer->host, peer->port);
	else
		check_set(check, CHECK_OK, "%s", desk->config->url);
}

static bool
is_loopback(const struct sockaddr *address)
{
	const struct sockaddr_in *four = (const void *)address;
	const struct sockaddr_in6 *six = (const void *)address;

	if (address->sa_family == AF_INET)
		return ntohl(four->sin_addr.s_addr) >> 24 == 127;
	return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

/* Writes them, one after another; false when one is another computer's. */
static bool
list_addresses(const struct addrinfo *found, char *out, size_t size)
{
	bool here = true;
	size_t n = 0;

	for (; found != NULL && n + INET6_ADDRSTRLEN + 3 < size; found = found->ai_next) {
		char text[INET6_ADDRSTRLEN];

		here = here && is_loopback(found->ai_addr);
		if (getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof(text), NULL, 0,
		    NI_NUMERICHOST) == 0)
			n += (size_t)snprintf(out + n, size - n, "%s%s", n > 0 ? ", " : "", text);
	}
	return here;
}

static bool
is_usual_name(const struct doctor_desk *desk)
{
	const char *preset = config_preset("url");

	return preset != NULL && desk->config->connect_to == NULL &&
	    strstr(preset, desk->show.peer.host) != NULL;
}

static void
say_unknown(const struct doctor_desk *desk, struct check *check, int problem)
{
	const char *host = desk->show.peer.host;

	check_set(check, CHECK_BAD, "%s has no address: %s", host, gai_strerror(problem));
	if (is_usual_name(desk)) {
		check_advise(check, "public DNS has 127.0.0.1 for it, which is this computer, but "
		    "was not asked or did not answer");
		check_advise(check, "Patriot runs on this computer: add --connect-to 127.0.0.1");
		check_advise(check, "Patriot runs on another: add --connect-to and that one's "
		    "address, such as --connect-to 192.0.2.17");
	} else {
		check_advise(check, "check its spelling, DNS and the hosts file, or give an address "
		    "with --connect-to");
	}
}

void
doctor_desk_name(struct doctor_desk *desk, struct check *check)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const char *host = desk->show.peer.host;
	char addresses[300] = "";
	struct addrinfo *found;
	int problem = getaddrinfo(host, NULL, &hints, &found);
	bool here;

	if (problem != 0) {
		say_unknown(desk, check, problem);
		return;
	}
	here = list_addresses(found, addresses, sizeof(addresses));
	freeaddrinfo(found);
	check_set(check, CHECK_OK, "%s is %s%s%s", host, addresses, here ? ": this computer" : "",
	    !is_usual_name(desk) ? "" : here ? ", as public DNS has it" :
	    ": somebody has set that here, public DNS has 127.0.0.1");
}

/* The way */

/* Only whoever is asked for by a name that leads back to us may have meant somebody else. */
static void
advise_where(const struct doctor_desk *desk, struct check *check)
{
	check_advise(check, "is the Patriot client running there, with a user logged in? its port "
	    "is WebSocketServerPort in its .config file, %s is what was tried",
	    desk->show.peer.port);
	if (is_usual_name(desk))
		check_advise(check, "if Patriot runs on another computer, add --connect-to and that "
		    "one's address, such as --connect-to 192.0.2.17");
	else
		check_advise(check, "does a firewall on that computer let port %s through?",
		    desk->show.peer.port);
}

void
doctor_desk_tcp(struct doctor_desk *desk, struct check *check)
{
	const struct peer *peer = &desk->show.peer;
	struct fault fault;

	if (show_reach(&desk->show, &fault) == 0) {
		check_set(check, CHECK_OK, "%s port %s accepts a connection", peer->host,
		    peer->port);
		return;
	}
	check_set(check, CHECK_BAD, "%.*s", (int)strcspn(fault.text, ";"), fault.text);
	advise_where(desk, check);
}

/* Which of the lines that --show-certificate prints would do. */
static void
advise_trust(const struct doctor_desk *desk, struct check *check)
{
	char line[SHOW_WAY_MAX], options[640];
	struct fault why;

	check_advise(check, "make sure that it is Patriot's: on its computer, certmgr.msc shows the "
	    "thumbprint %s", desk->show.tls.certificate.thumbprint);
	check_advise(check, "then start atdialler with one of these (in the config file without --, and "
	    "with =):");
	if (show_way(&desk->show, desk->config, SHOW_PIN, line, sizeof(line), &why) == 0)
		check_advise(check, "    %s", line);
	if (show_way(&desk->show, desk->config, SHOW_FIRST_USE, line, sizeof(line), &why) == 0)
		check_advise(check, "    %s", line);
	if (show_way(&desk->show, desk->config, SHOW_CA_FILE, line, sizeof(line), &why) == 0) {
		check_advise(check, "    %s", line);
		check_advise(check, "    after: atdialler --show-certificate%s > patriot.pem",
		    peer_options(desk->config, options, sizeof(options)));
	}
}

static void
say_untrusted(const struct doctor_desk *desk, struct check *check, const struct fault *fault)
{
	const struct certificate *certificate = &desk->show.tls.certificate;
	const unsigned dates = CERTIFICATE_EXPIRED | CERTIFICATE_NOT_YET | CERTIFICATE_OLD_ISSUER;

	check_set(check, CHECK_BAD, "%s", fault->text);
	if (certificate->flaws & desk->show.tls.counts & dates)
		check_advise(check, "is the clock of this computer right? if so, have a new "
		    "certificate made");
	if (certificate->flaws & desk->show.tls.counts & CERTIFICATE_WRONG_NAME)
		check_advise(check, "is that Patriot? then put a name that it is for into --url, and "
		    "the machine into --connect-to");
	advise_trust(desk, check);
}

static void
say_trusted(const struct tls *tls, struct check *check)
{
	const struct certificate *certificate = &tls->certificate;
	char until[32], pin[TRUST_PIN_TEXT];

	if (!tls->first) {
		check_set(check, CHECK_OK, "for %s, trusted, valid until %s", certificate->names,
		    certificate_time(certificate->until, until));
		return;
	}
	check_set(check, CHECK_WARNING, "its key is seen for the first time, so there is nothing to "
	    "compare it with: %s", trust_pin_text(certificate->pin, pin));
	check_advise(check, "what the daemon remembers is in its own folder, usually "
	    "/var/lib/atdialler: ask as its user, with STATE_DIRECTORY set to that");
}

void
doctor_desk_tls(struct doctor_desk *desk, struct check *check)
{
	struct fault fault;

	if (show_secure(&desk->show, &fault) == 0) {
		say_trusted(&desk->show.tls, check);
	} else if (desk->show.tls.refused) {
		say_untrusted(desk, check, &fault);
	} else {
		check_set(check, CHECK_BAD, "%s", fault.text);
		check_advise(check, "does something else listen on port %s? Patriot's port is "
		    "WebSocketServerPort in its .config file", desk->show.peer.port);
		check_advise(check, "if it is Patriot, restart its client");
	}
	net_close(&desk->show.net);
}

/* The websocket, as the daemon opens it */

static void
hear(struct doctor_desk *desk, ms_t now)
{
	struct session_news news;

	do {
		while (desk_next(&desk->desk, &news, now))
			if (news.event == SESSION_AUTHENTICATED)
				desk->accepted = true;
		desk->opened = desk->opened || desk->desk.link.state == LINK_STATE_OPEN;
	} while (desk_flush(&desk->desk, now));
}

static void
turn(struct doctor_desk *desk, ms_t until)
{
	struct pollfd slots[NET_SLOTS];
	ms_t now = clock_ms(), due = ms_min(desk_due(&desk->desk), until);

	desk_prepare(&desk->desk, slots);
	poll(slots, NET_SLOTS, due > now ? (int)(due - now) : 0);
	now = clock_ms();
	desk_ready(&desk->desk, slots, now);
	if (desk_due(&desk->desk) <= now)
		desk_tick(&desk->desk, now);
	hear(desk, now);
}

/* Up to the answer to the authentication-request, or to why there is none; then a polite end. */
static void
visit(struct doctor_desk *desk)
{
	ms_t until = clock_ms() + DOCTOR_DESK_MS;

	hear(desk, clock_ms());
	while (!desk->accepted && desk->desk.last.text[0] == '\0' && clock_ms() < until)
		turn(desk, until);
	if (!desk->accepted)
		return;
	until = clock_ms() + LINK_CLOSE_MS;
	desk->desk.stopping = true;
	link_close(&desk->desk.link, CODE_NORMAL, "it was only asked", NEVER, clock_ms());
	while (!desk_stopped(&desk->desk) && clock_ms() < until)
		turn(desk, until);
}

void
doctor_desk_upgrade(struct doctor_desk *desk, struct check *check)
{
	struct fault *why = &desk->desk.last;

	if (desk_init(&desk->desk, desk->config, clock_ms(), why) == 0)
		visit(desk);
	if (desk->opened) {
		check_set(check, CHECK_OK, "%s opens a websocket", desk->show.peer.url.path);
		return;
	}
	check_set(check, CHECK_BAD, "%s", why->text[0] != '\0' ? why->text : "no answer");
	check_advise(check, "is it Patriot that answers there, or a proxy or another program? the "
	    "path in --url is usually /ws/dialler/v1");
	check_advise(check, "if it is Patriot, restart its client");
}

void
doctor_desk_authentication(struct doctor_desk *desk, struct check *check)
{
	const char *why = desk->desk.last.text;

	if (desk->accepted) {
		check_set(check, CHECK_OK, "Patriot accepts the API key");
		return;
	}
	check_set(check, CHECK_BAD, "%.*s", (int)strcspn(why, ";"), why[0] != '\0' ? why :
	    "Patriot did not answer the authentication-request");
	check_advise(check, "compare the key with WebSocketApiKey in the Patriot client's .config "
	    "file, letter for letter, and restart the client if that was changed");
}

void
doctor_desk_finish(struct doctor_desk *desk)
{
	tls_finish(&desk->show.tls);
	tls_forget(&desk->show.tls);
	net_close(&desk->show.net);
	desk_finish(&desk->desk);
}
