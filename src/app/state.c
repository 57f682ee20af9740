/* SPDX-License-Identifier: MIT */
#include "app/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
state_path(const char *name, char path[PATH_MAX], struct fault *fault)
{
	const char *directory = getenv("STATE_DIRECTORY");
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	int n;

	/* It may be a list (systemd.exec(5)), XDG's is to be ignored when it is not absolute. */
	if (directory != NULL && directory[0] == '/')
		n = snprintf(path, PATH_MAX, "%.*s/%s", (int)strcspn(directory, ":"), directory,
		    name);
	else if (state != NULL && state[0] == '/')
		n = snprintf(path, PATH_MAX, "%s/atdialler/%s", state, name);
	else if (home != NULL && home[0] == '/')
		n = snprintf(path, PATH_MAX, "%s/.local/state/atdialler/%s", home, name);
	else
		return fault_set(fault, "there is no folder for it: set STATE_DIRECTORY");
	if (n >= PATH_MAX)
		return fault_set(fault, "the folder for it has too long a name");
	return 0;
}
