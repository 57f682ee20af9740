/* SPDX-License-Identifier: MIT */
#include "app/once.h"

#include "util/text.h"

void
once_init(struct once *once)
{
	once->n = 0;
}

bool
once_new(struct once *once, const char *text)
{
	uint64_t value = text_hash(text);

	for (size_t i = 0; i < once->n; i++)
		if (once->seen[i] == value)
			return false;
	if (once_full(once))
		return false;
	once->seen[once->n++] = value;
	return true;
}

bool
once_full(const struct once *once)
{
	return once->n == ONCE_MAX;
}
