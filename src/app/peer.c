/* SPDX-License-Identifier: MIT */
#include "app/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/state.h"
#include "io/file.h"
#include "util/text.h"

const struct net_advice peer_advice = {
	.refused = "is the Patriot client running, and is the port right?",
	.unknown = "check DNS or the hosts file, or name the machine with --connect-to",
};

static int
read_place(struct peer *peer, const struct config *config, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];
	struct fault why;

	if (url_parse(&peer->url, config->url, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "url", where), why.text);
	text_copy(peer->host, sizeof(peer->host), peer->url.host);
	text_copy(peer->port, sizeof(peer->port), peer->url.port);
	if (config->connect_to != NULL &&
	    url_parse_host(config->connect_to, peer->host, peer->port, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "connect-to", where),
		    why.text);
	snprintf(peer->place, sizeof(peer->place), "%s port %s", peer->host, peer->port);
	return 0;
}

/*
 * The key seen first belongs to the machine, not to the name in the URL: that one is the same for
 * all desks of a station.
 */
static int
read_keys(struct peer *peer, const struct config *config, struct fault *fault)
{
	char name[sizeof(peer->host) + sizeof(peer->port) + 8], where[CONFIG_WHERE_MAX];
	struct fault why;

	for (size_t i = 0; i < config->pins.n; i++)
		if (trust_add_pin(&peer->trust, config->pins.items[i], &why) != 0)
			return fault_set(fault, "%s: %s", config_where_item(config, "pin",
			    &config->pins, i, where), why.text);
	if (config->first_use == 0)
		return 0;
	snprintf(name, sizeof(name), "known-%s-%s", peer->host, peer->port);
	if (state_path(name, peer->store, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "trust-on-first-use",
		    where), why.text);
	peer->trust.store = (struct certificate_store){
		.file = peer->store, .host = peer->host, .port = peer->port
	};
	return 0;
}

/* A certificate file that cannot work is better found now than by the first connection. */
static int
check_ca_file(const struct peer *peer, const struct config *config, struct fault *fault)
{
	char where[CONFIG_WHERE_MAX];
	struct tls_trust trust;
	struct fault why;
	char *bytes;
	int result;

	if (peer_trust(peer, &trust, &bytes, &why) != 0)
		return fault_set(fault, "%s: %s", config_where(config, "ca-file", where),
		    why.text);
	if (bytes == NULL)
		return 0;
	result = tls_trust_check(&trust, &why);
	free(bytes);
	if (result != 0)
		return fault_set(fault, "%s: %.80s: %s", config_where(config, "ca-file", where),
		    peer->ca_file, why.text);
	return 0;
}

int
peer_init(struct peer *peer, const struct config *config, struct fault *fault)
{
	*peer = (struct peer){ .ca_file = config->ca_file };
	if (read_place(peer, config, fault) != 0 || read_keys(peer, config, fault) != 0)
		return -1;
	return check_ca_file(peer, config, fault);
}

int
peer_trust(const struct peer *peer, struct tls_trust *trust, char **bytes, struct fault *fault)
{
	*bytes = NULL;
	*trust = (struct tls_trust){ .keys = &peer->trust };
	if (peer->ca_file == NULL)
		return 0;
	*bytes = malloc(PEER_TRUST_MAX);
	if (*bytes == NULL)
		return fault_set(fault, "out of memory");
	if (file_read_kept(peer->ca_file, *bytes, PEER_TRUST_MAX, &trust->size, fault) != 0) {
		free(*bytes);
		return -1;
	}
	trust->bytes = *bytes;
	return 0;
}

bool
peer_minds_dates(const struct peer *peer)
{
	return (trust_counts(&peer->trust, peer->ca_file != NULL) & CERTIFICATE_EXPIRED) != 0;
}

const char *
peer_options(const struct config *config, char *out, size_t size)
{
	const char *preset = config_preset("url");
	char word[600];

	out[0] = '\0';
	if (preset == NULL || strcmp(config->url, preset) != 0)
		snprintf(out, size, " --url %s", text_quoted(config->url, word, sizeof(word)));
	if (config->connect_to != NULL)
		snprintf(out + strlen(out), size - strlen(out), " --connect-to %s",
		    text_quoted(config->connect_to, word, sizeof(word)));
	return out;
}
