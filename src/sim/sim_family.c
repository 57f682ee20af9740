/* SPDX-License-Identifier: MIT */
#include "sim/sim_family.h"

#include <string.h>

#include "util/array.h"

const struct sim_family sim_family_cellular = {
	.name = "cellular", .what = "by the letter of 27.007: +CLCC tells",
	.capabilities = "+GCAP: +CGSM", .maker = "atdialler", .model = "modem-sim cellular",
	.revision = "modem-sim 1",
};

/* Analog: a data modem, and one with a voice class, on three kinds of exchange. */

static const struct sim_parameter data_parameters[] = {
	{ .name = "+FCLASS", .setting = SIM_SET_FCLASS, .max = 0, .range = "0", .tail = "",
	  .bare = true },
	{ .name = NULL },
};

static const struct sim_fact voice_facts[] = {
	{ "+VLS", SIM_FORM_SET, NULL, SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter voice_parameters[] = {
	{ .name = "+FCLASS", .setting = SIM_SET_FCLASS, .max = 8, .range = "0,1,8", .tail = "",
	  .bare = true },
	{ .name = "+VRA", .max = 255, .range = "(0-255)", .tail = "" },
	{ .name = "+VRN", .max = 255, .range = "(0-255)", .tail = "" },
	{ .name = "+VIT", .max = 255, .range = "(0-255)", .tail = "" },
	{ .name = "+VNH", .max = 2, .range = "(0-2)", .tail = "" },
	{ .name = NULL },
};

const struct sim_family sim_family_analog = {
	.name = "analog", .what = "a data modem on a telephone line",
	.kind = SIM_ANALOG, .maker = "atdialler", .revision = "modem-sim 1",
	.capabilities = "+GCAP: +FCLASS", .model = "modem-sim analog",
	.parameters = data_parameters,
};

#define VOICE \
	.kind = SIM_ANALOG, .maker = "atdialler", .revision = "modem-sim 1", \
	.capabilities = "+GCAP: +FCLASS", .model = "modem-sim voice", \
	.facts = voice_facts, .parameters = voice_parameters

static const struct sim_family voice_families[] = {
	{ .name = "voice", .what = "V.253 class 8; the far end gone: busy tone", VOICE,
	  .hung_up = "b" },
	{ .name = "voice-dial-tone", .what = "the same: dial tone", VOICE, .hung_up = "d" },
	{ .name = "voice-loop-break", .what = "the same: the loop current breaks", VOICE,
	  .hung_up = "l" },
};

static const struct sim_family *const generic[] = {
	&sim_family_cellular, &sim_family_analog,
	&voice_families[0], &voice_families[1], &voice_families[2],
};

const struct sim_family *
sim_family_at(size_t i)
{
	const struct sim_family *family;

	if (i < ARRAY_LEN(generic))
		return generic[i];
	family = &sim_families_cellular[i - ARRAY_LEN(generic)];
	return family->name == NULL ? NULL : family;
}

const struct sim_family *
sim_family_find(const char *name)
{
	const struct sim_family *family;

	for (size_t i = 0; (family = sim_family_at(i)) != NULL; i++)
		if (strcmp(family->name, name) == 0)
			return family;
	return NULL;
}
