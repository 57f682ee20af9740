/* SPDX-License-Identifier: MIT */
/*
 * Motorola G24: the first OK to ATD means that it dials; a second one, which nobody asked for,
 * that the far end has answered (G24-L AT manual, D).
 */
#include "modem/dialect.h"

const struct dialect dialect_motorola = {
	.name = "motorola",
	.about = "Motorola G24",
	.identity = (const char *const[]){ "motorola", NULL },
	DIALECT_LIKE_CELLULAR,
	.dial_timeout = 90000,
	.dial_ok = CALL_HEARD_DIALLING,
	.news = (const struct dialect_news[]){
		{ .line = "OK", .means = CALL_HEARD_ANSWER, .ours = true },
		{ .line = NULL },
	},
};
