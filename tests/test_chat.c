/* SPDX-License-Identifier: MIT */
#include "at/chat.h"

#include <CUnit/CUnit.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

/* One talk: the chat, its clock, and all that it told, as "I:line|", "N:line|", "F:ok|", ... */
struct talk {
	struct at_chat chat;
	ms_t now;
	char told[1024];
};

static void
note(struct talk *talk, const struct at_news *news)
{
	char *told = talk->told + strlen(talk->told);
	size_t room = sizeof(talk->told) - strlen(talk->told);

	switch (news->heard) {
	case AT_HEARD_NOTHING:
		return;
	case AT_HEARD_AWAKE:
		snprintf(told, room, "awake|");
		return;
	case AT_HEARD_INFO:
		snprintf(told, room, "I:%s|", news->line);
		return;
	case AT_HEARD_FINAL:
		snprintf(told, room, "F:%s|", at_result_name(news->code.result));
		return;
	case AT_HEARD_NEWS:
		snprintf(told, room, "N:%s|", news->line);
		return;
	case AT_HEARD_DEAD:
		snprintf(told, room, "dead|");
		return;
	}
}

static void
feed(struct talk *talk, const char *bytes, size_t n)
{
	while (n > 0) {
		struct at_news news;
		size_t eaten = at_chat_take(&talk->chat, bytes, n, talk->now, &news);

		CU_ASSERT_FATAL(eaten > 0 && eaten <= n);
		note(talk, &news);
		bytes += eaten;
		n -= eaten;
	}
}

static void
says(struct talk *talk, const char *bytes)
{
	feed(talk, bytes, strlen(bytes));
}

/* Lets time pass up to `until`; the port takes nothing. */
static void
pass(struct talk *talk, ms_t until)
{
	for (int turns = 0; at_chat_due(&talk->chat) <= until; turns++) {
		struct at_news news;

		CU_ASSERT_FATAL(turns < 1000);
		if (at_chat_due(&talk->chat) > talk->now)
			talk->now = at_chat_due(&talk->chat);
		at_chat_tick(&talk->chat, talk->now, &news);
		note(talk, &news);
	}
	talk->now = until;
}

/* The port takes what waits; it is, all of it, `wanted`. */
static void
wrote(struct talk *talk, const char *wanted)
{
	size_t n;
	const char *bytes = at_chat_output(&talk->chat, &n);

	CU_ASSERT_EQUAL(n, strlen(wanted));
	CU_ASSERT_EQUAL(memcmp(bytes, wanted, n < strlen(wanted) ? n : strlen(wanted)), 0);
	at_chat_wrote(&talk->chat, n, talk->now);
}

/* What was told since is this. */
static void
told(struct talk *talk, const char *wanted)
{
	CU_ASSERT_STRING_EQUAL(talk->told, wanted);
	talk->told[0] = '\0';
}

static bool
ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static void
begin(struct talk *talk)
{
	*talk = (struct talk){ .now = 1000 };
	at_chat_init(&talk->chat);
	at_chat_start(&talk->chat, talk->now);
}

static void
wake(struct talk *talk)
{
	begin(talk);
	wrote(talk, "\r");
	pass(talk, talk->now + AT_WAKE_QUIET_MS);
	wrote(talk, "AT\r");
	says(talk, "\r\nOK\r\n");
	pass(talk, talk->now + AT_SETTLE_MS);
	told(talk, "awake|");
	CU_ASSERT_FATAL(at_chat_free_at(&talk->chat) <= talk->now);
}

static void
sends(struct talk *talk, const char *text)
{
	at_chat_send(&talk->chat, &(struct at_command){ .text = text, .timeout = 5000 },
	    talk->now);
}

static void
dials(struct talk *talk)
{
	at_chat_send(&talk->chat,
	    &(struct at_command){ .text = "ATD0911;", .timeout = 90000, .dials = true },
	    talk->now);
}

static size_t
waiting(const struct talk *talk)
{
	size_t n;

	at_chat_output(&talk->chat, &n);
	return n;
}

/* Waking up */

static void
it_wakes_a_modem_up(void)
{
	struct talk talk;

	wake(&talk);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	CU_ASSERT_EQUAL(at_chat_due(&talk.chat), NEVER);
}

static void
a_modem_that_never_answers_is_dead(void)
{
	struct talk talk;
	ms_t began;

	begin(&talk);
	began = talk.now;
	wrote(&talk, "\r");
	pass(&talk, talk.now + AT_WAKE_QUIET_MS);
	for (int i = 0; i < AT_WAKE_PROBES; i++) {
		wrote(&talk, "AT\r");
		told(&talk, "");
		pass(&talk, talk.now + AT_PROBE_MS);
	}
	told(&talk, "dead|");
	CU_ASSERT(talk.now - began <= 11000);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	CU_ASSERT_EQUAL(at_chat_due(&talk.chat), NEVER);
}

static void
noise_in_front_of_the_first_at_does_no_harm(void)
{
	struct talk talk;

	begin(&talk);
	wrote(&talk, "\r");
	pass(&talk, talk.now + AT_WAKE_QUIET_MS);
	wrote(&talk, "AT\r");
	says(&talk, "\xff\xfe" "AT\r\r\nERROR\r\n");
	wrote(&talk, "AT\r");
	says(&talk, "AT\r\r\nOK\r\n");
	pass(&talk, talk.now + AT_SETTLE_SLOW_MS);
	CU_ASSERT_TRUE(ends_with(talk.told, "awake|"));
}

static void
answers_slower_than_the_probes_are_waited_for(void)
{
	struct talk talk;

	begin(&talk);
	wrote(&talk, "\r");
	pass(&talk, talk.now + AT_WAKE_QUIET_MS);
	wrote(&talk, "AT\r");
	pass(&talk, talk.now + AT_PROBE_MS);
	wrote(&talk, "AT\r");
	pass(&talk, talk.now + 900);
	says(&talk, "\r\nOK\r\n");
	pass(&talk, talk.now + AT_PROBE_MS);
	told(&talk, "");
	says(&talk, "\r\nOK\r\n");
	pass(&talk, talk.now + AT_SETTLE_SLOW_MS);
	told(&talk, "N:OK|awake|");
}

static void
off_it_says_and_hears_nothing(void)
{
	struct talk talk = { .now = 5 };

	at_chat_init(&talk.chat);
	says(&talk, "\r\nRING\r\nOK\r\n");
	told(&talk, "");
	CU_ASSERT_EQUAL(at_chat_due(&talk.chat), NEVER);
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	wake(&talk);
	says(&talk, "\r\n+CLI");
	at_chat_stop(&talk.chat);
	says(&talk, "P: 1\r\nNO CARRIER\r\n");
	told(&talk, "");
	CU_ASSERT_EQUAL(at_chat_due(&talk.chat), NEVER);
}

/* Commands and news */

static void
every_cut_of_an_answer_reads_the_same(void)
{
	/* Echo on, news before, within and behind; then the same without the echo. */
	static const char *const answers[] = {
		"AT+CLCC\r\r\n+CLCC: 1,0,0,0,0\r\n\r\nNO CARRIER\r\n\r\n+CLCC: 2,1,4,0,0\r\n"
		"\r\nRING\r\n\r\nOK\r\n\r\nBUSY\r\n",
		"\r\n+CLCC: 1,0,0,0,0\r\n\r\nNO CARRIER\r\n\r\n+CLCC: 2,1,4,0,0\r\n"
		"\r\nRING\r\n\r\nOK\r\n\r\nBUSY\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		size_t n = strlen(answers[i]);

		for (size_t cut = 0; cut <= n; cut++) {
			struct talk talk;

			wake(&talk);
			sends(&talk, "AT+CLCC");
			wrote(&talk, "AT+CLCC\r");
			feed(&talk, answers[i], cut);
			feed(&talk, answers[i] + cut, n - cut);
			told(&talk, "I:+CLCC: 1,0,0,0,0|N:NO CARRIER|I:+CLCC: 2,1,4,0,0|N:RING|"
			    "F:ok|N:BUSY|");
		}
	}
}

static void
answers_are_told_from_news_by_their_name(void)
{
	static const struct {
		const char *command;
		bool free_text;
		const char *line;
		const char *told;
	} rows[] = {
		{ "AT+CLCC",   false, "+CLCC: 1,0,0,0,0",  "I:+CLCC: 1,0,0,0,0|" },
		{ "AT+CLCC",   false, "+CREG: 1",          "N:+CREG: 1|" },
		{ "AT+CLCC",   false, "+CLCCX: 1",         "N:+CLCCX: 1|" },
		{ "AT+CREG?",  false, "+CREG: 1,1",        "I:+CREG: 1,1|" },
		{ "AT+CREG=1", false, "+CREG: 1",          "N:+CREG: 1|" },
		{ "AT+CLIP=1", false, "+CLIP: \"1\",129",  "N:+CLIP: \"1\",129|" },
		{ "AT+CLIP=?", false, "+CLIP: (0,1)",      "I:+CLIP: (0,1)|" },
		{ "AT^CVOICE?", false, "^CVOICE:0",        "I:^CVOICE:0|" },
		{ "ATE0Q0V1",  false, "anything",          "N:anything|" },
		{ "AT",        false, "anything",          "N:anything|" },
		{ "ATI",       true,  "Quectel",           "I:Quectel|" },
		{ "ATI",       true,  "RING",              "N:RING|" },
		{ "ATI",       true,  "^RSSI:12",          "N:^RSSI:12|" },
		{ "ATI",       true,  "+CPIN: READY",      "N:+CPIN: READY|" },
		{ "AT+CGMI",   true,  "+CGMI: huawei",     "I:+CGMI: huawei|" },
		{ "AT+CGMI",   true,  "huawei",            "I:huawei|" },
		{ "AT+CGMI",   true,  "NO CARRIER",        "N:NO CARRIER|" },
		{ "AT+CGMI",   true,  "AT+CGMI",           "" },
		{ "AT+CLCC",   false, "CONNECT",           "N:CONNECT|" },
		{ "AT+CLCC",   false, "ERROR",             "F:error|" },
		{ "AT+CLCC",   false, "+CME ERROR: 100",   "F:error|" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct talk talk;

		wake(&talk);
		at_chat_send(&talk.chat, &(struct at_command){
		    .text = rows[i].command, .free_text = rows[i].free_text, .timeout = 5000
		}, talk.now);
		at_chat_wrote(&talk.chat, waiting(&talk), talk.now);
		says(&talk, "\r\n");
		says(&talk, rows[i].line);
		says(&talk, "\r\n");
		told(&talk, rows[i].told);
	}
}

static void
a_gap_is_kept_behind_each_result(void)
{
	struct talk talk;

	wake(&talk);
	at_chat_set_gap(&talk.chat, 100);
	sends(&talk, "AT+CLCC");
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	wrote(&talk, "AT+CLCC\r");
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	says(&talk, "\r\nOK\r\n");
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), talk.now + 100);
}

static void
a_result_before_the_command_is_on_the_wire_is_not_its_own(void)
{
	struct talk talk;

	wake(&talk);
	dials(&talk);
	says(&talk, "\r\nOK\r\n\r\nNO CARRIER\r\n");
	told(&talk, "N:OK|N:NO CARRIER|");
	at_chat_wrote(&talk.chat, 4, talk.now);
	says(&talk, "\r\nOK\r\n");
	told(&talk, "N:OK|");
	CU_ASSERT_TRUE(at_chat_dialling(&talk.chat));
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	wrote(&talk, "911;\r");
	says(&talk, "\r\nOK\r\n");
	told(&talk, "F:ok|");
}

/* Out of step */

static void
a_stray_ok_makes_it_wait_a_moment(void)
{
	struct talk talk;

	wake(&talk);
	says(&talk, "\r\nOK\r\n");
	told(&talk, "N:OK|");
	CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	pass(&talk, talk.now + AT_SETTLE_MS - 1);
	says(&talk, "\r\nERROR\r\n");
	told(&talk, "N:ERROR|");
	pass(&talk, talk.now + AT_SETTLE_MS);
	told(&talk, "");
	CU_ASSERT(at_chat_free_at(&talk.chat) <= talk.now);
}

static void
stray_oks_without_end_do_not_keep_it_waiting(void)
{
	struct talk talk;
	ms_t began;

	wake(&talk);
	began = talk.now;
	do {
		says(&talk, "\r\nOK\r\n");
		talk.told[0] = '\0';
		pass(&talk, talk.now + AT_SETTLE_MS - 1);
	} while (at_chat_free_at(&talk.chat) == NEVER && talk.now < began + 60000);
	CU_ASSERT(talk.now <= began + AT_DRAIN_MOST_MS + AT_SETTLE_MS);
}

static void
call_news_need_no_waiting(void)
{
	struct talk talk;

	wake(&talk);
	says(&talk, "\r\nNO CARRIER\r\n\r\nRING\r\n");
	told(&talk, "N:NO CARRIER|N:RING|");
	CU_ASSERT(at_chat_free_at(&talk.chat) <= talk.now);
}

/* A modem that takes each command up in turn and answers it, the first one `late` ms too late. */
static void
play_late_answer(struct talk *talk, ms_t late)
{
	ms_t answer_at = talk->now + late, up_to = talk->now + 20000;
	int unanswered = 1;

	while (!ends_with(talk->told, "awake|") && !ends_with(talk->told, "dead|") &&
	    talk->now < up_to) {
		size_t n = waiting(talk);

		if (n > 0) {
			if (unanswered++ == 0)
				answer_at = talk->now + 20;
			at_chat_wrote(&talk->chat, n, talk->now);
		}
		if (unanswered > 0 && answer_at <= talk->now) {
			says(talk, "\r\nOK\r\n");
			unanswered--;
			answer_at = talk->now + 20;
		}
		pass(talk, talk->now + 5);
	}
}

static void
a_late_ok_is_never_taken_for_the_next_commands(void)
{
	for (ms_t late = 0; late < 9000; late += 5) {
		struct talk talk;

		wake(&talk);
		sends(&talk, "AT+CLCC");
		wrote(&talk, "AT+CLCC\r");
		pass(&talk, talk.now + 5000);
		told(&talk, "F:no answer from the modem|");
		play_late_answer(&talk, late);
		if (ends_with(talk.told, "dead|"))
			continue;       /* that late is dead: the port is opened again */
		CU_ASSERT_TRUE_FATAL(ends_with(talk.told, "awake|"));
		talk.told[0] = '\0';
		sends(&talk, "AT+CHUP");
		wrote(&talk, "AT+CHUP\r");
		pass(&talk, talk.now + 500);
		told(&talk, "");
		says(&talk, "\r\nERROR\r\n");
		told(&talk, "F:error|");
	}
}

static void
a_command_that_is_never_answered_ends_in_a_dead_modem(void)
{
	struct talk talk;

	wake(&talk);
	sends(&talk, "AT+CLCC");
	pass(&talk, talk.now + 100);
	wrote(&talk, "AT+CLCC\r");
	pass(&talk, talk.now + 4999);   /* counted from the last byte written */
	told(&talk, "");
	pass(&talk, talk.now + 1);
	told(&talk, "F:no answer from the modem|");
	pass(&talk, talk.now + AT_DRAIN_MS);
	for (int i = 0; i < AT_SYNC_PROBES; i++) {
		wrote(&talk, "AT\r");
		told(&talk, "");
		pass(&talk, talk.now + AT_PROBE_MS);
	}
	told(&talk, "dead|");
}

static void
a_chattering_modem_is_not_waited_for_for_ever(void)
{
	struct talk talk;
	ms_t began;

	wake(&talk);
	sends(&talk, "AT+CLCC");
	wrote(&talk, "AT+CLCC\r");
	pass(&talk, talk.now + 5000);
	began = talk.now;
	while (waiting(&talk) == 0 && talk.now < began + 60000) {
		says(&talk, "\r\n^RSSI:15\r\n");
		talk.told[0] = '\0';
		pass(&talk, talk.now + 100);
	}
	CU_ASSERT(talk.now - began <= AT_DRAIN_MOST_MS + 100);
	wrote(&talk, "AT\r");
	says(&talk, "\r\nOK\r\n");
	pass(&talk, talk.now + AT_SETTLE_MS);
	told(&talk, "awake|");
}

/* Dialling */

static void
nothing_is_written_while_a_dial_runs(void)
{
	struct talk talk;

	wake(&talk);
	dials(&talk);
	wrote(&talk, "ATD0911;\r");
	for (int i = 0; i < 899; i++) {
		says(&talk, i % 2 == 0 ? "\r\n^RSSI:9\r\n" : "\r\n+CREG: 1\r\nRING\r\n");
		talk.told[0] = '\0';
		pass(&talk, talk.now + 100);
		CU_ASSERT_EQUAL(waiting(&talk), 0);
		CU_ASSERT_EQUAL(at_chat_free_at(&talk.chat), NEVER);
	}
	says(&talk, "\r\nNO ANSWER\r\n");
	told(&talk, "F:no answer|");
}

static void
an_abort_is_one_cr_and_never_too_early(void)
{
	for (ms_t after = 0; after < 400; after += 10) {
		struct talk talk;
		ms_t sent;

		wake(&talk);
		dials(&talk);
		pass(&talk, talk.now + 30);
		wrote(&talk, "ATD0911;\r");
		sent = talk.now;
		pass(&talk, sent + after);
		at_chat_abort(&talk.chat, talk.now);
		at_chat_abort(&talk.chat, talk.now);
		while (waiting(&talk) == 0) {
			CU_ASSERT_FATAL(talk.now < sent + 1000);
			pass(&talk, talk.now + 1);
		}
		CU_ASSERT(talk.now >= sent + 150);
		CU_ASSERT(talk.now <= sent + AT_ABORT_DEAF_MS || talk.now <= sent + after + 1);
		wrote(&talk, "\r");
		at_chat_abort(&talk.chat, talk.now);
		pass(&talk, talk.now + 1000);
		CU_ASSERT_EQUAL(waiting(&talk), 0);
		CU_ASSERT_TRUE(at_chat_dialling(&talk.chat));
		says(&talk, "\r\nNO CARRIER\r\n");
		told(&talk, "F:no carrier|");
	}
}

static void
an_abort_asked_before_the_dial_is_written_waits_for_it(void)
{
	struct talk talk;

	wake(&talk);
	dials(&talk);
	at_chat_abort(&talk.chat, talk.now);
	pass(&talk, talk.now + 500);
	wrote(&talk, "ATD0911;\r");
	pass(&talk, talk.now + AT_ABORT_DEAF_MS - 1);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	pass(&talk, talk.now + 1);
	wrote(&talk, "\r");
}

static void
an_abort_that_is_not_answered_is_a_time_out(void)
{
	struct talk talk;

	wake(&talk);
	dials(&talk);
	wrote(&talk, "ATD0911;\r");
	at_chat_abort(&talk.chat, talk.now);
	pass(&talk, talk.now + AT_ABORT_DEAF_MS);
	wrote(&talk, "\r");
	pass(&talk, talk.now + AT_ABORT_MS);
	told(&talk, "F:no answer from the modem|");
}

static void
only_a_dial_is_aborted(void)
{
	struct talk talk;

	wake(&talk);
	at_chat_abort(&talk.chat, talk.now);
	pass(&talk, talk.now + 1000);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	sends(&talk, "AT+CLCC");
	wrote(&talk, "AT+CLCC\r");
	at_chat_abort(&talk.chat, talk.now);
	pass(&talk, talk.now + 1000);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	says(&talk, "\r\nOK\r\n");
	/* The answer comes while the abort waits for its moment: then there is none. */
	dials(&talk);
	wrote(&talk, "ATD0911;\r");
	at_chat_abort(&talk.chat, talk.now);
	says(&talk, "\r\nOK\r\n");
	pass(&talk, talk.now + 1000);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	told(&talk, "F:ok|F:ok|");
}

/* A port that does not take what we say */

static void
a_port_that_takes_nothing_is_dead_and_the_command_with_it(void)
{
	struct talk talk;
	ms_t began;

	wake(&talk);
	dials(&talk);
	began = talk.now;
	while (talk.told[0] == '\0' && talk.now < began + 10000)
		pass(&talk, talk.now + 10);
	told(&talk, "dead|");
	CU_ASSERT(talk.now <= began + 2000);
	CU_ASSERT_EQUAL(waiting(&talk), 0);
	at_chat_start(&talk.chat, talk.now);
	wrote(&talk, "\r");             /* nothing half-typed, nothing to take back */
}

static void
a_dial_is_written_in_time_or_never(void)
{
	struct talk talk;

	wake(&talk);
	at_chat_send(&talk.chat, &(struct at_command){
	    .text = "ATD0911;", .timeout = 90000, .dials = true, .send_by = talk.now + 300
	}, talk.now);
	pass(&talk, talk.now + 299);
	CU_ASSERT_EQUAL(waiting(&talk), 9);
	pass(&talk, talk.now + 1);
	told(&talk, "dead|");
	CU_ASSERT_EQUAL(waiting(&talk), 0);
}

static void
a_half_typed_command_is_taken_back_before_the_first_cr(void)
{
	static const char dial[] = "ATD0911;\r";

	for (size_t typed = 0; typed < sizeof(dial); typed++) {
		struct talk talk;
		const char *bytes;
		size_t n, erased;

		wake(&talk);
		dials(&talk);
		at_chat_wrote(&talk.chat, typed, talk.now);
		at_chat_stop(&talk.chat);
		at_chat_start(&talk.chat, talk.now);
		bytes = at_chat_output(&talk.chat, &n);
		for (erased = 0; erased < n && bytes[erased] == '\b'; erased++)
			continue;
		CU_ASSERT_EQUAL(n, erased + 1);
		CU_ASSERT_EQUAL(bytes[erased], '\r');
		if (typed == 0 || typed == sizeof(dial) - 1) {
			CU_ASSERT_EQUAL(erased, 0);
			continue;
		}
		CU_ASSERT(erased >= typed);
		/* Even when that is cut short, too. */
		at_chat_wrote(&talk.chat, 1, talk.now);
		at_chat_start(&talk.chat, talk.now);
		bytes = at_chat_output(&talk.chat, &n);
		CU_ASSERT_EQUAL(bytes[0], '\b');
		at_chat_wrote(&talk.chat, n, talk.now);
		at_chat_start(&talk.chat, talk.now);
		wrote(&talk, "\r");
	}
}

/* Anything at any time */

static uint32_t
dice(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % sides;
}

static void
act_at_random(struct talk *talk, uint32_t *seed)
{
	static const char *const pieces[] = {
		"\r\nOK\r\n", "\r\nERROR\r\n", "\r\nNO CARRIER\r\n", "\r\nRING\r\n", "AT+CLCC\r",
		"\r\n+CLCC: 1,0,0,0,0\r\n", "\r", "\n", "+CL", "\"", "CONNECT\r\n", "BUSY\r",
	};

	switch (dice(seed, 8)) {
	case 0:
	case 1:
	case 2:
		says(talk, pieces[dice(seed, ARRAY_LEN(pieces))]);
		break;
	case 3:
		at_chat_wrote(&talk->chat, dice(seed, (uint32_t)waiting(talk) + 1), talk->now);
		break;
	case 4:
		at_chat_wrote(&talk->chat, waiting(talk), talk->now);
		break;
	case 5:
		pass(talk, talk->now + dice(seed, 1500));
		break;
	case 6:
		at_chat_abort(&talk->chat, talk->now);
		break;
	case 7:
		if (at_chat_free_at(&talk->chat) <= talk->now && dice(seed, 2) == 0)
			dials(talk);
		else if (at_chat_free_at(&talk->chat) <= talk->now)
			sends(talk, "AT+CLCC");
		break;
	}
}

static void
no_order_of_events_breaks_it(void)
{
	uint32_t seed = 20260101;
	struct talk talk;

	begin(&talk);
	for (int step = 0; step < 200000; step++) {
		bool dialling = at_chat_dialling(&talk.chat) && talk.chat.deadline != NEVER;

		act_at_random(&talk, &seed);
		if (dialling && at_chat_dialling(&talk.chat))
			CU_ASSERT_FATAL(waiting(&talk) <= 1);
		if (talk.chat.state == AT_CHAT_OFF) {
			CU_ASSERT_EQUAL_FATAL(waiting(&talk), 0);
			at_chat_start(&talk.chat, talk.now);
		}
		CU_ASSERT_FATAL(waiting(&talk) == 0 || at_chat_due(&talk.chat) != NEVER);
		talk.told[0] = '\0';
	}
}

CU_TestInfo chat_tests[] = {
	{ "it wakes a modem up", it_wakes_a_modem_up },
	{ "a modem that never answers is dead", a_modem_that_never_answers_is_dead },
	{ "noise in front of the first AT does no harm",
	  noise_in_front_of_the_first_at_does_no_harm },
	{ "answers slower than the probes are waited for",
	  answers_slower_than_the_probes_are_waited_for },
	{ "off, it says and hears nothing", off_it_says_and_hears_nothing },
	{ "every cut of an answer reads the same", every_cut_of_an_answer_reads_the_same },
	{ "answers are told from news by their name", answers_are_told_from_news_by_their_name },
	{ "a gap is kept behind each result", a_gap_is_kept_behind_each_result },
	{ "a result before the command is on the wire is not its own",
	  a_result_before_the_command_is_on_the_wire_is_not_its_own },
	{ "a stray OK makes it wait a moment", a_stray_ok_makes_it_wait_a_moment },
	{ "stray OKs without end do not keep it waiting",
	  stray_oks_without_end_do_not_keep_it_waiting },
	{ "call news need no waiting", call_news_need_no_waiting },
	{ "a late OK is never taken for the next command's",
	  a_late_ok_is_never_taken_for_the_next_commands },
	{ "a command that is never answered ends in a dead modem",
	  a_command_that_is_never_answered_ends_in_a_dead_modem },
	{ "a chattering modem is not waited for for ever",
	  a_chattering_modem_is_not_waited_for_for_ever },
	{ "nothing is written while a dial runs", nothing_is_written_while_a_dial_runs },
	{ "an abort is one CR, and never too early", an_abort_is_one_cr_and_never_too_early },
	{ "an abort asked before the dial is written waits for it",
	  an_abort_asked_before_the_dial_is_written_waits_for_it },
	{ "an abort that is not answered is a time-out",
	  an_abort_that_is_not_answered_is_a_time_out },
	{ "only a dial is aborted", only_a_dial_is_aborted },
	{ "a port that takes nothing is dead, and the command with it",
	  a_port_that_takes_nothing_is_dead_and_the_command_with_it },
	{ "a dial is written in time or never", a_dial_is_written_in_time_or_never },
	{ "a half-typed command is taken back before the first CR",
	  a_half_typed_command_is_taken_back_before_the_first_cr },
	{ "no order of events breaks it", no_order_of_events_breaks_it },
	CU_TEST_INFO_NULL
};
