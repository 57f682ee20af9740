/* SPDX-License-Identifier: MIT */
#include "app/once.h"

/* FNV-1a. */
static uint32_t
hash(const char *text)
{
	uint32_t value = 2166136261u;

	for (; *text != '\0'; text++)
		value = (value ^ (unsigned char)*text) * 16777619u;
	return value;
}

void
once_init(struct once *once)
{
	once->n = 0;
}

bool
once_new(struct once *once, const char *text)
{
	uint32_t value = hash(text);

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
