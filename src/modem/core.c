/* SPDX-License-Identifier: MIT */
#include "modem/core.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/text.h"

const struct dialect *
core_dialect(const struct modem *modem)
{
	return modem->bringup.dialect != NULL ? modem->bringup.dialect : &dialect_cellular;
}

enum modem_state
core_state(const struct modem *modem)
{
	static const enum modem_state of_sim[] = {
		[NETWORK_SIM_UNKNOWN] = MODEM_STARTING,
		[NETWORK_SIM_READY] = MODEM_STARTING,
		[NETWORK_SIM_BUSY] = MODEM_STARTING,
		[NETWORK_SIM_NONE] = MODEM_NO_SIM,
		[NETWORK_SIM_PIN] = MODEM_SIM_PIN,
		[NETWORK_SIM_PUK] = MODEM_SIM_PUK,
		[NETWORK_SIM_FAILED] = MODEM_SIM_FAILED,
	};
	static const enum modem_state of_registration[] = {
		[NETWORK_UNKNOWN] = MODEM_READY,
		[NETWORK_HOME] = MODEM_READY,
		[NETWORK_ROAMING] = MODEM_READY,
		[NETWORK_SEARCHING] = MODEM_SEARCHING,
		[NETWORK_DENIED] = MODEM_DENIED,
		[NETWORK_NONE] = MODEM_NO_SERVICE,
	};

	if (modem->chat.state == AT_CHAT_OFF)
		return MODEM_OFF;
	if (!modem->awake)
		return MODEM_STARTING;
	if (!modem->bringup.done && modem->bringup.network.sim == NETWORK_SIM_PIN &&
	    modem->pin.state == PIN_REFUSED)
		return MODEM_SIM_PIN_WRONG;
	if (!modem->bringup.done)
		return of_sim[modem->bringup.network.sim];
	/* What an analog modem says of a network is noise, and it would never be asked again. */
	if (!modem->bringup.dialect->cellular)
		return MODEM_READY;
	if (network_is_unheard(&modem->bringup.network))
		return MODEM_NO_SIGNAL;
	return of_registration[modem->bringup.network.registration];
}

static struct modem_news *
add_news(struct modem *modem, enum modem_event event)
{
	struct modem_news *news;

	if (modem->news_count == MODEM_NEWS_MAX) {
		modem->news_first = (modem->news_first + 1) % MODEM_NEWS_MAX;
		modem->news_count--;
	}
	news = &modem->news[(modem->news_first + modem->news_count++) % MODEM_NEWS_MAX];
	*news = (struct modem_news){
		.event = event, .state = modem->told_state, .call = modem->track.call
	};
	return news;
}

void
core_tell(struct modem *modem, enum modem_event event, const char *format, ...)
{
	struct modem_news *news = add_news(modem, event);
	va_list args;

	va_start(args, format);
	vsnprintf(news->text, sizeof(news->text), format, args);
	va_end(args);
}

/* The far end may have been busy, or have declined: nobody has said so. */
static bool
lacks_cause(const struct modem *modem, const struct call *call)
{
	return call->state == CALL_IDLE && call->outbound && !call->answered &&
	    core_dialect(modem)->cause != NULL && (call->end == CALL_END_UNKNOWN ||
	    call->end == CALL_END_REMOTE || call->end == CALL_END_FAILED);
}

void
core_tell_changes(struct modem *modem)
{
	enum modem_state state = core_state(modem);
	char printable[4 * CALLER_NAME_MAX + 1];
	const char *name;
	struct call call;

	while (track_next(&modem->track, &call)) {
		struct modem_news *news = add_news(modem, MODEM_NEWS_CALL);

		news->call = call;
		if (call.state == CALL_IDLE)
			text_printable(modem->told_end, strlen(modem->told_end), news->text,
			    sizeof(news->text));
		modem->told_end[0] = '\0';
		modem->cause_wanted = lacks_cause(modem, &call);
	}
	if ((name = track_next_name(&modem->track)) != NULL)
		core_tell(modem, MODEM_NEWS_NAME, "%s",
		    text_printable(name, strlen(name), printable, sizeof(printable)));
	if (state == modem->told_state)
		return;
	modem->told_state = state;
	add_news(modem, MODEM_NEWS_STATE);
}
