/* SPDX-License-Identifier: MIT */
/*
 * Infineon and Intel basebands (iTegno, Option with XMM): +XCALLSTAT has the states of +CLCC
 * and two more.
 */
#include "modem/dialect.h"

const struct dialect dialect_infineon = {
	.name = "infineon",
	.about = "modems with an Infineon or Intel baseband",
	.identity = (const char *const[]){ "infineon", "intel", "itegno", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT+XCALLSTAT=1",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "+XCALLSTAT:", .field = 2, .is = 2, .means = CALL_HEARD_DIALLING },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 3, .means = CALL_HEARD_ALERTING },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 7, .means = CALL_HEARD_ANSWER },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 0, .means = CALL_HEARD_ANSWER },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 4, .means = CALL_HEARD_RING },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 5, .means = CALL_HEARD_RING },
		{ .line = "+XCALLSTAT:", .field = 2, .is = 6,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 1 },
		{ .line = NULL },
	},
};
