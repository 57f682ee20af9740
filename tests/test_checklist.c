/* SPDX-License-Identifier: MIT */
#include "app/checklist.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

static struct checklist list;

static const struct checklist_style plain = { .utf8 = false };
static const struct checklist_style utf8 = { .utf8 = true };

static void
begin(void)
{
	memset(&list, 0, sizeof(list));
}

static struct check *
add(const char *title, enum check_result result, const char *seen)
{
	struct check *check = checklist_add(&list, "id", title);

	check_set(check, result, "%s", seen);
	return check;
}

static const char *
verdict(void)
{
	static char text[400];

	return checklist_verdict(&list, text, sizeof(text));
}

static void
all_well_is_ready_to_dial(void)
{
	begin();
	add("one", CHECK_OK, "yes");
	add("two", CHECK_NONE, "");
	CU_ASSERT_TRUE(checklist_good(&list));
	CU_ASSERT_STRING_EQUAL(verdict(), "ready to dial");
	add("three", CHECK_WARNING, "so so");
	CU_ASSERT_TRUE(checklist_good(&list));
	CU_ASSERT_STRING_EQUAL(verdict(), "ready to dial; 1 warning");
}

static void
the_first_problem_is_the_one_to_mend(void)
{
	begin();
	add("one", CHECK_WARNING, "so so");
	add("two", CHECK_BAD, "broken");
	CU_ASSERT_FALSE(checklist_good(&list));
	CU_ASSERT_STRING_EQUAL(verdict(), "1 problem; the first to mend: two: broken");
	add("three", CHECK_BAD, "this too");
	CU_ASSERT_STRING_EQUAL(verdict(), "2 problems; the first to mend: two: broken");
}

static void
what_was_skipped_is_not_called_ready_unless_somebody_vouches_for_it(void)
{
	begin();
	add("one", CHECK_SKIPPED, "not looked at");
	CU_ASSERT_STRING_EQUAL(verdict(), "no fault found, but 1 check could not be made");
	add("two", CHECK_SKIPPED, "not looked at");
	CU_ASSERT_STRING_EQUAL(verdict(), "no fault found, but 2 checks could not be made");
	list.vouched = true;
	CU_ASSERT_STRING_EQUAL(verdict(), "ready to dial");
}

static void
a_full_list_takes_no_more(void)
{
	begin();
	for (int i = 0; i < CHECKLIST_MAX; i++)
		CU_ASSERT_PTR_NOT_NULL(checklist_add(&list, "id", "title"));
	CU_ASSERT_PTR_NULL(checklist_add(&list, "id", "title"));
}

static const char *
printed(const struct check *check, struct checklist_style style)
{
	static char *text;
	size_t n;
	FILE *out;

	free(text);
	text = NULL;
	out = open_memstream(&text, &n);
	checklist_print_check(check, style, out);
	fclose(out);
	return text;
}

static void
what_to_do_stands_indented_beneath(void)
{
	struct check *check;

	begin();
	check = add("port", CHECK_BAD, "gone");
	check_advise(check, "plug it in");
	check_advise(check, "    or %d", 2);
	CU_ASSERT_STRING_EQUAL(printed(check, plain), "FAIL port                 gone\n"
	    "         plug it in\n             or 2\n");
}

static void
without_utf8_nothing_but_ascii_is_printed(void)
{
	static const char *const marks[] = {
		[CHECK_OK] = "ok  ", [CHECK_WARNING] = "WARN", [CHECK_BAD] = "FAIL",
		[CHECK_SKIPPED] = "-   ",
	};

	begin();
	for (enum check_result i = CHECK_OK; i <= CHECK_SKIPPED; i++) {
		struct check *check = add("network", i, "T\xc3\xa9l\xc3\xa9");
		const char *text = printed(check, plain);

		CU_ASSERT_EQUAL(strncmp(text, marks[i], 4), 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, "T??l??"));
		for (; *text != '\0'; text++)
			CU_ASSERT_FALSE(*text & 0x80);
		CU_ASSERT_PTR_NOT_NULL(strstr(printed(check, utf8), "T\xc3\xa9l\xc3\xa9"));
	}
}

static void
colour_begins_and_ends_with_the_mark(void)
{
	begin();
	CU_ASSERT_STRING_EQUAL(printed(add("x", CHECK_BAD, "y"),
	    (struct checklist_style){ .utf8 = true, .colour = true }),
	    "\x1b[31m\xe2\x9c\x97\x1b[0m x                    y\n");
}

static void
what_does_not_apply_is_not_shown(void)
{
	begin();
	CU_ASSERT_STRING_EQUAL(printed(add("x", CHECK_NONE, ""), plain), "");
}

static void
advice_that_is_too_long_is_cut(void)
{
	struct check *check;

	begin();
	check = add("x", CHECK_BAD, "y");
	for (int i = 0; i < CHECK_ADVICE_MAX; i++)
		check_advise(check, "more and more");
	CU_ASSERT_TRUE(strlen(check->advice) < CHECK_ADVICE_MAX);
	CU_ASSERT_PTR_NOT_NULL(printed(check, plain));
}

static void
json_has_all_that_was_checked(void)
{
	static const char wanted[] = "{\"good\":false,\"verdict\":\"1 problem; the first to mend: two: "
	    "a \\\"b\\\"\",\"checks\":[{\"id\":\"id\",\"result\":\"ok\",\"seen\":\"yes\",\"do\":\"\"},"
	    "{\"id\":\"id\",\"result\":\"bad\",\"seen\":\"a \\\"b\\\"\",\"do\":\"this\\nthat\"}]}\n";
	struct check *check;
	char *text = NULL;
	size_t n;
	FILE *out;

	begin();
	add("one", CHECK_OK, "yes");
	add("none", CHECK_NONE, "");
	check = add("two", CHECK_BAD, "a \"b\"");
	check_advise(check, "this");
	check_advise(check, "that");
	out = open_memstream(&text, &n);
	checklist_print_json(&list, out);
	fclose(out);
	CU_ASSERT_STRING_EQUAL(text, wanted);
	free(text);
}

CU_TestInfo checklist_tests[] = {
	{ "all well is ready to dial", all_well_is_ready_to_dial },
	{ "the first problem is the one to mend", the_first_problem_is_the_one_to_mend },
	{ "what was skipped is not called ready unless somebody vouches for it",
	  what_was_skipped_is_not_called_ready_unless_somebody_vouches_for_it },
	{ "a full list takes no more", a_full_list_takes_no_more },
	{ "what to do stands indented beneath", what_to_do_stands_indented_beneath },
	{ "without UTF-8 nothing but ASCII is printed", without_utf8_nothing_but_ascii_is_printed },
	{ "colour begins and ends with the mark", colour_begins_and_ends_with_the_mark },
	{ "what does not apply is not shown", what_does_not_apply_is_not_shown },
	{ "advice that is too long is cut", advice_that_is_too_long_is_cut },
	{ "JSON has all that was checked", json_has_all_that_was_checked },
	CU_TEST_INFO_NULL,
};
