/* SPDX-License-Identifier: MIT */
/*
 * Option hso and GTM382: voice has to be switched on. +CME ERROR: 100 (unknown) to AT+CLCC is
 * no information, as any error to it: we keep asking.
 */
#include "modem/dialect.h"

const struct dialect dialect_option = {
	.name = "option",
	.about = "Option modems",
	.identity = (const char *const[]){ "option", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.init = (const char *const[]){
		"AT_ODO=0",
		"AT_OPCMENABLE=1",
		NULL,
	},
};
