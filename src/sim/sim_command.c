/* SPDX-License-Identifier: MIT */
#include "sim/sim_command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "util/text.h"

static bool
is_letter(char c)
{
	return isalpha((unsigned char)c) != 0;
}

static bool
is_digit(char c)
{
	return isdigit((unsigned char)c) != 0;
}

static void
append_name(struct sim_command *command, char c)
{
	size_t n = strlen(command->name);

	if (n < SIM_COMMAND_NAME_MAX)
		command->name[n] = (char)toupper((unsigned char)c);
}

/* The length of one value: up to a ';' that no quotes protect. */
static size_t
value_length(const char *text)
{
	bool quoted = false;
	size_t n = 0;

	for (; text[n] != '\0'; n++) {
		if (text[n] == '"')
			quoted = !quoted;
		else if (text[n] == ';' && !quoted)
			break;
	}
	return n;
}

static const char *
take_value(const char *at, struct sim_command *command)
{
	size_t n = value_length(at);

	memcpy(command->args, at, n);
	command->args[n] = '\0';
	return at + n;
}

static const char *
take_number(const char *at, struct sim_command *command)
{
	char *behind;

	if (!is_digit(*at))
		return at;
	command->number = strtol(at, &behind, 10);
	return behind;
}

/* S0=0 and S0? are the only basic commands with a form. */
static const char *
take_register(const char *at, struct sim_command *command)
{
	at = take_number(at, command);
	if (*at == '?') {
		command->form = SIM_FORM_READ;
		return at + 1;
	}
	if (*at != '=')
		return at;
	command->form = SIM_FORM_SET;
	for (at++; is_digit(*at); at++)
		strncat(command->args, at, 1);
	return at;
}

static const char *
take_basic(const char *at, struct sim_command *command)
{
	command->basic = true;
	while (*at == '&' || *at == '\\')
		append_name(command, *at++);
	if (is_letter(*at))
		append_name(command, *at++);
	if (strcmp(command->name, "S") == 0)
		return take_register(at, command);
	if (strcmp(command->name, "D") != 0)
		return take_number(at, command);
	text_copy(command->args, sizeof(command->args), at);
	return at + strlen(at);
}

static const char *
take_extended(const char *at, struct sim_command *command)
{
	do
		append_name(command, *at++);
	while (*at != '\0' && strchr(";=?", *at) == NULL);
	if (strncmp(at, "=?", 2) == 0) {
		command->form = SIM_FORM_TEST;
		at += 2;
	} else if (*at == '?') {
		command->form = SIM_FORM_READ;
		at++;
	} else if (*at == '=') {
		command->form = SIM_FORM_SET;
		at++;
	}
	return take_value(at, command);
}

bool
sim_command_next(const char **at, struct sim_command *command)
{
	*command = (struct sim_command){ .form = SIM_FORM_PLAIN };
	while (**at == ';')
		(*at)++;
	if (**at == '\0')
		return false;
	if (is_letter(**at) || **at == '&' || **at == '\\')
		*at = take_basic(*at, command);
	else
		*at = take_extended(*at, command);
	return true;
}

void
sim_command_squeeze(char out[SIM_LINE_MAX + 1], const char *line)
{
	bool quoted = false;
	size_t n = 0;

	for (; *line != '\0'; line++) {
		if (*line == '"')
			quoted = !quoted;
		if ((*line != ' ' || quoted) && n < SIM_LINE_MAX)
			out[n++] = *line;
	}
	out[n] = '\0';
}
