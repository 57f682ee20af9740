/* SPDX-License-Identifier: MIT */
#include "modem/hangup.h"

const struct dialect_rung *
hangup_rungs(const struct modem *modem)
{
	/* Until the modem is known: each kind refuses the other's. */
	static const struct dialect_rung either[] = {
		{ .command = "AT+CHUP", .goes_on = true },
		{ .command = "ATH" },
		{ .command = NULL },
	};
	const struct dialect *dialect = modem->bringup.dialect;

	if (dialect == NULL)
		return either;
	if (modem->track.call.state == CALL_INCOMING && dialect->reject != NULL)
		return dialect->reject;
	return dialect->hangup;
}

void
hangup_let_stale_go(struct modem *modem)
{
	if (modem->track.call.state != CALL_ENDING)
		ladder_let_go(&modem->ladder);
}

void
hangup_begin(struct modem *modem, ms_t now)
{
	const struct dialect_rung *rungs = hangup_rungs(modem);

	hangup_let_stale_go(modem);
	if (track_hangup(&modem->track) == CALL_ORDER_HANGUP)
		ladder_begin(&modem->ladder, rungs, now);
	at_chat_abort(&modem->chat, now);
}

/* The operator's hang-up outlives the port: a modem that is deaf now may still hold the line. */
void
hangup_give_up(struct modem *modem, const char *why)
{
	modem->owes_hangup = modem->track.call.state == CALL_ENDING ||
	    ladder_owes(&modem->ladder);
	core_tell(modem, MODEM_NEWS_REOPEN, "%s", why);
}

void
hangup_climb_down(struct modem *modem, ms_t now)
{
	bool found = ladder_climb_down(&modem->ladder, now);

	if (!found || (modem->ladder.rung->resets && now < modem->reset_at)) {
		hangup_give_up(modem, "the modem does not end the call");
		ladder_stop(&modem->ladder);
		return;
	}
	core_tell(modem, MODEM_NEWS_STUCK, "the call is not over yet; trying %s",
	    modem->ladder.rung->drops_dtr ? "to drop DTR" : modem->ladder.rung->command);
}
