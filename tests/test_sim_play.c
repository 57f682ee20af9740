/* SPDX-License-Identifier: MIT */
#include <CUnit/CUnit.h>
#include <string.h>

#include "sim/sim_play.h"

static const struct sim_timing timing = { .ring_every = 5000 };

static struct sim_dialogue dialogue;
static struct sim_play play;
static struct fault fault;
static char file[4096];
static char heard[4096];                /* by the host, with | for each end of a line */
static char shown[4096];                /* to the user */
static enum sim_play_event end;         /* DONE or FAILED; SHOW before */

static int
load(const char *text)
{
	strcpy(file, text);
	heard[0] = '\0';
	shown[0] = '\0';
	end = SIM_PLAY_SHOW;
	return sim_dialogue_read(&dialogue, "call.txt", file, &fault);
}

static void
begin(const char *text)
{
	CU_ASSERT_EQUAL_FATAL(load(text), 0);
	sim_play_start(&play, &dialogue, &sim_family_cellular, &timing);
}

static void
listen(void)
{
	size_t n;
	const char *bytes = sim_play_output(&play, &n);
	size_t out = strlen(heard);

	for (size_t i = 0; i < n; i++)
		if (bytes[i] != '\n' && !(bytes[i] == '\r' && out > 0 && heard[out - 1] == '|'))
			heard[out++] = bytes[i] == '\r' ? '|' : bytes[i];
	heard[out] = '\0';
	sim_play_wrote(&play, n);
}

static void
run(ms_t now)
{
	struct sim_play_news news;

	while (sim_play_next(&play, now, &news)) {
		listen();
		switch (news.event) {
		case SIM_PLAY_SHOW:
			strcat(strcat(shown, news.text), "|");
			break;
		case SIM_PLAY_UNPLUG:
			strcat(shown, "unplug|");
			break;
		case SIM_PLAY_PLUG:
			strcat(shown, "plug|");
			break;
		case SIM_PLAY_DONE:
		case SIM_PLAY_FAILED:
			end = news.event;
			strcat(shown, news.text);
			break;
		}
	}
	listen();
}

static void
say(const char *bytes, ms_t now)
{
	for (size_t n = strlen(bytes); n > 0;) {
		size_t eaten = sim_play_feed(&play, bytes, n, now);

		bytes += eaten;
		n -= eaten;
		run(now);
	}
}

static void
pass_to(ms_t now)
{
	while (sim_play_due(&play) <= now)
		run(sim_play_due(&play));
}

/* Since the last look. */
static bool
host_heard(const char *expected)
{
	bool alike = strcmp(heard, expected) == 0;

	heard[0] = '\0';
	return alike;
}

static void
a_dialogue_is_played_as_written(void)
{
	begin("# busy\n> ATD0911234567;\n< OK\n# expect: dialling\n~ 2\n< ^CEND: 1,0\n< BUSY\n"
	    "= idle\n");
	run(0);
	say("ATD0911234567;\r", 1000);
	CU_ASSERT(host_heard("|OK|"));
	pass_to(2999);
	CU_ASSERT(host_heard(""));
	pass_to(3000);
	CU_ASSERT(host_heard("|^CEND: 1,0|BUSY|"));
	CU_ASSERT_EQUAL(end, SIM_PLAY_SHOW);
	pass_to(3000 + SIM_PLAY_LINGER_MS);
	CU_ASSERT_EQUAL(end, SIM_PLAY_DONE);
	CU_ASSERT_STRING_EQUAL(shown, "# busy|dialling|idle|call.txt");
	CU_ASSERT_EQUAL(sim_play_due(&play), NEVER);
}

static void
the_host_may_speak_in_any_pieces(void)
{
	const char line[] = "ATD0911;\r";

	for (size_t cut = 0; cut < sizeof(line); cut++) {
		char first[sizeof(line)] = "";

		memcpy(first, line, cut);
		begin("> ATD0911;\n< OK\n");
		say(first, 0);
		say(line + cut, 10);
		CU_ASSERT(host_heard("|OK|"));
		pass_to(5000);
		CU_ASSERT_EQUAL(end, SIM_PLAY_DONE);
	}
}

static void
a_wrong_number_is_told_with_file_and_line(void)
{
	begin("# x\n\n> ATD0911;\n< OK\n");
	run(0);
	say("ATD0912;\r", 0);
	CU_ASSERT_EQUAL(end, SIM_PLAY_FAILED);
	CU_ASSERT_STRING_EQUAL(shown,
	    "# x|call.txt:3: expected \"ATD0911;\" from the host; came \"ATD0912;\"");
	CU_ASSERT(host_heard(""));
}

static void
a_hangup_that_is_not_written_fails(void)
{
	static const char *const lines[] = {
		"ATH\r", "ATH0\r", "AT+CHUP\r", "AT+CHLD=11\r", "AT+CLIP=1;+CHUP\r", "ATA\r",
		"ATD0911;\r", "AT+VTS=1\r", "ATZ\r", "AT+CFUN=1,1\r", "hello\r",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		begin("> ATD0911;\n< OK\n= alerting\n~ 3\n< BUSY\n");
		say("ATD0911;\r", 0);
		CU_ASSERT_EQUAL(end, SIM_PLAY_SHOW);
		say(lines[i], 100);
		CU_ASSERT_EQUAL(end, SIM_PLAY_FAILED);
	}
}

static void
no_byte_may_come_while_atd_has_no_result(void)
{
	static const char *const bytes[] = { "\r", "A", "\n", "AT+CLCC\r" };

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++) {
		begin("> ATD0911;\n= dialling\n~ 8\n< CONNECT\n");
		say("ATD0911;\r", 0);
		say(bytes[i], 4000);
		CU_ASSERT_EQUAL(end, SIM_PLAY_FAILED);
	}
	begin("> ATD0911;\n= dialling\n~ 8\n< CONNECT\n= active\n~ 2\n");
	say("ATD0911;\r", 0);
	pass_to(8000);
	heard[0] = '\0';
	say("AT+CLCC\r", 8100);
	CU_ASSERT(host_heard("AT+CLCC|+CLCC: 1,0,0,0,0,\"0911\",129|OK|"));
}

static void
a_written_abort_may_come_before_its_pause_is_over(void)
{
	begin("> ATDT0911\n~ 4\n>\n< NO CARRIER\n> ATH0\n< OK\n");
	say("ATDT0911\r", 0);
	say("\r", 1500);
	CU_ASSERT(host_heard("|NO CARRIER|"));
	say("ATH0\r", 1600);
	CU_ASSERT(host_heard("|OK|"));
	pass_to(9000);
	CU_ASSERT_EQUAL(end, SIM_PLAY_DONE);
}

static void
questions_are_answered_by_the_truth(void)
{
	begin("= idle\n> ATD0911;\n< OK\n= alerting\n~ 5\n= active\n~ 5\n< NO CARRIER\n= idle\n");
	say("ATE0\r", 0);
	heard[0] = '\0';
	say("AT+CLCC\r", 10);
	CU_ASSERT(host_heard("|OK|"));
	say("ATD0911;\r", 1000);
	heard[0] = '\0';
	say("AT+CLCC\r", 1010);
	CU_ASSERT(host_heard("|+CLCC: 1,0,3,0,0,\"0911\",129|OK|"));
	pass_to(6000);
	say("AT+CLCC\r", 6010);
	CU_ASSERT(host_heard("|+CLCC: 1,0,0,0,0,\"0911\",129|OK|"));
	pass_to(11000);
	heard[0] = '\0';
	say("AT+CLCC\r", 11010);
	CU_ASSERT(host_heard("|OK|"));
	CU_ASSERT_EQUAL(end, SIM_PLAY_SHOW);
}

static void
a_ringing_call_has_its_number(void)
{
	begin("< RING\n= incoming +3630\n> ATA\n< OK\n= active\n");
	say("ATE0\r", 0);
	pass_to(SIM_PLAY_QUIET_MS);
	heard[0] = '\0';
	say("AT+CLCC\r", 900);
	CU_ASSERT(host_heard("|+CLCC: 1,1,4,0,0,\"+3630\",145|OK|"));
	say("ATA\r", 1000);
	heard[0] = '\0';
	say("AT+CLCC\r", 1100);
	CU_ASSERT(host_heard("|+CLCC: 1,1,0,0,0,\"+3630\",145|OK|"));
}

static const char *
list_when(const char *truth)
{
	static char answer[200];

	begin(truth);
	say("ATE0\r", 0);
	pass_to(SIM_PLAY_QUIET_MS);
	heard[0] = '\0';
	say("AT+CLCC\r", SIM_PLAY_QUIET_MS);
	return strcpy(answer, heard);
}

static void
the_truth_may_be_told_in_many_words(void)
{
	CU_ASSERT_STRING_EQUAL(list_when("given active inbound +3630\n~ 9\n"),
	    "|+CLCC: 1,1,0,0,0,\"+3630\",145|OK|");
	CU_ASSERT_STRING_EQUAL(list_when("= incoming withheld\n~ 9\n"),
	    "|+CLCC: 1,1,4,0,0,\"\",128|OK|");
	CU_ASSERT_STRING_EQUAL(list_when("= incoming 0911\n# expect: active (inbound, 0911)\n~ 9\n"),
	    "|+CLCC: 1,1,0,0,0,\"0911\",129|OK|");
	CU_ASSERT_STRING_EQUAL(list_when("= active 0911\n= modem ready\n= ending 0911\n~ 9\n"),
	    "|+CLCC: 1,0,0,0,0,\"0911\",129|OK|");
	CU_ASSERT_STRING_EQUAL(list_when("= active 0911\n= idle, busy\n= incoming unknown\n~ 9\n"),
	    "|+CLCC: 1,1,4,0,0,\"\",128|OK|");
	CU_ASSERT_STRING_EQUAL(list_when("= active 0911\n= idle, the far end hung up\n~ 9\n"),
	    "|OK|");
}

static void
nothing_is_said_before_the_host_is_ready(void)
{
	begin("~ 1\n< RING\n");
	run(0);
	CU_ASSERT_EQUAL(sim_play_due(&play), NEVER);
	say("ATE0\r", 5000);
	heard[0] = '\0';
	say("AT+CLIP=1\r", 5100);
	heard[0] = '\0';
	pass_to(5100 + SIM_PLAY_QUIET_MS + 999);
	CU_ASSERT(host_heard(""));
	pass_to(5100 + SIM_PLAY_QUIET_MS + 1000);
	CU_ASSERT(host_heard("|RING|"));
}

static void
a_written_answer_goes_before_the_truth(void)
{
	begin("= idle\n> AT+CLCC\n< ^RSSI:21\n< +CLCC: 1,1,0,1,0,\"\",128\n< OK\n");
	say("AT+CLCC\r", 0);
	CU_ASSERT(host_heard("|^RSSI:21|+CLCC: 1,1,0,1,0,\"\",128|OK|"));
	say("AT+CLCC\r", 100);
	CU_ASSERT(host_heard("AT+CLCC|OK|"));
}

static void
a_written_setting_counts(void)
{
	begin("> ATE0\n< ATE0\n< OK\n");
	say("ATE0\r", 0);
	heard[0] = '\0';
	say("AT\r", 10);
	CU_ASSERT(host_heard("|OK|"));
}

static void
a_question_that_nobody_asks_is_passed_over(void)
{
	begin("> AT^DSCI=1\n< OK\n~ 1\n> AT+CREG?\n< +CREG: 0,2\n< OK\n> ATD0911;\n< ERROR\n");
	say("AT+CREG?\r", 0);
	CU_ASSERT(host_heard("|+CREG: 0,2|OK|"));
	say("ATD0911;\r", 100);
	CU_ASSERT(host_heard("|ERROR|"));

	begin("> AT+CLCC\n< OK\n< RING\n");
	say("ATE0\r", 0);
	heard[0] = '\0';
	pass_to(SIM_PLAY_QUIET_MS + SIM_PLAY_QUESTION_MS - 1);
	CU_ASSERT(host_heard(""));
	pass_to(SIM_PLAY_QUIET_MS + SIM_PLAY_QUESTION_MS);
	CU_ASSERT(host_heard("|RING|"));
}

static void
a_call_line_is_never_passed_over(void)
{
	begin("> ATD0911;\n< OK\n~ 1\n> AT+CHUP\n< OK\n> ATD0912;\n< OK\n");
	say("ATD0911;\r", 0);
	say("ATD0912;\r", 500);
	CU_ASSERT_EQUAL(end, SIM_PLAY_FAILED);
	begin("> ATD0911;\n< OK\n> AT+CHUP\n< OK\n");
	say("ATD0911;\r", 0);
	pass_to(3600000);
	CU_ASSERT_EQUAL(end, SIM_PLAY_SHOW);
	CU_ASSERT_EQUAL(sim_play_due(&play), NEVER);
	sim_play_describe(&play, &fault);
	CU_ASSERT_STRING_EQUAL(fault.text, "call.txt:3: expected \"AT+CHUP\" from the host");
}

static void
what_is_wrong_after_the_end_still_fails(void)
{
	begin("> ATD0911;\n< BUSY\n");
	say("ATD0911;\r", 0);
	say("ATD0911;\r", 500);
	CU_ASSERT_EQUAL(end, SIM_PLAY_FAILED);
	CU_ASSERT_STRING_EQUAL(shown,
	    "call.txt: expected nothing more from the host; came \"ATD0911;\"");
}

static void
the_device_comes_and_goes(void)
{
	begin("= active\n~ 2\n# @usb-remove\n= idle\n~ 8\n@usb-add\n> ATE0\n< OK\n< RING\n");
	say("ATE0\rAT+CLCC\r", 0);
	CU_ASSERT(host_heard("ATE0|OK|+CLCC: 1,0,0,0,0,\"\",128|OK|"));
	pass_to(SIM_PLAY_QUIET_MS + 2000);
	CU_ASSERT_STRING_EQUAL(shown, "active|unplug|idle|");
	pass_to(SIM_PLAY_QUIET_MS + 10000);
	CU_ASSERT_STRING_EQUAL(shown, "active|unplug|idle|plug|");
	say("AT\r", 12000);
	CU_ASSERT(host_heard("AT|OK|"));
	say("ATE0\r", 12100);
	CU_ASSERT(host_heard("|OK|RING|"));
}

static void
bytes_can_be_escaped(void)
{
	begin("> AT\\x41\n< NAME = M\\xfcller\\\\\n< \\x10b\n< \\r\\n\n");
	say("ATA\r", 0);
	CU_ASSERT(host_heard("|NAME = M\xfcller\\|\x10" "b|"));
}

static void
what_is_no_dialogue_is_refused_with_its_line(void)
{
	static const char *const texts[] = {
		"> AT\nfoo\n", "> AT\n< \\q\n", "> AT\n< \\x1\n", "> AT\n< \\xg1\n", "> AT\n< \\\n",
		"> AT\n~ x\n", "> AT\n~\n", "> AT\n~ -1\n", "> AT\n~ nan\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		CU_ASSERT_EQUAL(load(texts[i]), -1);
		CU_ASSERT_EQUAL(strncmp(fault.text, "call.txt:2: ", 12), 0);
	}
	CU_ASSERT_EQUAL(load("\r\n~ 0.5\r\ndesk< dial-request 0911\ndialect ublox\n# x\n"), 0);
	CU_ASSERT_EQUAL(dialogue.count, 4);
	CU_ASSERT_EQUAL(dialogue.step[0].pause, 500);
}

CU_TestInfo sim_play_tests[] = {
	{ "a dialogue is played as written", a_dialogue_is_played_as_written },
	{ "the host may speak in any pieces", the_host_may_speak_in_any_pieces },
	{ "a wrong number is told with file and line",
	  a_wrong_number_is_told_with_file_and_line },
	{ "a hang-up that is not written fails", a_hangup_that_is_not_written_fails },
	{ "no byte may come while ATD has no result", no_byte_may_come_while_atd_has_no_result },
	{ "a written abort may come before its pause is over",
	  a_written_abort_may_come_before_its_pause_is_over },
	{ "questions are answered by the truth", questions_are_answered_by_the_truth },
	{ "a ringing call has its number", a_ringing_call_has_its_number },
	{ "the truth may be told in many words", the_truth_may_be_told_in_many_words },
	{ "nothing is said before the host is ready", nothing_is_said_before_the_host_is_ready },
	{ "a written answer goes before the truth", a_written_answer_goes_before_the_truth },
	{ "a written setting counts", a_written_setting_counts },
	{ "a question that nobody asks is passed over",
	  a_question_that_nobody_asks_is_passed_over },
	{ "a call line is never passed over", a_call_line_is_never_passed_over },
	{ "what is wrong after the end still fails", what_is_wrong_after_the_end_still_fails },
	{ "the device comes and goes", the_device_comes_and_goes },
	{ "bytes can be escaped", bytes_can_be_escaped },
	{ "what is no dialogue is refused with its line",
	  what_is_no_dialogue_is_refused_with_its_line },
	CU_TEST_INFO_NULL,
};
