/* SPDX-License-Identifier: MIT */
/*
 * Cinterion, Gemalto, Thales and the older Siemens modules: ^SLCC comes unasked for each change
 * and reads like +CLCC with a field more.
 */
#include "modem/dialect.h"

const struct dialect dialect_cinterion = {
	.name = "cinterion",
	.about = "Cinterion, Gemalto and Siemens modules",
	.identity = (const char *const[]){ "cinterion", "gemalto", "thales", "siemens", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.cause = "AT+CEER",
	.init = (const char *const[]){
		"AT^SLCC=1",
		NULL,
	},
	.entries = (const struct dialect_entry[]){
		{ .line = "^SLCC:", .reserved = true },
		{ .line = NULL },
	},
};
