/* SPDX-License-Identifier: MIT */
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/app.h"
#include "app/inspect.h"
#include "app/config.h"
#include "app/config_show.h"
#include "app/devices.h"
#include "app/doctor.h"
#include "app/explain.h"
#include "app/loop.h"
#include "app/service.h"
#include "app/show.h"
#include "app/status.h"
#include "app/udev_rule.h"
#include "io/clock.h"
#include "io/confine.h"
#include "io/log.h"
#include "io/notify.h"
#include "util/version.h"

#ifndef SYSCONFDIR
#define SYSCONFDIR "/etc"
#endif

enum {
	EXIT_STOPPED = 0,
	EXIT_FAILED = 1,                /* a restart may mend it */
	EXIT_CONFIG = 2,
	EXIT_NOT_TRUSTED = 3,
	EXIT_NOT_READY = 3,
	EXIT_REFUSED = 3
};

/* Static, so that a page of them that is never used is never there. */
static struct app app;
static struct show show;
static struct watch watch;
static struct doctor doctor;

static int
refuse(const struct fault *fault)
{
	if (log_leaves_stderr())
		log_error("%s", fault->text);   /* nobody may be reading the other */
	notify_send("STATUS=%s", fault->text);
	fprintf(stderr, "atdialler: %s\nTry 'atdialler --help', or 'man atdialler'.\n",
	    fault->text);
	return EXIT_CONFIG;
}

/* The modem must not get the number of a closed standard error: the log would be sent to it. */
static void
occupy_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) != fd)
			_exit(EXIT_FAILED);
}

static void
limit_process(void)
{
	const struct rlimit none = { 1, 1 };

	/*
	 * The API key passes through our memory: no core file may hold it. One byte is too little
	 * for a file, and to Linux the sign that a program is not to be given one, either; 0 does
	 * not count for those.
	 */
	setrlimit(RLIMIT_CORE, &none);
#ifdef M_ARENA_MAX
	/* The resolver's thread needs no heap of its own. */
	mallopt(M_ARENA_MAX, 1);
#endif
}

/* Without a filter it is still the same daemon; only who asked to be killed wants to know. */
static int
confine(const struct config *config, struct fault *fault)
{
	if (confine_process((enum confine_mode)config->confine, fault) == 0)
		return 0;
	if (config->confine == CONFINE_KILL)
		return -1;
	log_warn("confine: %s; goes on without", fault->text);
	return 0;
}

static int
run(const struct config *config)
{
	struct inspect inspect;
	struct inspect_finding finding;
	struct service service;
	struct fault fault;
	int result;

	if (watch_open(&watch, config, &fault) != 0)
		return refuse(&fault);
	if (loop_init(&fault) != 0) {
		log_error("%s", fault.text);
		return EXIT_FAILED;
	}
	inspect_init(&inspect, config);
	while (inspect_next(&inspect, &finding)) {
		if (finding.fatal)
			return refuse(&finding.fault);
		log_warn("config: %s", finding.fault.text);
	}
	if (app_init(&app, config, clock_ms(), &fault) != 0)
		return refuse(&fault);
	log_info("atdialler %s: modem on %s, Patriot at %s", version_text(), config->device,
	    config->url);
	if (confine(config, &fault) != 0) {
		log_error("%s", fault.text);
		return EXIT_FAILED;
	}
	watch_start(&watch, config, clock_ms());
	service_start(&service, &app, clock_ms());
	result = loop_run(&app, &service, &watch, &fault);
	if (result != 0)
		log_error("%s", fault.text);
	app_finish(&app);
	loop_finish();
	return result == 0 ? EXIT_STOPPED : EXIT_FAILED;
}

static int
check_config(const struct config *config)
{
	struct inspect inspect;
	struct inspect_finding finding;
	int result = EXIT_STOPPED;

	config_show_force(config, stdout);
	fflush(stdout);
	inspect_init(&inspect, config);
	while (inspect_next(&inspect, &finding)) {
		fprintf(stderr, "atdialler: %s%s\n", finding.fatal ? "" : "warning: ",
		    finding.fault.text);
		if (finding.fatal)
			result = EXIT_CONFIG;
	}
	if (result == EXIT_STOPPED)
		puts("# No mistake was found.");
	return result;
}

static int
show_patriot(const struct config *config)
{
	struct fault fault;

	switch (show_certificate(&show, config, stdout, &fault)) {
	case SHOW_TRUSTED:
		return EXIT_STOPPED;
	case SHOW_NOT_TRUSTED:
		return EXIT_NOT_TRUSTED;
	case SHOW_UNREACHABLE:
		fprintf(stderr, "atdialler: no certificate: %s\n", fault.text);
		return EXIT_FAILED;
	case SHOW_MISUSED:
		return refuse(&fault);
	}
	return EXIT_FAILED;
}

static void
print_version(void)
{
	printf("atdialler %s\nlibsystemd: %s\nlibseccomp: %s\n", version_text(),
	    notify_possible() ? "yes" : "no", confine_possible() ? "yes" : "no");
}

static void
list_modems(void)
{
	const struct dialect *dialect;

	for (size_t n = 0; (dialect = dialect_at(n)) != NULL; n++)
		printf("%-13s %s\n", dialect->name, dialect->about);
}

static int
list_devices(const struct config *config)
{
	struct fault fault;

	if (devices_print(stdout, config->device, config->probe > 0, config->baud, &fault) != 0)
		return refuse(&fault);
	return EXIT_STOPPED;
}

static int
print_udev_rule(const struct config *config)
{
	struct fault fault;

	if (udev_rule_print(stdout, config->device, config->file, &fault) != 0)
		return refuse(&fault);
	return EXIT_STOPPED;
}

static int
examine(const struct config *config, const char *misread)
{
	/* What the two halves log is in the list, in better words. */
	log_set_level(config->verbose > 0 ? LOG_LEVEL_DEBUG : LOG_LEVEL_NOTHING);
	return doctor_run(&doctor, config, misread) ? EXIT_STOPPED : EXIT_NOT_READY;
}

static int
tell_status(const struct config *config)
{
	return status_print(config, stdout) ? EXIT_STOPPED : EXIT_NOT_READY;
}

/* The options are wrong; some things can be done all the same. */
static int
act_without(const struct config *config, const struct fault *fault)
{
	if (config->action == CONFIG_DOCTOR && config->file != NULL)
		return examine(config, fault->text);
	/* It may be for the daemon's eyes only. */
	if (config->action == CONFIG_STATUS && config->file != NULL && config->named_file == NULL)
		return tell_status(config);
	return refuse(fault);
}

static int
act(const struct config *config)
{
	switch (config->action) {
	case CONFIG_HELP:
		config_show_help(stdout);
		return EXIT_STOPPED;
	case CONFIG_VERSION:
		print_version();
		return EXIT_STOPPED;
	case CONFIG_LIST_MODEMS:
		list_modems();
		return EXIT_STOPPED;
	case CONFIG_LIST_DEVICES:
		return list_devices(config);
	case CONFIG_UDEV_RULE:
		return print_udev_rule(config);
	case CONFIG_SHOW_CERTIFICATE:
		return show_patriot(config);
	case CONFIG_DOCTOR:
		return examine(config, NULL);
	case CONFIG_CHECK:
		return check_config(config);
	case CONFIG_SAMPLE:
		config_show_sample(stdout);
		return EXIT_STOPPED;
	case CONFIG_EXPLAIN:
		return explain_print(stdout, config) ? EXIT_STOPPED : EXIT_REFUSED;
	case CONFIG_STATUS:
		return tell_status(config);
	case CONFIG_RUN:
		break;
	}
	log_open((enum log_target)config->log_target);
	app_set_log(config);
	return run(config);
}

int
main(int argc, char **argv)
{
	const struct config_input input = {
		.argc = argc, .argv = argv, .file = SYSCONFDIR "/atdialler/atdialler.conf",
	};
	struct config config;
	struct fault fault;
	int status;

	occupy_standard();
	limit_process();
	if (config_load(&config, &input, &fault) != 0)
		return act_without(&config, &fault);
	status = act(&config);
	config_finish(&config);
	return status;
}
