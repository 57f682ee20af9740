/* SPDX-License-Identifier: MIT */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
