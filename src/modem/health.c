/* SPDX-License-Identifier: MIT */
#include "modem/health.h"

void
health_init(struct health *health)
{
	*health = (struct health){ .alive_at = NEVER, .signal_at = NEVER };
}

void
health_begin(struct health *health, bool cellular, ms_t now)
{
	*health = (struct health){
		.alive_at = now + HEALTH_ALIVE_MS,
		.signal_at = cellular ? now : NEVER,
		.wants_signal = cellular,
	};
}

void
health_heard(struct health *health, const struct network *network, ms_t now)
{
	bool there = network->registration == NETWORK_UNKNOWN || network_is_registered(network);

	if (health->alive_at != NEVER)
		health->alive_at = now + (there ? HEALTH_ALIVE_MS : HEALTH_SEARCH_MS);
}

/* Not of an analog modem, nor of one that stalls on such questions. */
static bool
wants_operator(const struct health *health, const struct network *network)
{
	return health->signal_at != NEVER && network->registered_anew;
}

enum health_question
health_ask(struct health *health, const struct network *network, ms_t now)
{
	health->asked = HEALTH_NOTHING;
	if (health->wants_signal)
		health->asked = HEALTH_SIGNAL;
	else if (wants_operator(health, network))
		health->asked = HEALTH_OPERATOR;
	else if (health->alive_at <= now)
		health->asked = HEALTH_ALIVE;
	return health->asked;
}

/* With the question whether it is alive, so that nobody wakes up for these two alone. */
static void
ask_more(struct health *health, struct network *network, ms_t now)
{
	if (health->signal_at > now)
		return;
	health->wants_signal = true;
	/* Some know their registration before they know its name. */
	if (network_is_registered(network) && network->operator_name[0] == '\0')
		network->registered_anew = true;
}

void
health_answered(struct health *health, const struct at_code *code, struct network *network,
    ms_t now)
{
	switch (health->asked) {
	case HEALTH_NOTHING:
		return;
	case HEALTH_ALIVE:
		ask_more(health, network, now);
		return;
	case HEALTH_SIGNAL:
		health->wants_signal = false;
		health->signal_at = now + HEALTH_SIGNAL_MS;
		break;
	case HEALTH_OPERATOR:
		network->registered_anew = false;
		break;
	}
	/* Huawei E3372 stalls on both at times: a dial must not wait for them again. */
	if (code->result == AT_TIMEOUT)
		health->signal_at = NEVER;
}

ms_t
health_due(const struct health *health, const struct network *network)
{
	if (health->alive_at == NEVER)
		return NEVER;
	return health->wants_signal || wants_operator(health, network) ? 0 : health->alive_at;
}
