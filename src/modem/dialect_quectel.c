/* SPDX-License-Identifier: MIT */
/*
 * Quectel modules: +QIND: "ccinfo" reads like +CLCC, with -1 for a call that is over; ^DSCI, in
 * Quectel's short form, where there is no ccinfo (EP06). EG25-G (30.202) sends neither RING nor
 * +CRING.
 */
#include "modem/dialect.h"

const struct dialect dialect_quectel = {
	.name = "quectel",
	.about = "Quectel modules",
	.identity = (const char *const[]){ "quectel", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT+QINDCFG=\"ccinfo\",1,1",
		"AT^DSCI=1",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "^DSCI:", .field = 3, .is = 2, .means = CALL_HEARD_DIALLING },
		{ .line = "^DSCI:", .field = 3, .is = 7, .means = CALL_HEARD_ALERTING },
		{ .line = "^DSCI:", .field = 3, .is = 3, .means = CALL_HEARD_ANSWER },
		{ .line = "^DSCI:", .field = 3, .is = 4, .means = CALL_HEARD_RING },
		{ .line = "^DSCI:", .field = 3, .is = 6,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 1 },
		{ .line = "REMOTE CALL END", .means = CALL_HEARD_END, .why = CALL_END_REMOTE },
		{ .line = NULL },
	},
	.entries = (const struct dialect_entry[]){
		{ .line = "+QIND: \"ccinfo\"," },
		{ .line = NULL },
	},
};
