/* SPDX-License-Identifier: MIT */
/*
 * modem/bringup - from "answers AT" to "ready": asks what the modem is, chooses its dialect,
 * looks for a call that is already up, then the SIM, then sets what the dialect wants.
 *
 * It asks before it sets, and nothing it sends can end a call: a daemon that restarts
 * in mid-call must not be noticed on the line.
 */
#ifndef ATDIALLER_MODEM_BRINGUP_H
#define ATDIALLER_MODEM_BRINGUP_H

#include <stdbool.h>
#include <stddef.h>

#include "at/chat.h"
#include "modem/dialect.h"
#include "modem/network.h"
#include "util/ms.h"

enum {
	BRINGUP_IDENTITY_MAX = 159,
	BRINGUP_SIM_BUSY_MS = 500,      /* a SIM that is starting is asked again */
	BRINGUP_SIM_MS = 5000           /* one that needs a person, too: it may be exchanged */
};

struct bringup {
	const struct dialect *dialect;  /* NULL until chosen */
	bool has_list;                  /* the dialect's list command works */
	bool has_voice;                 /* it has class 8 */
	bool has_caller_id;             /* one of the dialect's caller_id was answered OK */
	bool has_dtr;                   /* the port has a DTR that nobody else moves: for the owner to say */
	bool wants_pin;                 /* the SIM has just said so */
	struct network network;
	char identity[BRINGUP_IDENTITY_MAX + 1]; /* maker and model, printable */

	size_t step;                    /* of the table in bringup.c */
	size_t init;                    /* of the dialect's init or caller_id */
	ms_t not_before;
	bool done;
	bool answered;                  /* an information line came */
	bool says_gsm;                  /* +GCAP names +CGSM */
	bool says_other;                /* +GCAP names other things only */
	bool says_maker;                /* +CGMI answers with a name */
};

/* From the beginning; `forced` skips choosing when it is not NULL. */
void bringup_begin(struct bringup *bringup, const struct dialect *forced);

/* The next command, to be sent now; false when done or when bringup_due is later. */
bool bringup_command(struct bringup *bringup, struct at_command *command, ms_t now);

/* True when the command in flight is the dialect's call list. */
bool bringup_lists(const struct bringup *bringup);

/* What the command in flight brought. */
void bringup_info(struct bringup *bringup, const char *line);
void bringup_final(struct bringup *bringup, const struct at_code *code, ms_t now);

/* Something was done about the SIM: it is asked again soon. */
void bringup_sim_changed(struct bringup *bringup, ms_t now);

/* When bringup_command is wanted again: NEVER when done. */
ms_t bringup_due(const struct bringup *bringup);

#endif
