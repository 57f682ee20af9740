/* SPDX-License-Identifier: MIT */
/*
 * Any modem on an analog line that follows V.250, used as a dialling machine for the
 * telephone beside it: ATDT...; dials and returns to command state, and from then on the
 * modem does not listen. The call is shown as active until we hang up.
 *
 * No ATZ and no &F: an analog modem cannot be asked whether a call is up, and both
 * would end it.
 */
#include "modem/dialect.h"

const struct dialect_rung dialect_analog_hangup[] = {
	{ .command = "ATH0" },
	{ .command = "ATH" },
	{ .drops_dtr = true, .goes_on = true, .pause = 1500 }, /* it listens again; its OK says so: */
	{ .command = "ATH0" },
	{ .command = "ATZ", .resets = true },
	{ .command = NULL },
};

/* A line that rings is rejected by taking it off hook for a moment. */
const struct dialect_rung dialect_analog_reject[] = {
	{ .command = "ATH1", .goes_on = true, .pause = 1000 },
	{ .command = "ATH0" },
	{ .command = "ATH" },
	{ .drops_dtr = true, .goes_on = true, .pause = 1500 }, /* it listens again; its OK says so: */
	{ .command = "ATH0" },
	{ .command = "ATZ", .resets = true },
	{ .command = NULL },
};

/* By how much is sold. OK does not prove that the hardware can do it. */
const char *const dialect_analog_caller_id[] = {
	"AT+VCID=1",                    /* V.253 */
	"AT#CID=1",                     /* Rockwell, US Robotics, Hayes, PCTel */
	"AT#CLS=8#CID=1",               /* older Rockwell: only in its voice class */
	"AT#CC1",                       /* Aspen, Cirrus, Phoebe */
	"AT*ID1",                       /* Motorola */
	"AT%CCID=1",                    /* Practical Peripherals */
	NULL,
};

const struct dialect dialect_analog = {
	.name = "analog",
	.about = "modems on an analog line by ITU-T V.250, dialling with ';'",
	.gap = 100,
	.init = (const char *const[]){
		"ATX4",                 /* dial tone and busy are told apart */
		"ATS0=0",               /* never answer by itself */
		"ATS7=60",
		"AT&C1",
		"AT&D0",                /* a DTR drop must not end a call when we restart */
		NULL,
	},
	.dtr = "AT&D2",                 /* V.250 6.2.9; io/serial leaves DTR up however we end */
	.caller_id = dialect_analog_caller_id,
	.dial = "ATDT$;",
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_ANSWER,
	.hangup = dialect_analog_hangup,
	.reject = dialect_analog_reject,
	.reset = "ATZ",
	.alive = "AT",
	.news = (const struct dialect_news[]){
		{ .line = "RINGING", .means = CALL_HEARD_ALERTING }, /* before RING, which it begins with */
		{ .line = "RING", .means = CALL_HEARD_RING },
		{ .line = "CID RING", .means = CALL_HEARD_RING },
		{ .line = "NO CARRIER", .means = CALL_HEARD_END, .why = CALL_END_REMOTE },
		{ .line = "BUSY", .means = CALL_HEARD_END, .why = CALL_END_BUSY },
		{ .line = "NO ANSWER", .means = CALL_HEARD_END, .why = CALL_END_NO_ANSWER },
		{ .line = "NO DIALTONE", .means = CALL_HEARD_END, .why = CALL_END_NO_DIALTONE },
		{ .line = "NO DIAL TONE", .means = CALL_HEARD_END, .why = CALL_END_NO_DIALTONE },
		{ .line = "LINE IN USE", .means = CALL_HEARD_END, .why = CALL_END_LINE_IN_USE },
		{ .line = "LINE-IN-USE", .means = CALL_HEARD_END, .why = CALL_END_LINE_IN_USE },
		{ .line = NULL },
	},
};
