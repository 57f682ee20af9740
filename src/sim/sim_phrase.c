/* SPDX-License-Identifier: MIT */
#include "sim/sim_phrase.h"

#include <stdio.h>
#include <string.h>

#include "util/text.h"

int
sim_phrase_stat(enum sim_call_state state)
{
	/* 1 would be a held call. */
	static const int stat[] = {
		[SIM_CALL_ACTIVE] = 0, [SIM_CALL_DIALLING] = 2, [SIM_CALL_ALERTING] = 3,
		[SIM_CALL_INCOMING] = 4, [SIM_CALL_WAITING] = 5,
	};

	return stat[state];
}

int
sim_phrase_type(const char *number)
{
	if (number[0] == '\0')
		return 128;
	return number[0] == '+' ? 145 : 129;
}

static void
fill_hour(const char *stamp, char *out, size_t size)
{
	int hour = 0;
	int minute = 0;

	sscanf(stamp, "%*4d%2d%2d", &hour, &minute);
	snprintf(out, size, "%02d:%02d%s", hour % 12 == 0 ? 12 : hour % 12, minute,
	    hour < 12 ? "AM" : "PM");
}

static void
fill_one(char letter, const struct sim_phrase *phrase, char *out, size_t size)
{
	const struct sim_call *call = phrase->call;
	const char *number = call->number;

	switch (letter) {
	case 'i': snprintf(out, size, "%d", phrase->index); break;
	case 'd': snprintf(out, size, "%d", call->incoming); break;
	case 'c': snprintf(out, size, "%d", sim_phrase_stat(call->state)); break;
	case 'n': text_copy(out, size, number); break;
	case 'u': text_copy(out, size, number + (number[0] == '+')); break;
	case 't': snprintf(out, size, "%d", sim_phrase_type(number)); break;
	case 's': snprintf(out, size, "%ld", phrase->seconds); break;
	case 'S': snprintf(out, size, "%06ld", phrase->seconds); break;
	case 'h': fill_hour(phrase->stamp, out, size); break;
	default:  text_copy(out, size, "?"); break;
	}
}

const char *
sim_phrase_fill(const char *text, size_t n, const struct sim_phrase *phrase, char *out,
    size_t size)
{
	size_t length = 0;
	bool mute = false;

	*out = '\0';
	for (size_t i = 0; i < n && length < size - 1; i++) {
		if (text[i] == '[' || text[i] == ']') {
			mute = text[i] == '[' && phrase->call->number[0] == '\0';
		} else if (mute) {
			continue;
		} else if (text[i] == '%' && i + 1 < n) {
			fill_one(text[++i], phrase, out + length, size - length);
			length += strlen(out + length);
		} else {
			out[length++] = text[i];
			out[length] = '\0';
		}
	}
	return out;
}
