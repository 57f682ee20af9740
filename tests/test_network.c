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
		{ "+CREG: 0,1", NETWORK_HOME },
		{ "+CREG: 1,5", NETWORK_ROAMING },
		{ "+CREG: 2,1,\"00C3\",\"1A2B\"", NETWORK_HOME },
		{ "+CREG: 2,2,\"00C3\",\"1A2B\",7", NETWORK_SEARCHING },
		{ "+CREG: 1,0", NETWORK_NONE },
		{ "+CREG: 1,2", NETWORK_SEARCHING },
		{ "+CREG: 1,3", NETWORK_DENIED },
		{ "+CREG: 1,4", NETWORK_NONE },
		{ "+CREG: 1,6", NETWORK_NONE },         /* SMS only */
		{ "+CREG: 1,8", NETWORK_NONE },         /* emergency only */
		{ "+CREG: 1,9", NETWORK_HOME },
		{ "+CREG: 1,10", NETWORK_ROAMING },
		{ "+CREG: 0", NETWORK_NONE },
		{ "+CREG: 1", NETWORK_HOME },
		{ "+CREG: 5", NETWORK_ROAMING },
		{ "+CREG: 2", NETWORK_SEARCHING },
		{ "+CREG: 1,\"00C3\",\"1A2B\"", NETWORK_HOME },
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
the_signal_is_read(void)
{
	static const struct {
		const char *line;
		int signal;
	} rows[] = {
		{ "+CSQ: 21,99", 21 },
		{ "+CSQ:0,0", 0 },
		{ "+CSQ: 31,7", 31 },
		{ "+CSQ: 99,99", NETWORK_SIGNAL_NONE },
		{ "+CSQ: 32,99", NETWORK_SIGNAL_UNKNOWN },
		{ "+CSQ: 150,99", NETWORK_SIGNAL_UNKNOWN },     /* Quectel in LTE, another scale */
		{ "+CSQ: -1,99", NETWORK_SIGNAL_UNKNOWN },
		{ "+CSQ: ", NETWORK_SIGNAL_UNKNOWN },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { .signal = 7 };

		CU_ASSERT_TRUE(network_read(&network, rows[i].line));
		CU_ASSERT_EQUAL(network.signal, rows[i].signal);
	}
}

static void
the_name_of_the_network_is_read(void)
{
	static const struct {
		const char *line;
		const char *name;
	} rows[] = {
		{ "+COPS: 0,0,\"Net, one\"", "Net, one" },
		{ "+COPS: 1,0,\"Net\",7", "Net" },
		{ "+COPS: 0,2,26202", "26202" },
		{ "+COPS: 0", "" },
		{ "+COPS: 0,0,\"\"", "" },
		{ "+COPS: 0,0,\"A\x1b[2J\"", "A\\x1B[2J" },
		{ "+COPS: 0,0,\"0123456789012345678901234567890123456789\"",
		  "01234567890123456789012345678..." },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { .operator_name = "old" };

		CU_ASSERT_TRUE(network_read(&network, rows[i].line));
		CU_ASSERT_STRING_EQUAL(network.operator_name, rows[i].name);
	}
}

static void
no_signal_is_more_than_not_registered(void)
{
	static const struct {
		const char *registration, *signal;
		bool unheard;
	} rows[] = {
		{ "+CREG: 1,2", "+CSQ: 99,99", true },
		{ "+CREG: 1,0", "+CSQ: 0,99", true },
		{ "+CREG: 1,2", "+CSQ: 1,99", false },
		{ "+CREG: 1,2", "", false },
		{ "+CREG: 1,1", "+CSQ: 99,99", false },         /* many do not know it in LTE */
		{ "+CREG: 1,3", "+CSQ: 99,99", false },
		{ "", "+CSQ: 99,99", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network;

		network_init(&network);
		network_read(&network, rows[i].registration);
		network_read(&network, rows[i].signal);
		CU_ASSERT_EQUAL(network_is_unheard(&network), rows[i].unheard);
	}
}

static void
other_lines_are_left_to_others(void)
{
	static const char *const rows[] = {
		"", "RING", "+CGREG: 1,1", "+CEREG: 1", "+CPIN", "+CPINR: 1", "+CREG", "OK"
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct network network = { .sim = NETWORK_SIM_READY, .registration = NETWORK_HOME };

		CU_ASSERT_FALSE(network_read(&network, rows[i]));
		CU_ASSERT_EQUAL(network.sim, NETWORK_SIM_READY);
		CU_ASSERT_EQUAL(network.registration, NETWORK_HOME);
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
		struct network network = { .sim = NETWORK_SIM_READY, .registration = NETWORK_HOME };

		network_read_error(&network, rows[i].cme);
		CU_ASSERT_EQUAL(network.sim, rows[i].sim);
		CU_ASSERT_EQUAL(network.registration, NETWORK_HOME);
	}
}

CU_TestInfo network_tests[] = {
	{ "the SIM's state is read", the_sim_state_is_read },
	{ "both forms of registration are read", both_forms_of_registration_are_read },
	{ "the signal is read", the_signal_is_read },
	{ "the name of the network is read", the_name_of_the_network_is_read },
	{ "no signal is more than not registered", no_signal_is_more_than_not_registered },
	{ "other lines are left to others", other_lines_are_left_to_others },
	{ "errors tell of the SIM", errors_tell_of_the_sim },
	CU_TEST_INFO_NULL
};
