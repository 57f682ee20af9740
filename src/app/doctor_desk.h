/* SPDX-License-Identifier: MIT */
/*
 * app/doctor_desk - the doctor's way to Patriot: the key, the name, TCP, TLS and trust, the
 * websocket, and whether Patriot accepts the key.
 *
 * Each check counts on the ones before it, in the order of this header.
 */
#ifndef ATDIALLER_APP_DOCTOR_DESK_H
#define ATDIALLER_APP_DOCTOR_DESK_H

#include <stdbool.h>

#include "app/checklist.h"
#include "app/config.h"
#include "app/desk.h"
#include "app/show.h"

enum {
	DOCTOR_DESK_MS = 35000          /* to connect, secure, upgrade, authenticate: each has 10 s */
};

struct doctor_desk {
	const struct config *config;
	struct show show;               /* for TCP and TLS */
	struct desk desk;               /* for what comes behind, as the daemon does it */
	bool opened;                    /* the websocket was */
	bool accepted;                  /* Patriot has accepted the key */
};

/* The struct is zeroed; the configuration must outlive it. */
void doctor_desk_init(struct doctor_desk *desk, const struct config *config);

void doctor_desk_key(struct doctor_desk *desk, struct check *check);
void doctor_desk_key_mode(struct doctor_desk *desk, struct check *check);
void doctor_desk_url(struct doctor_desk *desk, struct check *check);
void doctor_desk_name(struct doctor_desk *desk, struct check *check);
void doctor_desk_tcp(struct doctor_desk *desk, struct check *check);
void doctor_desk_tls(struct doctor_desk *desk, struct check *check);

/* Sends the authentication-request and nothing else. */
void doctor_desk_upgrade(struct doctor_desk *desk, struct check *check);
void doctor_desk_authentication(struct doctor_desk *desk, struct check *check);

void doctor_desk_finish(struct doctor_desk *desk);

#endif
