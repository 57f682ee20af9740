/* SPDX-License-Identifier: MIT */
/*
 * link/certificate - why a certificate was refused, and what to do about it.
 */
#ifndef ATDIALLER_LINK_CERTIFICATE_H
#define ATDIALLER_LINK_CERTIFICATE_H

#include <stddef.h>

#include "util/fault.h"

/*
 * Sets a fault that names each check that failed, what the certificate (DER) has and
 * what was wanted; returns -1. `failed` is GnuTLS's gnutls_certificate_status_t.
 */
int certificate_refused(const void *der, size_t size, unsigned failed, const char *host,
    struct fault *fault);

#endif
