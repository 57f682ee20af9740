/* SPDX-License-Identifier: MIT */
/*
 * io/log - one line per event on standard error. Only app calls it.
 *
 *   error   somebody must act
 *   warn    we recover by ourselves, but it cost something
 *   info    a change of state
 *   debug   every line on either wire
 *
 * Under systemd a line begins with its priority for the journal (sd-daemon(3)),
 * elsewhere with the time.
 */
#ifndef ATDIALLER_IO_LOG_H
#define ATDIALLER_IO_LOG_H

#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Finds out where standard error goes. Before it, lines begin with the time. */
void log_open(void);

/* Lines beyond `level` are dropped from now on; info at first. */
void log_set_level(enum log_level level);

/* Telephone numbers are shown by their last three digits only, in debug lines too; not at first. */
void log_hide_numbers(void);
bool log_hides_numbers(void);

/* True when lines of that level are shown: to spare the work of making them. */
bool log_shows(enum log_level level);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
