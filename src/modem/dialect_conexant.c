/* SPDX-License-Identifier: MIT */
/*
 * Conexant CX810xx, CX93001 (USR5637) and CX93010 (most USB sticks for analog lines): -STE notices
 * the telephones on the same line, and then a dial is refused with LINE IN USE while one of them is
 * off hook. +VCID does not survive a reset, not even with &W.
 */
#include "modem/dialect.h"

const struct dialect dialect_conexant = {
	.name = "conexant",
	.about = "Conexant modems on an analog line, such as USR5637",
	/* The first two are what ATI answers. */
	.identity = (const char *const[]){ "56000", "5601", "conexant", "cx930", "cx810", NULL },
	.like = &dialect_voice,
	DIALECT_ON_ANALOG_LINE,
	.init = (const char *const[]){
		"AT-STE=7",             /* line in use, extension picked up, line break */
		NULL,
	},
	.caller_id = dialect_analog_caller_id,
	.voice = &dialect_class8,
};
