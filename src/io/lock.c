/* SPDX-License-Identifier: MIT */
#include "io/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"
#include "util/text.h"

static const char system_folder[] = "/var/lock";

enum {
	BINARY_SIZE = sizeof(int)       /* the oldest UUCPs wrote the bare number */
};

void
lock_init(struct lock *lock)
{
	*lock = (struct lock){ .path = "" };
}

/* Behind /dev/, and a slash in it becomes '_'. False when that is no name for a file. */
static bool
name_file(char *path, size_t size, const char *folder, const char *node)
{
	const char *name = text_starts(node, "/dev/") ? node + 5 : node;
	size_t n = (size_t)snprintf(path, size, "%s/LCK..", folder);

	if (n + strlen(name) + 1 > size)
		return false;
	for (; *name != '\0'; name++)
		path[n++] = *name == '/' ? '_' : *name;
	path[n] = '\0';
	return true;
}

/* The process a lock file names; 0: it names none, -1: there is no such file. */
static pid_t
owner_of(const char *path)
{
	char bytes[64];
	struct fault fault;
	size_t n;
	long pid;
	int binary;

	if (file_read(path, bytes, sizeof(bytes) - 1, &n, &fault) != 0)
		return access(path, F_OK) == 0 ? 0 : -1;
	/* No pid is so high that its number has no zero byte; text has none. */
	if (n == BINARY_SIZE && memchr(bytes, '\0', n) != NULL) {
		memcpy(&binary, bytes, sizeof(binary));
		return binary > 0 ? (pid_t)binary : 0;
	}
	bytes[n] = '\0';
	bytes[strcspn(bytes, "\n")] = '\0';
	/* Some write their name behind the number. */
	bytes[strspn(bytes, " ") + strcspn(bytes + strspn(bytes, " "), " ")] = '\0';
	return text_number(bytes + strspn(bytes, " "), 1, INT_MAX, &pid) ? (pid_t)pid : 0;
}

/*
 * Written under another name and then linked, so that nobody ever reads half a number.
 * A folder that does not let us is no reason not to telephone.
 */
static void
write_ours(struct lock *lock, const char *folder, const char *path)
{
	char draft[sizeof(lock->path)];
	int fd;

	if ((size_t)snprintf(draft, sizeof(draft), "%s/LTMP..atdialler.%ld", folder,
	    (long)getpid()) >= sizeof(draft))
		return;
	fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	if (dprintf(fd, "%10ld\n", (long)getpid()) > 0 && link(draft, path) == 0)
		text_copy(lock->path, sizeof(lock->path), path);
	close(fd);
	unlink(draft);
}

int
lock_take(struct lock *lock, const char *folder, const char *node, bool ours,
    struct fault *fault)
{
	char path[sizeof(lock->path)], text[HOLDER_TEXT_MAX];
	struct holder holder;
	pid_t owner;

	lock_init(lock);
	if (folder == NULL)
		folder = system_folder;
	if (!name_file(path, sizeof(path), folder, node))
		return 0;
	owner = owner_of(path);
	if (owner > 0 && holder_is_alive(owner, &holder))
		return fault_set(fault, "%s is in use by %s, says %s", node,
		    holder_text(&holder, text), path);
	if (owner >= 0 && owner != getpid())
		snprintf(lock->note, sizeof(lock->note), "%s is left from a program that is "
		    "gone: ignored", path);
	if (ours) {
		if (owner >= 0)
			unlink(path);
		write_ours(lock, folder, path);
	}
	return 0;
}

bool
lock_owner(const char *folder, const char *node, struct holder *holder)
{
	char path[sizeof(((struct lock *)NULL)->path)];

	return name_file(path, sizeof(path), folder != NULL ? folder : system_folder, node) &&
	    holder_is_alive(owner_of(path), holder);
}

void
lock_release(struct lock *lock)
{
	if (lock->path[0] != '\0' && owner_of(lock->path) == getpid())
		unlink(lock->path);
	lock_init(lock);
}
