/* SPDX-License-Identifier: MIT */
#include "link/upgrade.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "link/retry.h"
#include "util/array.h"
#include "util/text.h"

enum field {
	FIELD_UPGRADE,
	FIELD_CONNECTION,
	FIELD_HOST,
	FIELD_KEY,
	FIELD_VERSION,
	FIELD_ACCEPT,
	FIELD_EXTENSIONS,
	FIELD_PROTOCOL,
	FIELD_DATE,
	FIELD_RETRY_AFTER,
	FIELD_COUNT
};

static const char *const field_names[] = {
	[FIELD_UPGRADE]    = "Upgrade",
	[FIELD_CONNECTION] = "Connection",
	[FIELD_HOST]       = "Host",
	[FIELD_KEY]        = "Sec-WebSocket-Key",
	[FIELD_VERSION]    = "Sec-WebSocket-Version",
	[FIELD_ACCEPT]     = "Sec-WebSocket-Accept",
	[FIELD_EXTENSIONS] = "Sec-WebSocket-Extensions",
	[FIELD_PROTOCOL]   = "Sec-WebSocket-Protocol",
	[FIELD_DATE]       = "Date",
	[FIELD_RETRY_AFTER] = "Retry-After",
};

/* What the header lines say. */
struct head {
	const char *value[FIELD_COUNT]; /* of the last of that name; "" when there is none */
	unsigned times[FIELD_COUNT];
	bool upgrades;                  /* a Connection names "upgrade" */
};

#define BASE64 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"

static const char digits[] = "0123456789";
static const char blanks[] = " \t";
static const char token_letters[] = "!#$%&'*+-.^_`|~0123456789"
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"; /* RFC 9110 5.6.2 */

/* What to do about an answer that is not 101. */
static const struct {
	const char *status;
	const char *hint;
} hints[] = {
	{ "401", "; something asks for a log-in first: is it Patriot, or a proxy?" },
	{ "404", "; is the path in the URL right?" },
	{ "426", "; it speaks another version of the websocket protocol" },
	{ "503", "; is Patriot still starting?" },
};

/* Lines end in CR LF, and in nothing that looks like it to someone else (RFC 9112 2.2). */
static int
keep_byte(struct upgrade *upgrade, char byte, struct fault *fault)
{
	bool after_cr = upgrade->len > 0 && upgrade->head[upgrade->len - 1] == '\r';
	bool control = (unsigned char)byte < ' ' || byte == 0x7f;

	if (upgrade->len == sizeof(upgrade->head))
		return fault_set(fault, "an HTTP head longer than %d bytes", UPGRADE_HEAD_MAX);
	if (after_cr != (byte == '\n'))
		return fault_set(fault, "a line of the HTTP head does not end in CR LF");
	if (control && byte != '\r' && byte != '\n' && byte != '\t')
		return fault_set(fault, "a control character in the HTTP head");
	upgrade->head[upgrade->len++] = byte;
	return 0;
}

static bool
is_whole(const struct upgrade *upgrade)
{
	static const char end[] = { '\r', '\n', '\r', '\n' };

	return upgrade->len >= sizeof(end) &&
	    memcmp(upgrade->head + upgrade->len - sizeof(end), end, sizeof(end)) == 0;
}

/* Takes bytes up to and with the blank line: 1 when that is the last one taken. */
static int
collect(struct upgrade *upgrade, const char *bytes, size_t n, size_t *eaten, struct fault *fault)
{
	*eaten = 0;
	while (*eaten < n && !upgrade->done) {
		if (keep_byte(upgrade, bytes[*eaten], fault) < 0)
			return -1;
		++*eaten;
		if (is_whole(upgrade))
			return 1;
	}
	return 0;
}

/* The next line with a NUL in the place of its CR. */
static char *
cut_line(char **rest)
{
	char *line = *rest;
	char *end = strchr(line, '\r');

	*end = '\0';
	*rest = end + 2;
	return line;
}

static char *
trim(char *text)
{
	size_t n;

	text += strspn(text, blanks);
	n = strlen(text);
	while (n > 0 && strchr(blanks, text[n - 1]))
		n--;
	text[n] = '\0';
	return text;
}

/* True when the comma-separated list holds the whole token, in any case. */
static bool
lists_token(const char *list, const char *token)
{
	while (*list != '\0') {
		size_t n;

		list += strspn(list, ", \t");
		n = strcspn(list, ", \t");
		if (n == strlen(token) && strncasecmp(list, token, n) == 0 &&
		    strchr(",", list[n + strspn(list + n, blanks)]))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

static int
read_field(struct head *head, char *line, struct fault *fault)
{
	size_t n = strspn(line, token_letters);
	char shown[100];

	/* A line that begins with a blank is the old folding (RFC 9112 5.2). */
	if (n == 0 || line[n] != ':')
		return fault_set(fault, "\"%s\" is not an HTTP header line",
		    text_printable(line, strlen(line), shown, sizeof(shown)));
	line[n] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(field_names); i++) {
		if (strcasecmp(line, field_names[i]) != 0)
			continue;
		head->value[i] = trim(line + n + 1);
		head->times[i]++;
		if (i == FIELD_CONNECTION && lists_token(head->value[i], "upgrade"))
			head->upgrades = true;
	}
	return 0;
}

/* Reads the lines up to the blank one. */
static int
read_fields(struct head *head, char *rest, struct fault *fault)
{
	char *line;

	*head = (struct head){ .upgrades = false };
	for (size_t i = 0; i < ARRAY_LEN(head->value); i++)
		head->value[i] = "";
	for (line = cut_line(&rest); *line != '\0'; line = cut_line(&rest))
		if (read_field(head, line, fault) < 0)
			return -1;
	return 0;
}

size_t
upgrade_request(struct upgrade *upgrade, const char *authority, const char *path, char *out,
    size_t size)
{
	int n;

	crypto_websocket_key(upgrade->key);
	upgrade->len = 0;
	upgrade->done = false;
	upgrade->retry_after = 0;
	n = snprintf(out, size,
	    "GET %s HTTP/1.1\r\n"
	    "Host: %s\r\n"
	    "Upgrade: websocket\r\n"
	    "Connection: Upgrade\r\n"
	    "Sec-WebSocket-Key: %s\r\n"
	    "Sec-WebSocket-Version: 13\r\n"
	    "\r\n", path, authority, upgrade->key);
	assert(n > 0 && (size_t)n < size);
	return (size_t)n;
}

/* A server may repeat our key in what it says; without its "==" it is found in any quoting. */
static void
scrub_key(struct upgrade *upgrade)
{
	size_t n = CRYPTO_KEY_LEN - 2;

	for (size_t i = 0; i + n <= upgrade->len; i++)
		if (memcmp(upgrade->head + i, upgrade->key, n) == 0)
			memset(upgrade->head + i, '*', n);
}

static int
check_status(const char *line, struct fault *fault)
{
	static const char version[] = "HTTP/1.1 ";
	const char *status = line + strlen(version);
	const char *hint = "";
	char shown[120];

	if (!text_starts(line, version) || strspn(status, digits) != 3 ||
	    (status[3] != ' ' && status[3] != '\0'))
		return fault_set(fault, "\"%s\" is not an HTTP/1.1 answer; is the port right?",
		    text_printable(line, strlen(line), shown, sizeof(shown)));
	if (text_starts(status, "101"))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (text_starts(status, hints[i].status))
			hint = hints[i].hint;
	return fault_set(fault, "the server refused the websocket: %s%s",
	    text_printable(status, strlen(status), shown, sizeof(shown)), hint);
}

/* What a refusal says besides, as far as it can be read. */
static void
note_retry_after(struct upgrade *upgrade, char *rest)
{
	struct fault ignored;
	struct head head;

	read_fields(&head, rest, &ignored);
	upgrade->retry_after = retry_after(head.value[FIELD_RETRY_AFTER], head.value[FIELD_DATE],
	    time(NULL));
}

/* RFC 6455 4.1, what the client validates. */
static int
check_answer(const struct upgrade *upgrade, const struct head *head, struct fault *fault)
{
	char accept[CRYPTO_ACCEPT_LEN + 1];

	if (head->times[FIELD_UPGRADE] != 1 ||
	    strcasecmp(head->value[FIELD_UPGRADE], "websocket") != 0)
		return fault_set(fault, "the server's answer lacks \"Upgrade: websocket\"");
	if (!head->upgrades)
		return fault_set(fault, "the server's answer lacks \"Connection: Upgrade\"");
	crypto_websocket_accept(upgrade->key, accept);
	if (head->times[FIELD_ACCEPT] != 1)
		return fault_set(fault, "the server's answer has %u Sec-WebSocket-Accept, not one",
		    head->times[FIELD_ACCEPT]);
	if (strcmp(head->value[FIELD_ACCEPT], accept) != 0)
		return fault_set(fault, "the server's Sec-WebSocket-Accept is not for our key");
	if (head->times[FIELD_EXTENSIONS] > 0)
		return fault_set(fault, "the server wants an extension nobody asked for");
	if (head->times[FIELD_PROTOCOL] > 0)
		return fault_set(fault, "the server wants a subprotocol nobody asked for");
	return 0;
}

int
upgrade_feed_answer(struct upgrade *upgrade, const char *bytes, size_t n, size_t *eaten,
    struct fault *fault)
{
	int rc = collect(upgrade, bytes, n, eaten, fault);
	char *rest = upgrade->head;
	struct head head;

	if (rc <= 0)
		return rc;
	scrub_key(upgrade);
	/* What is no answer of HTTP, or a refusal, is that whatever else is wrong with it. */
	if (check_status(cut_line(&rest), fault) < 0) {
		note_retry_after(upgrade, rest);
		return -1;
	}
	if (read_fields(&head, rest, fault) < 0 || check_answer(upgrade, &head, fault) < 0)
		return -1;
	upgrade->done = true;
	return 0;
}

/* Base64 of 16 bytes: 22 characters, the last with four bits to spare, and "==". */
static bool
is_key(const char *key)
{
	return strlen(key) == CRYPTO_KEY_LEN && strspn(key, BASE64) == CRYPTO_KEY_LEN - 2 &&
	    strchr("AQgw", key[CRYPTO_KEY_LEN - 3]) &&
	    strcmp(key + CRYPTO_KEY_LEN - 2, "==") == 0;
}

static int
check_line(const char *line, const char *path, struct fault *fault)
{
	static const char method[] = "GET ";
	const char *target = line + strlen(method);
	char shown[120];

	text_printable(line, strlen(line), shown, sizeof(shown));
	if (!text_starts(line, method) || strcmp(target + strcspn(target, " "), " HTTP/1.1") != 0)
		return fault_set(fault, "\"%s\" is not a GET of HTTP/1.1", shown);
	if (strcspn(target, " ") != strlen(path) || !text_starts(target, path))
		return fault_set(fault, "404 Not Found: \"%s\"; only %s is here", shown, path);
	return 0;
}

/* RFC 6455 4.2.1. A fault with a status in front is answered by that one, others by 400. */
static int
check_request(const struct head *head, struct fault *fault)
{
	if (head->times[FIELD_HOST] != 1)
		return fault_set(fault, "the request has %u Host, not one",
		    head->times[FIELD_HOST]);
	if (!lists_token(head->value[FIELD_UPGRADE], "websocket") || !head->upgrades)
		return fault_set(fault, "426 Upgrade Required: only a websocket is here");
	if (head->times[FIELD_VERSION] != 1 || strcmp(head->value[FIELD_VERSION], "13") != 0)
		return fault_set(fault, "426 Upgrade Required: Sec-WebSocket-Version is not 13");
	if (head->times[FIELD_KEY] != 1 || !is_key(head->value[FIELD_KEY]))
		return fault_set(fault, "the request's Sec-WebSocket-Key is no 16 bytes in base64");
	return 0;
}

int
upgrade_feed_request(struct upgrade *upgrade, const char *path, const char *bytes, size_t n,
    size_t *eaten, struct fault *fault)
{
	int rc = collect(upgrade, bytes, n, eaten, fault);
	char *rest = upgrade->head;
	const char *line;
	struct head head;

	if (rc <= 0)
		return rc;
	line = cut_line(&rest);
	if (read_fields(&head, rest, fault) < 0 || check_line(line, path, fault) < 0 ||
	    check_request(&head, fault) < 0)
		return -1;
	text_copy(upgrade->key, sizeof(upgrade->key), head.value[FIELD_KEY]);
	upgrade->done = true;
	return 0;
}

size_t
upgrade_answer(const struct upgrade *upgrade, char *out, size_t size)
{
	char accept[CRYPTO_ACCEPT_LEN + 1];
	int n;

	crypto_websocket_accept(upgrade->key, accept);
	n = snprintf(out, size,
	    "HTTP/1.1 101 Switching Protocols\r\n"
	    "Upgrade: websocket\r\n"
	    "Connection: Upgrade\r\n"
	    "Sec-WebSocket-Accept: %s\r\n"
	    "\r\n", accept);
	assert(n > 0 && (size_t)n < size);
	return (size_t)n;
}

size_t
upgrade_refusal(const struct fault *fault, char *out, size_t size)
{
	const char *status = "400 Bad Request";
	int n = (int)strlen(status);

	if (strspn(fault->text, digits) == 3) {
		status = fault->text;
		n = (int)strcspn(status, ":");
	}
	n = snprintf(out, size,
	    "HTTP/1.1 %.*s\r\n"
	    "%s"
	    "Connection: close\r\n"
	    "Content-Type: text/plain\r\n"
	    "Content-Length: %zu\r\n"
	    "\r\n"
	    "%s\n", n, status,
	    text_starts(status, "426") ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" : "",
	    strlen(fault->text) + 1, fault->text);
	assert(n > 0 && (size_t)n < size);
	return (size_t)n;
}
