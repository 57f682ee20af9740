/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_core - what both kinds of stand-in modem are made of: settings, calls, and the
 * ways a modem says something (V.250 5.7: information, results; echo, quiet, verbose).
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_SIM_SIM_CORE_H
#define ATDIALLER_SIM_SIM_CORE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/sim_answer.h"
#include "sim/sim_calls.h"
#include "sim/sim_command.h"
#include "sim/sim_family.h"
#include "sim/sim_fault.h"
#include "util/buf.h"
#include "util/ms.h"

enum {
	SIM_OUT_SIZE = 8192,
	SIM_NOTES_MAX = 16,
	SIM_REGISTERS = 64,             /* S0 to S63 */
	SIM_STAMP_LENGTH = 8            /* MMDDHHMM, as caller ID carries it */
};

/* The command that has no result yet; a byte from the host aborts it (V.250 5.6.1). */
enum sim_pending {
	SIM_PENDING_NOTHING,
	SIM_PENDING_DIGITS,             /* analog: the digits are on their way out */
	SIM_PENDING_DIAL_TONE,          /* analog: waits for a dial tone that never comes */
	SIM_PENDING_CARRIER,            /* analog: answered, waits for a data modem */
	SIM_PENDING_VOICE,              /* analog, class 8: listens until somebody answers */
	SIM_PENDING_CALL                /* cellular: until `pending_event` */
};

struct sim_note {
	bool loud;                      /* a mistake of the host: shown whatever else is not */
	char text[160];
};

struct sim_core {
	const struct sim_family *family;
	struct sim_timing timing;
	struct sim_calls calls;
	long setting[SIM_SET_COUNT];
	long reg[SIM_REGISTERS];
	enum sim_pending pending;
	enum sim_event pending_event;   /* that brings the OK */
	ms_t pending_since;
	ms_t pending_due;
	char dialled[SIM_NUMBER_MAX + 1];
	bool off_hook;                  /* analog */
	bool handset;                   /* analog: ATD ended in ';', it does not listen */
	ms_t caller_id_due;             /* analog: the block between the first two rings */
	ms_t tone_due;                  /* class 8: the next it hears of the line */
	char stamp[SIM_STAMP_LENGTH + 1];
	ms_t restart_due;               /* deaf until then */
	struct sim_faults faults;
	struct sim_answers answers;
	bool silent;                    /* says nothing any more */
	enum sim_result late_result;
	ms_t late_due;
	ms_t banner_due;                /* when it restarts by itself */
	const char *cause;              /* why the last call ended, for +CEER */
	struct sim_note note[SIM_NOTES_MAX];
	size_t note_first;
	size_t note_count;
	struct buf out;
	char out_bytes[SIM_OUT_SIZE];
};

/* Just powered on. The struct must not move afterwards. */
void sim_core_init(struct sim_core *core, const struct sim_family *family,
    const struct sim_timing *timing);

/* Settings as they leave the factory: echo on, nothing unsolicited but RING. */
void sim_core_defaults(struct sim_core *core);

/* Lines for the host: one of information, one unsolicited, one result; bytes as they are. */
void sim_core_info(struct sim_core *core, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void sim_core_unasked(struct sim_core *core, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void sim_core_result(struct sim_core *core, enum sim_result result);
void sim_core_send(struct sim_core *core, const void *bytes, size_t n);

/* The result of a command line, given behind its "AT", with all that goes wrong there. */
void sim_core_final(struct sim_core *core, enum sim_result result, const char *line, ms_t now);

/* A line for the one who watches. */
void sim_core_note(struct sim_core *core, bool loud, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A dial or answer command goes on until `due`, or is over. */
void sim_core_begin(struct sim_core *core, enum sim_pending pending, ms_t now, ms_t due);
void sim_core_settle(struct sim_core *core);

/* No call any more, on hook, nothing pending. */
void sim_core_drop(struct sim_core *core);

/*
 * Reads a dial string up to its ';' and leaves the number without modifiers. False when
 * it holds anything that cannot be dialled, when it is empty or too long, or when
 * something follows the ';'. *voice is false when there is no ';'.
 */
bool sim_core_number(const char *args, char number[SIM_NUMBER_MAX + 1], bool *voice);

/* Answers from a table; false when it has no such command. */
bool sim_core_fact(struct sim_core *core, const struct sim_fact *facts,
    const struct sim_command *command, enum sim_result *result);
bool sim_core_parameter(struct sim_core *core, const struct sim_parameter *parameters,
    const struct sim_command *command, enum sim_result *result);

#endif
