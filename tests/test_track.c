/* SPDX-License-Identifier: MIT */
#include "modem/track.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static const ms_t start = 1000000;

/* The news since, as "dialling 0911|active 0911|idle busy|". */
static const char *
news(struct track *track, char *out)
{
	struct call call;

	out[0] = '\0';
	while (track_next(track, &call))
		sprintf(out + strlen(out), "%s %s|", call_state_name(call.state),
		    call.state == CALL_IDLE ? call_end_name(call.end) : call.number);
	return out;
}

#define TOLD(track, wanted) do {                                        \
	char out_[1024];                                                \
									\
	CU_ASSERT_STRING_EQUAL(news(track, out_), wanted);              \
} while (0)

static void
begin(struct track *track, bool has_list)
{
	track_init(track);
	track->has_list = has_list;
}

static bool
judge(struct track *track, const char *line, ms_t now)
{
	struct clcc list = { .count = 0 };

	track_asked(track);
	if (line != NULL)
		clcc_add(&list, line);
	return track_judge(track, &list, now);
}

static void
rings(struct track *track, const char *number, ms_t now)
{
	struct caller caller = { .withheld = false };

	caller_set_number(&caller, number, 129);
	track_ring(track, &caller, now);
}

static void
a_call_is_followed_by_the_list(void)
{
	struct track track;

	begin(&track, true);
	CU_ASSERT_EQUAL(track_dial(&track, "0911", start), CALL_ORDER_DIAL);
	CU_ASSERT_EQUAL(track_dial(&track, "0912", start), CALL_ORDER_NONE);
	judge(&track, "+CLCC: 1,0,2,0,0", start + 500);
	judge(&track, "+CLCC: 1,0,3,0,0", start + 1500);
	judge(&track, "+CLCC: 1,0,0,0,0", start + 2500);
	CU_ASSERT_EQUAL(track.list_at, start + 2500 + TRACK_LOOK_ACTIVE_MS);
	judge(&track, NULL, start + 20000);
	TOLD(&track, "dialling 0911|alerting 0911|active 0911|");
	CU_ASSERT_EQUAL(track.list_at, start + 20000 + TRACK_LOOK_MS);
	judge(&track, NULL, start + 21000);
	TOLD(&track, "idle the far end hung up|");
}

static void
a_list_does_not_rename_a_call_that_we_dialled(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "+49911", start);
	judge(&track, "+CLCC: 1,0,2,0,0,\"0911\",129", start + 500);
	judge(&track, "+CLCC: 1,0,0,0,0,\"0911\",129", start + 1500);
	TOLD(&track, "dialling +49911|active +49911|");
}

static void
a_young_call_may_be_missing_from_two_lists(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "0911", start);
	judge(&track, NULL, start + 500);
	judge(&track, NULL, start + 1500);
	CU_ASSERT_EQUAL(track.call.state, CALL_DIALLING);
	judge(&track, NULL, start + 2500);
	CU_ASSERT_EQUAL(track.call.state, CALL_IDLE);
}

static void
the_end_is_believed_when_the_list_agrees(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "0911", start);
	track_told_end(&track, CALL_END_BUSY, start + 2000);
	CU_ASSERT_EQUAL(track.call.state, CALL_DIALLING);
	CU_ASSERT_EQUAL(track.list_at, start + 2000);
	judge(&track, "+CLCC: 1,0,2,0,0", start + 2100);        /* an early one */
	CU_ASSERT_EQUAL(track.call.state, CALL_DIALLING);
	track_told_end(&track, CALL_END_BUSY, start + 9000);
	judge(&track, NULL, start + 9100);
	TOLD(&track, "dialling 0911|idle busy|");
}

static void
the_end_of_an_unanswered_call_waits_for_its_reason(void)
{
	static const enum call_end whys[] = { CALL_END_BUSY, CALL_END_REMOTE };
	static const struct clcc_entry released = {
		.index = 1, .outbound = true, .stat = CLCC_RELEASED
	};

	for (size_t i = 0; i < 2; i++) {
		struct track track;

		begin(&track, true);
		track_dial(&track, "0911", start);
		judge(&track, "+CLCC: 1,0,2,0,0", start + 500);
		if (i == 0)
			track_entry(&track, &released, start + 9000);
		else
			track_ended(&track, 1, CALL_END_REMOTE, start + 9000);
		CU_ASSERT(track.list_at <= start + 9000);
		CU_ASSERT_EQUAL(track_due(&track), start + 9000 + TRACK_WHY_MS);
		if (whys[i] == CALL_END_BUSY)
			track_told_end(&track, CALL_END_BUSY, start + 9100);
		else
			track_tick(&track, start + 9000 + TRACK_WHY_MS);
		TOLD(&track, i == 0 ? "dialling 0911|idle busy|" :
		    "dialling 0911|idle the far end hung up|");
		CU_ASSERT_EQUAL(track_due(&track), NEVER);
	}
}

static void
a_call_that_is_listed_as_answered_was_not_over(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "0911", start);
	track_ended(&track, 0, CALL_END_REMOTE, start + 9000);
	judge(&track, "+CLCC: 1,0,0,0,0", start + 9100);
	CU_ASSERT_EQUAL(track.call.state, CALL_ACTIVE);
	CU_ASSERT_EQUAL(track_due(&track), NEVER);
}

static void
a_caller_s_name_is_told_once(void)
{
	static const char *const lines[] = {
		"NAME = JOHN DOE", "NMBR = 0911", "NAME = O", "NMBR = 0911", "NAME = SMITH"
	};
	struct track track;

	begin(&track, false);
	track_ring(&track, NULL, start);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_PTR_NULL(track_next_name(&track));
		CU_ASSERT_TRUE(track_block(&track, lines[i], start));
	}
	CU_ASSERT_STRING_EQUAL(track_next_name(&track), "JOHN DOE");
	for (size_t i = 2; i < 5; i++)
		track_block(&track, lines[i], start);
	CU_ASSERT_PTR_NULL(track_next_name(&track));
	track_over(&track, CALL_END_MISSED, start + 9000);
	track_ring(&track, NULL, start + 60000);
	CU_ASSERT_PTR_NULL(track_next_name(&track));
}

static void
a_list_older_than_the_news_is_asked_again(void)
{
	struct track track;
	struct clcc list = { .count = 0 };

	begin(&track, true);
	track_dial(&track, "0911", start);
	track_asked(&track);
	track_told_end(&track, CALL_END_NO_ANSWER, start + 2000);
	clcc_add(&list, "+CLCC: 1,0,3,0,0");
	track_judge(&track, &list, start + 2010);
	CU_ASSERT_EQUAL(track.call.state, CALL_ALERTING);
	CU_ASSERT_EQUAL(track.list_at, start + 2010 + TRACK_AGAIN_MS);
	judge(&track, NULL, start + 2100);
	CU_ASSERT_EQUAL(track.call.end, CALL_END_NO_ANSWER);
	CU_ASSERT_EQUAL(track.call.state, CALL_IDLE);
}

static void
without_a_list_the_end_is_believed_at_once(void)
{
	struct track track;

	begin(&track, false);
	track_dial(&track, "0911", start);
	track_told_end(&track, CALL_END_BUSY, start + 2000);
	TOLD(&track, "dialling 0911|idle busy|");
	track_told_end(&track, CALL_END_BUSY, start + 2000);
	TOLD(&track, "");
	CU_ASSERT_EQUAL(track.list_at, NEVER);
}

static void
the_end_of_another_call_is_not_the_end_of_ours(void)
{
	struct track track;

	begin(&track, true);
	judge(&track, "+CLCC: 1,0,0,0,0,\"0911\",129", start);
	track_ended(&track, 2, CALL_END_REMOTE, start + 1000);
	TOLD(&track, "active 0911|");
	CU_ASSERT_EQUAL(track.list_at, start + 1000);
	/* Which one? The list knows. */
	track_ended(&track, 0, CALL_END_REMOTE, start + 1000);
	TOLD(&track, "");
	judge(&track, "+CLCC: 1,0,0,0,0,\"0911\",129", start + 1100);
	TOLD(&track, "");
	track_ended(&track, 1, CALL_END_BUSY, start + 2000);
	TOLD(&track, "idle busy|");
	/* While it is being dialled nobody else can be meant, and the list may not be asked. */
	track_dial(&track, "0911", start + 3000);
	track_ended(&track, 0, CALL_END_BUSY, start + 3000);
	TOLD(&track, "dialling 0911|idle busy|");
}

static void
a_call_told_unasked_is_followed(void)
{
	struct track track;
	struct clcc_entry entry = { .index = 1, .outbound = true, .stat = CLCC_ALERTING };

	begin(&track, true);
	track_dial(&track, "0911", start);
	track_entry(&track, &entry, start + 100);
	entry.stat = CLCC_CONNECTED;
	track_entry(&track, &entry, start + 200);
	entry.index = 2;
	entry.stat = CLCC_RELEASED;
	track_entry(&track, &entry, start + 300);
	TOLD(&track, "dialling 0911|alerting 0911|active 0911|");
	entry.index = 1;
	track_entry(&track, &entry, start + 400);
	TOLD(&track, "idle the far end hung up|");
	track_entry(&track, &entry, start + 500);
	TOLD(&track, "");
}

static void
a_failed_look_is_no_information(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "0911", start);
	judge(&track, "+CLCC: 1,0,0,0,0", start + 500);
	for (int i = 0; i < 100; i++) {
		track_asked(&track);
		track_look_failed(&track, start + 1000 * i);
		CU_ASSERT_EQUAL(track.call.state, CALL_ACTIVE);
		CU_ASSERT(track.list_at > start + 1000 * i && track.list_at != NEVER);
	}
}

static void
the_end_is_believed_when_no_list_can_be_had(void)
{
	struct track track;
	int looks = 0;

	begin(&track, true);
	rings(&track, "0911", start);
	track_tick(&track, start + TRACK_RING_SILENCE_MS);
	while (track.call.state != CALL_IDLE && ++looks < 10) {
		track_asked(&track);
		track_look_failed(&track, start + TRACK_RING_SILENCE_MS + 1000 * looks);
	}
	CU_ASSERT_EQUAL(looks, TRACK_LOOKS_MAX);
	TOLD(&track, "incoming 0911|idle stopped ringing|");
}

static void
ringing_ends_in_silence(void)
{
	for (int has_list = 0; has_list < 2; has_list++) {
		struct track track;
		ms_t now = start;

		begin(&track, has_list);
		for (int i = 0; i < 5; i++, now += TRACK_RING_SILENCE_MS - 1) {
			rings(&track, "0911", now);
			track_tick(&track, now);
			CU_ASSERT_EQUAL(track_due(&track), now + TRACK_RING_SILENCE_MS);
		}
		TOLD(&track, "incoming 0911|");
		track_tick(&track, now);
		CU_ASSERT_EQUAL(track.call.state, CALL_INCOMING);
		track_tick(&track, now + 1);
		if (has_list)
			judge(&track, NULL, now + 2);
		TOLD(&track, "idle stopped ringing|");
		CU_ASSERT_EQUAL(track_due(&track), NEVER);
	}
}

static void
a_number_that_is_known_stays_known(void)
{
	struct track track;

	begin(&track, false);
	track_ring(&track, NULL, start);
	rings(&track, "0911", start + 10);
	rings(&track, "0911", start + 20);
	rings(&track, "", start + 30);
	track_ring(&track, NULL, start + 40);
	TOLD(&track, "incoming |incoming 0911|");
	rings(&track, "0912", start + 50);
	TOLD(&track, "incoming 0912|");
}

static void
withheld_is_told_once(void)
{
	struct track track;

	begin(&track, false);
	rings(&track, "", start);
	CU_ASSERT_TRUE(track.call.withheld);
	rings(&track, "", start + 10);
	TOLD(&track, "incoming |");
}

static void
a_block_rings_before_the_ring_and_does_not_outlive_it(void)
{
	struct track track;

	begin(&track, false);
	CU_ASSERT_FALSE(track_block(&track, "RING", start));
	TOLD(&track, "");
	CU_ASSERT_TRUE(track_block(&track, "DATE = 0421", start));
	CU_ASSERT_TRUE(track_block(&track, "NMBR = 0911", start));
	CU_ASSERT_TRUE(track_block(&track, "NMBR = O", start));
	TOLD(&track, "incoming |incoming 0911|");
	track_tick(&track, start + TRACK_RING_SILENCE_MS);
	TOLD(&track, "idle stopped ringing|");
	CU_ASSERT_TRUE(track_block(&track, "DATE = 0421", start + 60000));
	CU_ASSERT_STRING_EQUAL(track.call.number, "");
	track_over(&track, CALL_END_UNKNOWN, start + 60000);
	track_dial(&track, "0911", start + 70000);
	CU_ASSERT_FALSE(track_block(&track, "NMBR = 0912", start + 70000));
	CU_ASSERT_STRING_EQUAL(track.call.number, "0911");
}

static void
a_call_found_in_the_list_becomes_the_call(void)
{
	struct track track;

	begin(&track, true);
	CU_ASSERT_FALSE(judge(&track, "+CLCC: 2,1,0,0,0,\"0911\",129", start));
	TOLD(&track, "active 0911|");
	CU_ASSERT_FALSE(track.call.outbound);
	CU_ASSERT_EQUAL(track_hangup(&track), CALL_ORDER_HANGUP);
	judge(&track, NULL, start + 500);
	TOLD(&track, "ending 0911|idle hung up here|");
	/* It comes up after all: hung up again. One that comes in is another call. */
	CU_ASSERT_FALSE(judge(&track, "+CLCC: 1,1,4,0,0,\"0912\",129", start + 1500));
	judge(&track, NULL, start + 2500);
	judge(&track, NULL, start + 3500);
	CU_ASSERT_EQUAL(track.call.state, CALL_IDLE);
	CU_ASSERT_TRUE(judge(&track, "+CLCC: 1,0,2,0,0,\"0911\",129", start + 4500));
	judge(&track, NULL, start + 5500);
	judge(&track, NULL, start + 6500);
	judge(&track, NULL, start + 7500);
	CU_ASSERT_FALSE(judge(&track, "+CLCC: 1,0,2,0,0,\"0911\",129", start + 8500));
}

static void
the_waiting_call_follows_the_one_that_ends(void)
{
	struct track track;

	begin(&track, true);
	judge(&track, "+CLCC: 1,0,0,0,0,\"0911\",129", start);
	judge(&track, "+CLCC: 2,1,5,0,0,\"0912\",129", start + 5000);
	TOLD(&track, "active 0911|idle the far end hung up|incoming 0912|");
	CU_ASSERT_FALSE(track.call.outbound);
}

static void
a_hang_up_is_confirmed_by_one_empty_list(void)
{
	struct track track;

	begin(&track, true);
	track_dial(&track, "0911", start);
	CU_ASSERT_EQUAL(track_hangup(&track), CALL_ORDER_HANGUP);
	judge(&track, "+CLCC: 1,0,0,0,0", start + 100);
	CU_ASSERT_EQUAL(track.call.state, CALL_ENDING);
	judge(&track, NULL, start + 200);
	TOLD(&track, "dialling 0911|ending 0911|idle hung up here|");
}

static void
a_lost_modem_takes_every_call_with_it(void)
{
	struct track track;

	begin(&track, true);
	track_over(&track, CALL_END_MODEM_LOST, start);
	TOLD(&track, "");
	track_dial(&track, "0911", start);
	track_hangup(&track);
	track_over(&track, CALL_END_MODEM_LOST, start);
	TOLD(&track, "dialling 0911|ending 0911|idle modem lost|");
}

static void
news_that_nobody_fetches_end_with_the_present(void)
{
	struct track track;
	struct call call;
	size_t n = 0;

	begin(&track, false);
	for (int i = 0; i < 50; i++) {
		rings(&track, "0911", start + i);
		track_over(&track, CALL_END_UNKNOWN, start + i);
	}
	track_dial(&track, "0912", start + 100);
	while (track_next(&track, &call))
		n++;
	CU_ASSERT_EQUAL(n, TRACK_NEWS_MAX);
	CU_ASSERT_EQUAL(call.state, CALL_DIALLING);
	CU_ASSERT_STRING_EQUAL(call.number, "0912");
}

CU_TestInfo track_tests[] = {
	{ "a call is followed by the list", a_call_is_followed_by_the_list },
	{ "a list does not rename a call that we dialled",
	  a_list_does_not_rename_a_call_that_we_dialled },
	{ "a young call may be missing from two lists",
	  a_young_call_may_be_missing_from_two_lists },
	{ "the end is believed when the list agrees", the_end_is_believed_when_the_list_agrees },
	{ "the end of an unanswered call waits for its reason",
	  the_end_of_an_unanswered_call_waits_for_its_reason },
	{ "a call that is listed as answered was not over",
	  a_call_that_is_listed_as_answered_was_not_over },
	{ "a caller's name is told once", a_caller_s_name_is_told_once },
	{ "a list older than the news is asked again",
	  a_list_older_than_the_news_is_asked_again },
	{ "without a list the end is believed at once",
	  without_a_list_the_end_is_believed_at_once },
	{ "the end of another call is not the end of ours",
	  the_end_of_another_call_is_not_the_end_of_ours },
	{ "a call told unasked is followed", a_call_told_unasked_is_followed },
	{ "a failed look is no information", a_failed_look_is_no_information },
	{ "the end is believed when no list can be had",
	  the_end_is_believed_when_no_list_can_be_had },
	{ "ringing ends in silence", ringing_ends_in_silence },
	{ "a number that is known stays known", a_number_that_is_known_stays_known },
	{ "withheld is told once", withheld_is_told_once },
	{ "a block rings before the ring and does not outlive it",
	  a_block_rings_before_the_ring_and_does_not_outlive_it },
	{ "a call found in the list becomes the call", a_call_found_in_the_list_becomes_the_call },
	{ "the waiting call follows the one that ends",
	  the_waiting_call_follows_the_one_that_ends },
	{ "a hang-up is confirmed by one empty list", a_hang_up_is_confirmed_by_one_empty_list },
	{ "a lost modem takes every call with it", a_lost_modem_takes_every_call_with_it },
	{ "news that nobody fetches end with the present",
	  news_that_nobody_fetches_end_with_the_present },
	CU_TEST_INFO_NULL
};
