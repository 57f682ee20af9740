/* SPDX-License-Identifier: MIT */
#include "modem/network.h"

#include <CUnit/CUnit.h>

#include "util/array.h"

static void
the_sim_state_is_read(void)
{
	static const struct {
		const char *line;
		enum network_sim sim;
	} rows[] = {
		{ "+CPIN: READY", NETWORK_SIM_READY },
		{ "+CPIN:READY", NETWORK_SIM_READY },
		{ "+CPIN: \"READY\"", NETWORK_SIM_READY },
		{ "+CPIN: SIM PIN", NETWORK_SIM_PIN },
		{ "+CPIN: SIM PUK", NETWORK_SIM_PUK },
		{ "+CPIN: SIM PIN2", NETWORK_SIM_READY },
		{ "+CPIN: SIM PUK2", NETWORK_SIM_READY },
		{ "+CPIN: PH-SIM PIN", NETWORK_SIM_FAILED },
		{ "+CPIN: PH-NET PIN", NETWORK_SIM_FAILED },
		{ "+CPIN: NOT INSERTED", NETWORK_SIM_NONE },
		{ "+CPIN: NOT READY", NETWORK_SIM_BUSY },
		{ "+CPIN: something new", NETWORK_SIM_UNKNOWN },
		{ "+CPIN:0", NETWORK_SIM_UNKNOWN },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { .sim = NETWORK_SIM_UNKNOWN };

		CU_ASSERT_TRUE(network_read(&network, rows[i].line));
		CU_ASSERT_EQUAL(network.sim, rows[i].sim);
		CU_ASSERT_EQUAL(network.registration, NETWORK_UNKNOWN);
	}
}

static void
both_forms_of_registration_are_read(void)
{
	static const struct {
		const char *line;
		enum network_registration registration;
	} rows[] = {
		{ "+CREG: 0,1", NETWORK_REGISTERED },
		{ "+CREG: 1,5", NETWORK_REGISTERED },
		{ "+CREG: 2,1,\"00C3\",\"1A2B\"", NETWORK_REGISTERED },
		{ "+CREG: 2,2,\"00C3\",\"1A2B\",7", NETWORK_SEARCHING },
		{ "+CREG: 1,0", NETWORK_NONE },
		{ "+CREG: 1,2", NETWORK_SEARCHING },
		{ "+CREG: 1,3", NETWORK_DENIED },
		{ "+CREG: 1,4", NETWORK_NONE },
		{ "+CREG: 1,6", NETWORK_NONE },         /* SMS only */
		{ "+CREG: 1,8", NETWORK_NONE },         /* emergency only */
		{ "+CREG: 1,9", NETWORK_REGISTERED },
		{ "+CREG: 0", NETWORK_NONE },
		{ "+CREG: 1", NETWORK_REGISTERED },
		{ "+CREG: 5", NETWORK_REGISTERED },
		{ "+CREG: 2", NETWORK_SEARCHING },
		{ "+CREG: 1,\"00C3\",\"1A2B\"", NETWORK_REGISTERED },
		{ "+CREG: 2,\"0003\",\"1A2B\",7", NETWORK_SEARCHING },
		{ "+CREG:", NETWORK_UNKNOWN },
		{ "+CREG: 1,99", NETWORK_UNKNOWN },
		{ "+CREG: -1", NETWORK_UNKNOWN },
		{ "+CREG: x", NETWORK_UNKNOWN },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { .sim = NETWORK_SIM_UNKNOWN };

		CU_ASSERT_TRUE(network_read(&network, rows[i].line));
		CU_ASSERT_EQUAL(network.registration, rows[i].registration);
		CU_ASSERT_EQUAL(network.sim, NETWORK_SIM_UNKNOWN);
	}
}

static void
other_lines_are_left_to_others(void)
{
	static const char *const rows[] = {
		"", "RING", "+CGREG: 1,1", "+CEREG: 1", "+CPIN", "+CPINR: 1", "+CREG", "OK"
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { NETWORK_SIM_READY, NETWORK_REGISTERED };

		CU_ASSERT_FALSE(network_read(&network, rows[i]));
		CU_ASSERT_EQUAL(network.sim, NETWORK_SIM_READY);
		CU_ASSERT_EQUAL(network.registration, NETWORK_REGISTERED);
	}
}

static void
errors_tell_of_the_sim(void)
{
	static const struct {
		int cme;
		enum network_sim sim;
	} rows[] = {
		{ 10, NETWORK_SIM_NONE }, { 11, NETWORK_SIM_PIN }, { 12, NETWORK_SIM_PUK },
		{ 13, NETWORK_SIM_FAILED }, { 14, NETWORK_SIM_BUSY }, { 515, NETWORK_SIM_BUSY },
		{ AT_CME_NONE, NETWORK_SIM_READY }, { 0, NETWORK_SIM_READY },
		{ 3, NETWORK_SIM_READY }, { 100, NETWORK_SIM_READY },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { NETWORK_SIM_READY, NETWORK_REGISTERED };

		network_read_error(&network, rows[i].cme);
		CU_ASSERT_EQUAL(network.sim, rows[i].sim);
		CU_ASSERT_EQUAL(network.registration, NETWORK_REGISTERED);
	}
}

CU_TestInfo network_tests[] = {
	{ "the SIM's state is read", the_sim_state_is_read },
	{ "both forms of registration are read", both_forms_of_registration_are_read },
	{ "other lines are left to others", other_lines_are_left_to_others },
	{ "errors tell of the SIM", errors_tell_of_the_sim },
	CU_TEST_INFO_NULL
};
