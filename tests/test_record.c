/* SPDX-License-Identifier: MIT */
#include "report/record.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

static struct record record;
static struct call_record done;

static void
start(void)
{
	memset(&record, 'x', sizeof(record));
	record_init(&record);
}

static void
hear(const struct modem_news *news, ms_t now)
{
	record_hear(&record, news, now >= 1010 ? 1010 : NEVER, false, now);
}

/* The call as it is from now on. */
static void
call_is(enum call_state state, bool outbound, const char *number, ms_t now)
{
	struct modem_news news = { .event = MODEM_NEWS_CALL };

	news.call.state = state;
	news.call.outbound = outbound;
	strcpy(news.call.number, number);
	hear(&news, now);
}

static struct modem_news
over(enum call_end end, const char *text)
{
	struct modem_news news = { .event = MODEM_NEWS_CALL, .call = { .end = end } };

	strcpy(news.text, text);
	return news;
}

static void
ends(enum call_end end, ms_t now)
{
	const struct modem_news news = over(end, "NO CARRIER");

	hear(&news, now);
}

static void
not_dialled(ms_t now)
{
	const struct modem_news news = { .event = MODEM_NEWS_NOT_DIALLED, .text = "too late" };

	hear(&news, now);
}

/* That one record is finished, its kind, and outcome. */
static void
one_is_done(enum record_kind kind, const char *outcome)
{
	CU_ASSERT_TRUE_FATAL(record_next(&record, &done));
	CU_ASSERT_EQUAL(done.kind, kind);
	CU_ASSERT_STRING_EQUAL(record_outcome_name(done.outcome), outcome);
}

static void
no_more_is_done(void)
{
	CU_ASSERT_FALSE(record_next(&record, &done));
}

static void
instants_are(ms_t requested, ms_t digit, ms_t seen, ms_t ringing, ms_t answered, ms_t hang_up,
    ms_t ended)
{
	const ms_t at[] = { requested, digit, seen, ringing, answered, hang_up, ended };

	CU_ASSERT_EQUAL_FATAL(ARRAY_LEN(at), RECORD_INSTANTS);
	for (size_t i = 0; i < ARRAY_LEN(at); i++) {
		CU_ASSERT_EQUAL(done.at[i], at[i]);
		if (done.at[i] != at[i])
			printf("# %s: %lld, not %lld\n", record_instant_name((enum record_instant)i),
			    (long long)done.at[i], (long long)at[i]);
	}
}

static void
a_dial_is_followed_from_request_to_end(void)
{
	start();
	record_dial(&record, "0911", 1000);
	call_is(CALL_DIALLING, true, "0911", 1000);
	call_is(CALL_ALERTING, true, "0911", 3000);
	no_more_is_done();
	CU_ASSERT_PTR_NOT_NULL(record_open(&record));
	call_is(CALL_ACTIVE, true, "0911", 9000);
	ends(CALL_END_REMOTE, 19500);
	one_is_done(RECORD_DIAL, "far-end-hung-up");
	instants_are(1000, 1010, NEVER, 3000, 9000, NEVER, 19500);
	CU_ASSERT_TRUE(done.outbound);
	CU_ASSERT_STRING_EQUAL(done.number, "0911");
	CU_ASSERT_STRING_EQUAL(done.cause, "NO CARRIER");
	CU_ASSERT_EQUAL(record_duration(&done), 10500);
	no_more_is_done();
	CU_ASSERT_PTR_NULL(record_open(&record));
	ends(CALL_END_REMOTE, 19600);
	no_more_is_done();
}

static void
the_number_is_the_one_that_was_asked_for(void)
{
	start();
	record_dial(&record, "+421911", 1000);
	call_is(CALL_DIALLING, true, "0,00421911", 1000);
	ends(CALL_END_BUSY, 2000);
	one_is_done(RECORD_DIAL, "busy");
	CU_ASSERT_STRING_EQUAL(done.number, "+421911");
}

static void
each_end_has_a_word_of_its_own(void)
{
	for (int end = CALL_END_UNKNOWN; end <= CALL_END_MODEM_LOST; end++) {
		start();
		record_dial(&record, "0911", 1000);
		call_is(CALL_DIALLING, true, "0911", 1000);
		ends((enum call_end)end, 2000);
		one_is_done(RECORD_DIAL, record_outcome_name(RECORD_CALL + (unsigned)end));
		CU_ASSERT_EQUAL(record_duration(&done), 0);
	}
	for (unsigned a = 0; a < RECORD_OUTCOMES; a++) {
		CU_ASSERT_EQUAL(strchr(record_outcome_name(a), ' '), NULL);
		for (unsigned b = 0; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(record_outcome_name(a), record_outcome_name(b));
	}
}

static void
a_refused_request_is_done_at_once(void)
{
	start();
	record_refuse(&record, "09\r11", "deny 09", 1000);
	one_is_done(RECORD_DIAL, "refused");
	CU_ASSERT_STRING_EQUAL(done.number, "09\\x0D11");
	CU_ASSERT_STRING_EQUAL(done.refused, "deny 09");
	instants_are(1000, NEVER, NEVER, NEVER, NEVER, NEVER, 1000);
	CU_ASSERT_PTR_NULL(record_open(&record));
	no_more_is_done();
}

static void
a_request_during_a_call_leaves_the_call_alone(void)
{
	start();
	record_dial(&record, "0911", 1000);
	record_refuse(&record, "0922", "there is a call already", 1000);
	one_is_done(RECORD_DIAL, "refused");
	CU_ASSERT_STRING_EQUAL(done.number, "0922");
	call_is(CALL_DIALLING, true, "0911", 1000);
	ends(CALL_END_BUSY, 2000);
	one_is_done(RECORD_DIAL, "busy");
	CU_ASSERT_STRING_EQUAL(done.number, "0911");
}

static void
an_accepted_dial_that_is_not_made_says_so(void)
{
	start();
	record_dial(&record, "0911", 1000);
	not_dialled(3000);
	one_is_done(RECORD_DIAL, "not-dialled");
	CU_ASSERT_STRING_EQUAL(done.cause, "too late");
	instants_are(1000, NEVER, NEVER, NEVER, NEVER, NEVER, 3000);

	/* Withdrawn when it was handed over already: the call's end comes behind it. */
	start();
	record_dial(&record, "0911", 1000);
	call_is(CALL_DIALLING, true, "0911", 1000);
	not_dialled(1500);
	one_is_done(RECORD_DIAL, "not-dialled");
	ends(CALL_END_LOCAL, 1500);
	call_is(CALL_INCOMING, false, "", 1500);
	no_more_is_done();
	ends(CALL_END_MISSED, 9000);
	one_is_done(RECORD_INCOMING, "missed");
}

static void
an_incoming_call_gets_its_number_when_it_is_known(void)
{
	start();
	call_is(CALL_INCOMING, false, "", 2000);
	call_is(CALL_INCOMING, false, "0922", 2100);
	call_is(CALL_ACTIVE, false, "0922", 5000);
	record_hang_up(&record, NULL, 6000);
	call_is(CALL_ENDING, false, "0922", 6000);
	ends(CALL_END_LOCAL, 6500);
	one_is_done(RECORD_INCOMING, "hung-up");
	CU_ASSERT_FALSE(done.outbound);
	CU_ASSERT_STRING_EQUAL(done.number, "0922");
	instants_are(NEVER, NEVER, 2000, 2000, 5000, 6000, 6500);
	no_more_is_done();
}

static void
a_call_that_we_did_not_begin_is_found(void)
{
	start();
	call_is(CALL_ACTIVE, true, "0911", 2000);
	ends(CALL_END_MODEM_LOST, 3000);
	one_is_done(RECORD_FOUND, "modem-lost");
	CU_ASSERT_TRUE(done.outbound);
	CU_ASSERT_STRING_EQUAL(done.number, "0911");
	instants_are(NEVER, NEVER, 2000, NEVER, 2000, NEVER, 3000);
}

static void
the_second_call_has_its_own_record(void)
{
	start();
	record_dial(&record, "0911", 1000);
	call_is(CALL_ACTIVE, true, "0911", 2000);
	ends(CALL_END_REMOTE, 3000);
	call_is(CALL_INCOMING, false, "0922", 3000);
	ends(CALL_END_MISSED, 4000);
	one_is_done(RECORD_DIAL, "far-end-hung-up");
	one_is_done(RECORD_INCOMING, "missed");
	no_more_is_done();

	/* The end of the first was lost. */
	start();
	call_is(CALL_INCOMING, false, "0922", 3000);
	record_dial(&record, "0911", 4000);
	one_is_done(RECORD_INCOMING, "unknown");
	CU_ASSERT_EQUAL(done.at[RECORD_ENDED], 4000);
	call_is(CALL_INCOMING, false, "0933", 5000);
	one_is_done(RECORD_DIAL, "unknown");
	ends(CALL_END_MISSED, 6000);
	one_is_done(RECORD_INCOMING, "missed");
	CU_ASSERT_STRING_EQUAL(done.number, "0933");
}

static void
a_hang_up_without_a_call_is_a_record(void)
{
	start();
	record_hang_up(&record, NULL, 1000);
	one_is_done(RECORD_HANGUP, "no-call");
	instants_are(1000, NEVER, NEVER, NEVER, NEVER, NEVER, 1000);
	record_hang_up(&record, "there is no modem", 2000);
	one_is_done(RECORD_HANGUP, "refused");
	CU_ASSERT_STRING_EQUAL(done.refused, "there is no modem");
	no_more_is_done();
}

static void
the_modem_may_explain_an_end_for_a_while(void)
{
	const struct modem_news end = over(CALL_END_FAILED, "NO CARRIER");
	struct modem_news cause = { .event = MODEM_NEWS_CAUSE, .text = "+CEER: 17" };

	cause.call.end = CALL_END_BUSY;
	start();
	record_dial(&record, "0911", 1000);
	call_is(CALL_DIALLING, true, "0911", 1000);
	record_hear(&record, &end, 1010, true, 2000);
	no_more_is_done();
	CU_ASSERT_EQUAL(record_due(&record), 2000 + RECORD_CAUSE_MS);
	hear(&cause, 2100);
	one_is_done(RECORD_DIAL, "busy");
	CU_ASSERT_STRING_EQUAL(done.cause, "+CEER: 17");
	CU_ASSERT_EQUAL(done.at[RECORD_ENDED], 2000);
	CU_ASSERT_EQUAL(record_due(&record), NEVER);
	hear(&cause, 2200);
	no_more_is_done();
}

/* What ends the waiting for a cause. */
static void
a_cause_is_not_waited_for_too_long(void)
{
	const struct modem_news end = over(CALL_END_FAILED, "NO CARRIER");

	for (int how = 0; how < 6; how++) {
		start();
		record_dial(&record, "0911", 1000);
		call_is(CALL_DIALLING, true, "0911", 1000);
		record_hear(&record, &end, 1010, true, 2000);
		record_tick(&record, 2000 + RECORD_CAUSE_MS - 1);
		no_more_is_done();
		if (how == 0)
			record_tick(&record, 2000 + RECORD_CAUSE_MS);
		else if (how == 1)
			record_dial(&record, "0922", 2500);
		else if (how == 2)
			record_refuse(&record, "0922", "deny", 2500);
		else if (how == 3)
			call_is(CALL_INCOMING, false, "0933", 2500);
		else if (how == 4)
			record_stop(&record, true, 2500);
		else
			record_settle(&record);
		one_is_done(RECORD_DIAL, "failed");
		CU_ASSERT_STRING_EQUAL(done.cause, "NO CARRIER");
		CU_ASSERT_EQUAL(done.at[RECORD_ENDED], 2000);
		if (how == 2)
			one_is_done(RECORD_DIAL, "refused");
		no_more_is_done();
		CU_ASSERT_EQUAL(record_due(&record), NEVER);
	}
}

/* A call that an earlier process left on the line. */
static struct call_record
left_over(void)
{
	struct call_record open;

	start();
	record_dial(&record, "0911", 100);
	call_is(CALL_ACTIVE, true, "0911", 200);
	record_stop(&record, true, 300);
	no_more_is_done();
	open = *record_open(&record);
	start();
	return open;
}

static void
a_call_outlives_the_process_that_began_it(void)
{
	struct call_record open = left_over();

	record_resume(&record, &open, 0);
	call_is(CALL_ACTIVE, true, "0911", 1000);
	record_ready(&record, 1000);
	no_more_is_done();
	ends(CALL_END_REMOTE, 5000);
	one_is_done(RECORD_DIAL, "far-end-hung-up");
	instants_are(100, 1010, NEVER, NEVER, 200, NEVER, 5000);
}

static void
a_call_that_is_not_found_again_is_over(void)
{
	struct call_record open = left_over();

	record_resume(&record, &open, 0);
	record_ready(&record, 1000);
	one_is_done(RECORD_DIAL, "unknown");
	CU_ASSERT_EQUAL(done.at[RECORD_ENDED], 1000);
	record_ready(&record, 2000);
	no_more_is_done();

	open = left_over();
	record_resume(&record, &open, 0);
	call_is(CALL_INCOMING, false, "0922", 1000);
	one_is_done(RECORD_DIAL, "unknown");
	CU_ASSERT_STRING_EQUAL(done.number, "0911");
	CU_ASSERT_STRING_EQUAL(record_open(&record)->number, "0922");

	/* It was over already, and only its cause was waited for. */
	open = left_over();
	open.at[RECORD_ENDED] = 400;
	open.outcome = RECORD_CALL + CALL_END_BUSY;
	record_resume(&record, &open, 0);
	one_is_done(RECORD_DIAL, "busy");
	CU_ASSERT_EQUAL(done.at[RECORD_ENDED], 400);
}

CU_TestInfo record_tests[] = {
	{ "a dial is followed from request to end", a_dial_is_followed_from_request_to_end },
	{ "the number is the one that was asked for", the_number_is_the_one_that_was_asked_for },
	{ "each end has a word of its own", each_end_has_a_word_of_its_own },
	{ "a refused request is done at once", a_refused_request_is_done_at_once },
	{ "a request during a call leaves the call alone",
	  a_request_during_a_call_leaves_the_call_alone },
	{ "an accepted dial that is not made says so", an_accepted_dial_that_is_not_made_says_so },
	{ "an incoming call gets its number when it is known",
	  an_incoming_call_gets_its_number_when_it_is_known },
	{ "a call that we did not begin is found", a_call_that_we_did_not_begin_is_found },
	{ "the second call has its own record", the_second_call_has_its_own_record },
	{ "a hang-up without a call is a record", a_hang_up_without_a_call_is_a_record },
	{ "the modem may explain an end for a while", the_modem_may_explain_an_end_for_a_while },
	{ "a cause is not waited for too long", a_cause_is_not_waited_for_too_long },
	{ "a call outlives the process that began it", a_call_outlives_the_process_that_began_it },
	{ "a call that is not found again is over", a_call_that_is_not_found_again_is_over },
	CU_TEST_INFO_NULL
};
