/* SPDX-License-Identifier: MIT */
#include "app/peer.h"

#include <CUnit/CUnit.h>
#include <stdlib.h>
#include <string.h>

#include "app/state.h"
#include "util/array.h"

#define PIN "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct peer peer;

static struct config
usual(void)
{
	return (struct config){ .url = config_preset("url") };
}

static void
it_connects_to_the_urls_host_or_to_another(void)
{
	struct config config = usual();
	struct fault fault;

	CU_ASSERT_EQUAL(peer_init(&peer, &config, &fault), 0);
	CU_ASSERT_STRING_EQUAL(peer.host, "desktop-client-api.patriotsystems.com");
	CU_ASSERT_STRING_EQUAL(peer.port, "9009");
	config.connect_to = "192.0.2.7";
	CU_ASSERT_EQUAL(peer_init(&peer, &config, &fault), 0);
	CU_ASSERT_STRING_EQUAL(peer.url.host, "desktop-client-api.patriotsystems.com");
	CU_ASSERT_STRING_EQUAL(peer.host, "192.0.2.7");
	CU_ASSERT_STRING_EQUAL(peer.port, "9009");
	config.connect_to = "[2001:db8::7]:9010";
	CU_ASSERT_EQUAL(peer_init(&peer, &config, &fault), 0);
	CU_ASSERT_STRING_EQUAL(peer.host, "2001:db8::7");
	CU_ASSERT_STRING_EQUAL(peer.port, "9010");
}

static void
a_mistake_names_its_option(void)
{
	static const struct {
		struct config config;
		const char *option;
	} rows[] = {
		{ { .url = "ws://h/" }, "--url: " },
		{ { .url = "wss://h/", .connect_to = "h:0" }, "--connect-to: " },
		{ { .url = "wss://h/", .ca_file = "/nonexistent" }, "--ca-file: " },
		{ { .url = "wss://h/", .ca_file = "/dev/null" }, "--ca-file: /dev/null: no cert" },
		{ { .url = "wss://h/", .pins = { .items = { PIN, "x" }, .n = 2 } }, "--pin: " },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(peer_init(&peer, &rows[i].config, &fault), -1);
		CU_ASSERT_EQUAL(strncmp(fault.text, rows[i].option, strlen(rows[i].option)), 0);
	}
}

/* Two desks of a station have the same URL, and each its own key. */
static void
each_machine_has_its_own_file_for_its_key(void)
{
	struct config config = usual();
	struct fault fault;

	CU_ASSERT_EQUAL(peer_init(&peer, &config, &fault), 0);
	CU_ASSERT_PTR_NULL(peer.trust.store.file);
	setenv("STATE_DIRECTORY", "/var/lib/atdialler", 1);
	config.first_use = 1;
	config.connect_to = "192.0.2.7:9010";
	CU_ASSERT_EQUAL(peer_init(&peer, &config, &fault), 0);
	CU_ASSERT_STRING_EQUAL(peer.trust.store.file, "/var/lib/atdialler/known-192.0.2.7-9010");
	CU_ASSERT_STRING_EQUAL(peer.trust.store.host, "192.0.2.7");
	CU_ASSERT_STRING_EQUAL(peer.trust.store.port, "9010");
	unsetenv("STATE_DIRECTORY");
}

static void
the_state_folder_is_systemds_or_xdgs_or_at_home(void)
{
	char *before = getenv("HOME"), home[PATH_MAX] = "", path[PATH_MAX];
	struct fault fault = { "" };

	if (before)
		strcpy(home, before);
	unsetenv("STATE_DIRECTORY");
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", "/home/me", 1);
	CU_ASSERT_EQUAL(state_path("f", path, &fault), 0);
	CU_ASSERT_STRING_EQUAL(path, "/home/me/.local/state/atdialler/f");
	setenv("XDG_STATE_HOME", "relative", 1);
	state_path("f", path, &fault);
	CU_ASSERT_STRING_EQUAL(path, "/home/me/.local/state/atdialler/f");
	setenv("XDG_STATE_HOME", "/state", 1);
	state_path("f", path, &fault);
	CU_ASSERT_STRING_EQUAL(path, "/state/atdialler/f");
	setenv("STATE_DIRECTORY", "/var/lib/one:/var/lib/two", 1);
	state_path("f", path, &fault);
	CU_ASSERT_STRING_EQUAL(path, "/var/lib/one/f");
	unsetenv("STATE_DIRECTORY");
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	CU_ASSERT_EQUAL(state_path("f", path, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "STATE_DIRECTORY"));
	setenv("HOME", home, 1);
}

static void
the_options_that_lead_to_it_can_be_typed(void)
{
	struct config config = usual();
	char out[640];

	CU_ASSERT_STRING_EQUAL(peer_options(&config, out, sizeof(out)), "");
	config.connect_to = "192.0.2.7:9010";
	CU_ASSERT_STRING_EQUAL(peer_options(&config, out, sizeof(out)),
	    " --connect-to 192.0.2.7:9010");
	config.connect_to = "[::1]";
	config.url = "wss://h/?a&b";
	CU_ASSERT_STRING_EQUAL(peer_options(&config, out, sizeof(out)),
	    " --url 'wss://h/?a&b' --connect-to '[::1]'");
}

CU_TestInfo peer_tests[] = {
	{ "it connects to the URL's host, or to another",
	    it_connects_to_the_urls_host_or_to_another },
	{ "a mistake names its option", a_mistake_names_its_option },
	{ "each machine has its own file for its key", each_machine_has_its_own_file_for_its_key },
	{ "the state folder is systemd's, or XDG's, or at home",
	    the_state_folder_is_systemds_or_xdgs_or_at_home },
	{ "the options that lead to it can be typed", the_options_that_lead_to_it_can_be_typed },
	CU_TEST_INFO_NULL
};
