/* SPDX-License-Identifier: MIT */
/*
 * tests/fuzz/fuzz - what the fuzz targets share.
 *
 * A target is one function of libFuzzer's. scripts/fuzz runs it on inputs that libFuzzer makes
 * up; tests/fuzz/replay.c on the saved ones, in make check.
 */
#ifndef ATDIALLER_TESTS_FUZZ_H
#define ATDIALLER_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Stops the program when something is not as it must be, so that the input is kept. */
#define MUST(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

#endif
