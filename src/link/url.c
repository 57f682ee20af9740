/* SPDX-License-Identifier: MIT */
#include "link/url.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "util/text.h"

enum { HOST_SIZE = 256, PORT_SIZE = 6 };

static const char default_port[] = "443";
static const char letters_and_digits[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* What RFC 3986 3.3 and 3.4 allow in a path and a query. */
static const char path_marks[] = "-._~!$&'()*+,;=:@%/?";
static const char name_marks[] = "-._";

static bool
consists_of(const char *text, size_t n, const char *marks)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\0')
			return false;
		if (!strchr(letters_and_digits, text[i]) && !strchr(marks, text[i]))
			return false;
	}
	return true;
}

static int
read_port(const char *text, char port[PORT_SIZE], struct fault *fault)
{
	char shown[64];
	long number;

	if (!text_number(text, 1, 65535, &number))
		return fault_set(fault, "port \"%s\": a number from 1 to 65535 expected",
		    text_printable(text, strlen(text), shown, sizeof(shown)));
	snprintf(port, PORT_SIZE, "%u", (unsigned)number & 0xffffu);
	return 0;
}

static int
read_name(const char *text, size_t n, char host[HOST_SIZE], struct fault *fault)
{
	char shown[128];

	if (n == 0)
		return fault_set(fault, "the host name is missing");
	if (n >= HOST_SIZE || !consists_of(text, n, name_marks))
		return fault_set(fault, "\"%s\" is not a host name or address "
		    "(an IPv6 address stands in brackets: [::1])",
		    text_printable(text, n, shown, sizeof(shown)));
	memcpy(host, text, n);
	host[n] = '\0';
	return 0;
}

static int
read_ipv6(const char *text, size_t n, char host[HOST_SIZE], struct fault *fault)
{
	struct in6_addr address;
	char shown[128];

	if (n < HOST_SIZE) {
		memcpy(host, text, n);
		host[n] = '\0';
		if (inet_pton(AF_INET6, host, &address) == 1)
			return 0;
	}
	return fault_set(fault, "\"%s\" is not an IPv6 address",
	    text_printable(text, n, shown, sizeof(shown)));
}

static int
read_host(const char *text, char host[HOST_SIZE], char port[PORT_SIZE], struct fault *fault)
{
	const char *end;

	if (text[0] == '[') {
		end = strchr(text, ']');
		if (!end)
			return fault_set(fault, "the ']' after the IPv6 address is missing");
		if (read_ipv6(text + 1, (size_t)(end - text) - 1, host, fault) < 0)
			return -1;
		end++;
	} else {
		end = strrchr(text, ':');
		if (!end)
			end = text + strlen(text);
		if (read_name(text, (size_t)(end - text), host, fault) < 0)
			return -1;
	}
	if (end[0] == '\0')
		return 0;
	if (end[0] != ':')
		return fault_set(fault, "':' and a port expected behind the address");
	return read_port(end + 1, port, fault);
}

int
url_parse_host(const char *text, char host[HOST_SIZE], char port[PORT_SIZE], struct fault *fault)
{
	char new_host[HOST_SIZE];
	char new_port[PORT_SIZE];

	text_copy(new_port, sizeof(new_port), port);
	if (read_host(text, new_host, new_port, fault) < 0)
		return -1;
	text_copy(host, HOST_SIZE, new_host);
	text_copy(port, PORT_SIZE, new_port);
	return 0;
}

static int
read_path(struct url *url, const char *text, struct fault *fault)
{
	const char *slash = text[0] == '/' ? "" : "/";
	char shown[128];

	if (strchr(text, '#'))
		return fault_set(fault, "a websocket URL has no '#' part (RFC 6455 3)");
	if (!consists_of(text, strlen(text), path_marks))
		return fault_set(fault, "\"%s\" is not a URL path (others than ASCII "
		    "letters, digits and %s are written %%XX)",
		    text_printable(text, strlen(text), shown, sizeof(shown)), path_marks);
	if (strlen(slash) + strlen(text) >= sizeof(url->path))
		return fault_set(fault, "the URL's path is longer than %zu characters",
		    sizeof(url->path) - 1);
	snprintf(url->path, sizeof(url->path), "%s%s", slash, text);
	return 0;
}

static void
write_authority(struct url *url)
{
	bool ipv6 = strchr(url->host, ':') != NULL;
	bool usual = strcmp(url->port, default_port) == 0;

	snprintf(url->authority, sizeof(url->authority), "%s%s%s%s%s", ipv6 ? "[" : "",
	    url->host, ipv6 ? "]" : "", usual ? "" : ":", usual ? "" : url->port);
}

int
url_parse(struct url *url, const char *text, struct fault *fault)
{
	static const char scheme[] = "wss://";
	char place[HOST_SIZE + 16];
	size_t n;

	if (strncasecmp(text, "ws:", 3) == 0)
		return fault_set(fault, "ws: would send the API key readable to all; "
		    "only wss: is allowed");
	if (strncasecmp(text, scheme, strlen(scheme)) != 0)
		return fault_set(fault, "wss://HOST[:PORT][/PATH] expected");
	text += strlen(scheme);
	n = strcspn(text, "/?#");
	if (memchr(text, '@', n))
		return fault_set(fault, "a user name has no place in the URL; "
		    "the API key comes from its own file");
	if (n >= sizeof(place))
		return fault_set(fault, "the URL's host is longer than %d characters",
		    HOST_SIZE - 1);
	memcpy(place, text, n);
	place[n] = '\0';
	text_copy(url->port, sizeof(url->port), default_port);
	if (read_host(place, url->host, url->port, fault) < 0)
		return -1;
	if (read_path(url, text + n, fault) < 0)
		return -1;
	write_authority(url);
	return 0;
}
