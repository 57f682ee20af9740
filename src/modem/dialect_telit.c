/* SPDX-License-Identifier: MIT */
/*
 * Telit modules: #ECAM follows a call; the usual codes come as well (GM862, HE910 AT manuals).
 */
#include "modem/dialect.h"

const struct dialect dialect_telit = {
	.name = "telit",
	.about = "Telit modules",
	.identity = (const char *const[]){ "telit", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT#ECAM=1",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "#ECAM:", .field = 2, .is = 1, .means = CALL_HEARD_DIALLING },
		{ .line = "#ECAM:", .field = 2, .is = 3, .means = CALL_HEARD_ANSWER },
		{ .line = "#ECAM:", .field = 2, .is = 6, .means = CALL_HEARD_RING },
		{ .line = "#ECAM:", .field = 2, .is = 7,
		  .means = CALL_HEARD_END, .why = CALL_END_BUSY },
		{ .line = "#ECAM:", .field = 2, .is = 0,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE },
		{ .line = NULL },
	},
};
