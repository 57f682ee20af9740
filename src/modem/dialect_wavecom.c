/* SPDX-License-Identifier: MIT */
/*
 * Wavecom: OK to ATD means that the far end has answered; +WIND tells what happens before.
 */
#include "modem/dialect.h"

const struct dialect dialect_wavecom = {
	.name = "wavecom",
	.about = "Wavecom modems",
	.identity = (const char *const[]){ "wavecom", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 120000,
	.dial_ok = CALL_HEARD_ANSWER,
	.init = (const char *const[]){
		"AT+WIND=50",
		NULL,
	},
	.news = (const struct dialect_news[]){
		{ .line = "+WIND:", .field = 1, .is = 5, .means = CALL_HEARD_DIALLING },
		{ .line = "+WIND:", .field = 1, .is = 2, .means = CALL_HEARD_ALERTING },
		{ .line = "+WIND:", .field = 1, .is = 6,
		  .means = CALL_HEARD_END, .why = CALL_END_REMOTE, .sure = true, .call = 2 },
		{ .line = NULL },
	},
};
