/* SPDX-License-Identifier: MIT */
#include "app/ask.h"

#include <errno.h>
#include <poll.h>

#include "io/clock.h"
#include "util/text.h"

/* In each family's words but a few: nothing more is made of it than caution. */
static bool
is_ring(const char *line)
{
	return text_starts(line, "RING") || text_starts(line, "+CRING") ||
	    text_starts(line, "+CLIP:") || text_starts(line, "+CCWA:");
}

static void
hear(struct ask *ask, const struct at_news *news)
{
	switch (news->heard) {
	case AT_HEARD_NOTHING:
		return;
	case AT_HEARD_NEWS:
		ask->rang = ask->rang || is_ring(news->line);
		return;
	case AT_HEARD_AWAKE:
		ask->result = AT_OK;
		ask->over = true;
		return;
	case AT_HEARD_INFO:
		if (ask->line[0] == '\0')
			text_copy(ask->line, sizeof(ask->line), news->line);
		return;
	case AT_HEARD_FINAL:
		ask->result = news->code.result;
		ask->over = true;
		return;
	case AT_HEARD_DEAD:
		ask->result = AT_TIMEOUT;
		ask->over = true;
		return;
	}
}

static bool
read_port(struct ask *ask, ms_t now)
{
	char bytes[512];
	struct fault fault;
	long n = port_read(ask->port, bytes, sizeof(bytes), &fault);

	for (long at = 0; at < n; ) {
		struct at_news news;

		at += (long)at_chat_take(&ask->chat, bytes + at, (size_t)(n - at), now, &news);
		hear(ask, &news);
	}
	return n >= 0;
}

static bool
write_port(struct ask *ask, ms_t now)
{
	size_t waiting;
	const char *bytes = at_chat_output(&ask->chat, &waiting);
	struct fault fault;
	long n = waiting > 0 ? port_write(ask->port, bytes, waiting, &fault) : 0;

	if (n > 0)
		at_chat_wrote(&ask->chat, (size_t)n, now);
	return n >= 0;
}

/* False when the port is gone. */
static bool
turn(struct ask *ask, ms_t until)
{
	ms_t now = clock_ms(), due = ms_min(at_chat_due(&ask->chat), until);
	struct pollfd slots[NET_SLOTS];
	struct at_news news;

	if (!write_port(ask, now))
		return false;
	port_prepare(ask->port, false, slots);
	if (poll(slots, NET_SLOTS, due > now ? (int)(due - now) : 0) < 0 && errno != EINTR)
		return false;
	now = clock_ms();
	if (slots[0].revents != 0 && !read_port(ask, now))
		return false;
	if (at_chat_due(&ask->chat) <= now) {
		at_chat_tick(&ask->chat, now, &news);
		hear(ask, &news);
	}
	return true;
}

static bool
wait_for_end(struct ask *ask, ms_t until)
{
	ask->over = false;
	ask->result = AT_TIMEOUT;
	while (!ask->over && clock_ms() < until)
		if (!turn(ask, until))
			return false;
	return ask->over && ask->result == AT_OK;
}

bool
ask_begin(struct ask *ask, struct port *port)
{
	*ask = (struct ask){ .port = port };
	at_chat_init(&ask->chat);
	at_chat_set_gap(&ask->chat, 100);       /* V.250 5.2.1 as modem makers read it */
	at_chat_start(&ask->chat, clock_ms());
	return wait_for_end(ask, clock_ms() + ASK_WAKE_MS);
}

/* Until a time-out's late answers are over, and the gap behind the last one. */
static bool
wait_for_turn(struct ask *ask, ms_t until)
{
	while (at_chat_free_at(&ask->chat) > clock_ms()) {
		ms_t free_at = at_chat_free_at(&ask->chat);

		if (clock_ms() >= until || !turn(ask, ms_min(free_at, until)))
			return false;
	}
	return true;
}

bool
ask_put(struct ask *ask, const char *command)
{
	ms_t until = clock_ms() + ASK_WAKE_MS;

	ask->line[0] = '\0';
	ask->result = AT_TIMEOUT;
	if (!wait_for_turn(ask, until))
		return false;
	at_chat_send(&ask->chat, &(struct at_command){
		.text = command, .timeout = ASK_ANSWER_MS
	}, clock_ms());
	return wait_for_end(ask, clock_ms() + ASK_ANSWER_MS + AT_WRITE_MS);
}
