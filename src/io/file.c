/* SPDX-License-Identifier: MIT */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/text.h"

int
file_read(const char *path, char *bytes, size_t size, size_t *n, struct fault *fault)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char beyond;
	ssize_t got = 0;

	*n = 0;
	if (fd < 0)
		return fault_set(fault, "cannot open %s: %s", path, strerror(errno));
	while (*n < size && (got = read(fd, bytes + *n, size - *n)) > 0)
		*n += (size_t)got;
	if (*n == size)
		got = read(fd, &beyond, 1);
	if (got != 0) {
		int problem = got < 0 ? errno : EFBIG;

		close(fd);
		return fault_set(fault, "cannot read %s: %s", path, strerror(problem));
	}
	close(fd);
	return 0;
}

int
file_read_kept(const char *path, char *bytes, size_t size, size_t *n, struct fault *fault)
{
	struct stat status;

	if (stat(path, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)))
		return fault_set(fault, "%.200s: expected a file, got a pipe or socket", path);
	return file_read(path, bytes, size, n, fault);
}

/* A name that is taken may be somebody's trap, in a folder that others may write to. */
static int
make_afresh(const char *path, mode_t mode)
{
	unlink(path);
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
}

static int
write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, bytes, n);

		if (written < 0)
			return -1;
		bytes += written;
		n -= (size_t)written;
	}
	return 0;
}

int
file_replace(const char *path, const char *bytes, size_t n, mode_t mode, struct fault *fault)
{
	char beside[PATH_MAX];
	bool written;
	int fd, problem;

	if (snprintf(beside, sizeof(beside), "%s.new", path) >= (int)sizeof(beside))
		return fault_set(fault, "cannot write %.300s: its name is too long", path);
	fd = make_afresh(beside, mode);
	if (fd < 0)
		return fault_set(fault, "cannot write %s: %s", beside, strerror(errno));
	written = write_all(fd, bytes, n) == 0 && fchmod(fd, mode) == 0;
	problem = errno;
	close(fd);
	if (written && rename(beside, path) == 0)
		return 0;
	if (written)
		problem = errno;
	unlink(beside);
	return fault_set(fault, "cannot write %s: %s", path, strerror(problem));
}

int
file_make_way(const char *path, struct fault *fault)
{
	char folder[PATH_MAX];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		text_copy(folder, sizeof(folder), path);
		folder[slash - path] = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return fault_set(fault, "cannot make %s: %s", folder, strerror(errno));
	}
	return 0;
}
