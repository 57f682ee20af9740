/* SPDX-License-Identifier: MIT */
#include "report/snapshot.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const struct snapshot good = {
	.modem = {
		.state = MODEM_READY, .identity = "Huawei E173", .network = "T-Mobile",
		.signal = 20
	},
	.link = { .state = SNAPSHOT_LINK_READY },
};

static const char *
words_of(struct snapshot snapshot)
{
	static char out[SNAPSHOT_WORDS_MAX + 1];

	snapshot_judge(&snapshot);
	return snapshot_words(&snapshot, out, sizeof(out));
}

static void
ready_is_said_in_one_sentence(void)
{
	struct snapshot snapshot = good;

	CU_ASSERT_STRING_EQUAL(words_of(snapshot), "ready: Huawei E173, T-Mobile, signal 20/31; "
	    "connected to Patriot; no call");
	snapshot.modem.identity[0] = snapshot.modem.network[0] = '\0';
	snapshot.modem.signal = -1;
	CU_ASSERT_STRING_EQUAL(words_of(snapshot), "ready: unnamed modem; connected to Patriot; "
	    "no call");
	strcpy(snapshot.degraded, "the disk is full");
	CU_ASSERT_STRING_EQUAL(words_of(snapshot), "ready: unnamed modem; connected to Patriot; "
	    "no call; but the disk is full");
}

static void
a_call_does_not_make_it_less_ready(void)
{
	struct snapshot snapshot = good;

	for (int state = CALL_IDLE; state <= CALL_ENDING; state++) {
		snapshot.call.state = (enum call_state)state;
		snapshot_judge(&snapshot);
		CU_ASSERT_TRUE(snapshot.ready);
	}
	snapshot.call = (struct snapshot_call){ .state = CALL_INCOMING, .number = "+421911" };
	CU_ASSERT_PTR_NOT_NULL(strstr(words_of(snapshot), "; incoming call from +421911"));
	snapshot.call = (struct snapshot_call){ .state = CALL_INCOMING, .withheld = true };
	CU_ASSERT_PTR_NOT_NULL(strstr(words_of(snapshot), "from a withheld number"));
	snapshot.call = (struct snapshot_call){ .state = CALL_DIALLING, .number = "0911" };
	CU_ASSERT_PTR_NOT_NULL(strstr(words_of(snapshot), "; dialling 0911"));
}

static void
whatever_is_not_ready_has_a_reason_and_a_remedy(void)
{
	for (int state = MODEM_OFF; state <= MODEM_STATE_LAST; state++) {
		for (int link = SNAPSHOT_LINK_DOWN; link <= SNAPSHOT_LINK_CLOSING; link++) {
			struct snapshot snapshot = good;

			snapshot.modem.state = (enum modem_state)state;
			snapshot.link.state = (enum snapshot_link_state)link;
			snapshot_judge(&snapshot);
			CU_ASSERT_EQUAL(snapshot.ready, state == MODEM_READY &&
			    link == SNAPSHOT_LINK_READY);
			CU_ASSERT_EQUAL(snapshot.ready, snapshot.reason[0] == '\0');
			CU_ASSERT_EQUAL(snapshot.ready, snapshot.remedy[0] == '\0');
		}
	}
}

static void
the_reason_is_the_one_that_is_known_best(void)
{
	struct snapshot snapshot = good;

	snapshot.modem.state = MODEM_NO_SIM;
	CU_ASSERT_STRING_EQUAL(words_of(snapshot), "not ready: no SIM card; put a SIM card into "
	    "the modem, or push it in until it holds; connected to Patriot; no call");
	snapshot.modem.state = MODEM_OFF;
	strcpy(snapshot.modem.why.text, "/dev/ttyUSB0 is not there");
	snapshot.link.state = SNAPSHOT_LINK_DOWN;
	CU_ASSERT_PTR_NOT_NULL(strstr(words_of(snapshot), "not ready: /dev/ttyUSB0 is not there; "));
	CU_ASSERT_PTR_NOT_NULL(strstr(words_of(snapshot), "; not connected to Patriot; no call"));
	snapshot.modem.state = MODEM_READY;
	strcpy(snapshot.link.why.text, "Patriot refused the API key");
	strcpy(snapshot.link.remedy, "compare it");
	CU_ASSERT_STRING_EQUAL(words_of(snapshot), "not ready: not connected to Patriot: Patriot "
	    "refused the API key; compare it; no call");
}

static void
a_sentence_is_cut_where_its_room_ends(void)
{
	struct snapshot snapshot = good;
	char out[64];

	memset(snapshot.modem.identity, 'x', sizeof(snapshot.modem.identity) - 1);
	snapshot_judge(&snapshot);
	for (size_t size = 1; size <= sizeof(out); size++) {
		memset(out, '#', sizeof(out));
		snapshot_words(&snapshot, out, size);
		CU_ASSERT_EQUAL(strlen(out), size - 1);
		CU_ASSERT_TRUE(size == sizeof(out) || out[size] == '#');
	}
}

CU_TestInfo snapshot_tests[] = {
	{ "ready is said in one sentence", ready_is_said_in_one_sentence },
	{ "a call does not make it less ready", a_call_does_not_make_it_less_ready },
	{ "whatever is not ready has a reason and a remedy",
	  whatever_is_not_ready_has_a_reason_and_a_remedy },
	{ "the reason is the one that is known best", the_reason_is_the_one_that_is_known_best },
	{ "a sentence is cut where its room ends", a_sentence_is_cut_where_its_room_ends },
	CU_TEST_INFO_NULL
};
