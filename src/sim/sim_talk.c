/* SPDX-License-Identifier: MIT */
#include "sim/sim_talk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "sim/sim_show.h"
#include "util/text.h"

enum {
	SHOWN_MAX = 600                 /* bytes of one message */
};

static void
print_stamp(void)
{
	struct timespec now;
	struct tm local;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	printf("%02d:%02d:%02d.%03ld ", local.tm_hour, local.tm_min, local.tm_sec,
	    now.tv_nsec / 1000000);
}

void
sim_talk_tell(const struct sim_talk *talk, char mark, const char *format, ...)
{
	va_list args;

	if (talk->quiet)
		return;
	print_stamp();
	printf("%c ", mark);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* `text` as it goes over the wire; NULL when the words are all there is. */
static void
show(const struct sim_talk *talk, const struct sim_guest *guest, char mark, const char *words,
    const char *text)
{
	char whose[16] = "";

	if (talk->several)
		snprintf(whose, sizeof(whose), "#%u ", guest->number);
	sim_talk_tell(talk, mark, "%s%s", whose, words);
	if (talk->json && text != NULL)
		sim_talk_tell(talk, mark, "%s  %s", whose, text);
}

int
sim_talk_say(struct sim_talk *talk, struct sim_guest *guest, const struct message *message,
    struct fault *fault)
{
	char text[MESSAGE_FORMAT_MAX], words[SHOWN_MAX], shown[SHOWN_MAX];
	size_t n = message_format(message, text, sizeof(text));

	if (sim_peer_say(&guest->peer, text, n, fault) < 0)
		return -1;
	show(talk, guest, '>', sim_show_words(message, words, sizeof(words)),
	    sim_show_text(message, text, n, shown, sizeof(shown)));
	return 0;
}

static void
answer_authentication(struct sim_talk *talk, struct sim_guest *guest,
    const struct message *request)
{
	bool right = strcmp(request->api_key, talk->api_key) == 0;
	struct message answer = {
		.type = MESSAGE_AUTHENTICATION_RESPONSE,
		.has_request_id = request->has_request_id,
		.success = right,
	};
	struct fault fault;

	text_copy(answer.request_id, sizeof(answer.request_id), request->request_id);
	if (!right)
		text_copy(answer.error, sizeof(answer.error), "Invalid API key");
	if (sim_talk_say(talk, guest, &answer, &fault) < 0) {
		sim_talk_tell(talk, '!', "no answer: %s", fault.text);
		return;
	}
	guest->rank = right ? ++talk->ranks : 0;
	if (!right)
		talk->refusals++;
}

void
sim_talk_hear(struct sim_talk *talk, struct sim_guest *guest, const struct sim_peer_news *news)
{
	const struct message *message = news->message;
	bool asks = message != NULL && message->type == MESSAGE_AUTHENTICATION_REQUEST;
	bool ignored = guest->rank == 0 && !asks;
	bool is_status = message != NULL && message->type == MESSAGE_CALL_STATUS_UPDATE;
	char words[SIM_SCRIPT_WORDS_MAX], shown[SHOWN_MAX];

	if (message != NULL)
		sim_show_words(message, words, sizeof(words));
	else
		snprintf(words, sizeof(words), "a bad message: %.200s", news->why);
	if (ignored)
		strncat(words, " (ignored: not authenticated)", sizeof(words) - strlen(words) - 1);
	sim_show_text(message, news->text, news->n, shown, sizeof(shown));
	show(talk, guest, '<', words, shown);
	if (asks)
		answer_authentication(talk, guest, message);
	else if (talk->script != NULL)
		sim_script_hear(talk->script, is_status && !ignored ? &message->status : NULL,
		    words);
}

int
sim_talk_send(struct sim_talk *talk, struct sim_guest *guest, const char *text, size_t n,
    struct fault *fault)
{
	char words[SHOWN_MAX], shown[SHOWN_MAX - 16];

	if (sim_peer_say(&guest->peer, text, n, fault) < 0)
		return -1;
	snprintf(words, sizeof(words), "as typed: %s",
	    sim_show_text(NULL, text, n, shown, sizeof(shown)));
	show(talk, guest, '>', words, NULL);
	return 0;
}
