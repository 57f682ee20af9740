/* SPDX-License-Identifier: MIT */
#include "at/chat.h"

#include <assert.h>
#include <string.h>

#include "util/text.h"

enum {
	BACKSPACE = 8                   /* V.250 6.2.3 (S5): takes back one typed character */
};

void
at_chat_init(struct at_chat *chat)
{
	*chat = (struct at_chat){
		.state = AT_CHAT_OFF, .deadline = NEVER, .abort_at = NEVER, .write_by = NEVER
	};
	buf_init(&chat->out, chat->out_bytes, sizeof(chat->out_bytes));
}

void
at_chat_set_gap(struct at_chat *chat, ms_t gap)
{
	chat->gap = gap;
}

static void
put(struct at_chat *chat, const char *text, ms_t write_by)
{
	bool fits = buf_put(&chat->out, text, strlen(text)) && buf_put(&chat->out, "\r", 1);

	assert(fits);
	(void)fits;
	chat->write_by = write_by;
}

static void
enter(struct at_chat *chat, enum at_chat_state state, ms_t deadline)
{
	chat->state = state;
	chat->deadline = deadline;
	chat->aborting = false;
	chat->abort_at = NEVER;
}

static void
drain(struct at_chat *chat, ms_t quiet, unsigned probes, ms_t now)
{
	enter(chat, AT_CHAT_DRAINING, now + quiet);
	chat->quiet = quiet;
	chat->drained_by = now + AT_DRAIN_MOST_MS;
	chat->probes = probes;
	chat->settle = AT_SETTLE_MS;
	chat->tell_awake = true;
}

void
at_chat_start(struct at_chat *chat, ms_t now)
{
	char erase[AT_COMMAND_MAX + 1] = "";

	/*
	 * A dial string that was cut short must not be completed by the CR that wakes
	 * the modem up: that would be a call to a wrong number.
	 */
	if (chat->half_typed)
		memset(erase, BACKSPACE, AT_COMMAND_MAX);
	at_chat_stop(chat);
	drain(chat, AT_WAKE_QUIET_MS, AT_WAKE_PROBES, now);
	put(chat, erase, now + AT_WRITE_MS);
}

void
at_chat_shout(struct at_chat *chat, const char *text, ms_t now)
{
	put(chat, text, now + AT_WRITE_MS);
}

void
at_chat_stop(struct at_chat *chat)
{
	enter(chat, AT_CHAT_OFF, NEVER);
	buf_drop(&chat->out, chat->out.len);
	chat->write_by = NEVER;
	chat->line = (struct at_line){ .len = 0 };
}

ms_t
at_chat_free_at(const struct at_chat *chat)
{
	return chat->state == AT_CHAT_FREE ? chat->free_at : NEVER;
}

/*
 * "+CLCC:" for AT+CLCC, "+CREG:" for AT+CREG?. A command that sets something has no
 * information lines: what looks like one is news (+CLIP while AT+CLIP=1 runs).
 */
static void
name_answer(struct at_chat *chat)
{
	const char *name = chat->text + 2;
	size_t n = 0;

	if (strlen(chat->text) > 2 && strchr("+^#*%$", *name) != NULL)
		n = strcspn(name, "=?;");
	if (name[n] == '=' && name[n + 1] != '?')
		n = 0;
	memcpy(chat->prefix, name, n);
	chat->prefix[n] = '\0';
	if (n > 0)
		strcat(chat->prefix, ":");
}

void
at_chat_send(struct at_chat *chat, const struct at_command *command, ms_t now)
{
	assert(at_chat_free_at(chat) <= now && strlen(command->text) <= AT_COMMAND_MAX);
	chat->command = *command;
	text_copy(chat->text, sizeof(chat->text), command->text);
	chat->command.text = chat->text;
	chat->answered = false;
	name_answer(chat);
	enter(chat, AT_CHAT_BUSY, NEVER);
	put(chat, chat->text, command->send_by != 0 ? command->send_by : now + AT_WRITE_MS);
}

/* All of the command is on the wire: what comes before that cannot be its answer. */
static bool
awaits_answer(const struct at_chat *chat)
{
	return chat->state == AT_CHAT_BUSY && chat->deadline != NEVER;
}

bool
at_chat_dialling(const struct at_chat *chat)
{
	return chat->state == AT_CHAT_BUSY && chat->command.dials;
}

void
at_chat_abort(struct at_chat *chat, ms_t now)
{
	if (!at_chat_dialling(chat) || chat->aborting)
		return;
	chat->aborting = true;
	if (chat->out.len == 0)
		chat->abort_at = now < chat->sent_at + AT_ABORT_DEAF_MS ?
		    chat->sent_at + AT_ABORT_DEAF_MS : now;
}

bool
at_chat_withdraw(struct at_chat *chat, ms_t now)
{
	if (chat->state != AT_CHAT_BUSY || chat->out.len != strlen(chat->text) + 1)
		return false;
	buf_drop(&chat->out, chat->out.len);
	chat->write_by = NEVER;
	enter(chat, AT_CHAT_FREE, NEVER);
	chat->free_at = now;
	return true;
}

const char *
at_chat_output(const struct at_chat *chat, size_t *n)
{
	return buf_peek(&chat->out, n);
}

bool
at_chat_late(const struct at_chat *chat, ms_t now)
{
	return chat->write_by <= now;
}

void
at_chat_wrote(struct at_chat *chat, size_t n, ms_t now)
{
	size_t waiting;
	const char *bytes = buf_peek(&chat->out, &waiting);

	if (n == 0)
		return;
	chat->half_typed = bytes[n - 1] != '\r';
	buf_drop(&chat->out, n);
	if (chat->out.len > 0)
		return;
	chat->write_by = NEVER;
	if (chat->state != AT_CHAT_BUSY || awaits_answer(chat))
		return;
	chat->sent_at = now;
	chat->deadline = now + chat->command.timeout;
	if (chat->aborting)
		chat->abort_at = now + AT_ABORT_DEAF_MS;
}

static void
probe(struct at_chat *chat, ms_t now)
{
	chat->probes--;
	if (chat->state == AT_CHAT_PROBING)
		chat->settle = AT_SETTLE_SLOW_MS;
	enter(chat, AT_CHAT_PROBING, now + AT_PROBE_MS);
	if (chat->out.len == 0)
		put(chat, "AT", now + AT_WRITE_MS);
}

static void
tell(struct at_news *news, enum at_heard heard, const char *line)
{
	news->heard = heard;
	news->line = line;
}

/* A final result code that belongs to the command in flight. */
static void
finish_command(struct at_chat *chat, ms_t now, struct at_news *news)
{
	enter(chat, AT_CHAT_FREE, NEVER);
	chat->free_at = now + chat->gap;
	tell(news, AT_HEARD_FINAL, chat->line.text);
}

/* Waits for another answer, which would be a late one. */
static void
settle(struct at_chat *chat, ms_t now)
{
	enter(chat, AT_CHAT_SETTLING, now + chat->settle);
	chat->drained_by = now + AT_DRAIN_MOST_MS;
}

/* The same when nobody has to be told that it is over. */
static void
settle_quietly(struct at_chat *chat, ms_t now)
{
	chat->tell_awake = false;
	chat->settle = AT_SETTLE_MS;
	settle(chat, now);
}

/* A final result code while no command is in flight. */
static void
hear_stray_code(struct at_chat *chat, ms_t now, struct at_news *news)
{
	switch (chat->state) {
	case AT_CHAT_DRAINING:
		return;                 /* the late answer this silence was waited for */
	case AT_CHAT_PROBING:
		if (chat->out.len > 0)
			return;         /* the AT is not on the wire yet: no answer to it */
		if (news->code.result == AT_OK)
			settle(chat, now);
		else if (chat->probes > 0)
			probe(chat, now); /* noise in front of the AT; it lives */
		return;
	case AT_CHAT_FREE:
		settle_quietly(chat, now);
		break;
	case AT_CHAT_SETTLING:
		chat->deadline = ms_min(now + chat->settle, chat->drained_by);
		break;
	case AT_CHAT_OFF:
	case AT_CHAT_BUSY:
		break;
	}
	tell(news, AT_HEARD_NEWS, chat->line.text);
}

static bool
is_info(const struct at_chat *chat)
{
	if (!awaits_answer(chat))
		return false;
	if (chat->prefix[0] != '\0' && text_starts(chat->line.text, chat->prefix))
		return true;
	return chat->command.free_text && !at_code_unasked(chat->line.text);
}

static bool
is_echo(const struct at_chat *chat)
{
	const char *line = chat->line.text;

	return (chat->state == AT_CHAT_BUSY && strcmp(line, chat->text) == 0) ||
	    strcmp(line, "AT") == 0;
}

static void
hear_info(struct at_chat *chat, ms_t now, struct at_news *news)
{
	if (chat->command.lone_info) {
		chat->deadline = now + AT_LONE_INFO_MS;
		chat->answered = true;
	}
	tell(news, AT_HEARD_INFO, chat->line.text);
}

static void
hear_line(struct at_chat *chat, ms_t now, struct at_news *news)
{
	const char *line = chat->line.text;

	if (chat->state == AT_CHAT_DRAINING)
		chat->deadline = ms_min(now + chat->quiet, chat->drained_by);
	if (is_echo(chat))
		return;
	news->coded = at_code_read(line, &news->code);
	if (!news->coded && is_info(chat))
		hear_info(chat, now, news);
	else if (!news->coded)
		tell(news, AT_HEARD_NEWS, line);
	else if (awaits_answer(chat) && (!news->code.call || chat->command.dials))
		finish_command(chat, now, news);
	else if (news->code.call)
		tell(news, AT_HEARD_NEWS, line);
	else
		hear_stray_code(chat, now, news);
}

size_t
at_chat_take(struct at_chat *chat, const char *bytes, size_t n, ms_t now, struct at_news *news)
{
	size_t eaten = 0;

	*news = (struct at_news){ .heard = AT_HEARD_NOTHING };
	while (eaten < n && news->heard == AT_HEARD_NOTHING) {
		eaten += at_line_take(&chat->line, bytes + eaten, n - eaten);
		if (chat->line.complete && chat->state != AT_CHAT_OFF)
			hear_line(chat, now, news);
	}
	return eaten;
}

ms_t
at_chat_due(const struct at_chat *chat)
{
	return ms_min(ms_min(chat->deadline, chat->abort_at), chat->write_by);
}

static void
die(struct at_chat *chat, struct at_news *news)
{
	at_chat_stop(chat);
	tell(news, AT_HEARD_DEAD, NULL);
}

static void
send_abort(struct at_chat *chat, ms_t now)
{
	chat->abort_at = NEVER;
	put(chat, "", now + AT_WRITE_MS);
	chat->deadline = now + AT_ABORT_MS;
}

static void
pass_deadline(struct at_chat *chat, ms_t now, struct at_news *news)
{
	switch (chat->state) {
	case AT_CHAT_BUSY:
		news->code = (struct at_code){
			.result = chat->answered ? AT_OK : AT_TIMEOUT, .cme = AT_CME_NONE
		};
		tell(news, AT_HEARD_FINAL, NULL);
		if (chat->answered)
			settle_quietly(chat, now);
		else
			drain(chat, AT_DRAIN_MS, AT_SYNC_PROBES, now);
		return;
	case AT_CHAT_DRAINING:
		probe(chat, now);
		return;
	case AT_CHAT_PROBING:
		if (chat->probes > 0)
			probe(chat, now);
		else
			die(chat, news);
		return;
	case AT_CHAT_SETTLING:
		enter(chat, AT_CHAT_FREE, NEVER);
		chat->free_at = now;
		if (chat->tell_awake)
			tell(news, AT_HEARD_AWAKE, NULL);
		return;
	case AT_CHAT_OFF:
	case AT_CHAT_FREE:
		chat->deadline = NEVER;
		return;
	}
}

void
at_chat_tick(struct at_chat *chat, ms_t now, struct at_news *news)
{
	*news = (struct at_news){ .heard = AT_HEARD_NOTHING };
	if (chat->write_by <= now)
		die(chat, news);
	else if (chat->abort_at <= now)
		send_abort(chat, now);
	else if (chat->deadline <= now)
		pass_deadline(chat, now, news);
}
