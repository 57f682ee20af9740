/* SPDX-License-Identifier: MIT */
/*
 * io/file - small files read whole, and folders made.
 */
#ifndef ATDIALLER_IO_FILE_H
#define ATDIALLER_IO_FILE_H

#include <stddef.h>

#include "util/fault.h"

/*
 * Reads a file of at most `size` bytes into `bytes` and sets *n. -1 and a fault that names
 * the file when it cannot be read or is longer.
 */
int file_read(const char *path, char *bytes, size_t size, size_t *n, struct fault *fault);

/* Makes the folders that a file's path leads through, for us alone; -1 and a fault. */
int file_make_way(const char *path, struct fault *fault);

#endif
