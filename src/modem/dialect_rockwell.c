/* SPDX-License-Identifier: MIT */
/*
 * Rockwell RC144, RC288, RC336 and their OEMs, from before V.253: the same voice class under #CLS, and
 * caller ID under #CID. VCON comes as #VCON from some (AT Command Reference Manual, order 1048).
 */
#include "modem/dialect.h"

const struct dialect dialect_rockwell = {
	.name = "rockwell",
	.about = "Rockwell modems on an analog line, with #CID and #CLS",
	/* The numbers are what ATI answers. */
	.identity = (const char *const[]){
		"14400", "28800", "33600", "249", "336", "961", "rockwell", "rc144", "rc288", "rc336",
		"rcv", NULL
	},
	.like = &dialect_voice,
	DIALECT_ON_ANALOG_LINE,
	.caller_id = (const char *const[]){
		"AT#CID=1",
		"AT#CLS=8#CID=1",
		"AT+VCID=1",
		NULL,
	},
	.voice = &(const struct dialect_class){
		.classes = "AT#CLS=?",
		.prepare = (const struct dialect_step[]){
			{ .command = "AT#CLS=8" },
			{ .command = "AT#VRA=50", .may_fail = true },
			{ .command = NULL },
		},
		.dial = "ATDT$",
		.release = "ATH0",
		.restore = (const char *const[]){ "AT#CLS=0", NULL },
	},
};
