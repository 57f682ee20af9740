/* SPDX-License-Identifier: MIT */
/*
 * SIMCom SIM800, SIM7x00, A76xx: with +CLCC=1 the list comes unasked, a line for each change.
 * VOICE CALL: BEGIN may come when it rings at the far end only (A7672).
 */
#include "modem/dialect.h"

const struct dialect dialect_simcom = {
	.name = "simcom",
	.about = "SIMCom modules",
	.identity = (const char *const[]){ "simcom", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT+CLCC=1",
		"AT+MORING=1",          /* MO RING, MO CONNECTED */
		"AT+AUTOCSQ=0",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "VOICE CALL: BEGIN", .means = CALL_HEARD_ANSWER },
		{ .line = "VOICE CALL: END",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true },
		{ .line = "VOICE CALL:END",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true },
		{ .line = "MISSED_CALL:",
		  .means = CALL_HEARD_END, .why = CALL_END_MISSED, .sure = true },
		{ .line = "MO RING", .means = CALL_HEARD_ALERTING },
		{ .line = "MO CONNECTED", .means = CALL_HEARD_ANSWER },
		{ .line = NULL },
	},
	.entries = (const struct dialect_entry[]){
		{ .line = "+CLCC:" },
		{ .line = NULL },
	},
};
