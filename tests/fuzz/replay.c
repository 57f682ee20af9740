/* SPDX-License-Identifier: MIT */
/*
 * Runs one fuzz target on saved inputs, the files named, and says how it went in TAP (without
 * a plan: tests/fuzz.test adds up). A target that finds something ends the program.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum {
	INPUT_MAX = 1024 * 1024
};

/* In a piece of memory of just its size, so that a sanitizer sees reads behind it. */
static int
run(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(INPUT_MAX);
	size_t n;

	if (file == NULL || bytes == NULL) {
		perror(path);
		return -1;
	}
	n = fread(bytes, 1, INPUT_MAX, file);
	fclose(file);
	bytes = realloc(bytes, n > 0 ? n : 1);
	LLVMFuzzerTestOneInput(bytes, n);
	free(bytes);
	return 0;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		printf("# %s\n", argv[i]);
		fflush(stdout);
		if (run(argv[i]) != 0)
			return EXIT_FAILURE;
		printf("ok - %s\n", argv[i]);
		fflush(stdout);
	}
	return EXIT_SUCCESS;
}
