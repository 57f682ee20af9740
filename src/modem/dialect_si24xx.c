/* SPDX-License-Identifier: MIT */
/*
 * Silicon Labs Si24xx (AN93), found in industrial modems: says NO LINE and LINE IN USE by itself,
 * and spells out a reversal of the line's polarity.
 */
#include "modem/dialect.h"

const struct dialect dialect_si24xx = {
	.name = "si24xx",
	.about = "Silicon Labs Si24xx modems on an analog line",
	.identity = (const char *const[]){ "silicon lab", "silabs", "si24", NULL },
	.like = &dialect_voice,
	DIALECT_ON_ANALOG_LINE,
	.caller_id = dialect_analog_caller_id,
	.voice = &dialect_class8,
	.news = (const struct dialect_news[]){
		{ .line = "POLARITY REVERSAL",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .answers = true },
		{ .line = "NO LINE", .means = CALL_HEARD_END, .why = CALL_END_LINE_IN_USE },
		{ .line = NULL },
	},
};
