/* SPDX-License-Identifier: MIT */
/*
 * u-blox modules: +UCALLSTAT follows a call from the first digit to the end, with the states of
 * +CLCC and two more. RING may be missing.
 */
#include "modem/dialect.h"

const struct dialect dialect_ublox = {
	.name = "ublox",
	.about = "u-blox modules",
	.identity = (const char *const[]){ "u-blox", "ublox", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT+UCALLSTAT=1",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "+UCALLSTAT:", .field = 2, .is = 2, .means = CALL_HEARD_DIALLING },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 3, .means = CALL_HEARD_ALERTING },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 7, .means = CALL_HEARD_ANSWER },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 0, .means = CALL_HEARD_ANSWER },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 4, .means = CALL_HEARD_RING },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 5, .means = CALL_HEARD_RING },
		{ .line = "+UCALLSTAT:", .field = 2, .is = 6,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 1 },
		{ .line = NULL },
	},
};
