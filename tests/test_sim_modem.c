/* SPDX-License-Identifier: MIT */
#include <CUnit/CUnit.h>
#include <string.h>

#include "bench.h"
#include "sim/sim_modem.h"

static struct fault fault;

static void
power_on(const struct sim_family *family)
{
	sim_modem_init(&bench_modem, family, &bench_timing);
}

static void
quiet_cellular(void)
{
	power_on(&sim_family_cellular);
	bench_ask("ATE0", 0);
	bench_ask("AT+CMEE=1;+CLIP=1", 0);
}

static void
it_echoes_until_told_not_to(void)
{
	power_on(&sim_family_cellular);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "AT|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATE0", 0), "ATE0|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|");
}

static void
a_command_line_reads_the_same_in_any_pieces(void)
{
	const char line[] = "AT+CLIP=1;+CLIP?\r";

	for (size_t cut = 0; cut < sizeof(line); cut++) {
		power_on(&sim_family_cellular);
		bench_ask("ATE0", 0);
		sim_modem_feed(&bench_modem, line, cut, 0);
		sim_modem_feed(&bench_modem, line + cut, sizeof(line) - 1 - cut, 9);
		CU_ASSERT_STRING_EQUAL(bench_said(), "|+CLIP: 1,1|OK|");
	}
}

static void
the_prefix_is_at_in_one_case(void)
{
	power_on(&sim_family_analog);
	bench_ask("ATE0", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("at", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("At", 0), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("aT", 0), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("\x1a noise AT", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("", 0), "");
}

static void
one_result_ends_a_line_and_the_first_failure_stops_it(void)
{
	quiet_cellular();
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CCWA=1;+FOO;+CLIP=0", 0), "|+CME ERROR: 100|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CCWA?;+CLIP?", 0), "|+CCWA: 1|+CLIP: 1,1|OK|");
}

static void
basic_commands_stand_side_by_side(void)
{
	power_on(&sim_family_analog);
	bench_ask("ATE0", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT E0 Q0 V1 X4 S0=0 &C1 &D0 S7=50", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATS7?S0?", 0), "|050|000|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATX5", 0), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATS99=1", 0), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATS7", 0), "|ERROR|");
}

static void
results_follow_v_and_q(void)
{
	power_on(&sim_family_analog);
	bench_ask("ATE0", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("ATV0", 0), "0|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATFOO", 0), "4|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATQ1", 0), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATQ0V1", 0), "|OK|");
}

static void
errors_follow_cmee(void)
{
	power_on(&sim_family_cellular);
	bench_ask("ATE0", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FOO", 0), "|ERROR|");
	bench_ask("AT+CMEE=1", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FOO", 0), "|+CME ERROR: 100|");
	bench_ask("AT+CMEE=2", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FOO", 0), "|+CME ERROR: unknown|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CMEE=3", 0), "|+CME ERROR: incorrect parameters|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATX9", 0), "|ERROR|");
}

static void
a_line_too_long_is_an_error(void)
{
	char line[700];

	quiet_cellular();
	memset(line, '1', sizeof(line));
	memcpy(line, "ATD", 3);
	line[sizeof(line) - 2] = ';';
	line[sizeof(line) - 1] = '\0';
	CU_ASSERT_STRING_EQUAL(bench_ask(line, 0), "|ERROR|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|");
}

static void
a_call_is_dialling_alerting_active_and_ends_by_us(void)
{
	quiet_cellular();
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD0911234567;", 1000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 1100),
	    "|+CLCC: 1,0,2,0,0,\"0911234567\",129|OK|");
	bench_pass_to(1500);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 1500),
	    "|+CLCC: 1,0,3,0,0,\"0911234567\",129|OK|");
	bench_pass_to(3499);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 3499),
	    "|+CLCC: 1,0,3,0,0,\"0911234567\",129|OK|");
	bench_pass_to(3500);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 3500),
	    "|+CLCC: 1,0,0,0,0,\"0911234567\",129|OK|");
	CU_ASSERT_EQUAL(sim_modem_due(&bench_modem), NEVER);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHUP", 9000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 9000), "|OK|");
}

/* What is heard after ATD of this number, once everything has run its course. */
static const char *
course_of(const char *line)
{
	CU_ASSERT_STRING_EQUAL(bench_ask(line, 0), "|OK|");
	bench_pass_to(60000);
	return bench_said();
}

static void
the_last_digit_decides(void)
{
	quiet_cellular();
	CU_ASSERT_STRING_EQUAL(course_of("ATD+361;"), "|BUSY|");
	CU_ASSERT_STRING_EQUAL(course_of("ATD362;"), "|NO ANSWER|");
	CU_ASSERT_STRING_EQUAL(course_of("ATD363;"), "|NO CARRIER|");
	CU_ASSERT_STRING_EQUAL(course_of("ATD364;"), "|NO CARRIER|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD365;", 0), "|+CME ERROR: 30|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
}

static void
by_hand_the_user_decides(void)
{
	struct sim_timing manual = bench_timing;

	manual.manual = true;
	sim_modem_init(&bench_modem, &sim_family_cellular, &manual);
	bench_ask("ATE0", 0);
	CU_ASSERT_STRING_EQUAL(course_of("ATD365;"), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 60000), "|+CLCC: 1,0,3,0,0,\"365\",129|OK|");
	CU_ASSERT_EQUAL(sim_modem_far_refuse(&bench_modem, SIM_EVENT_BUSY, 61000, &fault), 0);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|BUSY|");
	CU_ASSERT_EQUAL(sim_modem_far_refuse(&bench_modem, SIM_EVENT_BUSY, 61000, &fault), -1);
}

static void
a_second_atd_is_refused(void)
{
	quiet_cellular();
	bench_ask("ATD0910;", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD0920;", 200), "|+CME ERROR: 3|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 300), "|+CLCC: 1,0,2,0,0,\"0910\",129|OK|");
	bench_ask("ATH", 400);
	sim_modem_ring(&bench_modem, "0930", "01021504", 500, &fault);
	bench_said();
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD0920;", 600), "|+CME ERROR: 3|");
}

static void
what_is_no_voice_call_is_not_dialled(void)
{
	static const char *const lines[] = {
		"ATD0910", "ATD;", "ATD09x10;", "ATD0910;+CHUP", "ATDL", "ATD>1;", "ATD09+10;",
		"ATD\"0910\";", "ATD01234567890123456789012345678901234567890123456789;",
	};

	quiet_cellular();
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		CU_ASSERT_PTR_NULL(strstr(bench_ask(lines[i], 0), "OK"));
		CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	}
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD*#06#;", 0), "|OK|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
}

static void
with_colp_atd_waits_for_the_answer(void)
{
	quiet_cellular();
	bench_ask("AT+COLP=1", 0);
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD+360;", 0), "");
	bench_pass_to(2500);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|+COLP: \"+360\",145|OK|");
	bench_ask("ATH", 3000);
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD361;", 3000), "");
	bench_pass_to(9000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|BUSY|");
}

static void
a_byte_aborts_a_pending_atd_but_not_at_once(void)
{
	quiet_cellular();
	bench_ask("AT+COLP=1", 0);
	bench_ask("ATD360;", 1000);
	sim_modem_feed(&bench_modem, "\n", 1, 1124);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	sim_modem_feed(&bench_modem, "\r", 1, 1125);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|NO CARRIER|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 1200), "|OK|");
	bench_ask("ATD360;", 2000);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 2500), "|NO CARRIER|");
}

static void
an_incoming_call_rings_with_its_number(void)
{
	quiet_cellular();
	CU_ASSERT_EQUAL(sim_modem_ring(&bench_modem, "+36301", "01021504", 1000, &fault), 0);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|+CLIP: \"+36301\",145,,,,0|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 1000), "|+CLCC: 1,1,4,0,0,\"+36301\",145|OK|");
	bench_pass_to(5999);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	bench_pass_to(6000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|+CLIP: \"+36301\",145,,,,0|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATA", 7000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 7000), "|+CLCC: 1,1,0,0,0,\"+36301\",145|OK|");
	CU_ASSERT_EQUAL(sim_modem_far_hangup(&bench_modem, false, 8000, &fault), 0);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|NO CARRIER|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATA", 8000), "|NO CARRIER|");
}

static void
a_withheld_number_is_empty(void)
{
	quiet_cellular();
	bench_ask("AT+CRC=1", 0);
	sim_modem_ring(&bench_modem, "", "01021504", 0, &fault);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|+CRING: VOICE|+CLIP: \"\",128,,,,1|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHUP", 0), "|OK|");
	bench_pass_to(60000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
}

static void
a_second_caller_waits_and_then_rings(void)
{
	quiet_cellular();
	bench_ask("AT+CCWA=1", 0);
	course_of("ATD360;");
	CU_ASSERT_EQUAL(sim_modem_ring(&bench_modem, "361", "01021504", 61000, &fault), 0);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|+CCWA: \"361\",129,1,,0|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 61000),
	    "|+CLCC: 1,0,0,0,0,\"360\",129|+CLCC: 2,1,5,0,0,\"361\",129|OK|");
	CU_ASSERT_EQUAL(sim_modem_ring(&bench_modem, "362", "01021504", 61000, &fault), -1);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHUP", 62000), "|OK|");
	bench_pass_to(62000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|+CLIP: \"361\",129,,,,0|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 62000), "|+CLCC: 2,1,4,0,0,\"361\",129|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHLD=12", 62000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 62000), "|OK|");
}

static void
another_telephone_can_answer(void)
{
	quiet_cellular();
	sim_modem_ring(&bench_modem, "361", "01021504", 0, &fault);
	bench_said();
	CU_ASSERT_EQUAL(sim_modem_far_answer(&bench_modem, 1000, &fault), 0);
	bench_pass_to(60000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 60000), "|+CLCC: 1,1,0,0,0,\"361\",129|OK|");
}

static void
ath_obeys_cvhu(void)
{
	quiet_cellular();
	bench_ask("AT+CVHU=1", 0);
	course_of("ATD360;");
	bench_ask("ATH", 61000);
	CU_ASSERT_FALSE(sim_calls_idle(&bench_modem.core.calls));
	bench_ask("AT+CVHU=0", 61000);
	bench_ask("ATH", 61000);
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
}

static void
a_restart_forgets_everything_and_says_so(void)
{
	quiet_cellular();
	course_of("ATD360;");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CFUN=1,1", 61000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 61100), "");
	bench_pass_to(63000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RDY|+CFUN: 1|+CPIN: READY|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 63000), "AT+CLCC|OK|");
}

static void
quiet_analog(void)
{
	power_on(&sim_family_analog);
	bench_ask("ATE0Q0V1X4", 0);
}

static void
an_analog_modem_knows_no_cellular_command(void)
{
	static const char *const lines[] = {
		"AT+CGMI", "AT+CMEE=1", "AT+CLCC", "AT+CHUP", "AT+CPIN?", "AT+CLIP=1",
		"AT+FCLASS=8",
	};

	quiet_analog();
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		CU_ASSERT_STRING_EQUAL(bench_ask(lines[i], 0), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+GCAP", 0), "|+GCAP: +FCLASS|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FCLASS=?", 0), "|0|OK|");
}

static void
an_analog_modem_says_ok_when_the_digits_are_out_and_nothing_more(void)
{
	quiet_analog();
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0123;", 1000), "");
	bench_pass_to(1399);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	bench_pass_to(1400);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|OK|");
	bench_pass_to(60000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0120;", 60000), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATH", 60000), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0120;", 60000), "");
}

static void
an_analog_modem_misses_the_dial_tone_by_number(void)
{
	quiet_analog();
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0124;", 0), "");
	bench_pass_to(500);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|NO DIALTONE|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0125;", 0), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT+0120;", 0), "|ERROR|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATDT0120", 0), "|NO CARRIER|");
}

static void
an_analog_ring_brings_caller_id_when_asked_for(void)
{
	quiet_analog();
	bench_ask("AT+VCID=1", 0);
	sim_modem_ring(&bench_modem, "5551212", "01021504", 1000, &fault);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|");
	bench_pass_to(5999);
	CU_ASSERT_STRING_EQUAL(bench_said(),
	    "|DATE = 0102|TIME = 1504|NMBR = 5551212|NAME = A CALLER|");
	bench_pass_to(6000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|");
	sim_modem_far_hangup(&bench_modem, false, 6500, &fault);
	bench_pass_to(60000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "");
	sim_modem_ring(&bench_modem, "", "01021504", 60000, &fault);
	bench_pass_to(60500);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|RING|DATE = 0102|TIME = 1504|NMBR = P|NAME = P|");
}

static void
an_analog_modem_rejects_by_picking_up_and_hanging_up(void)
{
	quiet_analog();
	sim_modem_ring(&bench_modem, "5551212", "01021504", 0, &fault);
	bench_said();
	bench_ask("ATH0", 100);
	CU_ASSERT_FALSE(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(bench_ask("ATH1", 200), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATH0", 300), "|OK|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_EQUAL(sim_modem_due(&bench_modem), NEVER);
}

static void
a_byte_stops_the_digits(void)
{
	quiet_analog();
	bench_ask("ATDT0123456;", 0);
	sim_modem_feed(&bench_modem, "\r", 1, 300);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|NO CARRIER|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_FALSE(bench_modem.core.off_hook);
}

static void
garbage_never_makes_a_call(void)
{
	unsigned seed = 1;

	quiet_cellular();
	for (ms_t now = 0; now < 20000; now++) {
		char byte;

		seed = seed * 1103515245U + 12345U;
		byte = (char)(seed >> 16);
		sim_modem_feed(&bench_modem, &byte, 1, now);
		bench_said();
	}
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(bench_ask("\rAT", 30000), "|OK|");
}

CU_TestInfo sim_modem_tests[] = {
	{ "it echoes until told not to", it_echoes_until_told_not_to },
	{ "a command line reads the same in any pieces",
	  a_command_line_reads_the_same_in_any_pieces },
	{ "the prefix is AT in one case", the_prefix_is_at_in_one_case },
	{ "one result ends a line and the first failure stops it",
	  one_result_ends_a_line_and_the_first_failure_stops_it },
	{ "basic commands stand side by side", basic_commands_stand_side_by_side },
	{ "results follow V and Q", results_follow_v_and_q },
	{ "errors follow +CMEE", errors_follow_cmee },
	{ "a line too long is an error", a_line_too_long_is_an_error },
	{ "a call is dialling, alerting, active, and ends by us",
	  a_call_is_dialling_alerting_active_and_ends_by_us },
	{ "the last digit decides", the_last_digit_decides },
	{ "by hand the user decides", by_hand_the_user_decides },
	{ "a second ATD is refused", a_second_atd_is_refused },
	{ "what is no voice call is not dialled", what_is_no_voice_call_is_not_dialled },
	{ "with +COLP=1 ATD waits for the answer", with_colp_atd_waits_for_the_answer },
	{ "a byte aborts a pending ATD, but not at once",
	  a_byte_aborts_a_pending_atd_but_not_at_once },
	{ "an incoming call rings with its number", an_incoming_call_rings_with_its_number },
	{ "a withheld number is empty", a_withheld_number_is_empty },
	{ "a second caller waits and then rings", a_second_caller_waits_and_then_rings },
	{ "another telephone can answer", another_telephone_can_answer },
	{ "ATH obeys +CVHU", ath_obeys_cvhu },
	{ "a restart forgets everything and says so", a_restart_forgets_everything_and_says_so },
	{ "an analog modem knows no cellular command",
	  an_analog_modem_knows_no_cellular_command },
	{ "an analog modem says OK when the digits are out, and nothing more",
	  an_analog_modem_says_ok_when_the_digits_are_out_and_nothing_more },
	{ "an analog modem misses the dial tone by number",
	  an_analog_modem_misses_the_dial_tone_by_number },
	{ "an analog ring brings caller ID when asked for",
	  an_analog_ring_brings_caller_id_when_asked_for },
	{ "an analog modem rejects by picking up and hanging up",
	  an_analog_modem_rejects_by_picking_up_and_hanging_up },
	{ "a byte stops the digits", a_byte_stops_the_digits },
	{ "garbage never makes a call", garbage_never_makes_a_call },
	CU_TEST_INFO_NULL,
};
