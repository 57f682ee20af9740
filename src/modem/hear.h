/* SPDX-License-Identifier: MIT */
/*
 * modem/hear - what the modem says: news of the line, and answers to what it was told.
 */
#ifndef ATDIALLER_MODEM_HEAR_H
#define ATDIALLER_MODEM_HEAR_H

#include "modem/core.h"

/* One piece of news of the chat with it. */
void hear_chat(struct modem *modem, const struct at_news *news, ms_t now);

#endif
