/* SPDX-License-Identifier: MIT */
/*
 * Sierra Wireless modems have no call events of their own: the list tells.
 */
#include "modem/dialect.h"

const struct dialect dialect_sierra = {
	.name = "sierra",
	.about = "Sierra Wireless modems",
	.identity = (const char *const[]){ "sierra", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
};
