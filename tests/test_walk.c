/* SPDX-License-Identifier: MIT */
/*
 * A walk over everything the call logic can be brought to: from a ready modem each event
 * that can happen is tried in each state that was reached, breadth first, and what was promised
 * must hold in all of them.
 *
 * Two states are the same when nothing that decides what happens next tells them apart; how much
 * time has passed within a step is left out of that.
 */
#include <CUnit/CUnit.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "modem/modem.h"
#include "util/array.h"

enum {
	NODES_MAX = 5000,
	NODES_VOICE = 12000,            /* the way into the class comes on top */
	NODES_FEW = 500,
	SEEN_SIZE = 1 << 15,
	SETTLE_MS = 240000,             /* the longest way: a dial command that is never answered */
	REOPEN_MS = 2000
};

static const char number[] = "0911234567";

/* What the line really does. */
enum truth { NOTHING, DIALLING, ALERTING, ANSWERED, RINGING, TALKING };

struct world {
	struct modem modem;
	ms_t now;
	ms_t reopen_at;                 /* NEVER: the port is open */
	enum truth truth;
	bool waits;                     /* a second caller */
	bool dial_runs;                 /* ATD has no answer yet: any byte aborts it */
	bool may_abort;                 /* the operator has hung up since */
	bool in_class8;
	char typed[AT_COMMAND_MAX + 90];
	size_t typed_len;
	char asked[AT_COMMAND_MAX + 1]; /* the command that waits for its answer; "": none */
	unsigned accepted, atds, hangups;
	ms_t accepted_at, dialled_at;
	const char *broken;             /* the promise that was broken */
};

struct node {
	struct world world;
	size_t from;
	const char *by;
};

static struct node *nodes;
static size_t nodes_most, node_count, edge_count;
static uint64_t seen[SEEN_SIZE];

/* The modem's side */

static void
says(struct world *world, const char *line)
{
	char bytes[128];
	int n = snprintf(bytes, sizeof(bytes), "\r\n%s\r\n", line);

	modem_feed(&world->modem, bytes, (size_t)n, world->now);
}

static bool
is_hangup(const char *command)
{
	return strncmp(command, "ATH", 3) == 0 || strcmp(command, "AT+CHUP") == 0;
}

static bool
is_reset(const char *command)
{
	return strcmp(command, "ATZ") == 0 || strcmp(command, "AT+CFUN=1,1") == 0;
}

static void
end_call(struct world *world)
{
	world->truth = world->waits ? RINGING : NOTHING;
	world->waits = false;
	world->dial_runs = false;
}

static void
check_dial(struct world *world, const char *command)
{
	const struct dialect *dialect = world->modem.bringup.dialect;
	char wanted[AT_COMMAND_MAX + 1];
	struct fault fault;

	dialect_dial_in(world->in_class8 ? dialect->voice : NULL, dialect, number, wanted,
	    sizeof(wanted), &fault);
	if (strcmp(command, wanted) != 0)
		world->broken = "ATD holds something else than the number, or makes a data call";
	if (++world->atds > world->accepted)
		world->broken = "more ATDs than accepted requests";
	if (world->now > world->accepted_at + 2000)
		world->broken = "an ATD later than 2 s after its request";
}

static void
hear_command(struct world *world, const char *command)
{
	if (world->dial_runs) {
		if (!world->may_abort && world->now < world->dialled_at +
		    world->modem.bringup.dialect->dial_timeout)
			world->broken = "a byte while a dial command runs";
		end_call(world);
		says(world, "NO CARRIER");
		return;
	}
	if (command[0] == '\0')
		return;
	text_copy(world->asked, sizeof(world->asked), command);
	if (is_hangup(command) || is_reset(command))
		world->hangups++;
	if (strncmp(command, "ATD", 3) != 0)
		return;
	check_dial(world, command);
	world->dial_runs = true;
	world->may_abort = false;
	world->dialled_at = world->now;
	if (world->truth == NOTHING)
		world->truth = DIALLING;
}

static void
take_output(struct world *world)
{
	size_t n;
	const char *bytes = modem_output(&world->modem, &n);
	char copy[2 * AT_COMMAND_MAX];

	if (n == 0 || world->reopen_at != NEVER)
		return;
	memcpy(copy, bytes, n);
	modem_wrote(&world->modem, n, world->now);
	for (size_t i = 0; i < n; i++) {
		if (copy[i] != '\r') {
			world->typed[world->typed_len++] = copy[i];
			continue;
		}
		world->typed[world->typed_len] = '\0';
		world->typed_len = 0;
		hear_command(world, world->typed);
	}
}

static void
say_list(struct world *world)
{
	static const char *const lines[] = {
		[NOTHING] = NULL,
		[DIALLING] = "+CLCC: 1,0,2,0,0,\"0911234567\",129",
		[ALERTING] = "+CLCC: 1,0,3,0,0,\"0911234567\",129",
		[ANSWERED] = "+CLCC: 1,0,0,0,0,\"0911234567\",129",
		[RINGING] = "+CLCC: 1,1,4,0,0,\"0922\",129",
		[TALKING] = "+CLCC: 1,1,0,0,0,\"0922\",129",
	};

	if (lines[world->truth] != NULL)
		says(world, lines[world->truth]);
	if (world->waits)
		says(world, "+CLCC: 2,1,5,0,0,\"0933\",129");
}

static void
answer(struct world *world)
{
	char asked[sizeof(world->asked)];

	text_copy(asked, sizeof(asked), world->asked);
	world->asked[0] = '\0';
	if (strncmp(asked, "ATD", 3) == 0)
		world->dial_runs = false;
	if (text_starts(asked, "AT+FCLASS=") && asked[10] != '?')
		world->in_class8 = asked[10] == '8';
	if (strcmp(asked, "AT+FCLASS=?") == 0)
		says(world, "0,1,8");
	if (is_hangup(asked) || is_reset(asked))
		end_call(world);
	if (strcmp(asked, "AT+GCAP") == 0)
		says(world, "+GCAP: +CGSM");
	if (strcmp(asked, "AT+CPIN?") == 0)
		says(world, "+CPIN: READY");
	if (strcmp(asked, "AT+CREG?") == 0)
		says(world, "+CREG: 1,1");
	if (strcmp(asked, "AT+CLCC") == 0)
		say_list(world);
	says(world, "OK");
}

static void
answer_error(struct world *world)
{
	if (strncmp(world->asked, "ATD", 3) == 0)
		end_call(world);
	world->asked[0] = '\0';
	says(world, "ERROR");
}

/* The owner's side */

static void
close_port(struct world *world)
{
	world->reopen_at = world->now + REOPEN_MS;
	world->asked[0] = '\0';
	world->dial_runs = false;
	world->typed_len = 0;
}

static void
fetch_news(struct world *world)
{
	struct modem_news news;

	while (modem_next(&world->modem, &news)) {
		if (news.event != MODEM_NEWS_REOPEN)
			continue;
		modem_closed(&world->modem, world->now);
		close_port(world);
	}
}

/* What waits is written, and what decides nothing is answered at once. */
static void
come_to_rest(struct world *world)
{
	for (int turns = 0; turns < 200; turns++) {
		fetch_news(world);
		take_output(world);
		if (world->asked[0] != '\0' && strncmp(world->asked, "ATD", 3) != 0 &&
		    !is_hangup(world->asked) && strcmp(world->asked, "AT+CLCC") != 0) {
			answer(world);
			continue;
		}
		if (modem_due(&world->modem) <= world->now) {
			modem_tick(&world->modem, world->now);
			continue;
		}
		return;
	}
	world->broken = "it does not come to rest";
}

static ms_t
due(const struct world *world)
{
	return ms_min(world->reopen_at, modem_due(&world->modem));
}

static void
pass_to_due(struct world *world)
{
	if (due(world) == NEVER)
		return;
	if (due(world) > world->now)
		world->now = due(world);
	if (world->reopen_at <= world->now) {
		world->reopen_at = NEVER;
		modem_start(&world->modem, world->now);
	}
	come_to_rest(world);
}

/* A modem that answers everything truly from now on, for as long as the longest way takes. */
static void
settle(struct world *world)
{
	ms_t until = world->now + SETTLE_MS;
	unsigned rings = 0;

	while (world->now < until && world->broken == NULL) {
		come_to_rest(world);
		if (world->asked[0] != '\0') {
			answer(world);
			continue;
		}
		/* A caller gives up some time. */
		if (world->truth == RINGING && ++rings > 20)
			end_call(world);
		if (due(world) > until)
			break;
		pass_to_due(world);
	}
}

/* What may happen */

static void
ask_dial(struct world *world)
{
	struct fault fault;

	if (modem_dial(&world->modem, number, number, world->now, &fault) == 0) {
		world->accepted++;
		world->accepted_at = world->now;
	}
}

static void
ask_hangup(struct world *world)
{
	struct fault fault;

	world->may_abort = true;
	modem_hangup(&world->modem, world->now, &fault);
}

static void
ring_in(struct world *world)
{
	if (world->truth == NOTHING) {
		world->truth = RINGING;
		says(world, "RING");
		says(world, "+CLIP: \"0922\",129");
	} else if (world->truth >= DIALLING && !world->waits) {
		world->waits = true;
		says(world, "+CCWA: \"0933\",129,1");
	}
}

static void
get_answered(struct world *world)
{
	static const enum truth then[] = {
		[NOTHING] = NOTHING, [DIALLING] = ALERTING, [ALERTING] = ANSWERED,
		[ANSWERED] = ANSWERED, [RINGING] = TALKING, [TALKING] = TALKING,
	};

	world->truth = then[world->truth];
}

static void
end_loudly(struct world *world)
{
	if (world->dial_runs)
		world->asked[0] = '\0';
	end_call(world);
	says(world, "NO CARRIER");
}

static void
restart(struct world *world)
{
	world->truth = NOTHING;
	world->waits = false;
	world->dial_runs = false;
	world->asked[0] = '\0';
	says(world, "RDY");
}

static void
lose_port(struct world *world)
{
	modem_lost(&world->modem, world->now);
	close_port(world);
}

/* It answers nothing any more, not even AT; and then again. */
static void
go_deaf(struct world *world)
{
	if (world->reopen_at != NEVER)
		return;
	modem_closed(&world->modem, world->now);
	close_port(world);
}

/* The modem forgets to answer. */
static void
forget(struct world *world)
{
	if (!world->dial_runs)
		world->asked[0] = '\0';
}

/* The loop stands still (a stopped process, a machine that swaps) and then goes on. */
static void
stand_still(struct world *world)
{
	size_t n;

	modem_output(&world->modem, &n);
	if (n == 0)
		world->now += 10000;
}

static void
say_ok(struct world *world)
{
	if (!world->dial_runs)
		says(world, "OK");
}

static void say_sim(struct world *world) { says(world, "+CPIN: READY"); }
static void say_block(struct world *world) { says(world, "NMBR = 0922"); }
static void say_registered(struct world *world) { says(world, "+CREG: 1"); }
static void say_searching(struct world *world) { says(world, "+CREG: 2"); }

static const struct event {
	const char *name;
	void (*happen)(struct world *world);
	bool with_command;              /* only while one waits for its answer */
} events[] = {
	{ "dial asked", ask_dial, false },
	{ "hang-up asked", ask_hangup, false },
	{ "time", pass_to_due, false },
	{ "answered OK", answer, true },
	{ "answered ERROR", answer_error, true },
	{ "not answered", forget, true },
	{ "a caller", ring_in, false },
	{ "far end goes on", get_answered, false },
	{ "call ends with news", end_loudly, false },
	{ "call ends silently", end_call, false },
	{ "restart", restart, false },
	{ "port lost", lose_port, false },
	{ "deaf", go_deaf, false },
	{ "loop stands still", stand_still, false },
	/* Lies: lines that the modem says for no reason. */
	{ "OK for nothing", say_ok, false },
	{ "+CPIN for nothing", say_sim, false },
	{ "a caller-ID line for nothing", say_block, false },
	{ "+CREG: 1", say_registered, false },
	{ "+CREG: 2", say_searching, false },
};

/* The walk */

/* A copy of its own: two pointers of the chat point into itself. */
static void
copy_world(struct world *to, const struct world *from)
{
	*to = *from;
	to->modem.chat.out.storage = to->modem.chat.out_bytes;
	to->modem.chat.command.text = to->modem.chat.text;
}

static uint64_t
key_of(const struct world *world)
{
	const struct modem *modem = &world->modem;
	const struct track *track = &modem->track;
	const unsigned parts[] = {
		track->call.state, track->call.outbound, track->missing, track->told_end,
		track->told_since, track->asked, track->outdated, track->index != 0, track->list_at == NEVER,
		track->list_at <= world->now, track->why_by != NEVER, track->call.number[0] != '\0',
		modem->chat.state, modem->chat.aborting, modem->chat.abort_at != NEVER,
		modem->chat.probes > 0, modem->awake, modem->task, modem->bringup.done,
		modem->bringup.network.registration, modem->dial_by != NEVER,
		modem->dial_by <= world->now, modem->kept_by != NEVER, modem->owes_hangup,
		modem->ladder.taken, modem->ladder.owed,
		modem->ladder.at == NEVER,
		(unsigned)(uintptr_t)modem->ladder.rung,
		world->truth, world->waits, world->dial_runs, world->may_abort,
		modem->voice.state, (unsigned)modem->voice.step, modem->voice.off_hook,
		track->signs.reversed, world->now < track->signs.tone_at + SIGNS_TONE_MS,
		world->asked[0] == '\0' ? 0 : (unsigned char)world->asked[3],
		world->reopen_at != NEVER, world->now < world->accepted_at + MODEM_DIAL_MS,
		world->now < track->hung_up_at + TRACK_YOUNG_MS,
		world->now < track->began_at + TRACK_YOUNG_MS,
	};
	uint64_t key = 14695981039346656037u;   /* FNV-1a */

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		key = (key ^ parts[i]) * 1099511628211u;
	return key | 1;
}

static bool
is_new(uint64_t key)
{
	size_t at = key % SEEN_SIZE;

	while (seen[at] != 0 && seen[at] != key)
		at = (at + 1) % SEEN_SIZE;
	if (seen[at] == key)
		return false;
	seen[at] = key;
	return true;
}

/* How we got here, for the one who has to mend it. */
static void
fail(size_t at, const char *by, const char *why)
{
	printf("# walk: %s: by %s", why, by);
	for (; at != 0; at = nodes[at].from)
		printf(", after %s", nodes[at].by);
	printf("\n");
	CU_FAIL("a promise is broken: see the way above");
}

/* Left alone, the status gets true: there is a call where the modem has one, and else none. */
static const char *
gets_true(const struct world *start)
{
	static struct world world;

	copy_world(&world, start);
	settle(&world);
	if (world.broken != NULL)
		return world.broken;
	if (world.modem.bringup.has_list &&
	    (world.modem.track.call.state != CALL_IDLE) != (world.truth != NOTHING))
		return "the settled status is not true";
	if (modem_state(&world.modem) != MODEM_READY &&
	    modem_state(&world.modem) != MODEM_SEARCHING)
		return "the settled modem is not ready";
	return NULL;
}

/*
 * A hang-up always reaches the line, and then there is no call. One that finds another on its way
 * goes with that; and a caller who took the place of the call meanwhile needs one of his own.
 */
static const char *
gets_hung_up(const struct world *start)
{
	static struct world world;
	unsigned before = start->modem.task == MODEM_TASK_HANGUP ? 0 : start->hangups;

	if (modem_state(&start->modem) == MODEM_OFF && start->modem.track.call.state == CALL_IDLE)
		return NULL;            /* refused, and said so */
	copy_world(&world, start);
	world.waits = false;
	for (int i = 0; i < 2 && (i == 0 || world.modem.track.call.state != CALL_IDLE); i++) {
		ask_hangup(&world);
		settle(&world);
	}
	if (world.broken != NULL)
		return world.broken;
	if (world.modem.track.call.state != CALL_IDLE)
		return "a hang-up does not lead to idle";
	if (world.hangups == before && world.truth != NOTHING)
		return "a hang-up does not reach the line";
	return NULL;
}

/* What was done in the newest node has led here: a state of its own, or a promise broken. */
static void
arrive(size_t from, const char *by)
{
	struct world *world = &nodes[node_count].world;
	const char *why;

	come_to_rest(world);
	edge_count++;
	if ((why = world->broken) == NULL && !is_new(key_of(world)))
		return;
	if (why == NULL)
		why = gets_true(world);
	if (why == NULL)
		why = gets_hung_up(world);
	if (why != NULL) {
		fail(from, by, why);
		return;
	}
	nodes[node_count].from = from;
	nodes[node_count].by = by;
	node_count++;
}

/* A modem that ends its dial command with a lie is believed: what else is there. */
static bool
ends_dial(const struct world *world, enum call_event means, const char *line)
{
	struct at_code code;

	return world->dial_runs && (means == CALL_HEARD_END || at_code_read(line, &code));
}

static void
try_events(size_t from)
{
	const struct world *world = &nodes[from].world;

	for (size_t i = 0; i < ARRAY_LEN(events) && node_count < nodes_most; i++) {
		if (events[i].with_command && world->asked[0] == '\0')
			continue;
		copy_world(&nodes[node_count].world, world);
		events[i].happen(&nodes[node_count].world);
		arrive(from, events[i].name);
	}
}

/* Every line that the dialect knows, said for no reason. */
static void
try_lies(size_t from, const struct dialect *dialect)
{
	const struct world *world = &nodes[from].world;

	for (; dialect != NULL; dialect = dialect->like) {
		const struct dialect_news *news = dialect->news;

		for (; news != NULL && news->line != NULL && node_count < nodes_most; news++) {
			char line[80];

			snprintf(line, sizeof(line), news->field == 0 ? "%s" : news->field == 1 ?
			    "%s%ld,1" : news->field == 2 ? "%s1,%ld" : "%s1,0,%ld", news->line,
			    news->is);
			if (ends_dial(world, news->means, line))
				continue;
			copy_world(&nodes[node_count].world, world);
			says(&nodes[node_count].world, line);
			arrive(from, news->line);
		}
	}
}

static void
begin(const struct dialect *dialect, bool voice)
{
	struct world *world = &nodes[0].world;

	memset(seen, 0, sizeof(seen));
	memset(&nodes[0], 0, sizeof(nodes[0]));
	world->now = 1000000;
	world->reopen_at = NEVER;
	world->accepted_at = -MODEM_DIAL_MS;
	modem_set_up(&world->modem, &(struct modem_settings){ .forced = dialect, .voice = voice });
	modem_start(&world->modem, world->now);
	settle(world);
	CU_ASSERT_EQUAL_FATAL(modem_state(&world->modem), MODEM_READY);
	node_count = 1;
	edge_count = 0;
	is_new(key_of(world));
}

/* Returns how many states of the call were seen on the way. */
static size_t
walk(const struct dialect *dialect, bool voice, size_t most)
{
	bool reached[CALL_ENDING + 1] = { false };
	size_t states = 0;

	nodes_most = most;
	nodes = calloc(most + 1, sizeof(*nodes));
	CU_ASSERT_PTR_NOT_NULL_FATAL(nodes);
	begin(dialect, voice);
	for (size_t at = 0; at < node_count && node_count < most; at++) {
		try_events(at);
		try_lies(at, dialect);
	}
	for (size_t at = 0; at < node_count; at++)
		reached[nodes[at].world.modem.track.call.state] = true;
	for (size_t i = 0; i < ARRAY_LEN(reached); i++)
		states += reached[i];
	printf("# walk: %s%s: %zu states, %zu steps\n", dialect->name,
	    voice ? " with its voice class" : "", node_count, edge_count);
	free(nodes);
	return states;
}

static void
the_promises_hold_for_a_cellular_modem(void)
{
	CU_ASSERT_EQUAL(walk(&dialect_cellular, false, NODES_MAX), CALL_ENDING + 1);
}

static void
the_promises_hold_for_an_analog_modem(void)
{
	CU_ASSERT_EQUAL(walk(&dialect_analog, false, NODES_MAX), CALL_ENDING + 1);
}

static void
the_promises_hold_in_the_voice_class(void)
{
	CU_ASSERT_EQUAL(walk(&dialect_voice, true, NODES_VOICE), CALL_ENDING + 1);
}

static void
the_promises_hold_for_every_family(void)
{
	const struct dialect *dialect;

	for (size_t n = 0; (dialect = dialect_at(n)) != NULL; n++)
		walk(dialect, false, NODES_FEW);
}

CU_TestInfo walk_tests[] = {
	{ "the promises hold wherever a cellular modem can be led",
	  the_promises_hold_for_a_cellular_modem },
	{ "the promises hold wherever an analog modem can be led",
	  the_promises_hold_for_an_analog_modem },
	{ "the promises hold wherever a modem can be led in its voice class",
	  the_promises_hold_in_the_voice_class },
	{ "the promises hold near the start for every family", the_promises_hold_for_every_family },
	CU_TEST_INFO_NULL
};
