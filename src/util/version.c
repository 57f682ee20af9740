/* SPDX-License-Identifier: MIT */
#include "util/version.h"

#ifdef HAVE_CONFIG_H
/* Not "config.h": that is a neighbour of ours. */
#include <config.h>
#endif

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

const char *
version_text(void)
{
	return PACKAGE_VERSION;
}
