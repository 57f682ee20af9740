/* SPDX-License-Identifier: MIT */
/*
 * Runs every unit test and says how it went in TAP. Arguments, if any, name the suites to run.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <CUnit/CUnit.h>
#include <CUnit/TestRun.h>

#include "util/array.h"

/* One line for each module: the list that makes the tables below. */
#define SUITES \
	X(udev_rule) X(alive) X(confine) \
	X(buf) X(text) X(line) X(fields) X(codes) X(chat) X(call) X(caller) X(clcc) X(network) \
	X(dialect) X(bringup) X(health) X(ladder) X(signs) X(track) X(modem) X(crypto) \
	X(url) X(backoff) X(certificate) X(tls) X(upgrade) X(websocket) X(link) X(json) \
	X(message) X(session) X(status) X(utc) X(counters) X(metrics) X(file) X(serial) X(net) \
	X(config) X(config_file) X(key) X(setting) X(inspect) X(rules) X(number) X(rate) X(policy) X(secret) X(cause) X(device) X(lock) \
	X(readiness) X(runner) \
	X(mask) X(mdmf) X(peer) X(pin) X(port) X(retry) X(sim_family) X(sim_modem) X(sim_peer) \
	X(sim_play) X(sim_script) X(sim_script_line) X(sim_show) X(snapshot) X(trace) X(trust) \
	X(unlock) X(value) X(voice) X(walk) X(wire) X(expiry) X(gap) X(record) X(tls_flood) \
	X(tls_record) X(checklist) X(doctor) X(sim_answer) X(record_line) X(calllog) X(tape)

#define X(name) extern CU_TestInfo name##_tests[];
SUITES
#undef X

static const struct suite {
	const char *name;
	CU_TestInfo *tests;
} suites[] = {
#define X(name) { #name, name##_tests },
	SUITES
#undef X
};

static int number, failures;

static void
report(const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failure)
{
	printf("%sok %d - %s: %s\n", failure == NULL ? "" : "not ", ++number, suite->pName,
	    test->pName);
	for (CU_pFailureRecord one = failure; one != NULL; one = one->pNext)
		printf("# %s:%u: %s\n", one->strFileName, one->uiLineNumber, one->strCondition);
	if (failure != NULL)
		failures++;
	fflush(stdout);
}

static bool
is_wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return argc == 1;
}

static void
add(const struct suite *suite)
{
	CU_pSuite added = CU_add_suite(suite->name, NULL, NULL);

	for (const CU_TestInfo *test = suite->tests; test->pName != NULL; test++)
		CU_add_test(added, test->pName, test->pTestFunc);
}

int
main(int argc, char **argv)
{
	if (CU_initialize_registry() != CUE_SUCCESS)
		return 99;
	for (size_t i = 0; i < ARRAY_LEN(suites); i++)
		if (is_wanted(suites[i].name, argc, argv))
			add(&suites[i]);
	CU_set_test_complete_handler(report);
	CU_run_all_tests();
	CU_cleanup_registry();
	printf("1..%d\n", number);
	return failures == 0 && number > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
