/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_family - in what one family of modems differs from the next, as data: what it
 * calls itself, which commands switch its call events on, and what it says of a call.
 */
#ifndef ATDIALLER_SIM_SIM_FAMILY_H
#define ATDIALLER_SIM_SIM_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/sim_calls.h"
#include "sim/sim_command.h"

enum sim_kind {
	SIM_CELLULAR,
	SIM_ANALOG
};

enum sim_setting {
	SIM_SET_NONE,                   /* accepted, without effect here */
	SIM_SET_ECHO,
	SIM_SET_QUIET,
	SIM_SET_VERBOSE,
	SIM_SET_CMEE,
	SIM_SET_CLIP,
	SIM_SET_CRC,
	SIM_SET_CCWA,
	SIM_SET_COLP,
	SIM_SET_CVHU,
	SIM_SET_CREG,
	SIM_SET_CFUN,
	SIM_SET_CNAP,
	SIM_SET_VCID,
	SIM_SET_FCLASS,
	SIM_SET_EVENTS,                 /* the family's own call events */
	SIM_SET_PROGRESS,               /* more of them, where two commands switch */
	SIM_SET_COUNT
};

enum sim_result {
	SIM_OK,
	SIM_ERROR,
	SIM_RING,
	SIM_NO_CARRIER,
	SIM_NO_DIALTONE,
	SIM_BUSY,
	SIM_NO_ANSWER,
	SIM_NOT_ALLOWED,                /* these four: +CME ERROR where +CMEE wants it */
	SIM_BAD_PARAMETER,
	SIM_NO_NETWORK,
	SIM_UNKNOWN,
	SIM_LATER                       /* no result yet: the command goes on */
};

/* What is answered from a table: a text that never changes, a number that can be set. */
struct sim_fact {
	const char *name;               /* NULL ends the table, here and below */
	enum sim_form form;             /* SET: with any value */
	const char *text;               /* lines between newlines; NULL: only the result */
	enum sim_result result;
};

struct sim_parameter {
	const char *name;
	enum sim_setting setting;
	long max;
	const char *range;              /* for =? */
	const char *tail;               /* behind the value when it is read */
	const char *key;                /* SET: in front of the value; NULL: nothing */
	bool bare;                      /* read without the name in front */
};

/*
 * What is said when something happens to a call, in the table's order. Lines between
 * newlines; one that begins with @ is filled in by 27.007: @RING @CLIP @CCWA @DONE @CODE,
 * or said once for each call: @CALLS and what follows it. See sim_phrase_fill for %.
 */
struct sim_saying {
	enum sim_event event;
	enum sim_setting needs;         /* said only while it is on; SIM_SET_NONE: always */
	const char *lines;
};

struct sim_family {
	const char *name;
	const char *what;
	enum sim_kind kind;
	const char *maker;
	const char *model;
	const char *revision;
	const char *capabilities;
	bool bare_results;              /* no CR LF before a result */
	bool double_cr;                 /* CR CR LF behind a line */
	const char *unknown;            /* to a command it does not know; NULL: by +CMEE */
	bool events;                    /* spoken without being switched on */
	enum sim_event dialled;         /* ATD has its OK when this happens */
	const struct sim_fact *facts;   /* instead of its kind's; NULL: none, as below */
	const struct sim_parameter *parameters;
	const struct sim_saying *sayings; /* those that match replace the kind's */
	const char *hung_up;            /* analog: the <DLE> event that repeats then */
};

extern const struct sim_family sim_family_cellular, sim_family_analog;

/* By maker; the last has no name. */
extern const struct sim_family sim_families_cellular[];

/* NULL when there is none of that name. */
const struct sim_family *sim_family_find(const char *name);

/* The families one by one; NULL behind the last. */
const struct sim_family *sim_family_at(size_t i);

#endif
