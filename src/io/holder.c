/* SPDX-License-Identifier: MIT */
#include "io/holder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "util/fault.h"
#include "util/text.h"

static void
identify(pid_t pid, struct holder *holder)
{
	char path[64], name[32];
	struct fault fault;
	size_t n;

	*holder = (struct holder){ .pid = pid };
	snprintf(path, sizeof(path), "/proc/%ld/comm", (long)pid);
	if (file_read(path, name, sizeof(name), &n, &fault) == 0 && n > 0)
		text_printable(name, n - 1, holder->name, sizeof(holder->name));
}

/* True when the file, a link to `target`, is the other end of the pseudo-terminal `node`. */
static bool
is_other_end(pid_t pid, const char *file, const char *target, const char *node)
{
	static const char key[] = "tty-index:\t";
	char path[100], text[512];
	const char *index, *name = strrchr(target, '/');
	struct fault fault;
	size_t n;

	if (!text_starts(node, "/dev/pts/") || name == NULL || strcmp(name, "/ptmx") != 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%ld/fdinfo/%.20s", (long)pid, file);
	if (file_read(path, text, sizeof(text) - 1, &n, &fault) != 0)
		return false;
	text[n] = '\0';
	index = strstr(text, key);
	return index != NULL &&
	    strtol(index + strlen(key), NULL, 10) == strtol(strrchr(node, '/') + 1, NULL, 10);
}

/*
 * Whoever made a pseudo-terminal is no rival, even if it keeps our end open, too (iaxmodem 1.2.0).
 * The link is read, never followed: a file on a dead server would keep us waiting.
 */
static bool
has_open(pid_t pid, const char *node)
{
	char folder[64], target[PATH_MAX];
	struct dirent *entry;
	bool found = false, made = false;
	DIR *files;

	snprintf(folder, sizeof(folder), "/proc/%ld/fd", (long)pid);
	files = opendir(folder);
	if (files == NULL)
		return false;
	while (!made && (entry = readdir(files)) != NULL) {
		ssize_t n = readlinkat(dirfd(files), entry->d_name, target, sizeof(target) - 1);

		if (n <= 0)
			continue;
		target[n] = '\0';
		found = found || strcmp(target, node) == 0;
		made = is_other_end(pid, entry->d_name, target, node);
	}
	closedir(files);
	return found && !made;
}

/* The first other process that `fits`, which has the node open or is called so; 0: none does. */
static pid_t
find_process(bool (*fits)(pid_t, const char *), const char *what)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool found = false;
	long pid = 0;

	while (processes != NULL && !found && (entry = readdir(processes)) != NULL) {
		if (!text_number(entry->d_name, 1, INT_MAX, &pid) || pid == getpid())
			continue;
		found = fits((pid_t)pid, what);
	}
	if (processes != NULL)
		closedir(processes);
	return found ? (pid_t)pid : 0;
}

static bool
is_called(pid_t pid, const char *name)
{
	struct holder holder;

	identify(pid, &holder);
	return strcmp(holder.name, name) == 0;
}

bool
holder_find(const char *node, struct holder *holder)
{
	pid_t pid = find_process(has_open, node);

	if (pid != 0)
		identify(pid, holder);
	return pid != 0;
}

bool
holder_named(const char *name, struct holder *holder)
{
	pid_t pid = find_process(is_called, name);

	if (pid != 0)
		identify(pid, holder);
	return pid != 0;
}

bool
holder_is_alive(pid_t pid, struct holder *holder)
{
	if (pid <= 0 || pid == getpid() || (kill(pid, 0) != 0 && errno != EPERM))
		return false;
	identify(pid, holder);
	return true;
}

const char *
holder_text(const struct holder *holder, char text[HOLDER_TEXT_MAX])
{
	snprintf(text, HOLDER_TEXT_MAX, "%s (pid %ld)%s",
	    holder->name[0] != '\0' ? holder->name : "a program", (long)holder->pid,
	    strcmp(holder->name, "ModemManager") == 0 ?
	    "; stop it, or tell it to ignore this modem" : "");
	return text;
}
