/* SPDX-License-Identifier: MIT */
/*
 * What a conversation cannot show well; tests/dialogues and test_walk.c show the rest.
 */
#include "modem/modem.h"

#include <CUnit/CUnit.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

/* A modem that answers OK to everything, unless it is silent or its port stuck. */
struct bench {
	struct modem modem;
	ms_t now;
	bool silent;
	bool stuck;                     /* the port takes nothing */
	const char *list;               /* what +CLCC shows; NULL: no calls */
	char said[2000];                /* all commands, each with a '|' behind it */
	char news[2000];                /* what the modem told, in the same way */
};

static void
says(struct bench *bench, const char *line)
{
	char bytes[300];
	int n = snprintf(bytes, sizeof(bytes), "\r\n%s\r\n", line);

	modem_feed(&bench->modem, bytes, (size_t)n, bench->now);
}

static void
fetch_news(struct bench *bench)
{
	struct modem_news news;
	size_t n = strlen(bench->news), room = sizeof(bench->news) - n;

	while (modem_next(&bench->modem, &news)) {
		switch (news.event) {
		case MODEM_NEWS_STATE:
			snprintf(bench->news + n, room, "%s|", modem_state_name(news.state));
			break;
		case MODEM_NEWS_CALL:
			snprintf(bench->news + n, room, "call %s|",
			    call_state_name(news.call.state));
			break;
		case MODEM_NEWS_NOT_DIALLED:
			snprintf(bench->news + n, room, "not dialled|");
			break;
		case MODEM_NEWS_NAME:
		case MODEM_NEWS_NOTE:
		case MODEM_NEWS_STUCK:
		case MODEM_NEWS_CAUSE:
		case MODEM_NEWS_DROP_DTR:
			break;
		case MODEM_NEWS_REOPEN:
			snprintf(bench->news + n, room, "reopen|");
			break;
		}
		n = strlen(bench->news);
		room = sizeof(bench->news) - n;
	}
}

static void
answer(struct bench *bench, const char *command)
{
	if (bench->silent || command[0] == '\0')
		return;
	if (strcmp(command, "AT+GCAP") == 0)
		says(bench, "+GCAP: +CGSM");
	if (strcmp(command, "AT+CPIN?") == 0)
		says(bench, "+CPIN: READY");
	if (strcmp(command, "AT+CREG?") == 0)
		says(bench, "+CREG: 1,1");
	if (strcmp(command, "AT+CLCC") == 0 && bench->list != NULL)
		says(bench, bench->list);
	if (strcmp(command, "AT+CSQ") == 0)
		says(bench, "+CSQ: 21,99");
	if (strcmp(command, "AT+COPS?") == 0)
		says(bench, "+COPS: 0,0,\"Net\"");
	says(bench, "OK");
}

/* Lets both talk until neither has anything to say at this moment. */
static void
talk(struct bench *bench)
{
	for (int turns = 0; ; turns++) {
		size_t n;
		const char *bytes = modem_output(&bench->modem, &n);
		char command[200];

		CU_ASSERT_FATAL(turns < 500);
		fetch_news(bench);
		if (n > 0 && !bench->stuck) {
			CU_ASSERT_FATAL(n < sizeof(command) && bytes[n - 1] == '\r');
			memcpy(command, bytes, n - 1);
			command[n - 1] = '\0';
			modem_wrote(&bench->modem, n, bench->now);
			CU_ASSERT_FATAL(strlen(bench->said) + n < sizeof(bench->said));
			strcat(strcat(bench->said, command), "|");
			answer(bench, command);
		} else if (modem_due(&bench->modem) <= bench->now) {
			modem_tick(&bench->modem, bench->now);
		} else {
			return;
		}
	}
}

static void
pass(struct bench *bench, ms_t ms)
{
	ms_t until = bench->now + ms;

	talk(bench);
	while (modem_due(&bench->modem) <= until) {
		bench->now = modem_due(&bench->modem);
		talk(bench);
	}
	bench->now = until;
}

static void
forget(struct bench *bench)
{
	bench->said[0] = '\0';
	bench->news[0] = '\0';
}

static void
make_ready(struct bench *bench, const struct dialect *forced)
{
	*bench = (struct bench){ .now = 1000000 };
	modem_init(&bench->modem, forced);
	CU_ASSERT_EQUAL(modem_due(&bench->modem), NEVER);
	modem_start(&bench->modem, bench->now);
	pass(bench, 5000);
	CU_ASSERT_EQUAL_FATAL(modem_state(&bench->modem), MODEM_READY);
	CU_ASSERT_STRING_EQUAL(bench->news, "starting|ready|");
	forget(bench);
}

/* Brings it to wait for the answer to a command that is asked when idle. */
static void
make_busy(struct bench *bench)
{
	make_ready(bench, &dialect_cellular);
	bench->silent = true;
	for (int i = 0; bench->said[0] == '\0'; i++) {
		CU_ASSERT_FATAL(i < HEALTH_ALIVE_MS / 100);
		pass(bench, 100);
	}
	CU_ASSERT_STRING_EQUAL_FATAL(bench->said, "AT+CREG?|");
	bench->silent = false;
	forget(bench);
}

static int
dials(struct bench *bench, const char *number)
{
	struct fault fault = { "" };
	int result = modem_dial(&bench->modem, number, number, bench->now, &fault);

	CU_ASSERT_EQUAL(result == 0, fault.text[0] == '\0');
	return result;
}

static void
it_is_ready_within_five_seconds(void)
{
	struct bench bench;

	make_ready(&bench, NULL);
	make_ready(&bench, &dialect_analog);
}

static void
a_call_bears_the_number_asked_for_not_the_one_dialled(void)
{
	struct bench bench;
	struct fault fault;

	make_ready(&bench, &dialect_analog);
	forget(&bench);
	CU_ASSERT_EQUAL(modem_dial(&bench.modem, "+49911222330", "0,0911222330", bench.now, &fault),
	    0);
	CU_ASSERT_STRING_EQUAL(modem_call(&bench.modem)->number, "+49911222330");
	pass(&bench, 100);
	CU_ASSERT_STRING_EQUAL(bench.said, "ATDT0,0911222330;|");
	CU_ASSERT_FALSE(modem_dials_plus(&bench.modem));
	make_ready(&bench, &dialect_cellular);
	CU_ASSERT_TRUE(modem_dials_plus(&bench.modem));
	CU_ASSERT_EQUAL(modem_dial(&bench.modem, "0911", "0,0911", bench.now, &fault), -1);
}

static void
one_request_is_one_dial_command(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_cellular);
	CU_ASSERT_EQUAL(dials(&bench, "+43911"), 0);
	CU_ASSERT_EQUAL(dials(&bench, "+43911"), -1);
	CU_ASSERT_EQUAL(dials(&bench, "+43912"), -1);
	talk(&bench);
	CU_ASSERT_STRING_EQUAL(bench.said, "ATD+43911;|");
	CU_ASSERT_STRING_EQUAL(modem_call(&bench.modem)->number, "+43911");
	pass(&bench, 600000);
	CU_ASSERT_PTR_NULL(strstr(bench.said + 1, "ATD"));
}

static void
a_number_that_is_none_is_refused(void)
{
	static const char *const rows[] = { "", "+", "0911\r", "0911\rATD112", "0911;H", "09 11" };
	struct bench bench;

	make_ready(&bench, &dialect_cellular);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CU_ASSERT_EQUAL(dials(&bench, rows[i]), -1);
	pass(&bench, 50000);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "ATD"));
}

static void
nothing_is_dialled_before_it_is_ready(void)
{
	struct bench bench = { .now = 1000000 };

	modem_init(&bench.modem, &dialect_cellular);
	CU_ASSERT_EQUAL(dials(&bench, "0911"), -1);
	modem_start(&bench.modem, bench.now);
	for (int i = 0; modem_state(&bench.modem) != MODEM_READY; i++) {
		CU_ASSERT_FATAL(i < 1000);
		CU_ASSERT_EQUAL(dials(&bench, "0911"), -1);
		pass(&bench, 10);
	}
	pass(&bench, 10000);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "ATD"));
	modem_lost(&bench.modem, bench.now);
	CU_ASSERT_EQUAL(dials(&bench, "0911"), -1);
}

static void
a_dial_that_waits_goes_in_time_or_not_at_all(void)
{
	for (ms_t wait = 0; wait <= 2 * MODEM_DIAL_MS; wait += 50) {
		struct bench bench;

		make_busy(&bench);
		CU_ASSERT_EQUAL(dials(&bench, "0911"), 0);
		pass(&bench, wait);
		says(&bench, "OK");
		talk(&bench);
		if (wait < MODEM_DIAL_MS) {
			CU_ASSERT(strncmp(bench.said, "ATD0911;|", 9) == 0);
		} else {
			pass(&bench, 10000);
			CU_ASSERT_PTR_NULL(strstr(bench.said, "ATD"));
			CU_ASSERT_STRING_EQUAL(bench.news, "not dialled|");
		}
	}
}

/* A stopped process, a machine that swaps: the clock goes on, and the ticks do not come. */
static void
a_dial_does_not_survive_a_loop_that_stands_still(void)
{
	struct bench bench;

	make_busy(&bench);
	CU_ASSERT_EQUAL(dials(&bench, "0911"), 0);
	bench.now += MODEM_DIAL_MS;
	says(&bench, "+CREG: 1,1");
	says(&bench, "OK");
	pass(&bench, 10000);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "ATD"));
	CU_ASSERT_STRING_EQUAL(bench.news, "not dialled|");
}

static void
a_port_that_takes_nothing_never_gets_the_dial_later(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_cellular);
	bench.stuck = true;
	CU_ASSERT_EQUAL(dials(&bench, "0911"), 0);
	pass(&bench, MODEM_DIAL_MS);
	CU_ASSERT_STRING_EQUAL(bench.news, "call dialling|reopen|no modem|");
	modem_closed(&bench.modem, bench.now);
	CU_ASSERT_EQUAL(modem_call(&bench.modem)->state, CALL_IDLE);
	bench.stuck = false;
	modem_start(&bench.modem, bench.now + 2000);
	bench.now += 2000;
	pass(&bench, 60000);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "ATD"));
	CU_ASSERT_EQUAL(modem_call(&bench.modem)->state, CALL_IDLE);
}

static void
a_silent_modem_is_noticed_within_thirty_seconds(void)
{
	static const struct dialect *const dialects[] = { &dialect_cellular, &dialect_analog };

	for (size_t i = 0; i < 2; i++) {
		struct bench bench;

		make_ready(&bench, dialects[i]);
		bench.silent = true;
		pass(&bench, 30000);
		CU_ASSERT_NOT_EQUAL(bench.modem.chat.state, AT_CHAT_FREE);
		CU_ASSERT_NOT_EQUAL(bench.modem.chat.state, AT_CHAT_BUSY);
		pass(&bench, 10000);
		CU_ASSERT_PTR_NOT_NULL(strstr(bench.news, "reopen|"));
		CU_ASSERT_EQUAL(modem_state(&bench.modem), MODEM_OFF);
		CU_ASSERT_EQUAL(dials(&bench, "0911"), -1);
	}
}

static void
a_modem_that_answers_is_left_in_peace(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_cellular);
	pass(&bench, 1800000);
	CU_ASSERT_STRING_EQUAL(bench.news, "");
	CU_ASSERT(strlen(bench.said) < 1800 / 24 * strlen("AT+CREG?|AT+CLCC|") +
	    1800 / 30 * strlen("AT+CSQ|") + 20);
}

static void
a_cellular_modem_tells_of_its_network(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_huawei);
	CU_ASSERT_STRING_EQUAL(modem_dialect_name(&bench.modem), "huawei");
	CU_ASSERT_TRUE(modem_is_cellular(&bench.modem));
	CU_ASSERT_EQUAL(modem_signal(&bench.modem), 21);
	CU_ASSERT_STRING_EQUAL(modem_operator(&bench.modem), "Net");
	CU_ASSERT_STRING_EQUAL(modem_registration(&bench.modem), "home");
	says(&bench, "+CREG: 2");
	CU_ASSERT_STRING_EQUAL(modem_operator(&bench.modem), "");
	CU_ASSERT_STRING_EQUAL(modem_registration(&bench.modem), "searching");
	modem_lost(&bench.modem, bench.now);
	CU_ASSERT_EQUAL(modem_signal(&bench.modem), -1);
	CU_ASSERT_STRING_EQUAL(modem_registration(&bench.modem), "");
}

static void
an_analog_modem_tells_of_no_network(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_analog);
	says(&bench, "+CREG: 1,1");
	says(&bench, "+CSQ: 21,99");
	CU_ASSERT_FALSE(modem_is_cellular(&bench.modem));
	CU_ASSERT_EQUAL(modem_signal(&bench.modem), -1);
	CU_ASSERT_STRING_EQUAL(modem_operator(&bench.modem), "");
	CU_ASSERT_STRING_EQUAL(modem_registration(&bench.modem), "");
	pass(&bench, 600000);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "CSQ"));
	CU_ASSERT_PTR_NULL(strstr(bench.said, "COPS"));
}

static void
nothing_is_asked_of_the_network_in_a_call(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_cellular);
	bench.list = "+CLCC: 1,0,0,0,0,\"0911\",129";
	CU_ASSERT_EQUAL(dials(&bench, "0911"), 0);
	for (int i = 0; i < 100; i++) {
		pass(&bench, 1000);
		says(&bench, i % 2 == 0 ? "+CREG: 5" : "+CREG: 1");
	}
	CU_ASSERT_EQUAL(modem_call(&bench.modem)->state, CALL_ACTIVE);
	CU_ASSERT_PTR_NULL(strstr(bench.said, "CSQ"));
	CU_ASSERT_PTR_NULL(strstr(bench.said, "COPS"));
	bench.list = NULL;
	pass(&bench, HEALTH_ALIVE_MS);
	CU_ASSERT_PTR_NOT_NULL(strstr(bench.said, "COPS"));
}

/* Cinterion tells an end by it, and by nothing else. */
static void
a_list_that_comes_unasked_and_empty_is_looked_into(void)
{
	struct bench bench;

	make_ready(&bench, &dialect_cinterion);
	says(&bench, "^SLCC: 1,1,0,0,0,0,\"0911\",129,\"\"");
	says(&bench, "^SLCC:");
	talk(&bench);
	CU_ASSERT_STRING_EQUAL(bench.said, "AT+CLCC|");
	CU_ASSERT_STRING_EQUAL(bench.news, "call active|");
	pass(&bench, TRACK_LOOK_MS);
	CU_ASSERT_EQUAL(modem_call(&bench.modem)->state, CALL_IDLE);
}

static void
a_hang_up_needs_a_port_and_nothing_else(void)
{
	struct bench bench = { .now = 1000000 };
	struct fault fault = { "" };

	modem_init(&bench.modem, NULL);
	CU_ASSERT_EQUAL(modem_hangup(&bench.modem, bench.now, &fault), -1);
	CU_ASSERT_STRING_NOT_EQUAL(fault.text, "");
	modem_start(&bench.modem, bench.now);
	for (int i = 0; i < 500; i++) {
		struct bench at = { .now = bench.now };

		modem_init(&at.modem, i % 2 == 0 ? NULL : &dialect_cellular);
		modem_start(&at.modem, at.now);
		pass(&at, i * 2);
		forget(&at);
		CU_ASSERT_EQUAL(modem_hangup(&at.modem, at.now, &fault), 0);
		pass(&at, 5000);
		CU_ASSERT_PTR_NOT_NULL(strstr(at.said, "AT+CHUP|"));
		CU_ASSERT_EQUAL(modem_state(&at.modem), MODEM_READY);
	}
}

static void
a_flood_of_news_ends_with_the_present(void)
{
	struct bench bench;
	char flood[4000] = "";
	struct modem_news news;
	int count = 0;

	make_ready(&bench, &dialect_analog);
	for (int i = 0; i < 100; i++)
		strcat(flood, "RING\r\nNO CARRIER\r\n");
	strcat(flood, "RING\r\n");
	modem_feed(&bench.modem, flood, strlen(flood), bench.now);
	while (modem_next(&bench.modem, &news))
		count++;
	CU_ASSERT(count > 0 && count <= MODEM_NEWS_MAX);
	CU_ASSERT_EQUAL(news.event, MODEM_NEWS_CALL);
	CU_ASSERT_EQUAL(news.call.state, CALL_INCOMING);
	CU_ASSERT_EQUAL(modem_call(&bench.modem)->state, CALL_INCOMING);
}

static void
any_bytes_at_any_time_are_survived(void)
{
	struct bench bench;
	uint32_t seed = 1;

	make_ready(&bench, NULL);
	for (int i = 0; i < 20000; i++) {
		char bytes[40];

		for (size_t n = 0; n < sizeof(bytes); n++) {
			seed = seed * 1664525 + 1013904223;
			bytes[n] = (seed >> 24) % 7 == 0 ? '\r' : (char)(seed >> 16);
		}
		modem_feed(&bench.modem, bytes, sizeof(bytes), bench.now);
		pass(&bench, 37);
		CU_ASSERT_PTR_NULL_FATAL(strstr(bench.said, "ATD"));
		forget(&bench);
		if (modem_state(&bench.modem) == MODEM_OFF)
			modem_start(&bench.modem, bench.now);
	}
}

static void
every_state_has_a_name_of_its_own(void)
{
	for (int a = MODEM_OFF; a <= MODEM_NO_SIGNAL; a++)
		for (int b = MODEM_OFF; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(modem_state_name((enum modem_state)a),
			    modem_state_name((enum modem_state)b));
}

static void
it_is_known_when_the_first_digit_went(void)
{
	struct fault fault;
	struct bench bench;
	size_t n;

	make_ready(&bench, NULL);
	CU_ASSERT_EQUAL(modem_dialled_at(&bench.modem), NEVER);
	CU_ASSERT_EQUAL(modem_dial(&bench.modem, "0911", "0911", bench.now, &fault), 0);
	modem_wrote(&bench.modem, 0, bench.now + 10);
	CU_ASSERT_EQUAL(modem_dialled_at(&bench.modem), NEVER);
	modem_wrote(&bench.modem, 3, bench.now + 20);
	modem_output(&bench.modem, &n);
	modem_wrote(&bench.modem, n, bench.now + 30);
	CU_ASSERT_EQUAL(modem_dialled_at(&bench.modem), bench.now + 20);
	says(&bench, "OK");
	pass(&bench, 10000);
	CU_ASSERT_EQUAL(modem_dialled_at(&bench.modem), bench.now - 10000 + 20);
}

static void
the_end_of_a_call_comes_with_the_line_that_told_it(void)
{
	struct modem_news news;
	struct fault fault;
	struct bench bench;
	size_t n;

	make_ready(&bench, dialect_named("analog"));
	CU_ASSERT_EQUAL(modem_dial(&bench.modem, "0911", "0911", bench.now, &fault), 0);
	modem_output(&bench.modem, &n);
	modem_wrote(&bench.modem, n, bench.now);
	CU_ASSERT_TRUE(modem_next(&bench.modem, &news));
	CU_ASSERT_EQUAL(news.call.state, CALL_DIALLING);
	CU_ASSERT_STRING_EQUAL(news.text, "");
	says(&bench, "NO DIALTONE");
	CU_ASSERT_TRUE(modem_next(&bench.modem, &news));
	CU_ASSERT_EQUAL(news.call.state, CALL_IDLE);
	CU_ASSERT_STRING_EQUAL(news.text, "NO DIALTONE");
	CU_ASSERT_FALSE(modem_asks_cause(&bench.modem));
}

CU_TestInfo modem_tests[] = {
	{ "it is ready within five seconds", it_is_ready_within_five_seconds },
	{ "a call bears the number asked for, not the one dialled",
	  a_call_bears_the_number_asked_for_not_the_one_dialled },
	{ "one request is one dial command", one_request_is_one_dial_command },
	{ "a number that is none is refused", a_number_that_is_none_is_refused },
	{ "nothing is dialled before it is ready", nothing_is_dialled_before_it_is_ready },
	{ "a dial that waits goes in time or not at all",
	  a_dial_that_waits_goes_in_time_or_not_at_all },
	{ "a dial does not survive a loop that stands still",
	  a_dial_does_not_survive_a_loop_that_stands_still },
	{ "a port that takes nothing never gets the dial later",
	  a_port_that_takes_nothing_never_gets_the_dial_later },
	{ "a silent modem is noticed within thirty seconds",
	  a_silent_modem_is_noticed_within_thirty_seconds },
	{ "a modem that answers is left in peace", a_modem_that_answers_is_left_in_peace },
	{ "a cellular modem tells of its network", a_cellular_modem_tells_of_its_network },
	{ "an analog modem tells of no network", an_analog_modem_tells_of_no_network },
	{ "nothing is asked of the network in a call", nothing_is_asked_of_the_network_in_a_call },
	{ "a list that comes unasked and empty is looked into",
	  a_list_that_comes_unasked_and_empty_is_looked_into },
	{ "a hang-up needs a port and nothing else", a_hang_up_needs_a_port_and_nothing_else },
	{ "a flood of news ends with the present", a_flood_of_news_ends_with_the_present },
	{ "any bytes at any time are survived", any_bytes_at_any_time_are_survived },
	{ "it is known when the first digit went", it_is_known_when_the_first_digit_went },
	{ "the end of a call comes with the line that told it",
	  the_end_of_a_call_comes_with_the_line_that_told_it },
	{ "every state has a name of its own", every_state_has_a_name_of_its_own },
	CU_TEST_INFO_NULL
};
