/* SPDX-License-Identifier: MIT */
/*
 * patriot-sim - stands in for the Patriot Client: a TLS websocket server that diallers
 * connect to, told what to do by typed commands or by a script.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/file.h"
#include "sim/patriot_options.h"
#include "sim/sim_certificate.h"
#include "sim/sim_room.h"
#include "sim/sim_script.h"
#include "util/fault.h"
#include "util/ms.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unreleased"
#endif

enum {
	STOP_MS = 1800,                 /* for all good-byes together */
	SCRIPT_MAX = 256 * 1024,
	TYPED_MAX = 72 * 1024           /* a whole message may be typed, also one too long */
};

enum {
	STATUS_OK,
	STATUS_FAILED,
	STATUS_USAGE
};

enum slot {
	SLOT_TYPED,
	SLOT_ROOM,
	SLOT_COUNT = SLOT_ROOM + SIM_ROOM_SLOTS
};

/* The line being typed. */
struct typed {
	int fd;                         /* -1: nothing more comes */
	size_t n;
	bool cut;
	char line[TYPED_MAX];
};

struct program {
	struct patriot_options options;
	struct sim_certificate identity;
	struct sim_script script;
	char script_text[SCRIPT_MAX];
	struct typed typed;
	struct sim_room room;
	ms_t give_up;                   /* when a stop has taken too long */
};

static volatile sig_atomic_t asked_to_stop;

static void
ask_to_stop(int signal)
{
	(void)signal;
	asked_to_stop = 1;
}

static int
complain(int status, const char *why)
{
	fflush(stdout);
	fprintf(stderr, "patriot-sim: %s\n", why);
	return status;
}

static int
write_file(const char *path, const char *text, struct fault *fault)
{
	FILE *file = fopen(path, "we");
	bool good;

	if (file == NULL)
		return fault_set(fault, "%s: %s", path, strerror(errno));
	good = fputs(text, file) >= 0;
	good = fclose(file) == 0 && good;
	return good ? 0 : fault_set(fault, "%s cannot be written: %s", path, strerror(errno));
}

/* With the NUL behind it that GnuTLS wants. */
static int
read_pem(const char *path, char pem[SIM_CERTIFICATE_MAX], struct fault *fault)
{
	size_t n;

	if (file_read(path, pem, SIM_CERTIFICATE_MAX - 1, &n, fault) < 0)
		return -1;
	pem[n] = '\0';
	return 0;
}

static int
get_identity(const struct patriot_options *options, struct sim_certificate *identity,
    struct fault *fault)
{
	if (options->certificate == NULL)
		return sim_certificate_make(identity, options->host, time(NULL), fault);
	if (read_pem(options->certificate, identity->certificate, fault) < 0)
		return -1;
	return read_pem(options->key, identity->key, fault);
}

static int
get_script(struct program *program, const char *path, struct fault *fault)
{
	bool is_stdin = strcmp(path, "-") == 0;
	size_t n;

	if (file_read(is_stdin ? "/dev/stdin" : path, program->script_text,
	    sizeof(program->script_text), &n, fault) < 0)
		return -1;
	program->room.talk.script = &program->script;
	program->typed.fd = -1;
	return sim_script_start(&program->script, is_stdin ? "stdin" : path,
	    program->script_text, n, fault);
}

/* Before the port is taken, so that one who connects never meets a bad certificate. */
static int
check_identity(struct program *program, struct fault *fault)
{
	struct sim_peer *peer = &program->room.guests[0].peer;
	int result = sim_peer_start(peer, &program->room.identity, 0, fault);

	sim_peer_finish(peer);
	return result;
}

/* Everything that may be wrong with the command line and what it names. */
static int
prepare(struct program *program, struct fault *fault)
{
	const struct patriot_options *options = &program->options;
	struct sim_room *room = &program->room;

	program->typed.fd = STDIN_FILENO;
	if (options->script != NULL && get_script(program, options->script, fault) < 0)
		return -1;
	if (get_identity(options, &program->identity, fault) < 0)
		return -1;
	room->identity.certificate = program->identity.certificate;
	room->identity.key = program->identity.key;
	room->talk.api_key = options->api_key;
	room->talk.quiet = options->quiet;
	room->talk.json = options->json;
	return check_identity(program, fault);
}

static int
open_doors(struct program *program, struct fault *fault)
{
	struct patriot_options *options = &program->options;

	program->room.listener = sim_guest_listen(options->listen, &options->port, fault);
	if (program->room.listener < 0)
		return -1;
	if (options->write_certificate != NULL && write_file(options->write_certificate,
	    program->identity.certificate, fault) < 0)
		return -1;
	patriot_options_advise(options);
	if (!options->quiet && program->typed.fd >= 0 && isatty(program->typed.fd))
		puts("patriot-sim: type help for what can be typed");
	return 0;
}

static void
obey(struct program *program, const char *line, size_t n, ms_t now)
{
	struct sim_script_line read;
	struct fault fault;

	if (sim_script_line_read(&read, line, n, &fault) < 0 ||
	    sim_room_obey(&program->room, &read, now, &fault) < 0)
		complain(STATUS_FAILED, fault.text);
}

static void
take_typed(struct program *program, const char *bytes, size_t n, ms_t now)
{
	struct typed *typed = &program->typed;

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			if (typed->n < sizeof(typed->line))
				typed->line[typed->n++] = bytes[i];
			else
				typed->cut = true;
			continue;
		}
		if (typed->cut)
			complain(STATUS_FAILED, "that line is too long");
		else
			obey(program, typed->line, typed->n, now);
		typed->n = 0;
		typed->cut = false;
	}
}

/*
 * At the end of what is typed a terminal's user wants to leave; a pipe or /dev/null,
 * as a server in the background has, only has no more to say.
 */
static void
read_typed(struct program *program, ms_t now)
{
	char bytes[4096];
	ssize_t n = read(program->typed.fd, bytes, sizeof(bytes));

	if (n > 0) {
		take_typed(program, bytes, (size_t)n, now);
		return;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (program->typed.n > 0)
		take_typed(program, "\n", 1, now);
	if (n == 0 && isatty(program->typed.fd))
		sim_room_stop(&program->room, now);
	program->typed.fd = -1;
}

static struct timespec
patience(ms_t due, ms_t now)
{
	ms_t left = due <= now ? 0 : due - now;

	return (struct timespec){ .tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000 };
}

/* A script that was not allowed to end has not shown what it should. */
static void
interrupt(struct sim_room *room, ms_t now)
{
	if (room->talk.script != NULL) {
		complain(STATUS_FAILED, "stopped before the end of the script");
		room->failed = true;
	}
	sim_room_stop(room, now);
}

/* One turn: wait, then do what is to be done. -1 only when poll itself is broken. */
static int
turn(struct program *program, const sigset_t *awake)
{
	struct sim_room *room = &program->room;
	ms_t due = ms_min(sim_room_due(room), program->give_up);
	struct pollfd slots[SLOT_COUNT];
	struct timespec timeout = patience(due, clock_ms());
	ms_t now;
	int found;

	slots[SLOT_TYPED] = (struct pollfd){
		.fd = room->stopping ? -1 : program->typed.fd, .events = POLLIN
	};
	sim_room_prepare(room, &slots[SLOT_ROOM]);
	found = ppoll(slots, SLOT_COUNT, due == NEVER ? NULL : &timeout, awake);
	if (found < 0 && errno != EINTR)
		return -1;
	now = clock_ms();
	if (found > 0)
		sim_room_ready(room, &slots[SLOT_ROOM], now);
	if (found > 0 && slots[SLOT_TYPED].revents != 0)
		read_typed(program, now);
	if (asked_to_stop && !room->stopping)
		interrupt(room, now);
	sim_room_tick(room, now);
	if (room->stopping && program->give_up == NEVER)
		program->give_up = now + STOP_MS;
	return 0;
}

/* Signals come only while ppoll waits, so none is slept through. */
static int
run(struct program *program)
{
	const struct sigaction stop = { .sa_handler = ask_to_stop };
	sigset_t held, awake;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, &awake);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);       /* in the background nobody types to us */
	program->give_up = NEVER;
	sim_room_tick(&program->room, clock_ms());
	while (!program->room.stopping ||
	    (!sim_room_empty(&program->room) && clock_ms() < program->give_up))
		if (turn(program, &awake) < 0)
			return complain(STATUS_FAILED, strerror(errno));
	return program->room.failed ? STATUS_FAILED : STATUS_OK;
}

int
main(int argc, char **argv)
{
	static struct program program;
	struct fault fault;
	int status;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (patriot_options_read(&program.options, argc, argv, &fault) < 0) {
		complain(STATUS_USAGE, fault.text);
		return complain(STATUS_USAGE, "--help shows what there is");
	}
	if (program.options.help || program.options.version) {
		if (program.options.help)
			patriot_options_help();
		else
			puts("patriot-sim " PACKAGE_VERSION);
		return STATUS_OK;
	}
	sim_room_init(&program.room);
	if (prepare(&program, &fault) < 0)
		return complain(STATUS_USAGE, fault.text);
	if (open_doors(&program, &fault) < 0)
		return complain(STATUS_FAILED, fault.text);
	status = run(&program);
	sim_room_finish(&program.room);
	close(program.room.listener);
	return status;
}
