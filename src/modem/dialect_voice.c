/* SPDX-License-Identifier: MIT */
/*
 * Any modem on an analog line with the voice class of V.253 (class 8). When it may use that class,
 * it tells how a call goes: RINGING while it rings, VCON some seconds after the ringing stopped, and
 * then events of two characters for what it hears on the line. It hangs up when it is told to, not
 * when the far end does.
 */
#include "at/line.h"
#include "modem/dialect.h"

const struct dialect_class dialect_class8 = {
	.classes = "AT+FCLASS=?",
	.prepare = (const struct dialect_step[]){
		{ .command = "AT+FCLASS=8" },
		/* Tenths of a second without ringing that are an answer: 50 is in everybody's range. */
		{ .command = "AT+VRA=50", .may_fail = true },
		{ .command = "AT+VIT=0", .may_fail = true }, /* else silence on our side ends the call */
		{ .command = NULL },
	},
	.dial = "ATDT$",
	.release = "ATH0",
	.restore = (const char *const[]){ "AT+FCLASS=0", NULL },
};

const struct dialect dialect_voice = {
	.name = "voice",
	.about = "modems on an analog line with a voice class by ITU-T V.253",
	.like = &dialect_analog,
	DIALECT_ON_ANALOG_LINE,
	.caller_id = dialect_analog_caller_id,
	.voice = &dialect_class8,
	/* A busy tone ends a call that was up, too: the exchange plays it to whoever is left. */
	.news = (const struct dialect_news[]){
		{ .line = AT_LINE_DLE "R", .means = CALL_HEARD_RING },
		{ .line = AT_LINE_DLE "r", .means = CALL_HEARD_ALERTING },
		/* The tones of the far end's telefax or modem, and of a calling card service. */
		{ .line = AT_LINE_DLE "c", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "m", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "e", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "f", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "a", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "$", .means = CALL_HEARD_ANSWER },
		{ .line = AT_LINE_DLE "b",
		  .means = CALL_HEARD_END, .why = CALL_END_BUSY, .twice = true },
		{ .line = AT_LINE_DLE "K",
		  .means = CALL_HEARD_END, .why = CALL_END_BUSY, .twice = true },
		{ .line = AT_LINE_DLE "d",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .twice = true },
		{ .line = AT_LINE_DLE "i",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .twice = true },
		{ .line = AT_LINE_DLE "J",
		  .means = CALL_HEARD_END, .why = CALL_END_FAILED },
		{ .line = AT_LINE_DLE "l",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE },
		{ .line = AT_LINE_DLE "L",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .answers = true },
		{ .line = NULL },
	},
};
