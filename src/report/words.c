/* SPDX-License-Identifier: MIT */
#include "report/words.h"

#include <stdarg.h>
#include <stdio.h>

void
words_say(struct words *words, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(words->out + words->n, words->size - words->n, format, args);
	va_end(args);
	words->n += n < 0 ? 0 : (size_t)n;
	if (words->n >= words->size)
		words->n = words->size - 1;
}
