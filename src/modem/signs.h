/* SPDX-License-Identifier: MIT */
/*
 * modem/signs - what an analog line tells of a call in its own way, and how often it has to say it:
 * tones and reversals of its polarity (V.253 events).
 */
#ifndef ATDIALLER_MODEM_SIGNS_H
#define ATDIALLER_MODEM_SIGNS_H

#include <stdbool.h>

#include "util/ms.h"

enum {
	SIGNS_TONE_MS = 10000,          /* busy and dial tones are reported each four seconds or so */
	SIGNS_SAME_MS = 1000            /* said again within this it is the same sign, not another */
};

struct signs {
	ms_t tone_at;                   /* the last tone that means the end when it comes again */
	bool reversed;                  /* the line's polarity was, in this call, */
	ms_t reversed_at;               /*   first at this time */
};

/* A call begins: none of it has been seen. */
void signs_begin(struct signs *signs, ms_t now);

/*
 * A tone that means the end when it comes again within SIGNS_TONE_MS, since speech can be mistaken
 * for one: true the second time.
 */
bool signs_tone(struct signs *signs, ms_t now);

/* The polarity was reversed: true for the first time in this call, which is the answer. */
bool signs_reversed(struct signs *signs, ms_t now);

#endif
