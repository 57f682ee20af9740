/* SPDX-License-Identifier: MIT */
/*
 * Acme 4000 does not exist: this file shows how to add a modem, and is compiled into the unit tests
 * only, so that it stays true. The comment here says what the modem does in its own way, and where
 * that is written ("Acme 4000 AT manual, 7.3"); a quirk names model and firmware.
 *
 * To add yours:
 *   1. copy this file to dialect_NAME.c and delete what your modem does not need: all that it has
 *      in common with any modem by 27.007 comes from `like`;
 *   2. add a line to the list in dialect.h and one to Makefile.am, behind dialect_zte;
 *   3. write its dialogues, tests/dialogues/NAME-*.txt, and run make check.
 */
#include "modem/dialect.h"

/*
 * The way down from the polite command to a reset, here for a call that rings: without it, as for any
 * other call. Each rung has five seconds to end the call. OK is no proof that it did: the list of
 * calls is, or an end that the news below tells of.
 */
static const struct dialect_rung reject[] = {
	{ .command = "AT*ACMEREFUSE", .goes_on = true, .pause = 500 }, /* the next belongs to it, */
	{ .command = "ATH" },           /*   half a second later */
	{ .command = "AT+CHUP" },
	{ .drops_dtr = true },          /* not with +CVHU=0, which dialect_cellular sets */
	{ .command = "AT+CFUN=1,1", .resets = true },
	{ .command = NULL },
};

const struct dialect dialect_template = {
	.name = "acme",                 /* for --modem: short, in lower case */
	.about = "Acme modules",        /* for --list-modems */
	/*
	 * What +CGMI, +CGMM or ATI answer, or a part of it. No word that another maker uses as well;
	 * what begins with a digit must stand alone there.
	 */
	.identity = (const char *const[]){ "acme", NULL },

	/*
	 * A SIM, ATD$; with '+', AT+CHUP, AT+CLCC, AT+CREG?: what any modem by 27.007 has. One that hangs
	 * up in another way, or has no AT+CLCC (.list = NULL: then the news is all we have), writes
	 * these fields out instead.
	 */
	DIALECT_LIKE_CELLULAR,
	.reject = reject,
	.dial_timeout = 90000,          /* for an answer to ATD; longer when it waits for the far end */
	/*
	 * What OK to ATD says: CALL_HEARD_DIALLING: it dials. CALL_HEARD_ANSWER: the far end has answered
	 * (Wavecom). CALL_HEARD_END: the far end has declined (ZTE).
	 */
	.dial_ok = CALL_HEARD_DIALLING,
	.cause = "AT+CEER",             /* when its news does not say why a call ended */
	.speaks = "AT*ACMEVOICE?",      /* "*ACMEVOICE: 0": it makes voice calls; most need no such row */
	.gap = 20,                      /* only for a modem that loses a command that comes at once */

	/*
	 * Behind the commands of dialect_cellular; each may be answered ERROR. They switch call events
	 * on and noise off. Nothing that could end a call, since one may be up: no Z, &F, H, +CFUN.
	 */
	.init = (const char *const[]){
		"AT*ACMECALL=1",
		NULL,
	},

	/*
	 * What it says unasked, one row a sentence; the first that fits counts, then those of
	 * dialect_cellular: RING, NO CARRIER, BUSY and so on. A line is given by its beginning, and by
	 * the value of one field behind it where that makes the difference: here of the second field
	 * in "*ACME: 1,3". What means nothing for a call needs no row.
	 */
	.news = (const struct dialect_news[]){
		{ .line = "*ACME:", .field = 2, .is = 1, .means = CALL_HEARD_DIALLING },
		{ .line = "*ACME:", .field = 2, .is = 2, .means = CALL_HEARD_ALERTING },
		{ .line = "*ACME:", .field = 2, .is = 3, .means = CALL_HEARD_ANSWER },
		{ .line = "*ACME:", .field = 2, .is = 4, .means = CALL_HEARD_RING },
		/*
		 * "*ACME: 1,0,17" tells the index of the call in AT+CLCC and a cause of 24.008. It is the
		 * maker's own word for the end of that call: believed at once (`sure`).
		 */
		{ .line = "*ACME:", .field = 2, .is = 0,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .cause = 3, .sure = true, .call = 1 },
		/* Comes early sometimes, as NO CARRIER does: without `sure` it makes us look at the list. */
		{ .line = "*ACMELOST", .means = CALL_HEARD_END, .why = CALL_END_FAILED },
		{ .line = NULL },
	},

	/* A line that comes unasked and reads like one of +CLCC: all of it is understood. */
	.entries = (const struct dialect_entry[]){
		{ .line = "*ACMELIST:" },
		{ .line = NULL },
	},
};
