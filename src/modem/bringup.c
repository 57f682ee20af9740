/* SPDX-License-Identifier: MIT */
#include "modem/bringup.h"

#include <stdio.h>
#include <string.h>

#include "util/array.h"
#include "util/text.h"

enum step_kind {
	SET,                            /* the answer tells nothing */
	CAPABILITIES,
	MAKER,
	MODEL,
	INFORMATION,
	MORE,                           /* likewise, of an analog modem that nobody knows yet */
	CLASSES,                        /*   and whether it has class 8 */
	CHOOSE,                         /* no command: the dialect is chosen here */
	LIST,
	VOICE,                          /* class 8, as the dialect asks for it */
	SIM,
	INIT,                           /* the dialect's own commands, one after another */
	CALLER_ID,                      /* likewise, until one of them is answered OK */
	DTR,                            /* the dialect's own, if DTR is ours alone */
	REGISTRATION
};

static const struct step {
	enum step_kind kind;
	const char *command;            /* NULL: the dialect has it, or there is none */
	ms_t timeout;
} steps[] = {
	{ SET,          "ATE0Q0V1", 5000 },
	{ SET,          "AT+CMEE=1", 5000 },
	/* +CGSM before anything else: Huawei lists +FCLASS beside it. */
	{ CAPABILITIES, "AT+GCAP",  5000 },
	{ MAKER,        "AT+CGMI",  5000 },
	{ MODEL,        "AT+CGMM",  5000 },
	{ INFORMATION,  "ATI",      5000 },
	{ MORE,         "ATI3",     5000 },
	{ MORE,         "AT+GMI",   5000 },
	{ MORE,         "AT+GMM",   5000 },
	{ MORE,         "AT+FMI?",  5000 },
	{ CLASSES,      "AT+FCLASS=?", 5000 },
	{ CHOOSE,       NULL,       0 },
	{ LIST,         NULL,       5000 },
	{ VOICE,        NULL,       5000 },
	{ SIM,          "AT+CPIN?", 10000 },
	/* +CLIP=1 may ask the network first. */
	{ INIT,         NULL,       10000 },
	{ CALLER_ID,    NULL,       5000 },
	{ DTR,          NULL,       5000 },
	{ REGISTRATION, "AT+CREG?", 10000 },
};

void
bringup_begin(struct bringup *bringup, const struct dialect *forced)
{
	*bringup = (struct bringup){ .dialect = forced };
	network_init(&bringup->network);
}

static void
go_on(struct bringup *bringup)
{
	bringup->step++;
	bringup->init = 0;
	bringup->answered = false;
	bringup->not_before = 0;
}

static enum dialect_kind
kind_of(const struct bringup *bringup)
{
	if (bringup->says_gsm || bringup->network.sim != NETWORK_SIM_UNKNOWN ||
	    (!bringup->says_other && bringup->says_maker))
		return DIALECT_CELLULAR;
	return bringup->has_voice ? DIALECT_VOICE : DIALECT_ANALOG;
}

/* An analog modem may answer any of several questions about itself. */
static bool
is_unknown(const struct bringup *bringup)
{
	enum dialect_kind kind = kind_of(bringup);

	return bringup->dialect == NULL && kind != DIALECT_CELLULAR &&
	    dialect_known(kind, bringup->identity) == NULL;
}

static void
choose(struct bringup *bringup)
{
	if (bringup->dialect == NULL)
		bringup->dialect = dialect_choose(kind_of(bringup), bringup->identity);
	bringup->has_list = bringup->dialect->list != NULL;
}

/* The command of the present step; NULL when the step has nothing (more) to send. */
static const char *
command_of(const struct bringup *bringup)
{
	const struct step *step = &steps[bringup->step];

	switch (step->kind) {
	case MORE:
	case CLASSES:
		return is_unknown(bringup) ? step->command : NULL;
	case CHOOSE:
		return NULL;
	case LIST:
		return bringup->dialect->list;
	case VOICE:
		return bringup->dialect->voice != NULL && !bringup->has_voice ?
		    bringup->dialect->voice->classes : NULL;
	case INIT:
		return dialect_init(bringup->dialect, bringup->init);
	case CALLER_ID:
		return bringup->dialect->caller_id != NULL ?
		    bringup->dialect->caller_id[bringup->init] : NULL;
	case DTR:
		return bringup->has_dtr ? bringup->dialect->dtr : NULL;
	case SIM:
	case REGISTRATION:
		return bringup->dialect->cellular ? step->command : NULL;
	case SET:
	case CAPABILITIES:
	case MAKER:
	case MODEL:
	case INFORMATION:
		return step->command;
	}
	return NULL;
}

bool
bringup_command(struct bringup *bringup, struct at_command *command, ms_t now)
{
	const char *text = NULL;

	while (bringup->step < ARRAY_LEN(steps) && (text = command_of(bringup)) == NULL) {
		if (steps[bringup->step].kind == CHOOSE)
			choose(bringup);
		go_on(bringup);
	}
	bringup->done = bringup->step == ARRAY_LEN(steps);
	if (bringup->done || now < bringup->not_before)
		return false;
	*command = (struct at_command){
		.text = text,
		.timeout = steps[bringup->step].timeout,
		.free_text = (steps[bringup->step].kind >= CAPABILITIES &&
		    steps[bringup->step].kind <= CLASSES) || steps[bringup->step].kind == VOICE,
		.lone_info = steps[bringup->step].kind == SIM,
	};
	return true;
}

bool
bringup_lists(const struct bringup *bringup)
{
	return bringup->step < ARRAY_LEN(steps) && steps[bringup->step].kind == LIST;
}

static void
add_identity(struct bringup *bringup, const char *line)
{
	size_t n = strlen(bringup->identity), room = sizeof(bringup->identity) - n;
	char printable[64];
	const char *value = line[0] == '+' ? strstr(line, ": ") : NULL;

	if (value != NULL)
		line = value + 2;
	if (line[0] == '\0' || strstr(bringup->identity, line) != NULL)
		return;
	text_printable(line, strlen(line), printable, sizeof(printable));
	snprintf(bringup->identity + n, room, "%s%s", n > 0 ? " " : "", printable);
}

/* "0,1,8", "(0,1,2,8)", or a number a line. */
static bool
lists_class8(const char *line)
{
	static const char apart[] = " ,()";

	line = line[0] == '+' && strchr(line, ':') != NULL ? strchr(line, ':') + 1 : line;
	for (line += strspn(line, apart); *line != '\0'; line += strspn(line, apart)) {
		size_t n = strcspn(line, apart);

		if (n == 1 && *line == '8')
			return true;
		line += n;
	}
	return false;
}

void
bringup_info(struct bringup *bringup, const char *line)
{
	bool first = !bringup->answered;

	bringup->answered = true;
	if (bringup->step == ARRAY_LEN(steps))
		return;
	switch (steps[bringup->step].kind) {
	case CAPABILITIES:
		if (strstr(line, "+CGSM") != NULL)
			bringup->says_gsm = true;
		else if (text_starts(line, "+GCAP:"))
			bringup->says_other = true;
		break;
	case MAKER:
		bringup->says_maker = true;
		/* fall through */
	case MODEL:
		if (first)
			add_identity(bringup, line);
		break;
	case INFORMATION:
		if (first && bringup->identity[0] == '\0')
			add_identity(bringup, line);
		break;
	case MORE:
		if (first)
			add_identity(bringup, line);
		break;
	case CLASSES:
	case VOICE:
		if (lists_class8(line))
			bringup->has_voice = true;
		break;
	case SIM:
	case REGISTRATION:
		network_read(&bringup->network, line);
		break;
	case SET:
	case CHOOSE:
	case LIST:
	case INIT:
	case CALLER_ID:
	case DTR:
		break;
	}
}

/* Whether the SIM lets us go on, and if not, when to ask it again. */
static void
finish_sim(struct bringup *bringup, const struct at_code *code, ms_t now)
{
	bringup->wants_pin = bringup->answered && bringup->network.sim == NETWORK_SIM_PIN;
	if (code->result != AT_OK && !bringup->answered && code->cme == AT_CME_NONE) {
		go_on(bringup);         /* no such question: the first dial will tell */
		return;
	}
	switch (bringup->network.sim) {
	case NETWORK_SIM_UNKNOWN:
	case NETWORK_SIM_READY:
		go_on(bringup);
		return;
	case NETWORK_SIM_BUSY:
		bringup->not_before = now + BRINGUP_SIM_BUSY_MS;
		break;
	case NETWORK_SIM_NONE:
	case NETWORK_SIM_PIN:
	case NETWORK_SIM_PUK:
	case NETWORK_SIM_FAILED:
		bringup->not_before = now + BRINGUP_SIM_MS;
		break;
	}
	bringup->answered = false;
}

void
bringup_final(struct bringup *bringup, const struct at_code *code, ms_t now)
{
	if (bringup->step == ARRAY_LEN(steps))
		return;
	/* A locked SIM makes some modems refuse everything, ATE0 too: goes on all the same. */
	network_read_error(&bringup->network, code->cme);
	switch (steps[bringup->step].kind) {
	case SIM:
		finish_sim(bringup, code, now);
		return;
	case INIT:
		bringup->init++;
		return;
	case CALLER_ID:
		bringup->init++;
		if (code->result != AT_OK)
			return;
		bringup->has_caller_id = true;
		break;
	case LIST:
		/* Not 100 (unknown), which Option answers at times though it has a list. */
		if (code->result == AT_ERROR && (code->cme == AT_CME_NONE || code->cme == 4))
			bringup->has_list = false;
		break;
	case SET:
	case CAPABILITIES:
	case MAKER:
	case MODEL:
	case INFORMATION:
	case MORE:
	case CLASSES:
	case CHOOSE:
	case VOICE:
	case DTR:
	case REGISTRATION:
		break;
	}
	go_on(bringup);
}

void
bringup_sim_changed(struct bringup *bringup, ms_t now)
{
	bringup->wants_pin = false;
	bringup->not_before = now + BRINGUP_SIM_BUSY_MS;
}

ms_t
bringup_due(const struct bringup *bringup)
{
	return bringup->done ? NEVER : bringup->not_before;
}
