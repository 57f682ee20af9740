/* SPDX-License-Identifier: MIT */
#include "modem/bringup.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

#include "util/array.h"

/* What a modem answers: information lines and a result, by command. The rest is OK. */
struct answer {
	const char *command;
	const char *info;               /* several lines behind one another, NULL: none */
	struct at_code code;
};

#define OK_CODE { .result = AT_OK, .cme = AT_CME_NONE }
#define ERROR_CODE { .result = AT_ERROR, .cme = AT_CME_NONE }
#define CME_CODE(number) { .result = AT_ERROR, .cme = (number) }
#define TIMEOUT_CODE { .result = AT_TIMEOUT, .cme = AT_CME_NONE }

static void
answer(struct bringup *bringup, const char *command, const struct answer *answers, ms_t now)
{
	const struct at_code ok = OK_CODE;

	for (; answers->command != NULL; answers++) {
		if (strcmp(answers->command, command) != 0)
			continue;
		if (answers->info != NULL)
			bringup_info(bringup, answers->info);
		bringup_final(bringup, &answers->code, now);
		return;
	}
	bringup_final(bringup, &ok, now);
}

/* Brings up and writes all commands into `said`, each with a '|' behind it. */
static void
bring_up(struct bringup *bringup, const struct answer *answers, char *said, ms_t *now)
{
	ms_t began = *now;

	said[0] = '\0';
	while (!bringup->done && *now < began + 20000 && strlen(said) < 1800) {
		struct at_command command;

		if (bringup_command(bringup, &command, *now)) {
			CU_ASSERT(command.timeout > 0 && !command.dials);
			strcat(strcat(said, command.text), "|");
			answer(bringup, command.text, answers, *now);
		} else if (!bringup->done) {
			CU_ASSERT_FATAL(bringup_due(bringup) > *now);
			*now = bringup_due(bringup);
		}
	}
}

static const char cellular[] = "ATE0Q0V1|AT+CMEE=1|AT+GCAP|AT+CGMI|AT+CGMM|ATI|AT+CLCC|AT+CPIN?|"
    "ATS0=0|AT+CVHU=0|AT+CLIP=1|AT+CRC=1|AT+CCWA=1|AT+COLP=0|AT+CREG=1|AT+COPS=3,0|"
    "AT+CREG?|";
static const char analog[] = "ATE0Q0V1|AT+CMEE=1|AT+GCAP|AT+CGMI|AT+CGMM|ATI|ATX4|ATS0=0|ATS7=60|"
    "AT&C1|AT&D0|AT+VCID=1|";

static void
a_cellular_modem_is_known_and_set_up(void)
{
	static const struct answer answers[] = {
		{ "AT+GCAP", "+GCAP: +CGSM,+FCLASS,+DS", OK_CODE },
		{ "AT+CGMI", "Acme", OK_CODE },
		{ "AT+CGMM", "E173", OK_CODE },
		{ "ATI", "Manufacturer: Acme", OK_CODE },
		{ "AT+CPIN?", "+CPIN: READY", OK_CODE },
		{ "AT+CREG?", "+CREG: 1,1", OK_CODE },
		{ NULL, NULL, OK_CODE },
	};
	struct bringup bringup;
	char said[2048];
	ms_t now = 5;

	bringup_begin(&bringup, NULL);
	bring_up(&bringup, answers, said, &now);
	CU_ASSERT_STRING_EQUAL(said, cellular);
	CU_ASSERT_TRUE(bringup.done && bringup.has_list);
	CU_ASSERT_PTR_EQUAL(bringup.dialect, &dialect_cellular);
	CU_ASSERT_STRING_EQUAL(bringup.identity, "Acme E173");
	CU_ASSERT_EQUAL(bringup.network.registration, NETWORK_HOME);
	CU_ASSERT_EQUAL(bringup_due(&bringup), NEVER);
	CU_ASSERT_EQUAL(now, 5);
}

static void
modems_are_told_apart_by_what_they_say(void)
{
	static const struct {
		struct answer answers[4];
		const struct dialect *dialect;
	} rows[] = {
		{ { { "AT+GCAP", "+GCAP: +CGSM", OK_CODE } }, &dialect_cellular },
		{ { { "AT+GCAP", "+GCAP: +CGSM,+FCLASS,+DS", OK_CODE },
		    { "AT+CGMI", "huawei", OK_CODE } }, &dialect_huawei },
		{ { { "AT+GCAP", "+GCAP: +FCLASS,+MS", OK_CODE },
		    { "AT+CGMI", NULL, ERROR_CODE } }, &dialect_analog },
		{ { { "AT+GCAP", "+GCAP: +FCLASS", OK_CODE },
		    { "AT+CGMI", "spandsp", OK_CODE } }, &dialect_analog },
		{ { { "AT+GCAP", NULL, ERROR_CODE },
		    { "AT+CGMI", "Acme", OK_CODE } }, &dialect_cellular },
		{ { { "AT+GCAP", NULL, ERROR_CODE },
		    { "AT+CGMI", NULL, ERROR_CODE },
		    { "ATI", "56000", OK_CODE } }, &dialect_conexant },
		{ { { "AT+CGMI", NULL, ERROR_CODE }, { "ATI", "5601", OK_CODE } },
		  &dialect_conexant },
		{ { { "AT+CGMI", NULL, ERROR_CODE }, { "ATI", "560001", OK_CODE } },
		  &dialect_analog },
		{ { { "AT+CGMI", NULL, ERROR_CODE }, { "ATI", "14400", OK_CODE } },
		  &dialect_rockwell },
		{ { { "AT+GCAP", "+GCAP: +FCLASS", OK_CODE },
		    { "AT+GMI", "+GMI: CONEXANT", OK_CODE } }, &dialect_conexant },
		{ { { "ATI3", "CX93001-EIS_V0.2013-V92", OK_CODE } }, &dialect_conexant },
		{ { { "AT+GMM", "Si2434", OK_CODE } }, &dialect_si24xx },
		{ { { "AT+FCLASS=?", "0,1,8", OK_CODE } }, &dialect_voice },
		{ { { "AT+FCLASS=?", "(0,1,2,2.0,8)", OK_CODE } }, &dialect_voice },
		{ { { "AT+FCLASS=?", "+FCLASS: (0,1,8)", OK_CODE } }, &dialect_voice },
		{ { { "AT+FCLASS=?", "8", OK_CODE } }, &dialect_voice },
		{ { { "AT+FCLASS=?", "0,1,1.0,80,2.8", OK_CODE } }, &dialect_analog },
		/* A locked SIM refuses everything, and that says what it is. */
		{ { { "ATE0Q0V1", NULL, CME_CODE(11) },
		    { "AT+GCAP", NULL, CME_CODE(11) },
		    { "AT+CGMI", NULL, CME_CODE(11) } }, &dialect_cellular },
		{ { { NULL, NULL, OK_CODE } }, &dialect_analog },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bringup bringup;
		char said[2048];
		ms_t now = 5;

		bringup_begin(&bringup, NULL);
		bring_up(&bringup, rows[i].answers, said, &now);
		CU_ASSERT_PTR_EQUAL(bringup.dialect, rows[i].dialect);
		CU_ASSERT_EQUAL(bringup.has_list, rows[i].dialect->cellular);
	}
}

static void
a_forced_dialect_is_not_chosen_again(void)
{
	static const struct answer answers[] = {
		{ "AT+GCAP", "+GCAP: +CGSM", OK_CODE },
		{ NULL, NULL, OK_CODE },
	};
	struct bringup bringup;
	char said[2048];
	ms_t now = 0;

	bringup_begin(&bringup, &dialect_analog);
	CU_ASSERT_PTR_EQUAL(bringup.dialect, &dialect_analog);
	bring_up(&bringup, answers, said, &now);
	CU_ASSERT_STRING_EQUAL(said, analog);
	CU_ASSERT_FALSE(bringup.has_list);
}

static void
an_analog_modem_is_asked_until_it_is_known(void)
{
	static const struct {
		struct answer answers[4];
		const char *said;
	} rows[] = {
		{ { { "ATI", "spandsp", OK_CODE } },
		  "ATI|ATI3|AT+GMI|AT+GMM|AT+FMI?|AT+FCLASS=?|ATX4|" },
		{ { { "ATI", "56000", OK_CODE } }, "ATI|AT+FCLASS=?|ATX4|" },
		{ { { "ATI", "LT V.92", OK_CODE }, { "AT+GMI", "Silicon Labs", OK_CODE } },
		  "ATI|ATI3|AT+GMI|AT+FCLASS=?|ATX4|" },
		{ { { "ATI", "33600", OK_CODE } }, "ATI|AT#CLS=?|ATX4|" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bringup bringup;
		char said[2048];
		ms_t now = 5;

		bringup_begin(&bringup, NULL);
		bring_up(&bringup, rows[i].answers, said, &now);
		CU_ASSERT_PTR_NOT_NULL(strstr(said, rows[i].said));
	}
}

static void
caller_id_is_tried_until_one_is_ok(void)
{
	static const struct answer answers[] = {
		{ "AT+VCID=1", NULL, ERROR_CODE },
		{ "AT#CID=1", NULL, TIMEOUT_CODE },
		{ "AT#CLS=8#CID=1", NULL, ERROR_CODE },
		{ NULL, NULL, OK_CODE },
	};
	struct bringup bringup;
	char said[2048];
	ms_t now = 5;

	bringup_begin(&bringup, &dialect_analog);
	bring_up(&bringup, answers, said, &now);
	CU_ASSERT_TRUE(bringup.done);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "|AT+VCID=1|AT#CID=1|AT#CLS=8#CID=1|AT#CC1|"));
	CU_ASSERT_STRING_EQUAL(strrchr(strstr(said, "AT#CC1"), 'A'), "AT#CC1|");
	CU_ASSERT_TRUE(bringup.has_caller_id);
}

static void
a_modem_that_refuses_each_has_no_caller_id(void)
{
	struct answer answers[16] = { { NULL, NULL, OK_CODE } };
	struct bringup bringup;
	char said[2048];
	ms_t now = 5;

	for (size_t i = 0; dialect_analog_caller_id[i] != NULL; i++)
		answers[i] = (struct answer){ dialect_analog_caller_id[i], NULL, ERROR_CODE };
	bringup_begin(&bringup, &dialect_analog);
	bring_up(&bringup, answers, said, &now);
	CU_ASSERT_TRUE(bringup.done);
	CU_ASSERT_FALSE(bringup.has_caller_id);
}

static void
errors_and_time_outs_do_not_stop_it(void)
{
	static const struct at_code codes[] = {
		ERROR_CODE, TIMEOUT_CODE, CME_CODE(3), CME_CODE(4), CME_CODE(100),
	};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		struct bringup bringup;
		char said[2048] = "";
		struct at_command command;

		bringup_begin(&bringup, &dialect_cellular);
		while (bringup_command(&bringup, &command, 0) && strlen(said) < 1800) {
			strcat(strcat(said, command.text), "|");
			bringup_final(&bringup, &codes[i], 0);
			if (strcmp(command.text, "AT+CPIN?") == 0 && !bringup.done)
				bringup.not_before = 0;
		}
		CU_ASSERT_TRUE(bringup.done);
		CU_ASSERT_STRING_EQUAL(said, cellular);
	}
}

static void
a_list_that_works_is_told_from_one_that_does_not(void)
{
	static const struct {
		struct at_code code;
		bool has_list;
	} rows[] = {
		{ OK_CODE, true }, { ERROR_CODE, false }, { CME_CODE(4), false },
		{ CME_CODE(100), true }, { CME_CODE(11), true }, { TIMEOUT_CODE, true },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bringup bringup;
		struct at_command command;

		bringup_begin(&bringup, &dialect_cellular);
		while (bringup_command(&bringup, &command, 0) && !bringup_lists(&bringup))
			bringup_final(&bringup, &(struct at_code)OK_CODE, 0);
		CU_ASSERT_STRING_EQUAL(command.text, "AT+CLCC");
		bringup_final(&bringup, &rows[i].code, 0);
		CU_ASSERT_EQUAL(bringup.has_list, rows[i].has_list);
		CU_ASSERT_FALSE(bringup_lists(&bringup));
	}
}

/* Brings up to AT+CPIN?, answers it, and returns when it asks again; 0: it goes on. */
static ms_t
asks_sim_again(struct bringup *bringup, const char *info, struct at_code code)
{
	struct at_command command;

	bringup_begin(bringup, &dialect_cellular);
	while (bringup_command(bringup, &command, 100) && strcmp(command.text, "AT+CPIN?") != 0)
		bringup_final(bringup, &(struct at_code)OK_CODE, 100);
	if (info != NULL)
		bringup_info(bringup, info);
	bringup_final(bringup, &code, 100);
	if (bringup_command(bringup, &command, 100)) {
		CU_ASSERT_STRING_EQUAL(command.text, "ATS0=0");
		return 0;
	}
	CU_ASSERT_FALSE(bringup_command(bringup, &command, bringup_due(bringup) - 1));
	CU_ASSERT_TRUE(bringup_command(bringup, &command, bringup_due(bringup)));
	CU_ASSERT_STRING_EQUAL(command.text, "AT+CPIN?");
	return bringup_due(bringup) - 100;
}

static void
a_sim_that_is_not_ready_is_asked_again(void)
{
	static const struct {
		const char *info;
		struct at_code code;
		ms_t again;
	} rows[] = {
		{ "+CPIN: READY", OK_CODE, 0 },
		{ "+CPIN: READY", TIMEOUT_CODE, 0 },            /* Wavecom says no OK */
		{ NULL, ERROR_CODE, 0 },
		{ NULL, OK_CODE, 0 },
		{ NULL, TIMEOUT_CODE, 0 },
		{ NULL, CME_CODE(14), BRINGUP_SIM_BUSY_MS },
		{ NULL, CME_CODE(515), BRINGUP_SIM_BUSY_MS },
		{ "+CPIN: NOT READY", OK_CODE, BRINGUP_SIM_BUSY_MS },
		{ "+CPIN: SIM PIN", OK_CODE, BRINGUP_SIM_MS },
		{ "+CPIN: SIM PUK", OK_CODE, BRINGUP_SIM_MS },
		{ NULL, CME_CODE(10), BRINGUP_SIM_MS },
		{ NULL, CME_CODE(13), BRINGUP_SIM_MS },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bringup bringup;

		CU_ASSERT_EQUAL(asks_sim_again(&bringup, rows[i].info, rows[i].code),
		    rows[i].again);
	}
}

static void
a_sim_that_gets_ready_goes_on(void)
{
	struct bringup bringup;
	char said[2048];
	ms_t now = 100000;
	static const struct answer answers[] = {
		{ "AT+CPIN?", "+CPIN: READY", OK_CODE },
		{ NULL, NULL, OK_CODE },
	};

	CU_ASSERT(asks_sim_again(&bringup, "+CPIN: SIM PIN", (struct at_code)OK_CODE) > 0);
	CU_ASSERT_EQUAL(bringup.network.sim, NETWORK_SIM_PIN);
	bring_up(&bringup, answers, said, &now);
	CU_ASSERT_TRUE(bringup.done);
	CU_ASSERT_EQUAL(bringup.network.sim, NETWORK_SIM_READY);
	CU_ASSERT(strncmp(said, "AT+CPIN?|ATS0=0|", 16) == 0);
}

static void
an_identity_is_printable_and_bounded(void)
{
	struct bringup bringup;
	struct at_command command;
	char line[400];

	snprintf(line, sizeof(line), "\x1b[2J%0300d", 0);
	bringup_begin(&bringup, NULL);
	while (bringup_command(&bringup, &command, 0)) {
		if (command.free_text) {
			bringup_info(&bringup, line);
			bringup_info(&bringup, "a second line is not the name");
		}
		bringup_final(&bringup, &(struct at_code)OK_CODE, 0);
	}
	CU_ASSERT(strlen(bringup.identity) > 0 && strlen(bringup.identity) <= BRINGUP_IDENTITY_MAX);
	CU_ASSERT_PTR_NULL(strchr(bringup.identity, 0x1b));
	CU_ASSERT_PTR_NULL(strstr(bringup.identity, "second"));
	/* Behind the end nothing is expected and nothing breaks. */
	bringup_info(&bringup, line);
	bringup_final(&bringup, &(struct at_code)OK_CODE, 0);
	CU_ASSERT_FALSE(bringup_lists(&bringup));
	CU_ASSERT_TRUE(bringup.done);
}

CU_TestInfo bringup_tests[] = {
	{ "a cellular modem is known and set up", a_cellular_modem_is_known_and_set_up },
	{ "modems are told apart by what they say", modems_are_told_apart_by_what_they_say },
	{ "an analog modem is asked until it is known", an_analog_modem_is_asked_until_it_is_known },
	{ "caller ID is tried until one command is OK", caller_id_is_tried_until_one_is_ok },
	{ "a modem that refuses each has no caller ID",
	  a_modem_that_refuses_each_has_no_caller_id },
	{ "a forced dialect is not chosen again", a_forced_dialect_is_not_chosen_again },
	{ "errors and time-outs do not stop it", errors_and_time_outs_do_not_stop_it },
	{ "a list that works is told from one that does not",
	  a_list_that_works_is_told_from_one_that_does_not },
	{ "a SIM that is not ready is asked again", a_sim_that_is_not_ready_is_asked_again },
	{ "a SIM that gets ready goes on", a_sim_that_gets_ready_goes_on },
	{ "an identity is printable and bounded", an_identity_is_printable_and_bounded },
	CU_TEST_INFO_NULL
};
