/* SPDX-License-Identifier: MIT */
#include "modem/pin.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

static const struct at_code ok = { .result = AT_OK, .cme = AT_CME_NONE };
static const struct at_code error = { .result = AT_ERROR, .cme = AT_CME_NONE };
static const struct at_code wrong = { .result = AT_ERROR, .cme = 16 };
static const struct at_code busy = { .result = AT_ERROR, .cme = 14 };
static const struct at_code silence = { .result = AT_TIMEOUT, .cme = AT_CME_NONE };

static void
check_next(const struct pin *pin, const char *wanted)
{
	char command[PIN_COMMAND_MAX + 1] = "";

	CU_ASSERT_EQUAL(pin_command(pin, command), wanted != NULL);
	CU_ASSERT_EQUAL(pin_is_due(pin), wanted != NULL);
	CU_ASSERT_STRING_EQUAL(command, wanted != NULL ? wanted : "");
	CU_ASSERT_EQUAL(pin_is_secret(pin), strstr(command, "1234") != NULL);
}

static void
only_four_to_eight_digits_are_a_pin(void)
{
	static const char *const bad[] = { "", "123", "123456789", "12a4", "1234 ", "12\"4", "+123" };

	CU_ASSERT_TRUE(pin_check("1234") && pin_check("12345678") && pin_check("0000"));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		CU_ASSERT_FALSE(pin_check(bad[i]));
}

static void
a_pin_is_tried_once_until_it_is_another_one(void)
{
	static const struct at_code *const answers[] = { &error, &wrong, &silence, &ok };

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		struct pin pin = { .state = PIN_NONE };

		check_next(&pin, NULL);
		pin_set(&pin, "1234");
		check_next(&pin, "AT+CPINR");
		pin_answered(&pin, &error);
		check_next(&pin, "AT+CPIN=\"1234\"");
		pin_answered(&pin, answers[i]);
		check_next(&pin, NULL);
		CU_ASSERT_EQUAL(pin.state == PIN_REFUSED, answers[i]->result == AT_ERROR);
		pin_set(&pin, "1234");
		check_next(&pin, NULL);
		pin_set(&pin, "4321");
		check_next(&pin, "AT+CPINR");
	}
}

static void
the_last_attempt_is_left_to_a_person(void)
{
	static const struct {
		const char *lines[2];
		bool tried;
	} rows[] = {
		{ { "+CPINR: SIM PIN,3,3", "+CPINR: SIM PUK,10,10" }, true },
		{ { "+CPINR: SIM PIN,2,3", "+CPINR: SIM PIN2,1,3" }, true },
		{ { "+CPINR: SIM PIN,1,3", "+CPINR: SIM PIN2,3,3" }, false },
		{ { "+CPINR: \"SIM PIN\",1", "+CPINR:" }, false },
		{ { "+CPINR: SIM PIN", "+CPINR: x" }, true },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pin pin = { .state = PIN_NONE };

		pin_set(&pin, "1234");
		pin_info(&pin, rows[i].lines[0]);
		pin_info(&pin, rows[i].lines[1]);
		pin_answered(&pin, &ok);
		check_next(&pin, rows[i].tried ? "AT+CPIN=\"1234\"" : NULL);
		CU_ASSERT_EQUAL(pin.state == PIN_REFUSED, !rows[i].tried);
	}
}

static void
a_busy_sim_has_not_looked_at_it(void)
{
	struct pin pin = { .state = PIN_NONE };

	pin_set(&pin, "1234");
	pin_answered(&pin, &busy);
	pin_answered(&pin, &busy);
	check_next(&pin, "AT+CPINR");
}

static void
a_pin_that_is_right_is_used_again_after_a_restart(void)
{
	struct pin pin = { .state = PIN_NONE };

	pin_set(&pin, "1234");
	pin_answered(&pin, &ok);
	pin_answered(&pin, &ok);
	pin_proved(&pin);
	check_next(&pin, "AT+CPINR");

	/* The SIM was unlocked by somebody else: that says nothing about ours. */
	pin_answered(&pin, &ok);
	pin_answered(&pin, &wrong);
	pin_proved(&pin);
	check_next(&pin, NULL);
}

CU_TestInfo pin_tests[] = {
	{ "only four to eight digits are a PIN", only_four_to_eight_digits_are_a_pin },
	{ "a PIN is tried once until it is another one",
	  a_pin_is_tried_once_until_it_is_another_one },
	{ "the last attempt is left to a person", the_last_attempt_is_left_to_a_person },
	{ "a busy SIM has not looked at it", a_busy_sim_has_not_looked_at_it },
	{ "a PIN that is right is used again after a restart",
	  a_pin_that_is_right_is_used_again_after_a_restart },
	CU_TEST_INFO_NULL
};
