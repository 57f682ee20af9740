/* SPDX-License-Identifier: MIT */
#include "modem/pin.h"

#include <stdio.h>
#include <string.h>

#include "at/fields.h"
#include "util/text.h"

enum {
	CME_SIM_BUSY = 14
};

bool
pin_check(const char *text)
{
	size_t n = strlen(text);

	return n >= PIN_MIN && n <= PIN_MAX && strspn(text, "0123456789") == n;
}

void
pin_set(struct pin *pin, const char *text)
{
	if (pin->state != PIN_NONE && strcmp(pin->text, text) == 0)
		return;
	text_copy(pin->text, sizeof(pin->text), text);
	pin->state = PIN_UNTRIED;
}

bool
pin_command(const struct pin *pin, char out[PIN_COMMAND_MAX + 1])
{
	switch (pin->state) {
	case PIN_UNTRIED:
		strcpy(out, "AT+CPINR");
		return true;
	case PIN_COUNTED:
		snprintf(out, PIN_COMMAND_MAX + 1, "AT+CPIN=\"%s\"", pin->text);
		return true;
	case PIN_NONE:
	case PIN_TRIED:
	case PIN_REFUSED:
		return false;
	}
	return false;
}

bool
pin_is_due(const struct pin *pin)
{
	return pin->state == PIN_UNTRIED || pin->state == PIN_COUNTED;
}

bool
pin_is_secret(const struct pin *pin)
{
	return pin->state == PIN_COUNTED;
}

void
pin_info(struct pin *pin, const char *line)
{
	struct at_fields fields;
	char code[16];
	long left;

	if (at_fields_begin(&fields, line, "+CPINR:") &&
	    at_fields_text(&fields, code, sizeof(code)) && strcmp(code, "SIM PIN") == 0 &&
	    at_fields_number(&fields, &left))
		pin->left = left;
}

void
pin_answered(struct pin *pin, const struct at_code *code)
{
	if (pin->state == PIN_UNTRIED) {
		pin->state = pin->left == 1 ? PIN_REFUSED : PIN_COUNTED;
		pin->left = 0;
	} else if (pin->state == PIN_COUNTED && code->cme == CME_SIM_BUSY) {
		pin->state = PIN_UNTRIED; /* it was not looked at */
	} else if (pin->state == PIN_COUNTED) {
		pin->state = code->result == AT_ERROR ? PIN_REFUSED : PIN_TRIED;
	}
}

void
pin_proved(struct pin *pin)
{
	if (pin->state == PIN_TRIED)
		pin->state = PIN_UNTRIED;
}
