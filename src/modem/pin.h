/* SPDX-License-Identifier: MIT */
/*
 * modem/pin - unlocks a SIM card: each PIN that it is given is tried once, and never with the
 * last attempt, since after that the card wants its PUK.
 *
 * Pure: no I/O, no clock, no allocation.
 */
#ifndef ATDIALLER_MODEM_PIN_H
#define ATDIALLER_MODEM_PIN_H

#include <stdbool.h>

#include "at/codes.h"

enum {
	PIN_MIN = 4,                    /* 31.101 9.5.1 */
	PIN_MAX = 8,
	PIN_COMMAND_MAX = 9 + PIN_MAX + 1 /* AT+CPIN="..." */
};

enum pin_state {
	PIN_NONE,
	PIN_UNTRIED,
	PIN_COUNTED,                    /* the modem was asked how many attempts are left */
	PIN_TRIED,
	PIN_REFUSED                     /* it is wrong, or only the last attempt is left */
};

struct pin {
	enum pin_state state;
	char text[PIN_MAX + 1];
	long left;                      /* attempts; 0: the modem did not say */
};

/* True when it is one: four to eight digits. */
bool pin_check(const char *text);

/* The PIN to use, which pin_check has passed; one that is new may be tried. */
void pin_set(struct pin *pin, const char *text);

/* The next command, written into `out`, while the SIM wants its PIN; false when there is nothing to try. */
bool pin_command(const struct pin *pin, char out[PIN_COMMAND_MAX + 1]);

/* True when there is one. */
bool pin_is_due(const struct pin *pin);

/* True when that command holds the PIN: it must not be shown to anybody. */
bool pin_is_secret(const struct pin *pin);

/* What it brought. */
void pin_info(struct pin *pin, const char *line);
void pin_answered(struct pin *pin, const struct at_code *code);

/* The SIM is ready: the PIN is right, and may be used again after a restart of the modem. */
void pin_proved(struct pin *pin);

#endif
