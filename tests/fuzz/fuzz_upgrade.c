/* SPDX-License-Identifier: MIT */
/*
 * The HTTP upgrade. The first byte says which end we are and how the rest is cut, which must
 * make no difference; a fault is printable and does not repeat our key.
 */
#include <string.h>

#include "fuzz.h"
#include "link/upgrade.h"

static const char key[] = "dGhlIHNhbXBsZSBub25jZQ==";  /* RFC 6455 1.3 */

struct outcome {
	struct upgrade upgrade;
	int rc;
	size_t eaten;
	struct fault fault;
};

static void
feed(struct outcome *outcome, bool server, const char *bytes, size_t n, size_t piece)
{
	char request[2048];

	memset(outcome, 0, offsetof(struct outcome, upgrade.head));
	*outcome = (struct outcome){ .rc = 0 };
	if (!server)
		upgrade_request(&outcome->upgrade, "desk:9009", "/ws", request, sizeof(request));
	if (!server)
		strcpy(outcome->upgrade.key, key);
	while (outcome->eaten < n && outcome->rc == 0 && !outcome->upgrade.done) {
		size_t left = n - outcome->eaten, size = left < piece ? left : piece, eaten;

		outcome->rc = server ?
		    upgrade_feed_request(&outcome->upgrade, "/ws", bytes + outcome->eaten, size,
		    &eaten, &outcome->fault) :
		    upgrade_feed_answer(&outcome->upgrade, bytes + outcome->eaten, size, &eaten,
		    &outcome->fault);
		MUST(eaten <= size && (eaten == size || outcome->rc != 0 || outcome->upgrade.done));
		outcome->eaten += eaten;
	}
}

static void
check(const struct outcome *outcome, bool server)
{
	char answer[2048];

	MUST(outcome->rc == 0 || outcome->fault.text[0] != '\0');
	for (const char *c = outcome->fault.text; *c != '\0'; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
	if (!server)
		MUST(strstr(outcome->fault.text, "dGhlIHNhbXBsZSBub25jZQ") == NULL);
	else if (outcome->upgrade.done)
		upgrade_answer(&outcome->upgrade, answer, sizeof(answer));
	else if (outcome->rc != 0)
		upgrade_refusal(&outcome->fault, answer, sizeof(answer));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct outcome whole, cut;
	bool server;

	if (n == 0)
		return 0;
	server = bytes[0] & 1;
	feed(&whole, server, (const char *)bytes + 1, n - 1, n);
	feed(&cut, server, (const char *)bytes + 1, n - 1, bytes[0] / 2 % 16 + 1u);
	MUST(whole.rc == cut.rc && whole.eaten == cut.eaten);
	MUST(whole.upgrade.done == cut.upgrade.done);
	MUST(strcmp(whole.fault.text, cut.fault.text) == 0);
	check(&whole, server);
	return 0;
}
