/* SPDX-License-Identifier: MIT */
/*
 * The conversation with a modem. Bytes from 0xF0 on are what we do, or time that passes; all
 * others come from the modem: to one side in one piece, to the other one at a time. Both must
 * hear and say the same.
 */
#include <string.h>

#include "at/chat.h"
#include "fuzz.h"

enum {
	FIRST_DEED = 0xf0,
	TICKS_MAX = 8                   /* at one moment */
};

struct side {
	struct at_chat chat;
	uint32_t heard;                 /* a sum over all news */
	bool dialled;                   /* all of a dial command is on the wire */
};

static void
note(struct side *side, const struct at_news *news)
{
	if (news->heard == AT_HEARD_NOTHING)
		return;
	side->heard = side->heard * 31 + news->heard;
	for (const char *c = news->line; c != NULL && *c != '\0'; c++)
		side->heard = side->heard * 31 + (unsigned char)*c;
	if (news->heard == AT_HEARD_FINAL)
		side->heard = side->heard * 31 + news->code.result;
}

static void
hear(struct side *side, const uint8_t *bytes, size_t n, size_t piece, ms_t now)
{
	for (size_t at = 0; at < n; at += piece) {
		for (size_t eaten = 0; eaten < piece;) {
			struct at_news news;
			size_t took = at_chat_take(&side->chat, (const char *)bytes + at + eaten,
			    piece - eaten, now, &news);

			MUST(took > 0);
			eaten += took;
			note(side, &news);
		}
	}
}

static void
let_time_pass(struct side *side, ms_t until)
{
	for (int ticks = 0; at_chat_due(&side->chat) <= until;) {
		ms_t due = at_chat_due(&side->chat);
		struct at_news news;

		at_chat_tick(&side->chat, due, &news);
		note(side, &news);
		ticks = at_chat_due(&side->chat) <= due ? ticks + 1 : 0;
		MUST(ticks < TICKS_MAX);
	}
}

static void
write_out(struct side *side, size_t most, ms_t now)
{
	size_t n;
	const char *bytes = at_chat_output(&side->chat, &n);

	n = n < most ? n : most;
	if (!at_chat_dialling(&side->chat))
		side->dialled = false;
	for (size_t i = 0; i < n; i++)
		MUST(!side->dialled || bytes[i] == '\r');
	if (at_chat_dialling(&side->chat) && n > 0 && bytes[n - 1] == '\r')
		side->dialled = true;
	at_chat_wrote(&side->chat, n, now);
}

static void
say(struct side *side, const struct at_command *command, ms_t now)
{
	if (at_chat_free_at(&side->chat) > now)
		return;
	side->dialled = false;
	at_chat_send(&side->chat, command, now);
}

static void
act(struct side *side, unsigned deed, ms_t now)
{
	static const struct at_command commands[] = {
		{ .text = "AT+CLCC", .timeout = 5000 },
		{ .text = "AT+CREG?", .timeout = 5000 },
		{ .text = "AT+CGMI", .free_text = true, .timeout = 5000 },
		{ .text = "AT+CLIP=1", .timeout = 10000 },
		{ .text = "ATD0911;", .timeout = 90000, .dials = true },
	};

	switch (deed) {
	case 0: case 1: case 2: case 3: case 4:
		say(side, &commands[deed], now);
		return;
	case 5:
		at_chat_abort(&side->chat, now);
		return;
	case 6:
		at_chat_start(&side->chat, now);
		return;
	case 7:
		at_chat_stop(&side->chat);
		return;
	case 8:
		write_out(side, SIZE_MAX, now);
		return;
	case 9:
		write_out(side, 3, now);
		return;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const ms_t waits[] = { 10, 100, 200, 1000, 5000, 30000 };
	struct side whole = { .heard = 0 }, cut = { .heard = 0 };
	ms_t now = 1000000;

	at_chat_init(&whole.chat);
	at_chat_init(&cut.chat);
	for (size_t at = 0, run; at < n; at += run > 0 ? run : 1) {
		unsigned deed = bytes[at] - FIRST_DEED;

		for (run = 0; at + run < n && bytes[at + run] < FIRST_DEED; run++)
			;
		hear(&whole, bytes + at, run, run, now);
		hear(&cut, bytes + at, run, 1, now);
		if (run == 0 && deed >= 10)
			now += waits[deed - 10];
		else if (run == 0) {
			act(&whole, deed, now);
			act(&cut, deed, now);
		}
		let_time_pass(&whole, now);
		let_time_pass(&cut, now);
		MUST(whole.heard == cut.heard && whole.chat.state == cut.chat.state);
		MUST(whole.chat.out.len == cut.chat.out.len);
	}
	return 0;
}
