/* SPDX-License-Identifier: MIT */
/*
 * Any GSM, 3G or 4G modem that follows 27.007, without its maker's own call events: what
 * happens to a call is asked with +CLCC.
 */
#include "modem/dialect.h"

const struct dialect_rung dialect_cellular_hangup[] = {
	{ .command = "AT+CHUP" },
	{ .command = "ATH" },
	{ .command = "AT+CHUP" },
	{ .command = "AT+CFUN=1,1", .resets = true }, /* +CVHU=0: DTR would do nothing */
	{ .command = NULL },
};

const struct dialect dialect_cellular = {
	.name = "cellular",
	.about = "GSM, 3G and 4G modems by 3GPP TS 27.007",
	.cellular = true,
	.init = (const char *const[]){
		"ATS0=0",               /* never answer by itself */
		"AT+CVHU=0",            /* ATH ends voice calls, a DTR drop does not (27.007 6.20) */
		"AT+CLIP=1",
		"AT+CRC=1",
		"AT+CCWA=1",            /* no second parameter: Huawei E173 hangs on AT+CCWA=1,2,1 */
		"AT+COLP=0",            /* else ATD is not answered before the far end is */
		"AT+CREG=1",
		"AT+COPS=3,0",          /* changes nothing but how AT+COPS? says a network's name */
		NULL,
	},
	.dial = "ATD$;",                /* ';' asks for a voice call (27.007 6.2) */
	.dials_plus = true,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.hangup = dialect_cellular_hangup,
	.list = "AT+CLCC",
	.reset = "AT+CFUN=1,1",
	.alive = "AT+CREG?",
	.cause = "AT+CEER",
	.news = (const struct dialect_news[]){
		{ .line = "RING", .means = CALL_HEARD_RING },
		{ .line = "+CRING: VOICE", .means = CALL_HEARD_RING },
		{ .line = "+CRING: ALT VOICE", .means = CALL_HEARD_RING },
		{ .line = "NO CARRIER", .means = CALL_HEARD_END, .why = CALL_END_REMOTE },
		{ .line = "BUSY", .means = CALL_HEARD_END, .why = CALL_END_BUSY },
		{ .line = "NO ANSWER", .means = CALL_HEARD_END, .why = CALL_END_NO_ANSWER },
		{ .line = "NO DIALTONE", .means = CALL_HEARD_END, .why = CALL_END_NOT_REGISTERED },
		{ .line = "NO DIAL TONE", .means = CALL_HEARD_END, .why = CALL_END_NOT_REGISTERED },
		{ .line = NULL },
	},
};
