/* SPDX-License-Identifier: MIT */
/*
 * modem-sim - a stand-in modem on a pseudo-terminal, for trying atdialler and testing it.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sim/sim_console.h"
#include "sim/sim_device.h"
#include "sim/sim_modem_options.h"
#include "util/text.h"

enum slot {
	SLOT_SIGNAL,
	SLOT_CONSOLE,
	SLOT_PORT,
	SLOT_WATCH,
	SLOT_COUNT
};

struct sim {
	struct sim_device_options options;
	struct sim_device device;
	struct sim_console console;
	int signals;
	int input;                      /* standard input, -1 when it has ended */
	bool stopping;
};

static ms_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (ms_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
ring(struct sim_modem *modem, const char *number, ms_t now, struct fault *fault)
{
	char phone[TEXT_PHONE_MAX + 1] = "";
	char stamp[SIM_STAMP_LENGTH + 1];
	time_t seconds = time(NULL);
	struct tm tm;

	if (*number != '\0' && !text_phone(number, strlen(number), phone))
		return fault_set(fault, "\"%s\" is no telephone number", number);
	localtime_r(&seconds, &tm);
	strftime(stamp, sizeof(stamp), "%m%d%H%M", &tm);
	return sim_modem_ring(modem, phone, stamp, now, fault);
}

static int
hang_up_far_end(struct sim_modem *modem, const char *who, ms_t now, struct fault *fault)
{
	bool waiting = strcmp(who, "waiting") == 0;

	if (*who != '\0' && !waiting)
		return fault_set(fault, "remote-hangup takes \"waiting\" or nothing");
	return sim_modem_far_hangup(modem, waiting, now, fault);
}

/* What happens on the line needs a modem, and no dialogue that says what happens. */
static int
check_line(const struct sim *sim, struct fault *fault)
{
	if (sim->options.file != NULL)
		return fault_set(fault, "%s is being played: it says what happens",
		    sim->options.file);
	if (!sim_device_plugged(&sim->device))
		return fault_set(fault, "the modem is unplugged");
	return 0;
}

static int
obey_on_line(struct sim *sim, enum sim_order order, const char *argument, ms_t now,
    struct fault *fault)
{
	struct sim_modem *modem = &sim->device.modem;

	if (check_line(sim, fault) < 0)
		return -1;
	if (order == SIM_ORDER_RING)
		return ring(modem, argument, now, fault);
	if (order == SIM_ORDER_ANSWER)
		return sim_modem_far_answer(modem, now, fault);
	if (order == SIM_ORDER_BUSY)
		return sim_modem_far_refuse(modem, SIM_EVENT_BUSY, now, fault);
	if (order == SIM_ORDER_NO_ANSWER)
		return sim_modem_far_refuse(modem, SIM_EVENT_NO_ANSWER, now, fault);
	if (order == SIM_ORDER_REMOTE_HANGUP)
		return hang_up_far_end(modem, argument, now, fault);
	sim_modem_restart(modem, now);
	return 0;
}

static int
obey(struct sim *sim, enum sim_order order, const char *argument, ms_t now,
    struct fault *fault)
{
	struct sim_device *device = &sim->device;

	switch (order) {
	case SIM_ORDER_NONE:
		break;
	case SIM_ORDER_RING:
	case SIM_ORDER_ANSWER:
	case SIM_ORDER_BUSY:
	case SIM_ORDER_NO_ANSWER:
	case SIM_ORDER_REMOTE_HANGUP:
	case SIM_ORDER_RESET:
		return obey_on_line(sim, order, argument, now, fault);
	case SIM_ORDER_FREEZE:
	case SIM_ORDER_THAW:
		device->frozen = order == SIM_ORDER_FREEZE;
		puts(device->frozen ? "  frozen" : "  thawed");
		break;
	case SIM_ORDER_GARBAGE:
		sim_device_noise(device);
		break;
	case SIM_ORDER_FAULT:
		return sim_device_fail(device, argument, fault);
	case SIM_ORDER_UNPLUG:
		if (!sim_device_plugged(device))
			return fault_set(fault, "it is unplugged already");
		sim_device_unplug(device);
		break;
	case SIM_ORDER_PLUG:
		if (sim_device_plugged(device))
			return fault_set(fault, "it is plugged in already");
		sim_device_plug(device);
		break;
	case SIM_ORDER_CALLS:
		sim_device_print_calls(device);
		break;
	case SIM_ORDER_HELP:
		sim_console_print_orders();
		break;
	case SIM_ORDER_QUIT:
		sim->stopping = true;
		break;
	}
	return 0;
}

static void
obey_line(struct sim *sim, ms_t now)
{
	enum sim_order order;
	const char *argument;
	struct fault fault;

	if (sim_console_read(&sim->console, &order, &argument, &fault) < 0 ||
	    obey(sim, order, argument, now, &fault) < 0)
		printf("  %s\n", fault.text);
}

/* A terminal or a pipe that ends means that its user has gone; /dev/null means nothing. */
static void
end_input(struct sim *sim)
{
	struct stat status;

	if (isatty(sim->input) || (fstat(sim->input, &status) == 0 &&
	    (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))))
		sim->stopping = true;
	sim->input = -1;
}

static void
read_console(struct sim *sim, ms_t now)
{
	char bytes[512];
	ssize_t n = read(sim->input, bytes, sizeof(bytes));
	size_t eaten;

	if (n <= 0) {
		end_input(sim);
		return;
	}
	for (size_t at = 0; at < (size_t)n && !sim->stopping; at += eaten) {
		eaten = sim_console_take(&sim->console, bytes + at, (size_t)n - at);
		if (sim->console.complete)
			obey_line(sim, now);
		sim_device_work(&sim->device, now);
	}
}

static int
patience(ms_t due, ms_t now)
{
	if (due == NEVER)
		return -1;
	return due <= now ? 0 : (int)ms_min(due - now, INT_MAX);
}

static void
turn(struct sim *sim, const struct pollfd *slots, ms_t now)
{
	if (slots[SLOT_SIGNAL].revents != 0)
		sim->stopping = true;
	if (slots[SLOT_WATCH].revents != 0)
		sim_device_look(&sim->device);
	if (slots[SLOT_PORT].revents != 0)
		sim_device_read(&sim->device, now);
	if (slots[SLOT_CONSOLE].revents != 0)
		read_console(sim, now);
	if (!sim->stopping)
		sim_device_work(&sim->device, now);
	if (sim->device.broken || sim->device.played)
		sim->stopping = true;
}

static void
run(struct sim *sim)
{
	while (!sim->stopping) {
		struct pollfd slots[SLOT_COUNT] = {
			[SLOT_SIGNAL] = { .fd = sim->signals, .events = POLLIN },
			[SLOT_CONSOLE] = { .fd = sim->input, .events = POLLIN },
			[SLOT_PORT] = { .fd = sim_device_fd(&sim->device), .events = POLLIN },
			[SLOT_WATCH] = { .fd = sim_device_watch(&sim->device), .events = POLLIN },
		};
		ms_t due = sim_device_due(&sim->device);

		if (poll(slots, SLOT_COUNT, patience(due, clock_ms())) >= 0)
			turn(sim, slots, clock_ms());
	}
}

/* The exit status, after a last word about a dialogue. */
static int
judge(const struct sim *sim)
{
	const struct sim_device *device = &sim->device;
	struct fault where;

	if (device->broken) {
		fprintf(stderr, "modem-sim: %s\n", device->fault.text);
		return EXIT_FAILURE;
	}
	if (device->played) {
		printf("played %s: as written\n", sim->options.file);
	} else if (sim->options.file != NULL) {
		sim_play_describe(&device->play, &where);
		fprintf(stderr, "modem-sim: %s; stopped there\n", where.text);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

static int
catch_signals(struct fault *fault)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd >= 0 ? fd : fault_set(fault, "cannot wait for signals: %s", strerror(errno));
}

static int
start(struct sim *sim, struct fault *fault)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	sim->input = STDIN_FILENO;
	sim->signals = catch_signals(fault);
	if (sim->signals < 0 || sim_device_start(&sim->device, &sim->options, fault) < 0)
		return -1;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		puts("type \"help\" to see what can happen to it");
	return 0;
}

int
main(int argc, char **argv)
{
	static struct sim sim;
	struct fault fault;
	int status = sim_modem_options_read(&sim.options, argc, argv);

	if (status >= 0)
		return status;
	if (start(&sim, &fault) < 0) {
		fprintf(stderr, "modem-sim: %s\n", fault.text);
		return EXIT_FAILURE;
	}
	run(&sim);
	sim_device_finish(&sim.device);
	close(sim.signals);
	return judge(&sim);
}
