/* SPDX-License-Identifier: MIT */
/*
 * Huawei sticks and modules follow a call with ^ORIG, ^CONF, ^CONN and ^CEND (MU509 AT manual).
 * Blanks stand behind some colons and commas, and a hang-up before ^ORIG may bring no ^CEND
 * (E1550): then the call list tells.
 *
 * The ladder has no +CHLD=1x: before ^CONF it hangs the firmware of the E1550.
 */
#include "modem/dialect.h"

const struct dialect dialect_huawei = {
	.name = "huawei",
	.about = "Huawei sticks and modules",
	.identity = (const char *const[]){ "huawei", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.speaks = "AT^CVOICE?",         /* sticks sold for data have it locked, and answer ERROR */
	.news = (const struct dialect_news[]){
		{ .line = "^ORIG:", .means = CALL_HEARD_DIALLING },
		{ .line = "^CONF:", .means = CALL_HEARD_ALERTING },
		{ .line = "^CONN:", .means = CALL_HEARD_ANSWER },
		{ .line = "^CEND:",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .cause = 4,
		  .sure = true, .call = 1 },
		{ .line = NULL },
	},
};
