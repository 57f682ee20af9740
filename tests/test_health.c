/* SPDX-License-Identifier: MIT */
#include "modem/health.h"

#include <CUnit/CUnit.h>

enum {
	START = 1000000
};

static const struct at_code ok = { .result = AT_OK, .cme = AT_CME_NONE };
static const struct at_code timeout = { .result = AT_TIMEOUT, .cme = AT_CME_NONE };

static struct health health;
static struct network network;
static ms_t now;

static void
begin(bool cellular)
{
	now = START;
	network_init(&network);
	health_init(&health);
	CU_ASSERT_EQUAL(health_due(&health, &network), NEVER);
	if (cellular)
		network_read(&network, "+CREG: 1,1");
	health_begin(&health, cellular, now);
}

/* Asks when it is due, answers, and returns what was asked. */
static enum health_question
ask(const char *line)
{
	enum health_question question;

	if (health_due(&health, &network) > now)
		now = health_due(&health, &network);
	question = health_ask(&health, &network, now);
	if (line != NULL)
		network_read(&network, line);
	health_heard(&health, &network, now);
	health_answered(&health, line != NULL ? &ok : &timeout, &network, now);
	return question;
}

static void
signal_and_name_are_asked_once_it_is_ready(void)
{
	begin(true);
	CU_ASSERT_EQUAL(ask("+CSQ: 21,99"), HEALTH_SIGNAL);
	CU_ASSERT_EQUAL(ask("+COPS: 0,0,\"Net\""), HEALTH_OPERATOR);
	CU_ASSERT_EQUAL(now, START);
	CU_ASSERT_EQUAL(ask("+CREG: 1,1"), HEALTH_ALIVE);
	CU_ASSERT_EQUAL(now, START + HEALTH_ALIVE_MS);
}

static void
the_signal_is_asked_every_thirty_seconds_at_most(void)
{
	ms_t last = -HEALTH_SIGNAL_MS;
	int count = 0;

	begin(true);
	ask("+CSQ: 21,99");
	ask("+COPS: 0,0,\"Net\"");
	while (now < START + 600000) {
		enum health_question question = ask("+CREG: 1,2");

		CU_ASSERT_NOT_EQUAL(question, HEALTH_OPERATOR);
		if (question != HEALTH_SIGNAL)
			continue;
		count++;
		CU_ASSERT(now >= last + HEALTH_SIGNAL_MS);
		last = now;
	}
	CU_ASSERT(count > 600000 / (2 * HEALTH_SIGNAL_MS));
}

static void
the_name_is_asked_anew_in_each_registration(void)
{
	begin(true);
	ask("+CSQ: 21,99");
	ask("+COPS: 0,0,\"Net\"");
	network_read(&network, "+CREG: 1");
	CU_ASSERT_EQUAL(health_ask(&health, &network, now), HEALTH_NOTHING);
	network_read(&network, "+CREG: 2");
	CU_ASSERT_STRING_EQUAL(network.operator_name, "");
	CU_ASSERT_EQUAL(health_ask(&health, &network, now), HEALTH_NOTHING);
	network_read(&network, "+CREG: 5");
	CU_ASSERT_EQUAL(ask("+COPS: 0,0,\"Other net\""), HEALTH_OPERATOR);
	CU_ASSERT_STRING_EQUAL(network.operator_name, "Other net");
	CU_ASSERT_EQUAL(health_ask(&health, &network, now), HEALTH_NOTHING);
}

static void
a_name_that_is_not_there_yet_is_asked_for_later(void)
{
	begin(true);
	ask("+CSQ: 21,99");
	CU_ASSERT_EQUAL(ask("+COPS: 0"), HEALTH_OPERATOR);
	CU_ASSERT_EQUAL(ask("+CREG: 1,1"), HEALTH_ALIVE);
	CU_ASSERT_EQUAL(ask("+CREG: 1,1"), HEALTH_ALIVE);
	CU_ASSERT_EQUAL(ask("+CSQ: 21,99"), HEALTH_SIGNAL);
	CU_ASSERT_EQUAL(ask("+COPS: 0,0,\"Net\""), HEALTH_OPERATOR);
}

static void
a_modem_that_stalls_is_only_asked_whether_it_lives(void)
{
	begin(true);
	CU_ASSERT_EQUAL(ask(NULL), HEALTH_SIGNAL);
	while (now < START + 600000)
		CU_ASSERT_EQUAL(ask("+CREG: 1,1"), HEALTH_ALIVE);
}

static void
an_analog_modem_has_no_network(void)
{
	begin(false);
	while (now < START + 600000)
		CU_ASSERT_EQUAL(ask("+CREG: 1,1"), HEALTH_ALIVE);
}

static void
an_answer_of_any_kind_puts_the_question_off(void)
{
	begin(false);
	now += 10000;
	health_heard(&health, &network, now);
	CU_ASSERT_EQUAL(health_due(&health, &network), now + HEALTH_ALIVE_MS);
	network_read(&network, "+CREG: 1,2");
	health_heard(&health, &network, now);
	CU_ASSERT_EQUAL(health_due(&health, &network), now + HEALTH_SEARCH_MS);
}

CU_TestInfo health_tests[] = {
	{ "signal and name are asked once it is ready", signal_and_name_are_asked_once_it_is_ready },
	{ "the signal is asked every thirty seconds at most",
	  the_signal_is_asked_every_thirty_seconds_at_most },
	{ "the name is asked anew in each registration",
	  the_name_is_asked_anew_in_each_registration },
	{ "a name that is not there yet is asked for later",
	  a_name_that_is_not_there_yet_is_asked_for_later },
	{ "a modem that stalls is only asked whether it lives",
	  a_modem_that_stalls_is_only_asked_whether_it_lives },
	{ "an analog modem has no network", an_analog_modem_has_no_network },
	{ "an answer of any kind puts the question off",
	  an_answer_of_any_kind_puts_the_question_off },
	CU_TEST_INFO_NULL
};
