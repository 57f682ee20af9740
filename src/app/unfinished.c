/* SPDX-License-Identifier: MIT */
#include "app/unfinished.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/log.h"
#include "report/record_line.h"

void
unfinished_init(struct unfinished *unfinished, const char *calllog)
{
	int n;

	unfinished->fd = -1;
	unfinished->used = false;
	if (calllog == NULL)
		return;
	n = snprintf(unfinished->path, sizeof(unfinished->path), "%s.open", calllog);
	if (n < (int)sizeof(unfinished->path))
		unfinished->fd = open(unfinished->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY |
		    O_NONBLOCK, 0600);
	else
		errno = ENAMETOOLONG;
	if (unfinished->fd < 0)
		log_warn("call-log: cannot open %s.open: %s; the record of a call that is up when "
		    "atdialler ends will be incomplete", calllog, strerror(errno));
}

bool
unfinished_read(struct unfinished *unfinished, struct call_record *call)
{
	char line[RECORD_LINE_MAX + 2];
	ssize_t n = unfinished->fd >= 0 ? pread(unfinished->fd, line, sizeof(line) - 1, 0) : 0;

	if (n <= 0)
		return false;
	line[n] = '\0';
	unfinished->used = true;
	unfinished->call.number[0] = '\0';
	unfinished->call.at[0] = NEVER;
	return record_read(call, line, strcspn(line, "\n"));
}

static bool
is_kept(const struct unfinished *unfinished, const struct call_record *call)
{
	return unfinished->used && strcmp(call->number, unfinished->call.number) == 0 &&
	    memcmp(call->at, unfinished->call.at, sizeof(call->at)) == 0;
}

void
unfinished_keep(struct unfinished *unfinished, const struct call_record *call)
{
	char line[RECORD_LINE_MAX + 2];
	size_t n = 0;

	if (unfinished->fd < 0 ||
	    (call != NULL ? is_kept(unfinished, call) : !unfinished->used))
		return;
	unfinished->used = call != NULL;
	if (call != NULL) {
		unfinished->call = *call;
		unfinished->call.epoch = clock_epoch_ms();
		n = record_print(&unfinished->call, log_hides_numbers(), line);
	}
	line[n++] = '\n';               /* and what stands behind it counts for nothing */
	if (pwrite(unfinished->fd, line, n, 0) != (ssize_t)n)
		log_warn("call-log: cannot write to %s: %s", unfinished->path, strerror(errno));
}

bool
unfinished_outlives(const struct unfinished *unfinished)
{
	return unfinished->fd >= 0;
}

void
unfinished_finish(struct unfinished *unfinished)
{
	if (unfinished->fd >= 0)
		close(unfinished->fd);
	unfinished->fd = -1;
}
