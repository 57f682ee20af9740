/* SPDX-License-Identifier: MIT */
/*
 * at/codes - the words modems end a command with, and the lines they send unasked.
 */
#ifndef ATDIALLER_AT_CODES_H
#define ATDIALLER_AT_CODES_H

#include <stdbool.h>

/* What a final result code means (V.250 5.7.1 and 6.3; 27.007 9.2). */
enum at_result {
	AT_OK,
	AT_ERROR,
	AT_CONNECT,                     /* CONNECT, VCON */
	AT_NO_CARRIER,
	AT_BUSY,
	AT_NO_ANSWER,
	AT_NO_DIALTONE,
	AT_LINE_IN_USE,                 /* another telephone is off hook, or no line at all */
	AT_BLACKLISTED,                 /* the modem's own redial limit */
	AT_TIMEOUT                      /* none came in time */
};

enum {
	AT_CME_NONE = -1                /* the result carried no +CME ERROR number */
};

struct at_code {
	enum at_result result;
	bool call;                      /* may also be news of a call: ends only D and A (modems do both) */
	int cme;                        /* 27.007 9.2.1, or AT_CME_NONE */
};

/* True when the line is a final result code. */
bool at_code_read(const char *line, struct at_code *code);

/*
 * True when the line is one that modems send unasked and never as the answer to a
 * question for free text (ATI, +CGMI).
 */
bool at_code_unasked(const char *line);

/* "ok", "no carrier", ... for the log. */
const char *at_result_name(enum at_result result);

#endif
