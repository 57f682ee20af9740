/* SPDX-License-Identifier: MIT */
/*
 * tests/dialogue - plays a conversation against the pure floors, on simulated time.
 *
 * One line, one step:
 *
 *   dialect NAME     the modem's dialect; without it bring-up chooses
 *   with voice | pin DIGITS | limit SECONDS | dtr
 *                    --analog-mode voice, --pin-file, --max-call-duration, a port with a DTR of ours
 *   with country-code | national-prefix | international-prefix | outside-line-prefix |
 *        deny | rewrite VALUE   the option of that name
 *   given WORDS      a call that is up before the modem is brought up (as in `=`)
 *   from start       play bring-up from the script, too; else it is answered silently
 *   not doubled      the modem means something by saying a line twice; a comment says what
 *   > TEXT           the daemon must send TEXT and a CR; nothing behind > : a lone CR
 *   < TEXT           the modem says CR LF TEXT CR LF; \xHH, \r, \n and \\ are escapes;
 *                    a line that begins with \x10 is sent as it is
 *   ~ SECONDS        time passes
 *   = WORDS          must be true now: a state of the call, then for a call its
 *                    number or `withheld` or `unknown`, for idle perhaps `, REASON`
 *   = modem WORDS    the modem's state, in modem_state_name's words
 *   desk< TYPE [NUMBER]    Patriot sends a message
 *   desk> call-status-update inactive | active outbound NUMBER | active inbound [NUMBER]
 *                    the next message to Patriot must be this one; a script that has
 *                    such lines must name every message
 *   @usb-remove, @usb-add  the port goes, the port comes (also behind a #)
 *   @dtr             the daemon must lower DTR
 *   @restart         as @open, of a modem that is to be reset
 *   @close, @open    the daemon closes the port on which nothing answers, and opens it again
 *   # TEXT           comment
 *
 * Commands that a script does not mention are answered for it when they can change
 * nothing: bring-up and questions. +CLCC then shows the call that the next `=` line speaks of, from
 * the step before that line on. Anything else the daemon says fails the dialogue.
 */
#ifndef ATDIALLER_TESTS_DIALOGUE_H
#define ATDIALLER_TESTS_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>

enum dialogue_mode {
	DIALOGUE_PLAIN,                 /* a line at a time */
	DIALOGUE_BYTES,                 /* a byte at a time */
	DIALOGUE_NOISE,                 /* a line nobody knows before every line */
	DIALOGUE_DOUBLED,               /* every line twice */
	DIALOGUE_CUT,                   /* a line in two pieces, once for each way to cut each line */
	DIALOGUE_MODES
};

enum dialogue_verdict {
	DIALOGUE_PASSED,                /* it went as written */
	DIALOGUE_FAILED,                /* `why` says where (file:line), what was expected, what came */
	DIALOGUE_SKIPPED                /* it is not for this mode; `why` says why */
};

enum dialogue_verdict dialogue_play(const char *path, enum dialogue_mode mode, char *why,
    size_t size);

const char *dialogue_mode_name(enum dialogue_mode mode);

#endif
