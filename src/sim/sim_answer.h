/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_answer - answers that the user of a stand-in modem puts into its mouth:
 * COMMAND=ANSWER, such as "+CSQ=+CSQ: 3,99" or "+CPIN?=+CME ERROR: 10".
 */
#ifndef ATDIALLER_SIM_SIM_ANSWER_H
#define ATDIALLER_SIM_SIM_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "util/fault.h"

enum {
	SIM_ANSWERS_MAX = 16,
	SIM_ANSWER_COMMAND_MAX = 24,
	SIM_ANSWER_TEXT_MAX = 80
};

struct sim_answers {
	size_t n;
	struct sim_answer {
		char command[SIM_ANSWER_COMMAND_MAX + 1]; /* behind its "AT" */
		char text[SIM_ANSWER_TEXT_MAX + 1];
	} answer[SIM_ANSWERS_MAX];
};

/* Adds one, in place of an earlier one to the same command; -1 and a fault when it is none. */
int sim_answers_read(struct sim_answers *answers, const char *text, struct fault *fault);

/* The answer to a command line, given behind its "AT"; NULL: it has none of its own. */
const char *sim_answers_find(const struct sim_answers *answers, const char *line);

/* True when it is a result by itself, with no OK behind it. */
bool sim_answer_is_final(const char *text);

#endif
