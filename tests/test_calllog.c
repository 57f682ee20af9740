/* SPDX-License-Identifier: MIT */
#include "app/calllog.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/unfinished.h"

static struct calllog calllog;
static struct unfinished unfinished;
static char folder[] = "/tmp/atdialler-calllog-XXXXXX";
static char path[60], other[60], beside[60];

static void
make_folder(void)
{
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/calls", folder);
	snprintf(other, sizeof(other), "%s/calls.1", folder);
	snprintf(beside, sizeof(beside), "%s/calls.open", folder);
}

static void
remove_folder(void)
{
	unlink(path);
	unlink(other);
	unlink(beside);
	CU_ASSERT_EQUAL(rmdir(folder), 0);
}

static struct call_record
call_to(const char *number)
{
	struct call_record call = {
		.kind = RECORD_DIAL, .outbound = true, .outcome = RECORD_CALL + CALL_END_BUSY
	};

	snprintf(call.number, sizeof(call.number), "%s", number);
	for (int i = 0; i < RECORD_INSTANTS; i++)
		call.at[i] = NEVER;
	call.at[RECORD_REQUESTED] = 1000;
	call.at[RECORD_ENDED] = 2000;
	return call;
}

static void
add(const char *number, ms_t now)
{
	const struct call_record call = call_to(number);

	calllog_add(&calllog, &call, now);
}

/* The numbers in the lines of a file, each with a '|' behind it; what is torn as "torn|". */
static const char *
numbers(const char *file)
{
	static char all[4000];
	char line[3000];
	FILE *in = fopen(file, "r");

	all[0] = '\0';
	while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
		const char *number = strstr(line, "\"number\":\"");

		strncat(all, number != NULL ? number + 10 : "torn", number != NULL ?
		    strcspn(number + 10, "\"") : 4);
		strcat(all, strchr(line, '\n') != NULL ? "|" : "...");
	}
	if (in != NULL)
		fclose(in);
	return all;
}

static void
a_line_is_in_the_file_at_once(void)
{
	struct call_record last;

	make_folder();
	calllog_init(&calllog, path, 0);
	CU_ASSERT_FALSE(calllog_last(&calllog, &last));
	CU_ASSERT_STRING_EQUAL(calllog_trouble(&calllog), "");
	add("0911", 1000);
	CU_ASSERT_STRING_EQUAL(numbers(path), "0911|");
	add("0922", 1000);
	CU_ASSERT_STRING_EQUAL(numbers(path), "0911|0922|");
	CU_ASSERT_TRUE(calllog_last(&calllog, &last));
	CU_ASSERT_STRING_EQUAL(last.number, "0922");
	CU_ASSERT_NOT_EQUAL(calllog_due(&calllog), NEVER);
	for (int i = 0; i < 500 && calllog_due(&calllog) != NEVER; i++) {
		usleep(10000);          /* the disk's time cannot be passed by passing now */
		calllog_tick(&calllog, calllog_due(&calllog));
	}
	CU_ASSERT_EQUAL(calllog_due(&calllog), NEVER);
	calllog_finish(&calllog, 2000);
	remove_folder();
}

static void
without_a_file_nothing_happens(void)
{
	calllog_init(&calllog, NULL, 0);
	unfinished_init(&unfinished, NULL);
	add("0911", 1000);
	calllog_reopen(&calllog, 1000);
	CU_ASSERT_EQUAL(calllog_due(&calllog), NEVER);
	CU_ASSERT_STRING_EQUAL(calllog_trouble(&calllog), "");
	CU_ASSERT_FALSE(unfinished_outlives(&unfinished));
	calllog_finish(&calllog, 2000);
	unfinished_finish(&unfinished);
}

static void
a_torn_line_gets_its_end(void)
{
	FILE *out;

	make_folder();
	out = fopen(path, "w");
	fputs("{\"kind\"", out);
	fclose(out);
	calllog_init(&calllog, path, 0);
	add("0911", 1000);
	add("0922", 1000);
	CU_ASSERT_STRING_EQUAL(numbers(path), "torn|0911|0922|");
	calllog_finish(&calllog, 2000);
	remove_folder();
}

static void
what_cannot_be_written_is_kept_in_order(void)
{
	make_folder();
	CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
	calllog_init(&calllog, path, 0);
	CU_ASSERT_STRING_NOT_EQUAL(calllog_trouble(&calllog), "");
	add("1", 1000);
	add("2", 2000);
	CU_ASSERT_EQUAL(calllog_due(&calllog), 2000 + CALLLOG_AGAIN_MS);
	calllog_tick(&calllog, 2000 + CALLLOG_AGAIN_MS);
	CU_ASSERT_EQUAL(calllog_due(&calllog), 2000 + 2 * CALLLOG_AGAIN_MS);
	CU_ASSERT_EQUAL(rmdir(path), 0);
	calllog_tick(&calllog, 2000 + 2 * CALLLOG_AGAIN_MS);
	CU_ASSERT_STRING_EQUAL(calllog_trouble(&calllog), "");
	CU_ASSERT_STRING_EQUAL(numbers(path), "1|2|");
	calllog_finish(&calllog, 60000);
	remove_folder();
}

static void
of_more_than_can_be_kept_the_oldest_go(void)
{
	char number[20];

	make_folder();
	CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
	calllog_init(&calllog, path, 0);
	for (int i = 0; i < CALLLOG_KEPT_MAX + 3; i++) {
		snprintf(number, sizeof(number), "%d", i);
		add(number, 1000);
	}
	CU_ASSERT_EQUAL(calllog.lost, 3);
	CU_ASSERT_EQUAL(rmdir(path), 0);
	add("last", 1000);
	CU_ASSERT_PTR_EQUAL(strstr(numbers(path), "4|5|"), numbers(path));
	CU_ASSERT_PTR_NOT_NULL(strstr(numbers(path), "|258|last|"));
	calllog_finish(&calllog, 60000);
	remove_folder();
}

static void
a_full_disk_tears_no_line(void)
{
	calllog_init(&calllog, "/dev/full", 0);
	add("0911", 1000);
	CU_ASSERT_PTR_NOT_NULL(strstr(calllog_trouble(&calllog), "No space left"));
	CU_ASSERT_EQUAL(calllog.count, 1);
	calllog_finish(&calllog, 2000);
}

static void
a_renamed_file_is_followed_by_a_new_one(void)
{
	make_folder();
	calllog_init(&calllog, path, 0);
	add("1", 1000);
	CU_ASSERT_EQUAL(rename(path, other), 0);
	add("2", 1000);
	calllog_reopen(&calllog, 1000);
	add("3", 1000);
	CU_ASSERT_STRING_EQUAL(numbers(other), "1|2|");
	CU_ASSERT_STRING_EQUAL(numbers(path), "3|");

	/* No new one can be had: rather the old one than none. */
	CU_ASSERT_EQUAL(unlink(other), 0);
	CU_ASSERT_EQUAL(rename(path, other), 0);
	CU_ASSERT_EQUAL(mkdir(path, 0700), 0);
	calllog_reopen(&calllog, 1000);
	CU_ASSERT_STRING_NOT_EQUAL(calllog_trouble(&calllog), "");
	CU_ASSERT_EQUAL(rmdir(path), 0);
	calllog_finish(&calllog, 2000);
	remove_folder();
}

static void
what_is_not_finished_is_there_for_the_next(void)
{
	struct call_record call = call_to("0911222330"), again;

	make_folder();
	call.at[RECORD_ENDED] = NEVER;
	call.outcome = RECORD_LOST_SIGHT;
	unfinished_init(&unfinished, path);
	CU_ASSERT_TRUE(unfinished_outlives(&unfinished));
	CU_ASSERT_FALSE(unfinished_read(&unfinished, &again));
	unfinished_keep(&unfinished, &call);
	unfinished_finish(&unfinished);

	unfinished_init(&unfinished, path);
	CU_ASSERT_TRUE(unfinished_read(&unfinished, &again));
	CU_ASSERT_TRUE(record_same(&again, &call));
	CU_ASSERT_EQUAL(memcmp(again.at, call.at, sizeof(call.at)), 0);
	call.at[RECORD_ANSWERED] = 1500;
	unfinished_keep(&unfinished, &call);
	CU_ASSERT_TRUE(unfinished_read(&unfinished, &again));
	CU_ASSERT_EQUAL(again.at[RECORD_ANSWERED], 1500);
	unfinished_keep(&unfinished, NULL);
	CU_ASSERT_FALSE(unfinished_read(&unfinished, &again));
	unfinished_finish(&unfinished);
	remove_folder();
}

CU_TestInfo calllog_tests[] = {
	{ "a line is in the file at once", a_line_is_in_the_file_at_once },
	{ "without a file nothing happens", without_a_file_nothing_happens },
	{ "a torn line gets its end", a_torn_line_gets_its_end },
	{ "what cannot be written is kept in order", what_cannot_be_written_is_kept_in_order },
	{ "of more than can be kept the oldest go", of_more_than_can_be_kept_the_oldest_go },
	{ "a full disk tears no line", a_full_disk_tears_no_line },
	{ "a renamed file is followed by a new one", a_renamed_file_is_followed_by_a_new_one },
	{ "what is not finished is there for the next", what_is_not_finished_is_there_for_the_next },
	CU_TEST_INFO_NULL
};
