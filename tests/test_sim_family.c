/* SPDX-License-Identifier: MIT */
#include <CUnit/CUnit.h>
#include <string.h>

#include "bench.h"
#include "sim/sim_modem.h"
#include "sim/sim_outlet.h"
#include "util/array.h"

static struct fault fault;

static void
power_on(const char *name, const char *init)
{
	sim_modem_init(&bench_modem, sim_family_find(name), &bench_timing);
	bench_ask("ATE0", 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(bench_ask(init, 0), "OK|"));
}

/* All that is heard of a call to this number, up to a minute after ATD. */
static const char *
course_of(const char *line)
{
	static char text[4096];

	const char *rest;

	strcpy(text, bench_ask(line, 0));
	bench_pass_to(60000);
	rest = bench_said();
	return strcat(text, rest + (text[0] != '\0' && rest[0] == '|'));
}

/* All that is heard of an incoming call that rings once and is given up. */
static const char *
missed_call(const char *number)
{
	sim_modem_ring(&bench_modem, number, "01021504", 0, &fault);
	sim_modem_far_hangup(&bench_modem, false, 1000, &fault);
	return bench_said();
}

static const struct {
	const char *family;
	const char *init;               /* how the host switches its events on */
	const char *short_talk;         /* ATD363; */
	const char *busy;               /* ATD361; */
	const char *missed;             /* with +CLIP=1 */
} courses[] = {
	{ "cellular", "AT", "|OK|NO CARRIER|", "|OK|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
	{ "huawei", "AT^CURC=1", "|OK|^ORIG:1,0|^CONF:1|^CONN:1,0|^CEND:1,3,29,16|",
	  "|OK|^ORIG:1,0|^CEND: 1,0, 67, 17|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|^CEND:1,0,28,16|" },
	{ "huawei", "AT^CURC=0", "|OK|NO CARRIER|", "|OK|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
	{ "zte", "AT", "|CONNECT|HANGUP: 1|", "|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
	{ "simcom", "AT+CLCC=1;+MORING=1",
	  "|OK|+CLCC: 1,0,2,0,0,\"363\",129|+CLCC: 1,0,3,0,0,\"363\",129|MO RING|"
	  "VOICE CALL: BEGIN|+CLCC: 1,0,0,0,0,\"363\",129|MO CONNECTED|"
	  "+CLCC: 1,0,6,0,0,\"363\",129|VOICE CALL: END: 000003|",
	  "|OK|+CLCC: 1,0,2,0,0,\"361\",129|+CLCC: 1,0,6,0,0,\"361\",129|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|+CLCC: 1,1,4,0,0,\"0910\",129|"
	  "MISSED_CALL: 03:04PM 0910|" },
	{ "quectel", "AT+QINDCFG=\"ccinfo\",1,1",
	  "|OK|+QIND: \"ccinfo\",1,0,2,0,0,\"363\",129|+QIND: \"ccinfo\",1,0,3,0,0,\"363\",129|"
	  "+QIND: \"ccinfo\",1,0,0,0,0,\"363\",129|"
	  "+QIND: \"ccinfo\",1,0,-1,0,0,\"363\",129|NO CARRIER|",
	  "|OK|+QIND: \"ccinfo\",1,0,2,0,0,\"361\",129|"
	  "+QIND: \"ccinfo\",1,0,-1,0,0,\"361\",129|BUSY|",
	  "|+QIND: \"ccinfo\",1,1,4,0,0,\"0910\",129|+CLIP: \"0910\",129,,,,0|"
	  "+QIND: \"ccinfo\",1,1,-1,0,0,\"0910\",129|" },
	{ "quectel-dsci", "AT^DSCI=1",
	  "|OK|^DSCI: 1,0,2,0,363,129,0|^DSCI: 1,0,7,0,363,129,0|^DSCI: 1,0,3,0,363,129,0|"
	  "^DSCI: 1,0,6,0,363,129,0|NO CARRIER|",
	  "|OK|^DSCI: 1,0,2,0,361,129,0|^DSCI: 1,0,6,0,361,129,0|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|^DSCI: 1,1,4,0,0910,129,0|"
	  "^DSCI: 1,1,6,0,0910,129,0|" },
	{ "ublox", "AT+UCALLSTAT=1",
	  "|OK|+UCALLSTAT: 1,2|+UCALLSTAT: 1,3|+UCALLSTAT: 1, 7|+UCALLSTAT: 1,0|"
	  "+UCALLSTAT: 1,6,1|",
	  "|OK|+UCALLSTAT: 1,2|+UCALLSTAT: 1,6,1|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|+UCALLSTAT: 1,4|+UCALLSTAT: 1,6,1|" },
	{ "infineon", "AT+XCALLSTAT=1",
	  "|OK|+XCALLSTAT: 1,2|+XCALLSTAT: 1,3|+XCALLSTAT: 1,7|+XCALLSTAT: 1,6|NO CARRIER|",
	  "|OK|+XCALLSTAT: 1,2|+XCALLSTAT: 1,6|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|+XCALLSTAT: 1,4|+XCALLSTAT: 1,6|" },
	{ "telit", "AT#ECAM=1",
	  "|#ECAM: 1,1,1,,,\"363\",129|#ECAM: 1,2,1,,,|OK|#ECAM: 1,3,1,,,|NO CARRIER|"
	  "#ECAM: 1,0,1,,,|",
	  "|#ECAM: 1,1,1,,,\"361\",129|#ECAM: 1,7,1,,,|BUSY|#ECAM: 1,0,1,,,|",
	  "|RING|+CLIP: \"0910\",129,,,,0|#ECAM: 1,6,1,,,|#ECAM: 1,0,1,,,|" },
	{ "cinterion", "AT^SLCC=1",
	  "|OK|^SLCC: 1,0,2,0,0,1,\"363\",129|^SLCC: |^SLCC: 1,0,3,0,0,1,\"363\",129|^SLCC: |"
	  "^SLCC: 1,0,0,0,0,1,\"363\",129|^SLCC: |^SLCC: |",
	  "|OK|^SLCC: 1,0,2,0,0,1,\"361\",129|^SLCC: |^SLCC: |",
	  "|RING|+CLIP: \"0910\",129,,,,0|^SLCC: 1,1,4,0,0,1,\"0910\",129|^SLCC: |^SLCC: |" },
	{ "sonyericsson", "AT*ECAM=1",
	  "|OK|*ECAV: 1,1,1,,,\"363\",129|*ECAV: 1,2,1|*ECAV: 1,3,1|*ECAV: 1,0,1,08,016|",
	  "|OK|*ECAV: 1,1,1,,,\"361\",129|*ECAV: 1,7,1|*ECAV: 1,0,1,08,017|",
	  "|RING|+CLIP: \"0910\",129,,,,0|*ECAV: 1,6,1,,,\"0910\",129|*ECAV: 1,0,1,08,016|" },
	{ "wavecom", "AT+WIND=50", "|+WIND: 5,1|+WIND: 2|OK|NO CARRIER|+WIND: 6,1|",
	  "|+WIND: 5,1|BUSY|+WIND: 6,1|",
	  "|RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
	{ "motorola", "AT", "|OK|OK|NO CARRIER|", "|OK|BUSY|",
	  "|RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
	{ "sierra", "AT", "OK|NO CARRIER|", "OK|BUSY|",
	  "RING|+CLIP: \"0910\",129,,,,0|NO CARRIER|" },
};

static void
each_family_tells_a_call_in_its_own_way(void)
{
	for (size_t i = 0; i < ARRAY_LEN(courses); i++) {
		power_on(courses[i].family, courses[i].init);
		bench_ask("AT+CLIP=1", 0);
		CU_ASSERT_STRING_EQUAL(course_of("ATD363;"), courses[i].short_talk);
		CU_ASSERT_STRING_EQUAL(course_of("ATD361;"), courses[i].busy);
		CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
		CU_ASSERT_STRING_EQUAL(missed_call("0910"), courses[i].missed);
	}
}

static void
with_colp_every_family_says_how_atd_ended(void)
{
	for (size_t i = 0; i < ARRAY_LEN(courses); i++) {
		power_on(courses[i].family, courses[i].init);
		bench_ask("AT+COLP=1", 0);
		course_of("ATD361;");
		CU_ASSERT_EQUAL(bench_modem.core.pending, SIM_PENDING_NOTHING);
		CU_ASSERT_PTR_NOT_NULL(strstr(course_of("ATD361;"), "BUSY|"));
		bench_ask("ATD360;", 70000);
		bench_pass_to(80000);
		CU_ASSERT_EQUAL(bench_modem.core.pending, SIM_PENDING_NOTHING);
	}
}

static void
a_family_says_who_it_is(void)
{
	power_on("wavecom", "AT");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CGMI", 0), "| WAVECOM MODEM|OK|");
	power_on("huawei", "AT");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+GCAP", 0), "|+GCAP: +CGSM,+FCLASS,+DS|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FOO", 0), "|COMMAND NOT SUPPORT|");
}

static void
our_own_hang_up_is_told_behind_its_ok(void)
{
	power_on("huawei", "AT");
	course_of("ATD360;");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHUP", 65000), "|OK|^CEND:1,62,29,16|");
	power_on("zte", "AT");
	course_of("ATD360;");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CHUP", 65000), "|OK|HANGUP: 1|");
}

static void
an_answer_by_the_host_is_told(void)
{
	power_on("simcom", "AT+CLCC=1");
	sim_modem_ring(&bench_modem, "0910", "01020004", 0, &fault);
	bench_said();
	CU_ASSERT_STRING_EQUAL(bench_ask("ATA", 0),
	    "|OK|VOICE CALL: BEGIN|+CLCC: 1,1,0,0,0,\"0910\",129|");
}

static void
a_byte_ends_a_zte_dial(void)
{
	power_on("zte", "AT");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD360;", 0), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CLCC", 1000), "|NO CARRIER|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(course_of("ATD364;"), "|OK|");
}

static void
wavecom_gives_no_ok_behind_cpin(void)
{
	power_on("wavecom", "AT");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CPIN?", 0), "|+CPIN: READY|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|");
}

static void
a_withheld_number_has_no_field_in_ecav(void)
{
	power_on("sonyericsson", "AT*ECAM=1");
	CU_ASSERT_STRING_EQUAL(missed_call(""), "|RING|*ECAV: 1,6,1|*ECAV: 1,0,1,08,016|");
	CU_ASSERT_STRING_EQUAL(missed_call("+3610"),
	    "|RING|*ECAV: 1,6,1,,,\"3610\",145|*ECAV: 1,0,1,08,016|");
}

static void
the_line_ends_are_the_familys(void)
{
	size_t n;

	sim_modem_init(&bench_modem, sim_family_find("huawei"), &bench_timing);
	sim_modem_feed(&bench_modem, "AT\r", 3, 0);
	CU_ASSERT_NSTRING_EQUAL(sim_modem_output(&bench_modem, &n), "AT\r\r\nOK\r\r\n", 10);
	sim_modem_init(&bench_modem, sim_family_find("sierra"), &bench_timing);
	sim_modem_feed(&bench_modem, "AT\r", 3, 0);
	CU_ASSERT_NSTRING_EQUAL(sim_modem_output(&bench_modem, &n), "AT\rOK\r\n", 7);
	CU_ASSERT_EQUAL(n, 7);
}

static void
a_voice_modem_listens_to_a_dial_in_class_8(void)
{
	power_on("voice", "AT+FCLASS=8");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FCLASS=?", 0), "|0,1,8|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FCLASS?", 0), "|8|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+VRA=50", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(course_of("ATDT360"), "|RINGING|VCON|");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATH", 60000), "|OK|");
	CU_ASSERT_STRING_EQUAL(course_of("ATDT361"), "|BUSY|");
	bench_ask("ATH", 60000);
	CU_ASSERT_PTR_NOT_NULL(strstr(course_of("ATDT362"), "|RINGING|RINGING|NO ANSWER|"));
	bench_ask("ATH", 60000);
	CU_ASSERT_STRING_EQUAL(course_of("ATDT364"), "|NO DIALTONE|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+FCLASS=0", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(course_of("ATDT360;"), "|OK|");
}

static void
a_voice_modem_hears_the_far_end_go_until_it_goes_too(void)
{
	static const struct {
		const char *family;
		const char *heard;
	} exchanges[] = {
		{ "voice", "\x10" "b" "\x10" "b" },
		{ "voice-dial-tone", "\x10" "d" "\x10" "d" },
		{ "voice-loop-break", "\x10" "l" "\x10" "l" },
	};

	for (size_t i = 0; i < ARRAY_LEN(exchanges); i++) {
		power_on(exchanges[i].family, "AT+FCLASS=8");
		bench_ask("ATDT363", 0);
		bench_pass_to(6000);
		bench_said();
		bench_pass_to(16000);
		CU_ASSERT_STRING_EQUAL(bench_said(), exchanges[i].heard);
		CU_ASSERT_STRING_EQUAL(bench_ask("ATH", 16000), "|OK|");
		CU_ASSERT_EQUAL(sim_modem_due(&bench_modem), NEVER);
	}
}

static void
set_fault(const char *text)
{
	CU_ASSERT_EQUAL(sim_faults_read(&bench_modem.core.faults, text, &fault), 0);
}

static void
faults_are_read_by_name(void)
{
	struct sim_faults faults = { .flaw = { { .on = false } } };

	CU_ASSERT_EQUAL(sim_faults_read(&faults, "late-ok=250@ATD", &fault), 0);
	CU_ASSERT_EQUAL(faults.flaw[SIM_FLAW_LATE_OK].ms, 250);
	CU_ASSERT(sim_faults_strike(&faults, SIM_FLAW_LATE_OK, "dt123;"));
	CU_ASSERT_FALSE(sim_faults_strike(&faults, SIM_FLAW_LATE_OK, "+CLCC"));
	CU_ASSERT_EQUAL(sim_faults_read(&faults, "echo=3", &fault), -1);
	CU_ASSERT_EQUAL(sim_faults_read(&faults, "slow=x", &fault), -1);
	CU_ASSERT_EQUAL(sim_faults_read(&faults, "slow=250@ATD", &fault), -1);
	CU_ASSERT_EQUAL(sim_faults_read(&faults, "slo", &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "silence"));
	CU_ASSERT_EQUAL(sim_faults_read(&faults, "off", &fault), 0);
	CU_ASSERT_FALSE(faults.flaw[SIM_FLAW_LATE_OK].on);
}

static void
a_response_can_be_disturbed(void)
{
	power_on("cellular", "AT");
	set_fault("urc");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CSQ", 0), "|+CSQ: 21,99|^RSSI:21|OK|");
	set_fault("off");
	set_fault("second-ok");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CFUN=7", 0), "|ERROR|");
	set_fault("off");
	set_fault("echo");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "AT|OK|");
	set_fault("off");
	set_fault("garbage");
	CU_ASSERT_PTR_NULL(strstr(bench_ask("AT+CSQ", 0), "99|OK|"));
}

static void
one_result_can_be_late_or_missing(void)
{
	power_on("cellular", "AT");
	set_fault("no-final@+CSQ");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CSQ", 0), "|+CSQ: 21,99|");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT+CSQ", 0), "|+CSQ: 21,99|OK|");
	set_fault("late-ok=7000@D");
	CU_ASSERT_STRING_EQUAL(bench_ask("ATD360;", 1000), "");
	bench_pass_to(7999);
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 7999), "|OK|");
	bench_pass_to(8000);
	CU_ASSERT_STRING_EQUAL(bench_said(), "|OK|");
}

static void
it_can_fall_silent(void)
{
	power_on("cellular", "AT");
	set_fault("silence@D");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 0), "|OK|");
	CU_ASSERT_STRING_EQUAL(course_of("ATD361;"), "");
	CU_ASSERT_STRING_EQUAL(bench_ask("AT", 60000), "");
}

static void
it_can_restart_in_a_call(void)
{
	power_on("cellular", "AT");
	set_fault("banner=700");
	CU_ASSERT_STRING_EQUAL(course_of("ATD360;"), "|OK|RDY|+CFUN: 1|+CPIN: READY|");
	CU_ASSERT(sim_calls_idle(&bench_modem.core.calls));
	CU_ASSERT_STRING_EQUAL(bench_ask("ATE0", 60000), "ATE0|OK|");
	CU_ASSERT_STRING_EQUAL(course_of("ATD360;"), "|OK|");
}

static void
bytes_leave_late_in_order_and_one_by_one(void)
{
	static struct sim_outlet outlet;
	size_t n;

	sim_outlet_init(&outlet);
	CU_ASSERT_EQUAL(sim_outlet_due(&outlet), NEVER);
	sim_outlet_put(&outlet, "ab", 2, 100);
	sim_outlet_put(&outlet, "c", 1, 50);
	sim_outlet_peek(&outlet, false, 99, &n);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_EQUAL(sim_outlet_due(&outlet), 100);
	CU_ASSERT_NSTRING_EQUAL(sim_outlet_peek(&outlet, true, 100, &n), "a", 1);
	CU_ASSERT_EQUAL(n, 1);
	sim_outlet_wrote(&outlet, 1, true, 100);
	sim_outlet_peek(&outlet, true, 100, &n);
	CU_ASSERT_EQUAL(n, 0);
	CU_ASSERT_NSTRING_EQUAL(sim_outlet_peek(&outlet, true, 101, &n), "b", 1);
	sim_outlet_wrote(&outlet, 1, true, 101);
	CU_ASSERT_NSTRING_EQUAL(sim_outlet_peek(&outlet, false, 102, &n), "c", 1);
	sim_outlet_wrote(&outlet, n, false, 102);
	CU_ASSERT_EQUAL(sim_outlet_due(&outlet), NEVER);
}

CU_TestInfo sim_family_tests[] = {
	{ "each family tells a call in its own way", each_family_tells_a_call_in_its_own_way },
	{ "with +COLP=1 every family says how ATD ended",
	  with_colp_every_family_says_how_atd_ended },
	{ "a family says who it is", a_family_says_who_it_is },
	{ "our own hang-up is told behind its OK", our_own_hang_up_is_told_behind_its_ok },
	{ "an answer by the host is told", an_answer_by_the_host_is_told },
	{ "a byte ends a ZTE dial", a_byte_ends_a_zte_dial },
	{ "Wavecom gives no OK behind +CPIN", wavecom_gives_no_ok_behind_cpin },
	{ "a withheld number has no field in *ECAV", a_withheld_number_has_no_field_in_ecav },
	{ "the line ends are the family's", the_line_ends_are_the_familys },
	{ "a voice modem listens to a dial in class 8",
	  a_voice_modem_listens_to_a_dial_in_class_8 },
	{ "a voice modem hears the far end go until it goes too",
	  a_voice_modem_hears_the_far_end_go_until_it_goes_too },
	{ "faults are read by name", faults_are_read_by_name },
	{ "a response can be disturbed", a_response_can_be_disturbed },
	{ "one result can be late or missing", one_result_can_be_late_or_missing },
	{ "it can fall silent", it_can_fall_silent },
	{ "it can restart in a call", it_can_restart_in_a_call },
	{ "bytes leave late, in order, and one by one",
	  bytes_leave_late_in_order_and_one_by_one },
	CU_TEST_INFO_NULL,
};
