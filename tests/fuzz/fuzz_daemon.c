/* SPDX-License-Identifier: MIT */
/*
 * The whole inner daemon - modem, session and policy as app/app.c joins them - between a modem
 * and a Patriot that do as they like. After each step it must be true that
 *
 *   - ATD goes to the modem only for a request of an authenticated Patriot who is still
 *     there, at most once for each and within 2 s, with exactly the number asked for, or
 *     what the rules make of it;
 *   - what is written are whole commands, and nothing but a lone CR while a dial command runs;
 *   - Patriot knows the line as the call machine has it;
 *   - a timer that has passed is done with;
 *
 * and at the end that a modem which behaves again is ready again, hears a hang-up, and its line
 * is idle.
 *
 * The first line of an input names the dialect, and perhaps "voice" (to dial in the voice class),
 * "pin" (there is one), "limit" (to how long a call lasts) and "rules" (for numbers: a German desk
 * behind a PBX). Each other one is a step:
 *
 *   <TEXT    the modem says CR LF TEXT CR LF     :TEXT    the modem says just these bytes
 *   {TEXT    Patriot says all of this line       dNUMBER  Patriot asks to dial
 *   h, s     Patriot asks to hang up, or for the status
 *   y, n     Patriot accepts the key, or does not
 *   o, l     the link to Patriot is open, or lost
 *   +, -     the port is there, or gone
 *   wN       the port takes N bytes and then no more; alone: all
 *   ~MS      time passes                         zMS      time passes while we do not run
 *   g, a, b  the modem answers commands by itself, as a GSM one or an analog one, or does not
 *   =TEXT    what it then lists as its calls
 */
#include <string.h>

#include "app/policy.h"
#include "at/line.h"
#include "fuzz.h"
#include "modem/modem.h"
#include "protocol/session.h"

enum {
	TURNS_MAX = 1000,               /* at one moment */
	REOPEN_MS = 2000,
	HANGUP_MS = 10000,
	WAIT_MOST_MS = 200000
};

static struct daemon {
	ms_t now;
	struct modem modem;
	struct session session;
	struct policy policy;
	bool link_open;
	bool accepted;                  /* Patriot has accepted our key on this link */

	bool port_open;
	ms_t reopen_at;
	size_t port_room;
	char typed[2 * AT_COMMAND_MAX]; /* of the command being written, as the modem sees it */
	size_t typed_len;
	bool good, gsm;
	bool has_rules;
	char calls[128];
	char reply[256];

	char asked[MESSAGE_FIELD_MAX + 1]; /* the request that is live */
	ms_t asked_at;                  /* NEVER: none is */
	ms_t dialling_until;            /* without a final result code; NEVER: no dial command runs */
	char dial[AT_COMMAND_MAX + 1];  /* the last command that was right */
	bool hung_up;
	unsigned pins;                  /* tried since the last one was right */
	struct at_line line;
	struct call_status told;
} d;

/* What Patriot hears */

static void
tell(const struct call_status *status)
{
	char text[MESSAGE_FORMAT_MAX];
	struct message message;
	struct fault fault;
	size_t n = session_tell(&d.session, status, text, sizeof(text));

	MUST((n > 0) == (d.session.state == SESSION_OPEN));
	if (n == 0)
		return;
	MUST(d.link_open && d.accepted);
	MUST(message_parse(&message, text, n, &fault) == 0);
	MUST(message.type == MESSAGE_CALL_STATUS_UPDATE);
	d.told = message.status;
	d.policy.told = *status;
}

static void
tell_now(void)
{
	struct call_status status;

	policy_status(&d.policy, modem_call(&d.modem), &status);
	tell(&status);
}

static void
check_status(void)
{
	const struct call *call = modem_call(&d.modem);

	if (d.session.state != SESSION_OPEN)
		return;
	MUST(d.told.active == (call->state != CALL_IDLE));
	if (!d.told.active)
		return;
	MUST(d.told.outbound == call->outbound);
	if (call->outbound || !d.has_rules || strncmp(call->number, "+49", 3) != 0)
		MUST(strcmp(d.told.caller_id, call->number) == 0);
	else
		MUST(d.told.caller_id[0] == '0' &&
		    strcmp(d.told.caller_id + 1, call->number + 3) == 0);
}

/* What the modem hears */

/* The modem does the erasing that V.250 6.2.3 gives it. */
static void
type(char c)
{
	if (c == '\b') {
		d.typed_len -= d.typed_len > 0;
		return;
	}
	MUST(c >= ' ' && c <= '~' && d.typed_len < sizeof(d.typed) - 1);
	d.typed[d.typed_len++] = c;
}

static bool
dials(const char *command)
{
	return strncmp(command, "ATD", 3) == 0;
}

static bool
is_number(const char *text)
{
	text += text[0] == '+';
	return text[0] != '\0' && text[strspn(text, "0123456789*#")] == '\0';
}

/* What the line is to be told, by the rules said in another way than in the module. */
static void
write_wire(char *out, size_t size)
{
	const char *asked = d.asked;

	if (!d.has_rules || d.modem.bringup.dialect->dials_plus)
		snprintf(out, size, "%.41s", asked);
	else if (strncmp(asked, "+49", 3) == 0)
		snprintf(out, size, "0,0%.41s", asked + (asked[3] == '0' ? 4 : 3));
	else if (asked[0] == '+')
		snprintf(out, size, "0,00%.41s", asked + 1);
	else
		snprintf(out, size, "0,%.41s", asked);
	if (d.has_rules)
		MUST(strncmp(asked, "0900", 4) != 0 && strncmp(asked, "+49900", 6) != 0 &&
		    strncmp(asked, "0049900", 7) != 0);
}

/* A dial command begins: for whom? */
static void
check_dial(const char *bytes, size_t n)
{
	const struct call *call = modem_call(&d.modem);
	char wire[TEXT_WIRE_MAX + 1];
	struct fault fault;

	MUST(d.link_open && d.accepted);
	MUST(d.asked_at != NEVER && d.now <= d.asked_at + 2000);
	MUST(is_number(d.asked));
	write_wire(wire, sizeof(wire));
	MUST(dialect_dial_in(voice_class(&d.modem.voice), d.modem.bringup.dialect, wire, d.dial,
	    sizeof(d.dial), &fault) == 0);
	MUST(n == strlen(d.dial) + 1 && memcmp(bytes, d.dial, n - 1) == 0);
	MUST(call->state != CALL_IDLE && call->outbound && strcmp(call->number, d.asked) == 0);
	d.asked_at = NEVER;
}

/* What the modem carries out; a PIN is tried again only when it was right. */
static void
check_command(const char *command)
{
	MUST(command[0] == '\0' || strncmp(command, "AT", 2) == 0);
	MUST(!dials(command) || strcmp(command, d.dial) == 0);
	if (strncmp(command, "AT+CPIN=", 8) == 0)
		MUST(d.pins++ == 0);
	if (strncmp(command, "ATH", 3) == 0 || strcmp(command, "AT+CHUP") == 0)
		d.hung_up = true;
}

/* What a modem that behaves answers. */
static void
answer(const char *command)
{
	const char *info = strcmp(command, "AT+CREG?") == 0 ? "+CREG: 1,1" :
	    strcmp(command, "AT+CPIN?") == 0 ? "+CPIN: READY" :
	    strcmp(command, "AT+GCAP") == 0 && d.gsm ? "+GCAP: +CGSM" :
	    strcmp(command, "AT+FCLASS=?") == 0 ? "0,1,8" :
	    strcmp(command, "AT+CLCC") == 0 ? d.calls : "";

	if (d.good && command[0] != '\0')
		snprintf(d.reply, sizeof(d.reply), "\r\n%s\r\nOK\r\n", info);
}

static void
end_command(void)
{
	d.typed[d.typed_len] = '\0';
	check_command(d.typed);
	if (dials(d.typed))
		d.dialling_until = d.now + d.modem.bringup.dialect->dial_timeout;
	else if (d.dialling_until != NEVER)
		d.dialling_until = ms_min(d.dialling_until, d.now + AT_ABORT_MS);
	answer(d.typed);
	d.typed_len = 0;
}

static bool
write_port(void)
{
	size_t n;
	const char *bytes = modem_output(&d.modem, &n);
	char copy[2 * AT_COMMAND_MAX];

	if (!d.port_open || n == 0 || d.port_room == 0 || modem_late(&d.modem, d.now))
		return false;
	if (n >= 3 && memcmp(bytes, "ATD", 3) == 0)
		check_dial(bytes, n);
	n = n < d.port_room ? n : d.port_room;
	d.port_room -= d.port_room == SIZE_MAX ? 0 : n;
	memcpy(copy, bytes, n);
	modem_wrote(&d.modem, n, d.now);
	if (d.dialling_until <= d.now || !d.modem.awake)
		d.dialling_until = NEVER;
	for (size_t i = 0; i < n; i++) {
		MUST(d.dialling_until == NEVER || copy[i] == '\r');
		if (copy[i] == '\r')
			end_command();
		else
			type(copy[i]);
	}
	return true;
}

/* The port */

static void
open_port(void)
{
	if (d.port_open)
		return;
	d.port_open = true;
	d.reopen_at = NEVER;
	modem_start(&d.modem, d.now);
}

static void
close_port(ms_t reopen_at)
{
	d.port_open = false;
	d.reopen_at = reopen_at;
	d.typed_len = 0;
	d.reply[0] = '\0';
	d.asked_at = d.dialling_until = NEVER;
	d.line = (struct at_line){ .len = 0 };
	modem_lost(&d.modem, d.now);
}

static void
feed(const char *bytes, size_t n)
{
	struct at_code code;

	if (!d.port_open)
		return;
	for (size_t at = 0; at < n;) {
		at += at_line_take(&d.line, bytes + at, n - at);
		if (d.line.complete && at_code_read(d.line.text, &code))
			d.dialling_until = NEVER;
		if (d.line.complete && strstr(d.line.text, "READY") != NULL)
			d.pins = 0;
	}
	modem_feed(&d.modem, bytes, n, d.now);
}

static void
hear_modem(void)
{
	struct modem_news news;
	struct call_status status;

	while (modem_next(&d.modem, &news)) {
		if (news.event == MODEM_NEWS_NOT_DIALLED) {
			d.asked_at = NEVER;
			tell_now();
		}
		if (news.event == MODEM_NEWS_REOPEN)
			close_port(d.now + REOPEN_MS);
	}
	if (policy_changed(&d.policy, modem_call(&d.modem), &status))
		tell(&status);
}

/* Everything that can be done at this moment, in the order of app/phone.c: bytes before time. */
static void
settle(void)
{
	for (int turns = 0;; turns++) {
		char reply[sizeof(d.reply)];

		MUST(turns < TURNS_MAX);
		hear_modem();
		if (d.reopen_at <= d.now)
			open_port();
		strcpy(reply, d.reply);
		d.reply[0] = '\0';
		if (reply[0] != '\0')
			feed(reply, strlen(reply));
		else if (write_port())
			continue;
		else if (d.port_open && modem_due(&d.modem) <= d.now)
			modem_tick(&d.modem, d.now);
		else
			break;
	}
	check_status();
}

static void
lose_link(void)
{
	const struct session_news gone = { .event = SESSION_GONE };
	struct fault fault;

	session_close(&d.session);
	d.link_open = d.accepted = false;
	policy_request(&d.policy, &gone, &d.modem, d.now, &fault);
	d.asked_at = NEVER;
}

static void
let_time_pass(ms_t until)
{
	for (;;) {
		ms_t due = d.port_open ? modem_due(&d.modem) : d.reopen_at;

		due = ms_min(due, session_due(&d.session));
		if (due > until)
			break;
		d.now = due > d.now ? due : d.now;
		if (session_due(&d.session) <= d.now)
			lose_link();
		settle();
	}
	d.now = until;
	settle();
}

/* Patriot */

static void
open_link(void)
{
	char text[MESSAGE_FORMAT_MAX];

	if (d.link_open)
		return;
	d.link_open = true;
	MUST(session_open(&d.session, "key", "1", d.now, text, sizeof(text)) > 0);
}

static bool
accepts_key(const char *text, size_t n)
{
	struct message message;
	struct fault fault;

	return message_parse(&message, text, n, &fault) == 0 &&
	    message.type == MESSAGE_AUTHENTICATION_RESPONSE && message.success &&
	    (!message.has_request_id || strcmp(message.request_id, "1") == 0);
}

static void
hear_desk(const char *text, size_t n)
{
	struct session_news news;
	struct fault fault;
	int rc;

	if (!d.link_open)
		return;
	session_hear(&d.session, text, n, &news);
	MUST(d.accepted || (news.event != SESSION_DIAL && news.event != SESSION_HANGUP &&
	    news.event != SESSION_STATUS));
	d.accepted = d.accepted || accepts_key(text, n);
	rc = policy_request(&d.policy, &news, &d.modem, d.now, &fault);
	if (news.event == SESSION_DIAL && rc == 0) {
		strcpy(d.asked, news.phone);
		d.asked_at = d.now;
	}
	if (news.event == SESSION_HANGUP)
		d.asked_at = NEVER;
	write_port();
	if (rc != 0)
		tell_now();
	if (news.event == SESSION_REFUSED)
		lose_link();
}

static void
hear_dial(const char *number)
{
	char text[1024];
	int n = snprintf(text, sizeof(text), "{\"type\":\"dial-request\",\"payload\":"
	    "{\"phoneNo\":\"%.500s\",\"rawPhoneNo\":\"\"}}", number);

	hear_desk(text, (size_t)n);
}

static void
hear_answer(bool success)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "{\"type\":\"authentication-response\","
	    "\"payload\":{\"requestId\":\"1\",\"success\":%s}}", success ? "true" : "false");

	hear_desk(text, (size_t)n);
}

static ms_t
wait_of(const char *text)
{
	long wait = strtol(text, NULL, 10);

	return wait < 0 ? 0 : wait > WAIT_MOST_MS ? WAIT_MOST_MS : wait;
}

static bool
step_modem(const char *line, size_t n)
{
	switch (line[0]) {
	case '<':
		feed("\r\n", 2);
		feed(line + 1, n - 1);
		feed("\r\n", 2);
		return true;
	case ':':
		feed(line + 1, n - 1);
		return true;
	case '+':
		open_port();
		return true;
	case '-':
		close_port(NEVER);
		return true;
	case 'w':
		d.port_room = n > 1 ? (size_t)wait_of(line + 1) : SIZE_MAX;
		return true;
	case 'g':
	case 'a':
		d.good = true;
		d.gsm = line[0] == 'g';
		return true;
	case 'b':
		d.good = false;
		return true;
	case '=':
		text_copy(d.calls, sizeof(d.calls), line + 1);
		return true;
	}
	return false;
}

static void
step_desk(const char *line, size_t n)
{
	static const char hangup[] = "{\"type\":\"hangup-request\"}";
	static const char status[] = "{\"type\":\"call-status-request\"}";

	switch (line[0]) {
	case '{':
		hear_desk(line, n);
		return;
	case 'd':
		hear_dial(line + 1);
		return;
	case 'h':
		hear_desk(hangup, strlen(hangup));
		return;
	case 's':
		hear_desk(status, strlen(status));
		return;
	case 'y':
	case 'n':
		hear_answer(line[0] == 'y');
		return;
	case 'o':
		open_link();
		return;
	case 'l':
		lose_link();
		return;
	}
}

static void
step(const char *line, size_t n)
{
	if (line[0] == 'z') {
		d.now += wait_of(line + 1);
		return;
	}
	if (line[0] == '~')
		let_time_pass(d.now + wait_of(line + 1));
	else if (!step_modem(line, n))
		step_desk(line, n);
	settle();
}

/* It comes back by itself, and a hang-up reaches the line, also one that is idle. */
static void
check_recovery(void)
{
	step("w", 1);
	step("g", 1);
	step("=", 1);
	step("+", 1);
	let_time_pass(d.now + WAIT_MOST_MS);
	MUST(modem_state(&d.modem) == MODEM_READY);
	step("o", 1);
	step("y", 1);
	d.hung_up = false;
	step("h", 1);
	let_time_pass(d.now + HANGUP_MS);
	MUST(d.hung_up);
	let_time_pass(d.now + WAIT_MOST_MS);
	MUST(modem_call(&d.modem)->state == CALL_IDLE);
}

static void
make_rules(void)
{
	const char *const rewrite = "+49:0", *const deny = "0900";
	const struct rules_settings settings = {
		.country_code = "49", .national_prefix = "0", .international_prefix = "00",
		.outside_line_prefix = "0,", .rewrite = { &rewrite, 1 }, .deny = { &deny, 1 },
	};
	struct rules_place place;
	struct fault fault;

	MUST(rules_init(&d.policy.rules, &settings, &place, &fault) == 0);
}

static void
set_up(char *options)
{
	bool has_pin = strstr(options, "pin") != NULL;
	struct modem_settings settings = {
		.voice = strstr(options, " voice") != NULL,
		.longest_call = strstr(options, "limit") != NULL ? 60000 : 0,
	};

	d.has_rules = strstr(options, " rules") != NULL;
	if (d.has_rules)
		make_rules();
	settings.forced = dialect_named(strsep(&options, " "));
	modem_set_up(&d.modem, &settings);
	if (has_pin)
		modem_set_pin(&d.modem, "1234");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = malloc(n + 1), *rest = text, *line;

	MUST(text != NULL);
	memcpy(text, bytes, n);
	text[n] = '\0';
	d = (struct daemon){ .now = 1000000, .reopen_at = NEVER, .port_room = SIZE_MAX,
	    .asked_at = NEVER, .dialling_until = NEVER };
	set_up(strsep(&rest, "\n"));
	session_init(&d.session);
	while ((line = strsep(&rest, "\n")) != NULL)
		step(line, (size_t)((rest != NULL ? rest - 1 : text + n) - line));
	check_recovery();
	free(text);
	return 0;
}
