/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <string.h>

const struct sim_timing bench_timing = {
	.alert_after = 500,
	.answer_after = 2000,
	.give_up_after = 45000,
	.talk = 3000,
	.ring_every = 5000,
	.digit = 100,
};

struct sim_modem bench_modem;

const char *
bench_said(void)
{
	static char text[4096];
	size_t n;
	const char *bytes = sim_modem_output(&bench_modem, &n);
	size_t out = 0;

	for (size_t i = 0; i < n && out < sizeof(text) - 1; i++)
		if (bytes[i] != '\n' && !(bytes[i] == '\r' && out > 0 && text[out - 1] == '|'))
			text[out++] = bytes[i] == '\r' ? '|' : bytes[i];
	text[out] = '\0';
	sim_modem_wrote(&bench_modem, n);
	return text;
}

const char *
bench_ask(const char *line, ms_t now)
{
	sim_modem_feed(&bench_modem, line, strlen(line), now);
	sim_modem_feed(&bench_modem, "\r", 1, now);
	return bench_said();
}

void
bench_pass_to(ms_t now)
{
	while (sim_modem_due(&bench_modem) <= now)
		sim_modem_tick(&bench_modem, sim_modem_due(&bench_modem));
}
