/* SPDX-License-Identifier: MIT */
#include "app/key.h"

#include <string.h>

#include "util/text.h"

enum {
	PREFIX_MIN = 3                  /* letters of a name that may stand for the whole */
};

size_t
key_named(const struct key *keys, size_t n, const char *name)
{
	size_t row = 0;

	while (row < n && strcmp(keys[row].name, name) != 0)
		row++;
	return row;
}

const struct key *
key_nearest(const struct key *keys, size_t n, const char *name, bool in_file)
{
	const struct key *nearest = NULL;
	size_t least;

	name += strspn(name, "-");
	least = strlen(name) / 3 + 1;
	for (size_t row = 0; row < n; row++) {
		bool begun = strlen(name) >= PREFIX_MIN && text_starts(keys[row].name, name);
		size_t distance = begun ? 0 : text_distance(keys[row].name, name);

		if (distance >= least || (in_file && keys[row].live == KEY_COMMAND_LINE))
			continue;
		nearest = &keys[row];
		least = distance;
	}
	return nearest;
}
