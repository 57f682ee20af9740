/* SPDX-License-Identifier: MIT */
#include "sim/sim_answer.h"

#include <string.h>
#include <strings.h>

#include "util/text.h"

/* The user may write AT+CSQ as well as +CSQ. */
static const char *
behind_at(const char *command)
{
	return strncasecmp(command, "AT", 2) == 0 ? command + 2 : command;
}

int
sim_answers_read(struct sim_answers *answers, const char *text, struct fault *fault)
{
	const char *command = behind_at(text), *equals = strrchr(text, '=');
	struct sim_answer *answer = answers->answer;
	size_t n = equals != NULL ? (size_t)(equals - command) : 0;

	if (equals == NULL || equals <= command || n > SIM_ANSWER_COMMAND_MAX ||
	    equals[1] == '\0' || strlen(equals + 1) > SIM_ANSWER_TEXT_MAX)
		return fault_set(fault, "expected COMMAND=ANSWER, got \"%.80s\"", text);
	while (answer < answers->answer + answers->n && (strlen(answer->command) != n ||
	    strncasecmp(answer->command, command, n) != 0))
		answer++;
	if (answer == answers->answer + SIM_ANSWERS_MAX)
		return fault_set(fault, "more than %d answers", SIM_ANSWERS_MAX);
	if (answer == answers->answer + answers->n)
		answers->n++;
	memcpy(answer->command, command, n);
	answer->command[n] = '\0';
	text_copy(answer->text, sizeof(answer->text), equals + 1);
	return 0;
}

const char *
sim_answers_find(const struct sim_answers *answers, const char *line)
{
	for (size_t i = 0; i < answers->n; i++)
		if (strcasecmp(answers->answer[i].command, line) == 0)
			return answers->answer[i].text;
	return NULL;
}

bool
sim_answer_is_final(const char *text)
{
	return strcmp(text, "OK") == 0 || strcmp(text, "ERROR") == 0 ||
	    text_starts(text, "+CME ERROR");
}
