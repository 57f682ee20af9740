/* SPDX-License-Identifier: MIT */
#include "dialogue.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/policy.h"
#include "modem/modem.h"
#include "protocol/session.h"
#include "util/array.h"

enum {
	LINES_MAX = 400,
	TEXT_MAX = 300,
	UPDATES_MAX = 64,
	CUT_LINES_MAX = 150,            /* a longer script is not played once for each cut */
	PATIENCE_MS = 40000,            /* how long a `>` line waits for the daemon to say it */
	DOUBLED_MS = 500                /* what an answer that comes twice may delay */
};

struct script {
	const char *path;
	char lines[LINES_MAX][TEXT_MAX];
	size_t count;
	bool strict_desk;
	bool from_start;
	bool not_doubled;
	int index;                      /* of a call in the list, if it names one */
};

struct dialogue {
	const struct script *script;
	enum dialogue_mode mode;
	size_t fed;                     /* bytes the modem has said since the script began, */
	size_t cut;                     /*   and where they come in two pieces */
	size_t at;                      /* the step being played */
	struct modem_settings settings;
	bool plugged;
	bool dtr_low;                   /* the daemon has lowered DTR since the last @dtr */
	const char *pin;                /* NULL: none */
	struct rules_settings rules;
	const char *rewrite, *deny;

	ms_t now;
	struct modem modem;
	struct session session;
	struct policy policy;
	char said[TEXT_MAX];            /* the daemon's command, until the script or we answer it */
	bool saying;
	char updates[UPDATES_MAX][TEXT_MAX];
	size_t update_count;
	char truth[TEXT_MAX];           /* what +CLCC shows, in the words of a `=` line */
	char dialled[64];

	char *why;
	size_t why_size;
	bool failed;
};

static bool __attribute__((format(printf, 2, 3)))
fail(struct dialogue *d, const char *format, ...)
{
	va_list args;
	int n;

	if (d->failed)
		return false;
	d->failed = true;
	n = snprintf(d->why, d->why_size, "%s:%zu: ", d->script->path, d->at + 1);
	if (d->mode == DIALOGUE_CUT)
		n += snprintf(d->why + n, d->why_size - (size_t)n, "cut at byte %zu: ", d->cut);
	va_start(args, format);
	vsnprintf(d->why + n, d->why_size - (size_t)n, format, args);
	va_end(args);
	return false;
}

/* The text behind a mark, or NULL when the line is another one. */
static const char *
behind(const char *line, const char *mark)
{
	size_t n = strlen(mark);

	if (strncmp(line, mark, n) != 0)
		return NULL;
	return line[n] == ' ' ? line + n + 1 : line[n] == '\0' ? line + n : NULL;
}

static bool
is_step(const char *line)
{
	return line[0] != '\0' && line[0] != '#';
}

/* The `=` line right behind the present step (comments aside), or NULL. */
static const char *
next_truth(const struct dialogue *d)
{
	for (size_t i = d->at + 1; i < d->script->count; i++) {
		const char *words = behind(d->script->lines[i], "=");

		if (words != NULL && behind(words, "modem") == NULL)
			return words;
		if (is_step(d->script->lines[i]) && words == NULL && behind(d->script->lines[i], "desk>") == NULL)
			return NULL;
	}
	return NULL;
}

static void
look_ahead(struct dialogue *d)
{
	const char *words = next_truth(d);

	if (words != NULL)
		snprintf(d->truth, sizeof(d->truth), "%s", words);
}

/* The modem's half of the wire */

static void
hear_modem(struct dialogue *d);

static void
take_output(struct dialogue *d);

/* Between the pieces the daemon may have a command ready: it is on the wire before the rest. */
static void
feed_cut(struct dialogue *d, const char *bytes, size_t n)
{
	size_t before = d->cut > d->fed && d->cut - d->fed < n ? d->cut - d->fed : n;

	d->fed += n;
	modem_feed(&d->modem, bytes, before, d->now);
	if (before == n)
		return;
	hear_modem(d);
	if (!d->saying)
		take_output(d);
	modem_feed(&d->modem, bytes + before, n - before, d->now);
}

static void
feed(struct dialogue *d, const char *bytes, size_t n)
{
	switch (d->mode) {
	case DIALOGUE_NOISE:
		modem_feed(&d->modem, "\r\n^RSSI:15\r\n", 12, d->now);
		modem_feed(&d->modem, bytes, n, d->now);
		return;
	case DIALOGUE_DOUBLED:
		modem_feed(&d->modem, bytes, n, d->now);
		modem_feed(&d->modem, bytes, n, d->now);
		return;
	case DIALOGUE_BYTES:
		for (size_t i = 0; i < n; i++)
			modem_feed(&d->modem, bytes + i, 1, d->now);
		return;
	case DIALOGUE_CUT:
		feed_cut(d, bytes, n);
		return;
	case DIALOGUE_PLAIN:
	case DIALOGUE_MODES:
		modem_feed(&d->modem, bytes, n, d->now);
		return;
	}
}

static void
say(struct dialogue *d, const char *text)
{
	char line[TEXT_MAX + 8];

	snprintf(line, sizeof(line), "\r\n%s\r\n", text);
	feed(d, line, strlen(line));
}

/* What +CLCC answers while the script leaves it to us. */
static void
say_calls(struct dialogue *d)
{
	static const struct {
		const char *word;
		int direction, stat;
	} states[] = {
		{ "dialling", 0, 2 }, { "alerting", 0, 3 }, { "active", 0, 0 },
		{ "ending", 0, 0 }, { "incoming", 1, 4 },
	};
	char line[TEXT_MAX];

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const char *words = behind(d->truth, states[i].word);
		const char *number = d->dialled;
		int direction = states[i].direction;

		if (words == NULL)
			continue;
		if (strncmp(words, "inbound", 7) == 0 || direction == 1) {
			direction = 1;
			number = strrchr(d->truth, ' ');
			number = number != NULL && number[1] >= '+' && number[1] <= '9' ?
			    number + 1 : "";
		} else if (words[0] >= '+' && words[0] <= '9') {
			number = words;
		}
		snprintf(line, sizeof(line), "+CLCC: %d,%d,%d,0,0,\"%.60s\",%d", d->script->index,
		    direction, states[i].stat, number, number[0] == '+' ? 145 : 129);
		say(d, line);
	}
}

static bool
changes_nothing(const char *command)
{
	static const char *const acts[] = { "ATD", "ATA", "ATH", "AT+CHUP", "AT+CHLD", "AT+CFUN" };

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strncmp(command, acts[i], strlen(acts[i])) == 0)
			return strcmp(command, "AT+CFUN?") == 0;
	return true;
}

static void
answer(struct dialogue *d, const char *command)
{
	bool cellular = d->settings.forced == NULL || d->settings.forced->cellular;

	if (strcmp(command, "") == 0)
		return;
	if (!cellular && (strncmp(command, "AT+C", 4) == 0)) {
		say(d, "ERROR");
		return;
	}
	if (strcmp(command, "AT+GCAP") == 0)
		say(d, cellular ? "+GCAP: +CGSM" : "+GCAP: +FCLASS");
	if (strcmp(command, "AT+FCLASS=?") == 0 || strcmp(command, "AT#CLS=?") == 0)
		say(d, "0,1,8");
	if (strcmp(command, "AT+CPIN?") == 0)
		say(d, "+CPIN: READY");
	if (strcmp(command, "AT+CREG?") == 0)
		say(d, "+CREG: 1,1");
	if (strcmp(command, "AT+CLCC") == 0)
		say_calls(d);
	say(d, "OK");
}

/* Takes what the daemon wants to write: one command at a time. */
static void
take_output(struct dialogue *d)
{
	size_t n;
	const char *bytes = modem_output(&d->modem, &n);
	const char *end = memchr(bytes, '\r', n);

	if (n == 0 || !d->plugged)
		return;
	if (end == NULL || (size_t)(end - bytes) >= sizeof(d->said)) {
		fail(d, "the daemon wrote a command without an end");
		return;
	}
	memcpy(d->said, bytes, (size_t)(end - bytes));
	d->said[end - bytes] = '\0';
	d->saying = true;
	if (strncmp(d->said, "ATD", 3) == 0)
		snprintf(d->dialled, sizeof(d->dialled), "%.*s",
		    (int)strspn(d->said + (d->said[3] == 'T' ? 4 : 3), "+0123456789*#"),
		    d->said + (d->said[3] == 'T' ? 4 : 3));
	modem_wrote(&d->modem, (size_t)(end - bytes) + 1, d->now);
}

/* Patriot's half */

static void
record(struct dialogue *d, const struct call_status *status)
{
	char text[MESSAGE_FORMAT_MAX];
	char *update = d->updates[d->update_count];

	if (session_tell(&d->session, status, text, sizeof(text)) == 0) {
		fail(d, "the status could not be formatted");
		return;
	}
	d->policy.told = *status;
	if (d->update_count == UPDATES_MAX) {
		fail(d, "more than %d messages to Patriot", UPDATES_MAX);
		return;
	}
	d->update_count++;
	if (!status->active)
		snprintf(update, TEXT_MAX, "call-status-update inactive");
	else
		snprintf(update, TEXT_MAX, "call-status-update active %s%s%s",
		    status->outbound ? "outbound" : "inbound",
		    status->caller_id[0] != '\0' ? " " : "", status->caller_id);
}

static void
record_now(struct dialogue *d)
{
	struct call_status status;

	policy_status(&d->policy, modem_call(&d->modem), &status);
	record(d, &status);
}

static void
hear_modem(struct dialogue *d)
{
	struct modem_news news;
	struct call_status status;

	while (modem_next(&d->modem, &news)) {
		d->dtr_low = d->dtr_low || news.event == MODEM_NEWS_DROP_DTR;
		if (news.event == MODEM_NEWS_NOT_DIALLED)
			record_now(d);
	}
	if (policy_changed(&d->policy, modem_call(&d->modem), &status))
		record(d, &status);
}

static void
hear_desk(struct dialogue *d, const char *words)
{
	static const char *const types[] = {
		"dial-request", "hangup-request", "call-status-request"
	};
	struct message message = { .type = MESSAGE_UNKNOWN };
	struct session_news request;
	struct fault fault;
	char text[MESSAGE_FORMAT_MAX];
	size_t n;

	for (int i = 0; i < 3; i++) {
		const char *number = behind(words, types[i]);

		if (number == NULL)
			continue;
		message.type = (enum message_type)(MESSAGE_DIAL_REQUEST + i);
		snprintf(message.phone_no, sizeof(message.phone_no), "%s", number);
	}
	n = message_format(&message, text, sizeof(text));
	if (n == 0) {
		fail(d, "not a message: %s", words);
		return;
	}
	session_hear(&d->session, text, n, &request);
	if (policy_request(&d->policy, &request, &d->modem, d->now, &fault) != 0)
		record_now(d);
}

static void
open_session(struct dialogue *d)
{
	static const char yes[] = "{\"type\":\"authentication-response\","
	    "\"payload\":{\"requestId\":\"1\",\"success\":true}}";
	struct session_news news;
	char text[MESSAGE_FORMAT_MAX];

	session_init(&d->session);
	session_open(&d->session, "key", "1", d->now, text, sizeof(text));
	session_hear(&d->session, yes, strlen(yes), &news);
}

/* Time */

/*
 * True when the script waits for this very command: at this step, or behind it with nothing
 * but checks between. While time passes it does not wait.
 */
static bool
script_wants(const struct dialogue *d, const char *command)
{
	for (size_t i = d->at; i < d->script->count; i++) {
		const char *line = d->script->lines[i], *wanted = behind(line, ">");

		if (wanted != NULL)
			return strcmp(wanted, command) == 0;
		if (i == d->at ? behind(line, "~") != NULL : is_step(line) &&
		    behind(line, "=") == NULL && behind(line, "desk>") == NULL)
			return false;
	}
	return false;
}

/* Lets both sides talk until neither has anything to say at this moment. */
static void
pump(struct dialogue *d)
{
	for (int turns = 0; turns < 1000 && !d->failed; turns++) {
		hear_modem(d);
		if (!d->saying)
			take_output(d);
		if (!d->saying) {
			if (modem_due(&d->modem) > d->now)
				return;
			modem_tick(&d->modem, d->now);
			continue;
		}
		if (script_wants(d, d->said))
			return;
		/* Waking up, the lone CR says nothing. */
		if (d->said[0] == '\0' && !d->modem.awake) {
			d->saying = false;
			continue;
		}
		if (!changes_nothing(d->said) || d->said[0] == '\0' ||
		    at_chat_dialling(&d->modem.chat)) {
			/* It may be what a later line wants; then that line is reached without time passing. */
			return;
		}
		d->saying = false;
		answer(d, d->said);
	}
	if (!d->failed)
		fail(d, "the daemon does not come to rest");
}

static void
let_time_pass(struct dialogue *d, ms_t until)
{
	for (;;) {
		ms_t due;

		pump(d);
		due = modem_due(&d->modem);
		if (d->failed || d->saying || due > until)
			break;
		d->now = due > d->now ? due : d->now;
	}
	if (d->saying && !script_wants(d, d->said) && !d->failed)
		fail(d, "the daemon said \"%s\" and nothing of the kind was expected", d->said);
	if (d->now < until && !d->saying)
		d->now = until;
	pump(d);
}

static void
wait_for_command(struct dialogue *d, ms_t patience)
{
	ms_t until = d->now + patience;

	pump(d);
	while (!d->failed && !d->saying && modem_due(&d->modem) <= until) {
		if (modem_due(&d->modem) > d->now)
			d->now = modem_due(&d->modem);
		pump(d);
	}
}

static void
wait_for_dtr(struct dialogue *d, ms_t patience)
{
	ms_t until = d->now + patience;

	pump(d);
	while (!d->failed && !d->saying && !d->dtr_low && modem_due(&d->modem) <= until) {
		if (modem_due(&d->modem) > d->now)
			d->now = modem_due(&d->modem);
		pump(d);
	}
	if (!d->dtr_low && !d->failed)
		fail(d, "the daemon has not lowered DTR");
	d->dtr_low = false;
}

/* Steps */

static void
play_host(struct dialogue *d, const char *text)
{
	wait_for_command(d, PATIENCE_MS);
	if (d->failed)
		return;
	if (!d->saying)
		fail(d, "expected \"%s\" from the daemon, and it said nothing", text);
	else if (strcmp(d->said, text) != 0)
		fail(d, "expected \"%s\" from the daemon, got \"%s\"", text, d->said);
	d->saying = false;
	look_ahead(d);
}

static size_t
unescape(const char *text, char *out)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		unsigned value;

		if (sscanf(text, "\\x%2x", &value) == 1) {
			out[n++] = (char)value;
			text += 3;
		} else if (text[0] == '\\' && strchr("rn\\", text[1]) != NULL && text[1] != '\0') {
			out[n++] = text[1] == 'r' ? '\r' : text[1] == 'n' ? '\n' : '\\';
			text++;
		} else {
			out[n++] = *text;
		}
	}
	out[n] = '\0';
	return n;
}

static void
play_modem(struct dialogue *d, const char *text)
{
	char bytes[TEXT_MAX];
	size_t n = unescape(text, bytes);

	look_ahead(d);
	if (bytes[0] == '\x10')
		feed(d, bytes, n);
	else
		say(d, bytes);
	pump(d);
}

static void
describe(const struct call *call, char *out, size_t size)
{
	const char *number = call->number[0] != '\0' ? call->number :
	    call->withheld ? "withheld" : "unknown";

	if (call->state == CALL_IDLE)
		snprintf(out, size, "idle, %s", call_end_name(call->end));
	else
		snprintf(out, size, "%s %s%s", call_state_name(call->state),
		    call->outbound || call->state == CALL_INCOMING ? "" : "inbound ", number);
}

static bool
agrees(const struct dialogue *d, const char *words, char *is)
{
	const char *modem = behind(words, "modem");
	size_t n = strlen(words);

	if (modem != NULL) {
		snprintf(is, TEXT_MAX, "modem %s", modem_state_name(modem_state(&d->modem)));
		return strcmp(is, words) == 0;
	}
	describe(modem_call(&d->modem), is, TEXT_MAX);
	/* What the line leaves unsaid may be anything. */
	return strncmp(is, words, n) == 0 && (is[n] == '\0' || is[n] == ' ' || is[n] == ',');
}

static void
check(struct dialogue *d, const char *words)
{
	char is[TEXT_MAX];

	pump(d);
	if (!agrees(d, words, is) && d->mode == DIALOGUE_DOUBLED)
		wait_for_command(d, DOUBLED_MS);
	if (!agrees(d, words, is))
		fail(d, "expected \"%s\", it is \"%s\"", words, is);
}

static void
expect_update(struct dialogue *d, const char *words)
{
	pump(d);
	if (d->update_count == 0 && d->mode == DIALOGUE_DOUBLED)
		wait_for_command(d, DOUBLED_MS);
	if (d->update_count == 0) {
		fail(d, "expected \"%s\" to Patriot, and nothing was sent", words);
		return;
	}
	if (strcmp(d->updates[0], words) != 0)
		fail(d, "expected \"%s\" to Patriot, got \"%s\"", words, d->updates[0]);
	d->update_count--;
	memmove(d->updates[0], d->updates[1], d->update_count * sizeof(d->updates[0]));
}

static void
plug(struct dialogue *d, bool in, void (*tell)(struct modem *, ms_t))
{
	d->plugged = in;
	d->saying = false;
	look_ahead(d);
	tell(&d->modem, d->now);
	pump(d);
}

static void
play_step(struct dialogue *d)
{
	const char *line = d->script->lines[d->at], *text;

	if (behind(line, "# @usb-remove") != NULL || behind(line, "@usb-remove") != NULL)
		plug(d, false, modem_lost);
	else if (behind(line, "# @usb-add") != NULL || behind(line, "@usb-add") != NULL)
		plug(d, true, modem_start);
	else if (behind(line, "@close") != NULL)
		plug(d, false, modem_closed);
	else if (behind(line, "@dtr") != NULL)
		wait_for_dtr(d, PATIENCE_MS);
	else if (behind(line, "@restart") != NULL)
		plug(d, true, modem_restart);
	else if (behind(line, "@open") != NULL)
		plug(d, true, modem_start);
	else if (!is_step(line) || behind(line, "dialect") != NULL ||
	    behind(line, "given") != NULL || behind(line, "from") != NULL ||
	    behind(line, "with") != NULL || behind(line, "not") != NULL)
		return;
	else if ((text = behind(line, ">")) != NULL)
		play_host(d, text);
	else if ((text = behind(line, "<")) != NULL)
		play_modem(d, text);
	else if ((text = behind(line, "~")) != NULL) {
		look_ahead(d);
		let_time_pass(d, d->now + (ms_t)(strtod(text, NULL) * 1000 + 0.5));
	} else if ((text = behind(line, "=")) != NULL)
		check(d, text);
	else if ((text = behind(line, "desk<")) != NULL) {
		hear_desk(d, text);
		pump(d);
	} else if ((text = behind(line, "desk>")) != NULL)
		expect_update(d, text);
	else
		fail(d, "not a step: %s", line);
}

static void
load_line(struct script *script, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	script->strict_desk = script->strict_desk || behind(line, "desk>") != NULL;
	script->from_start = script->from_start || strcmp(line, "from start") == 0;
	script->not_doubled = script->not_doubled || strcmp(line, "not doubled") == 0;
	if (sscanf(line, "< +CLCC: %d,", &script->index) != 1)
		sscanf(line, "< +QIND: \"ccinfo\",%d,", &script->index);
}

/* What is wrong with the file; NULL: nothing. */
static const char *
load(struct script *script)
{
	FILE *file = fopen(script->path, "r");

	if (file == NULL)
		return "cannot be opened";
	while (script->count < LINES_MAX &&
	    fgets(script->lines[script->count], TEXT_MAX, file) != NULL)
		load_line(script, script->lines[script->count++]);
	fclose(file);
	return script->count == 0 ? "is empty" : script->count == LINES_MAX ? "too long" : NULL;
}

/* One of the keys of the rules for numbers, and its value. */
static bool
set_rule(struct dialogue *d, const char *option)
{
	const struct {
		const char *key, **value;
	} rows[] = {
		{ "country-code", &d->rules.country_code },
		{ "national-prefix", &d->rules.national_prefix },
		{ "international-prefix", &d->rules.international_prefix },
		{ "outside-line-prefix", &d->rules.outside_line_prefix },
		{ "deny", &d->deny },
		{ "rewrite", &d->rewrite },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (behind(option, rows[i].key) != NULL) {
			*rows[i].value = behind(option, rows[i].key);
			return true;
		}
	return false;
}

static void
make_rules(struct dialogue *d)
{
	struct rules_place place;
	struct fault fault;

	d->rules.deny = (struct rules_values){ &d->deny, d->deny != NULL };
	d->rules.rewrite = (struct rules_values){ &d->rewrite, d->rewrite != NULL };
	if (rules_init(&d->policy.rules, &d->rules, &place, &fault) != 0)
		fail(d, "%s: %s", place.key, fault.text);
}

static void
set_up(struct dialogue *d, const char *option)
{
	const char *seconds = behind(option, "limit");

	if (strcmp(option, "voice") == 0)
		d->settings.voice = true;
	else if (strcmp(option, "dtr") == 0)
		d->settings.dtr = true;
	else if (seconds != NULL)
		d->settings.longest_call = (ms_t)strtol(seconds, NULL, 10) * 1000;
	else if (behind(option, "pin") != NULL)
		d->pin = behind(option, "pin");
	else if (!set_rule(d, option))
		fail(d, "no such option: %s", option);
}

/* The modem as the script finds it: up and ready, unless it wants to see that happen. */
static void
begin(struct dialogue *d)
{
	for (size_t i = 0; i < d->script->count; i++) {
		const char *name = behind(d->script->lines[i], "dialect");
		const char *call = behind(d->script->lines[i], "given");
		const char *option = behind(d->script->lines[i], "with");

		if (name != NULL && (d->settings.forced = dialect_named(name)) == NULL)
			fail(d, "no such dialect: %s", name);
		if (option != NULL)
			set_up(d, option);
		if (call != NULL)
			snprintf(d->truth, sizeof(d->truth), "%s", call);
	}
	make_rules(d);
	d->now = 1000000;
	d->plugged = true;
	modem_set_up(&d->modem, &d->settings);
	if (d->pin != NULL)
		modem_set_pin(&d->modem, d->pin);
	open_session(d);
	record_now(d);                  /* as after each authentication */
	modem_start(&d->modem, d->now);
	if (!d->script->from_start) {
		let_time_pass(d, d->now + 5000);
		if (modem_state(&d->modem) != MODEM_READY)
			fail(d, "the modem does not get ready");
	}
	if (!d->script->strict_desk)
		d->update_count = 0;
	d->fed = 0;
}

static void
play(struct dialogue *d)
{
	begin(d);
	for (d->at = 0; d->at < d->script->count && !d->failed; d->at++) {
		play_step(d);
		if (!d->script->strict_desk)
			d->update_count = 0;
	}
	d->at = d->script->count - 1;
	if (d->saying)
		fail(d, "at the end the daemon said \"%s\"", d->said);
	if (d->script->strict_desk && d->update_count > 0)
		fail(d, "at the end Patriot was sent \"%s\", too", d->updates[0]);
}

/* Why a script is not played so; NULL: it is. */
static const char *
excuse(const struct script *script, enum dialogue_mode mode)
{
	if (mode == DIALOGUE_DOUBLED && script->not_doubled)
		return "not doubled";
	if (mode == DIALOGUE_CUT && script->count > CUT_LINES_MAX)
		return "too long for that";
	return NULL;
}

static enum dialogue_verdict
play_script(const struct script *script, enum dialogue_mode mode, char *why, size_t size)
{
	struct dialogue d;
	size_t cut = 0;

	if (excuse(script, mode) != NULL) {
		snprintf(why, size, "%s", excuse(script, mode));
		return DIALOGUE_SKIPPED;
	}
	do {
		d = (struct dialogue){
			.script = script, .mode = mode, .cut = ++cut, .why = why, .why_size = size
		};
		play(&d);
	} while (!d.failed && mode == DIALOGUE_CUT && cut < d.fed);
	return d.failed ? DIALOGUE_FAILED : DIALOGUE_PASSED;
}

enum dialogue_verdict
dialogue_play(const char *path, enum dialogue_mode mode, char *why, size_t size)
{
	static struct script script;    /* 120 KB: not for the stack */
	const char *wrong;

	script = (struct script){ .path = path, .index = 1 };
	wrong = load(&script);
	if (wrong == NULL)
		return play_script(&script, mode, why, size);
	snprintf(why, size, "%s: %s", path, wrong);
	return DIALOGUE_FAILED;
}

const char *
dialogue_mode_name(enum dialogue_mode mode)
{
	static const char *const names[] = {
		[DIALOGUE_PLAIN] = "as written",
		[DIALOGUE_BYTES] = "byte by byte",
		[DIALOGUE_NOISE] = "with noise between the lines",
		[DIALOGUE_DOUBLED] = "with every line doubled",
		[DIALOGUE_CUT] = "cut at every position",
		[DIALOGUE_MODES] = "",
	};

	return names[mode];
}
