/* SPDX-License-Identifier: MIT */
#include "modem/signs.h"

void
signs_begin(struct signs *signs, ms_t now)
{
	*signs = (struct signs){ .tone_at = now - SIGNS_TONE_MS };
}

bool
signs_tone(struct signs *signs, ms_t now)
{
	ms_t since = now - signs->tone_at;

	if (since < SIGNS_SAME_MS)
		return false;
	signs->tone_at = now;
	return since < SIGNS_TONE_MS;
}

bool
signs_reversed(struct signs *signs, ms_t now)
{
	bool first = !signs->reversed || now < signs->reversed_at + SIGNS_SAME_MS;

	if (!signs->reversed)
		signs->reversed_at = now;
	signs->reversed = true;
	return first;
}
