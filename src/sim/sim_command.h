/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_command - one command line, behind its "AT", cut into commands (V.250 5.4).
 *
 * Basic commands (a letter, perhaps with & in front) stand side by side; extended ones
 * (+NAME and whatever else begins with a sign) end at ';' or at the end of the line;
 * D takes all that is left.
 */
#ifndef ATDIALLER_SIM_SIM_COMMAND_H
#define ATDIALLER_SIM_SIM_COMMAND_H

#include <stdbool.h>

enum {
	SIM_LINE_MAX = 512,
	SIM_COMMAND_NAME_MAX = 24
};

enum sim_form {
	SIM_FORM_PLAIN,                 /* ATH0, AT+CHUP */
	SIM_FORM_SET,                   /* ATS0=0, AT+CLIP=1 */
	SIM_FORM_READ,                  /* ATS0?, AT+CLIP? */
	SIM_FORM_TEST                   /* AT+CLIP=? */
};

struct sim_command {
	char name[SIM_COMMAND_NAME_MAX + 1]; /* "E", "&C", "S", "D", "+CLIP": in capitals */
	bool basic;
	enum sim_form form;
	long number;                    /* basic: what stands behind the letter, else 0 */
	char args[SIM_LINE_MAX + 1];    /* SET: behind '='; D: all the rest */
};

/*
 * Reads the command at *at and moves *at behind it; false at the end of the line.
 * What is no command at all comes out under its own first character.
 */
bool sim_command_next(const char **at, struct sim_command *command);

/* Copies a command line without the blanks that V.250 5.2.1 allows anywhere but in quotes. */
void sim_command_squeeze(char out[SIM_LINE_MAX + 1], const char *line);

#endif
