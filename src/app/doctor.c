/* SPDX-License-Identifier: MIT */
#include "app/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/doctor_call.h"
#include "app/doctor_line.h"
#include "app/secret.h"
#include "app/status.h"
#include "util/array.h"
#include "util/text.h"

/* In the order of the walk. */
enum step {
	CONFIG,
	KEY,
	KEY_MODE,
	PIN_FILE,
	URL,
	DAEMON,
	NAME,
	TCP,
	TLS,
	UPGRADE,
	AUTHENTICATION,
	DEVICE,
	PERMISSION,
	HOLDER,
	MANAGER,
	ANSWERS,
	IDENTITY,
	CALL,
	SIM,
	PIN,
	REGISTRATION,
	SIGNAL,
	VOICE,
	CALLER_ID,
	CALL_WAITING,
	CALL_LIST,
	TEST_CALL,
	STEPS,
	NOTHING = STEPS
};

/* The configuration, and who is at work with it */

static void
check_config(struct doctor *doctor, struct check *check)
{
	const char *file = doctor->port.config->file;

	if (doctor->misread == NULL) {
		check_set(check, CHECK_OK, "%s%s", file != NULL ? file : "the command line; there is "
		    "no file", file != NULL ? " and the command line" : "");
		return;
	}
	check_set(check, CHECK_BAD, "%s", doctor->misread);
	check_advise(check, "mend that first: nothing else can be looked at; atdialler --check-config "
	    "tells whether it is right, man atdialler what each key takes");
	check_advise(check, "if only the daemon's user may read it, ask as him, or as root");
}

static void
check_pin_file(struct doctor *doctor, struct check *check)
{
	const char *file = doctor->port.config->pin_file;
	char pin[SECRET_MAX + 1], word[PATH_MAX];
	struct fault fault;
	int result = secret_read_pin(file, pin, &fault);
	bool none = result == 0 && pin[0] == '\0';

	secret_wipe(pin);
	if (none)
		return;
	if (result != 0) {
		check_set(check, CHECK_BAD, "%s", fault.text);
		check_advise(check, "write the SIM card's PIN into it, and nothing else, or take "
		    "pin-file out of the configuration");
	} else if (secret_is_exposed(file, &fault)) {
		check_set(check, CHECK_WARNING, "%.*s", (int)strcspn(fault.text, ":"), fault.text);
		check_advise(check, "chmod 600 %s", text_quoted(file, word, sizeof(word)));
	} else {
		check_set(check, CHECK_OK, "it holds one");
	}
}

/* Its status file may be another instance's, which has another modem. */
static bool
is_ours(const struct doctor *doctor, const struct snapshot *snapshot)
{
	const char *device = doctor->port.config->device;
	char node[PATH_MAX];

	return device == NULL || strcmp(device, snapshot->modem.device) == 0 ||
	    (realpath(snapshot->modem.port, node) != NULL &&
	    strcmp(node, doctor->port.node) == 0);
}

static void
say_status(struct doctor *doctor, const struct snapshot *snapshot, struct check *check)
{
	char words[SNAPSHOT_WORDS_MAX + 1];

	doctor->left_alone = true;
	doctor->list.vouched = snapshot->ready;
	if (snapshot->ready) {
		check_set(check, CHECK_OK, "pid %ld says: %.500s", snapshot->pid,
		    snapshot_words(snapshot, words, sizeof(words)));
		return;
	}
	check_set(check, CHECK_BAD, "pid %ld says: not ready: %s", snapshot->pid,
	    snapshot->reason);
	check_advise(check, "%s", snapshot->remedy);
	check_advise(check, "to have all of it looked at, stop the daemon first");
}

/* A daemon is asked instead of what it is at work with: neither modem nor Patriot is disturbed. */
static void
check_daemon(struct doctor *doctor, struct check *check)
{
	const struct holder *holder = doctor_port_daemon(&doctor->port);
	struct snapshot snapshot;
	bool well = status_look(doctor->port.config, &snapshot);
	bool same = holder != NULL && snapshot.pid == (long)holder->pid;

	if (well && (same || is_ours(doctor, &snapshot))) {
		say_status(doctor, &snapshot, check);
	} else if (same) {
		doctor->left_alone = true;
		check_set(check, CHECK_BAD, "%s", snapshot.reason);
		check_advise(check, "%s", snapshot.remedy);
	} else if (holder != NULL) {
		doctor->left_alone = true;
		check_set(check, CHECK_WARNING, "an atdialler has this modem (pid %ld), but shows no "
		    "status", (long)holder->pid);
		check_advise(check, "give it a --status-file, so that it can be asked; or stop it, to "
		    "have all of this looked at");
	} else {
		check_set(check, CHECK_OK, "none, so nobody is disturbed");
	}
}

/* What does not apply here is well, too. */
static bool
is_well(const struct check *check)
{
	switch (check->result) {
	case CHECK_NONE:
	case CHECK_OK:
	case CHECK_WARNING:
		return true;
	case CHECK_BAD:
	case CHECK_SKIPPED:
		return false;
	}
	return false;
}

static void
check_test_call(struct doctor *doctor, struct check *check)
{
	const struct check *checks = doctor->list.checks;
	const struct config *config = doctor->port.config;

	if (config->test_call == NULL)
		return;
	if (doctor->left_alone) {
		check_set(check, CHECK_BAD, "not made: the running daemon has the modem");
		check_advise(check, "dial from Patriot, or stop the daemon first");
	} else if (!is_well(&checks[CALL]) || !is_well(&checks[REGISTRATION])) {
		check_set(check, CHECK_BAD, "not made: the modem is not ready");
		check_advise(check, "mend what is said above, and try again");
	} else {
		doctor_call_make(&doctor->modem, config, check);
	}
}

/* A step is made by the part that it belongs to, or by the doctor himself. */
static const struct row {
	const char *id;
	const char *title;
	enum step needs;                /* it is skipped unless that one is well */
	bool disturbs;                  /* a running daemon: it is skipped then */
	void (*own)(struct doctor *, struct check *);
	void (*desk)(struct doctor_desk *, struct check *);
	void (*port)(struct doctor_port *, struct check *);
	void (*modem)(struct doctor_modem *, struct check *);
} rows[STEPS] = {
	[CONFIG] = { "config", "configuration", NOTHING, false, .own = check_config },
	[KEY] = { "api-key", "API key", CONFIG, false, .desk = doctor_desk_key },
	[KEY_MODE] = { "api-key-mode", "API key's file", KEY, false, .desk = doctor_desk_key_mode },
	[PIN_FILE] = { "pin-file", "PIN's file", CONFIG, false, .own = check_pin_file },
	[URL] = { "url", "address and trust", CONFIG, false, .desk = doctor_desk_url },
	[DAEMON] = { "daemon", "running daemon", CONFIG, false, .own = check_daemon },
	[NAME] = { "name", "Patriot's name", URL, false, .desk = doctor_desk_name },
	[TCP] = { "tcp", "connection", NAME, false, .desk = doctor_desk_tcp },
	[TLS] = { "certificate", "certificate", TCP, false, .desk = doctor_desk_tls },
	[UPGRADE] = { "websocket", "websocket", TLS, true, .desk = doctor_desk_upgrade },
	[AUTHENTICATION] = { "authentication", "API key accepted", UPGRADE, true,
	    .desk = doctor_desk_authentication },
	[DEVICE] = { "device", "modem's port", CONFIG, false, .port = doctor_port_device },
	[PERMISSION] = { "permission", "permission", DEVICE, false,
	    .port = doctor_port_permission },
	[HOLDER] = { "holder", "used by", DEVICE, false, .port = doctor_port_holder },
	[MANAGER] = { "modem-manager", "ModemManager", DEVICE, false, .port = doctor_port_manager },
	[ANSWERS] = { "at", "answers AT", HOLDER, true, .modem = doctor_modem_answers },
	[IDENTITY] = { "identity", "what it is", ANSWERS, true, .modem = doctor_modem_identity },
	[CALL] = { "call", "call on the line", IDENTITY, true, .modem = doctor_modem_call },
	[SIM] = { "sim", "SIM card", CALL, true, .modem = doctor_line_sim },
	[PIN] = { "pin", "PIN", SIM, true, .modem = doctor_line_pin },
	[REGISTRATION] = { "registration", "network", PIN, true,
	    .modem = doctor_line_registration },
	[SIGNAL] = { "signal", "signal", CALL, true, .modem = doctor_line_signal },
	[VOICE] = { "voice", "voice calls", CALL, true, .modem = doctor_line_voice },
	[CALLER_ID] = { "caller-id", "caller ID", REGISTRATION, true, .modem = doctor_line_caller_id },
	[CALL_WAITING] = { "call-waiting", "call waiting", REGISTRATION, true,
	    .modem = doctor_line_call_waiting },
	[CALL_LIST] = { "call-list", "list of calls", CALL, true, .modem = doctor_line_call_list },
	[TEST_CALL] = { "test-call", "test call", NOTHING, false, .own = check_test_call },
};

/* What has to be mended before a step that is not well can be. */
static enum step
root_of(const struct check *checks, enum step step)
{
	while (rows[step].needs != NOTHING && !is_well(&checks[rows[step].needs]))
		step = rows[step].needs;
	return step;
}

static void
make(struct doctor *doctor, const struct row *row, struct check *check)
{
	const struct check *checks = doctor->list.checks;

	if (row->disturbs && doctor->left_alone)
		check_set(check, CHECK_SKIPPED, "left to the running daemon");
	else if (row->needs != NOTHING && !is_well(&checks[row->needs]))
		check_set(check, CHECK_SKIPPED, "not looked at: first \"%s\"",
		    rows[root_of(checks, row->needs)].title);
	else if (row->own != NULL)
		row->own(doctor, check);
	else if (row->desk != NULL)
		row->desk(&doctor->desk, check);
	else if (row->port != NULL)
		row->port(&doctor->port, check);
	else
		row->modem(&doctor->modem, check);
}

bool
doctor_run(struct doctor *doctor, const struct config *config, const char *misread)
{
	const struct checklist_style style = checklist_style();

	doctor->misread = misread;
	doctor_desk_init(&doctor->desk, config);
	doctor_port_init(&doctor->port, config);
	doctor_modem_init(&doctor->modem, &doctor->port);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct check *check = checklist_add(&doctor->list, rows[i].id, rows[i].title);

		make(doctor, &rows[i], check);
		if (config->json == 0)
			checklist_print_check(check, style, stdout);
	}
	doctor_modem_finish(&doctor->modem);
	doctor_desk_finish(&doctor->desk);
	if (config->json > 0)
		checklist_print_json(&doctor->list, stdout);
	else
		checklist_print_verdict(&doctor->list, style, stdout);
	if (config->json == 0 && config->file != NULL && !checklist_good(&doctor->list))
		printf("in %s \"--name VALUE\" is a line \"name = VALUE\"\n", config->file);
	return checklist_good(&doctor->list);
}
