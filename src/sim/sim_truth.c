/* SPDX-License-Identifier: MIT */
#include "sim/sim_truth.h"

#include <string.h>

#include "util/array.h"
#include "util/text.h"

/* The next word of *text, which moves behind it; commas and brackets part words, too. */
static size_t
next_word(const char **text, const char **word)
{
	size_t n;

	*word = *text + strspn(*text, " ,()");
	n = strcspn(*word, " ,()");
	*text = *word + n;
	return n;
}

static bool
is_word(const char *text, size_t n, const char *word)
{
	return n == strlen(word) && memcmp(text, word, n) == 0;
}

static bool
read_state(const char *text, size_t n, enum sim_call_state *state)
{
	static const struct {
		const char *word;
		enum sim_call_state state;
	} words[] = {
		{ "idle", SIM_CALL_NONE },
		{ "dialling", SIM_CALL_DIALLING },
		{ "alerting", SIM_CALL_ALERTING },
		{ "active", SIM_CALL_ACTIVE },
		{ "incoming", SIM_CALL_INCOMING },
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!is_word(text, n, words[i].word))
			continue;
		*state = words[i].state;
		return true;
	}
	return false;
}

bool
sim_truth_read(struct sim_truth *truth, const char *text)
{
	const char *word;
	enum sim_call_state state;
	char number[TEXT_PHONE_MAX + 1];
	bool in;
	bool out;
	size_t n = next_word(&text, &word);

	if (!read_state(word, n, &state))
		return false;
	n = next_word(&text, &word);
	in = is_word(word, n, "inbound");
	out = is_word(word, n, "outbound");
	if (in || out)
		n = next_word(&text, &word);
	if (state == SIM_CALL_NONE)
		truth->number[0] = '\0';
	else if (text_phone(word, n, number))
		text_copy(truth->number, sizeof(truth->number), number);
	truth->incoming = state == SIM_CALL_INCOMING ||
	    (state == SIM_CALL_ACTIVE && (in || (truth->incoming && !out)));
	truth->state = state;
	return true;
}
