/* SPDX-License-Identifier: MIT */
/*
 * The websocket, either end. The first byte says which, how the frames are cut, and whether
 * the peer reads what we answer.
 */
#include <string.h>

#include "fuzz.h"
#include "link/websocket.h"
#include "util/text.h"

static struct websocket websocket;

static void
check_text(const char *text, size_t n)
{
	MUST(n <= WEBSOCKET_MESSAGE_MAX);
	for (size_t at = 0, length; at < n; at += length) {
		length = text_utf8_length(text + at, n - at);
		MUST(length > 0);
	}
}

/* Takes all news, and answers each text as we answer a request. */
static void
take_news(bool *closed)
{
	struct websocket_news news;
	struct fault fault;

	while (websocket_next(&websocket, &news)) {
		MUST(!*closed);
		if (news.event == WEBSOCKET_TEXT)
			check_text(news.text, news.n);
		if (news.event == WEBSOCKET_TEXT && websocket_send_text(&websocket, "{}", 2, &fault))
			MUST(fault.text[0] != '\0');
		*closed = news.event == WEBSOCKET_CLOSED;
	}
}

static void
write_out(void)
{
	size_t n;

	websocket_output(&websocket, &n);
	websocket_wrote(&websocket, n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	bool closed = false, reads;
	struct fault fault = { .text = "" };
	size_t piece, at = 1;

	if (n == 0)
		return 0;
	reads = bytes[0] & 2;
	piece = bytes[0] / 4 > 0 ? bytes[0] / 4 : n;
	MUST(websocket_start(&websocket, bytes[0] & 1, &fault) == 0);
	while (at < n) {
		size_t size = n - at < piece ? n - at : piece, room = websocket_room(&websocket);

		size = size < room ? size : room;
		if (websocket_feed(&websocket, bytes + at, size, &fault) != 0)
			break;
		at += size;
		take_news(&closed);
		if (reads || size == 0)
			write_out();
		if (closed)
			break;
		MUST(size > 0 || websocket_room(&websocket) > 0);
	}
	if (at < n)
		MUST(closed || fault.text[0] != '\0');
	websocket_close(&websocket, 1000, "bye");
	websocket_finish(&websocket);
	return 0;
}
