/* SPDX-License-Identifier: MIT */
#include "app/trace.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/atdialler-trace-XXXXXX";

static void
start(struct trace *trace)
{
	struct fault fault;

	strcpy(path + sizeof(path) - 7, "XXXXXX");
	close(mkstemp(path));
	unlink(path);
	CU_ASSERT_EQUAL_FATAL(trace_open(trace, path, 1000, &fault), 0);
}

/* What is in the file behind the line with the date, which must be there. */
static void
read_back(char *text, size_t size)
{
	FILE *in = fopen(path, "r");
	size_t n;

	CU_ASSERT_PTR_NOT_NULL_FATAL(in);
	CU_ASSERT_PTR_NOT_NULL(fgets(text, (int)size, in));
	CU_ASSERT_EQUAL(text[0], '#');
	n = fread(text, 1, size - 1, in);
	text[n] = '\0';
	fclose(in);
	unlink(path);
}

static void
said(struct trace *trace, const char *text, ms_t now)
{
	trace_said(trace, text, strlen(text), now);
}

static void
heard(struct trace *trace, const char *text, ms_t now)
{
	trace_heard(trace, text, strlen(text), now);
}

static void
a_conversation_is_written_down_as_a_dialogue(void)
{
	struct trace trace;
	char text[1000];

	start(&trace);
	trace_port(&trace, true, 1000);
	said(&trace, "\rAT\r", 1200);
	heard(&trace, "\r\nO", 1205);
	heard(&trace, "K\r\n", 1210);
	trace_step(&trace, 3710, "desk< dial-request %s", "0911222330");
	said(&trace, "ATD0911222330;\r", 3710);
	heard(&trace, "\r\nOK\r\n\x10R", 3720);
	trace_port(&trace, false, 63720);
	trace_port(&trace, true, 64720);
	trace_own_port(&trace, "@close", 65720);
	trace_own_port(&trace, "@open", 65720);
	trace_close(&trace);
	read_back(text, sizeof(text));
	CU_ASSERT_STRING_EQUAL(text,
	    "from start\n"
	    "# 0.200\n>\n> AT\n< OK\n"
	    "~ 2.510\ndesk< dial-request 0911222330\n> ATD0911222330;\n< OK\n< \\x10R\n"
	    "~ 60.010\n@usb-remove\n"
	    "~ 1.000\n@usb-add\n"
	    "~ 1.000\n@close\n@open\n");
}

static void
what_has_no_end_when_the_port_closes_is_a_comment(void)
{
	struct trace trace;
	char text[1000];

	start(&trace);
	trace_port(&trace, true, 1000);
	heard(&trace, "\r\nRIN", 1000);
	trace_port(&trace, false, 1000);
	trace_port(&trace, true, 1000);
	heard(&trace, "G\r\n", 1000);
	trace_close(&trace);
	read_back(text, sizeof(text));
	CU_ASSERT_STRING_EQUAL(text, "from start\n# < RIN\n@usb-remove\n@usb-add\n< G\n");
}

static void
it_is_appended_and_for_us_alone(void)
{
	struct trace trace;
	struct stat status;
	struct fault fault;
	char text[1000];

	start(&trace);
	trace_close(&trace);
	CU_ASSERT_EQUAL(stat(path, &status), 0);
	CU_ASSERT_EQUAL(status.st_mode & 0777, 0600);
	CU_ASSERT_EQUAL(trace_open(&trace, path, 5000, &fault), 0);
	trace_close(&trace);
	read_back(text, sizeof(text));
	CU_ASSERT_EQUAL(strncmp(text, "from start\n# ", 13), 0);
	CU_ASSERT_PTR_NULL(strstr(text, "~"));
}

static void
a_file_that_cannot_be_opened_names_the_option(void)
{
	struct trace trace;
	struct fault fault = { "" };

	CU_ASSERT_EQUAL(trace_open(&trace, "/nowhere/trace", 0, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "cannot write"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "/nowhere/trace"));
	CU_ASSERT_EQUAL(trace.fd, -1);
}

static void
without_a_file_nothing_happens(void)
{
	struct trace trace;
	struct fault fault;

	CU_ASSERT_EQUAL(trace_open(&trace, NULL, 0, &fault), 0);
	trace_port(&trace, true, 0);
	said(&trace, "AT\r", 0);
	heard(&trace, "OK\r", 0);
	trace_step(&trace, 0, "= idle");
	trace_port(&trace, false, 0);
	trace_close(&trace);
	CU_ASSERT_EQUAL(trace.fd, -1);
}

static void
a_full_disk_ends_the_trace_and_nothing_else(void)
{
	struct trace trace;
	struct fault fault;

	if (access("/dev/full", W_OK) != 0)
		return;
	CU_ASSERT_EQUAL(trace_open(&trace, "/dev/full", 0, &fault), 0);
	CU_ASSERT_EQUAL(trace.fd, -1);
	said(&trace, "AT\r", 0);
	trace_close(&trace);
}

CU_TestInfo trace_tests[] = {
	{ "a conversation is written down as a dialogue",
	  a_conversation_is_written_down_as_a_dialogue },
	{ "what has no end when the port closes is a comment",
	  what_has_no_end_when_the_port_closes_is_a_comment },
	{ "it is appended, and for us alone", it_is_appended_and_for_us_alone },
	{ "a file that cannot be opened names the option",
	  a_file_that_cannot_be_opened_names_the_option },
	{ "without a file nothing happens", without_a_file_nothing_happens },
	{ "a full disk ends the trace and nothing else",
	  a_full_disk_ends_the_trace_and_nothing_else },
	CU_TEST_INFO_NULL
};
