/* SPDX-License-Identifier: MIT */
#include "modem/voice.h"

void
voice_init(struct voice *voice, const struct dialect_class *class)
{
	*voice = (struct voice){ .class = class, .state = VOICE_OUT };
}

static void
begin(struct voice *voice, enum voice_state state)
{
	voice->state = state;
	voice->step = 0;
}

/* A list that is done: there is no command left to wait for. */
static void
pass_end(struct voice *voice)
{
	if (voice_command(voice) != NULL)
		return;
	if (voice->state == VOICE_ENTERING)
		begin(voice, VOICE_IN);
	else if (voice->state == VOICE_LEAVING)
		begin(voice, VOICE_OUT);
}

void
voice_enter(struct voice *voice)
{
	if (voice->class == NULL || voice->state != VOICE_OUT)
		return;
	begin(voice, VOICE_ENTERING);
	pass_end(voice);
}

void
voice_leave(struct voice *voice)
{
	if (voice->state != VOICE_ENTERING && voice->state != VOICE_IN)
		return;
	begin(voice, VOICE_LEAVING);
	pass_end(voice);
}

const char *
voice_command(const struct voice *voice)
{
	switch (voice->state) {
	case VOICE_ENTERING:
		return voice->class->prepare[voice->step].command;
	case VOICE_LEAVING:
		return voice->off_hook ? voice->class->release :
		    voice->class->restore[voice->step];
	case VOICE_OUT:
	case VOICE_IN:
		return NULL;
	}
	return NULL;
}

bool
voice_answered(struct voice *voice, bool ok)
{
	switch (voice->state) {
	case VOICE_ENTERING:
		if (!ok && !voice->class->prepare[voice->step].may_fail) {
			voice_leave(voice);
			return false;
		}
		voice->step++;
		break;
	case VOICE_LEAVING:
		if (voice->off_hook)
			voice->off_hook = false;
		else
			voice->step++;
		break;
	case VOICE_OUT:
	case VOICE_IN:
		break;
	}
	pass_end(voice);
	return true;
}

const struct dialect_class *
voice_class(const struct voice *voice)
{
	return voice->state == VOICE_IN ? voice->class : NULL;
}

void
voice_dialled(struct voice *voice)
{
	voice->off_hook = voice->state == VOICE_IN;
}

void
voice_hung_up(struct voice *voice)
{
	voice->off_hook = false;
}
