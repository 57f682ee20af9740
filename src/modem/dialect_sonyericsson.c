/* SPDX-License-Identifier: MIT */
/*
 * Sony Ericsson and Ericsson MBM: *ECAV follows a call.
 */
#include "modem/dialect.h"

const struct dialect dialect_sonyericsson = {
	.name = "sonyericsson",
	.about = "Sony Ericsson and Ericsson modules",
	.identity = (const char *const[]){ "ericsson", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT*ECAM=1",
		NULL,
	},
	.news = (const struct dialect_news[]){
		/* Released by call control (8), so that the cause is one of a call's. */
		{ .line = "*ECAV:", .field = 4, .is = 8,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .cause = 5,
		  .sure = true, .call = 1 },
		{ .line = "*ECAV:", .field = 2, .is = 1, .means = CALL_HEARD_DIALLING },
		{ .line = "*ECAV:", .field = 2, .is = 2, .means = CALL_HEARD_ALERTING },
		{ .line = "*ECAV:", .field = 2, .is = 3, .means = CALL_HEARD_ANSWER },
		{ .line = "*ECAV:", .field = 2, .is = 6, .means = CALL_HEARD_RING },
		{ .line = "*ECAV:", .field = 2, .is = 7,
		  .means = CALL_HEARD_END, .why = CALL_END_BUSY },
		{ .line = "*ECAV:", .field = 2, .is = 8,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 1 },
		{ .line = "*ECAV:", .field = 2, .is = 0,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 1 },
		{ .line = NULL },
	},
};
