/* SPDX-License-Identifier: MIT */
/*
 * io/file - small files read whole and replaced whole, and folders made.
 */
#ifndef ATDIALLER_IO_FILE_H
#define ATDIALLER_IO_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "util/fault.h"

/*
 * Reads a file of at most `size` bytes into `bytes` and sets *n. -1 and a fault that names
 * the file when it cannot be read or is longer.
 */
int file_read(const char *path, char *bytes, size_t size, size_t *n, struct fault *fault);

/*
 * The same for what is to be read again later: a pipe, which would then be empty or keep us waiting
 * for ever, is refused.
 */
int file_read_kept(const char *path, char *bytes, size_t size, size_t *n, struct fault *fault);

/*
 * Replaces a file, or makes it, so that whoever reads it sees the old bytes or the new ones and
 * never a part: they go into a new file beside it, which then takes its name. A crash of the machine may
 * lose them. -1 and a fault that names the file; it is as it was then.
 */
int file_replace(const char *path, const char *bytes, size_t n, mode_t mode, struct fault *fault);

/* Makes the folders that a file's path leads through, for us alone; -1 and a fault. */
int file_make_way(const char *path, struct fault *fault);

#endif
