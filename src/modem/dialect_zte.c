/* SPDX-License-Identifier: MIT */
/*
 * ZTE and other sticks with a Qualcomm MSM: ATD is not answered before the far end is, then by
 * CONNECT, and the modem stays in command mode; OK means that the call was declined. A byte
 * while it dials ends the call (K3565-Z).
 */
#include "modem/dialect.h"

const struct dialect dialect_zte = {
	.name = "zte",
	.about = "ZTE sticks",
	.identity = (const char *const[]){ "zte", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 180000,
	.dial_ok = CALL_HEARD_END,
	.init = (const char *const[]){
		"AT%icscall=1,0",       /* MF192 dials only after it */
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "CONNECT", .means = CALL_HEARD_ANSWER },
		{ .line = "HANGUP:",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true },
		{ .line = "+ZCEND:",
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true },
		{ .line = NULL },
	},
};
