/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_certificate - a fresh self-signed certificate, as the Patriot Client makes its own.
 */
#ifndef ATDIALLER_SIM_SIM_CERTIFICATE_H
#define ATDIALLER_SIM_SIM_CERTIFICATE_H

#include <time.h>

#include "util/fault.h"

enum {
	SIM_CERTIFICATE_MAX = 8 * 1024  /* bytes of a PEM, with its NUL */
};

/* Both as PEM text. */
struct sim_certificate {
	char certificate[SIM_CERTIFICATE_MAX];
	char key[SIM_CERTIFICATE_MAX];
};

/*
 * Makes an RSA 2048 key and a certificate for the name `host`, valid from a day before
 * `now` for ten years. -1 and a fault when GnuTLS fails or the name is too long.
 */
int sim_certificate_make(struct sim_certificate *certificate, const char *host, time_t now,
    struct fault *fault);

#endif
