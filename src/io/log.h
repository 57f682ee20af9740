/* SPDX-License-Identifier: MIT */
/*
 * io/log - one line per event on standard error or to syslog. Only app calls it.
 *
 *   error   somebody must act
 *   warn    we recover by ourselves, but it cost something
 *   info    a change of state
 *   debug   every line on either wire
 *
 * On standard error a line begins with its priority when that is the journal (sd-daemon(3)),
 * else with the time. syslog(3) adds both by itself. Nothing waits for whoever takes the lines:
 * while he does not, they are counted, and that is told when he does again.
 */
#ifndef ATDIALLER_IO_LOG_H
#define ATDIALLER_IO_LOG_H

#include <stdbool.h>

enum log_level { LOG_LEVEL_NOTHING = -1, LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

enum log_target {
	LOG_TARGET_AUTO,                /* standard error; is it the journal? */
	LOG_TARGET_STDERR,
	LOG_TARGET_SYSLOG
};

/* Before it, lines go to standard error and begin with the time. */
void log_open(enum log_target target);

/* True when the log goes where a message on standard error does not. */
bool log_leaves_stderr(void);

/* Lines beyond `level` are dropped from now on; info at first. */
void log_set_level(enum log_level level);

/* Whether telephone numbers are shown by their last three digits only, in debug lines too; not at first. */
void log_hide_numbers(bool hide);
bool log_hides_numbers(void);

/* True when lines of that level are shown: to spare the work of making them. */
bool log_shows(enum log_level level);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
