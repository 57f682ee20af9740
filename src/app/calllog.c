/* SPDX-License-Identifier: MIT */
#include "app/calllog.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/log.h"
#include "report/record_line.h"

/* Nothing here may wait: the path may be a pipe's. */
static int
open_file(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0640);
}

/* A crash of the machine, or another program, may have left a line without its end. */
static bool
ends_torn(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char last;

	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* The descriptor stays the same: it may be waiting to be synced. */
static int
open_again(struct calllog *calllog, struct fault *fault)
{
	int fd = open_file(calllog->path);

	if (fd < 0)
		return fault_set(fault, "cannot open %s: %s", calllog->path, strerror(errno));
	calllog->torn = ends_torn(fd);
	if (calllog->fd < 0) {
		calllog->fd = fd;
		return 0;
	}
	dup3(fd, calllog->fd, O_CLOEXEC);
	close(fd);
	return 0;
}

/* After trouble it is opened again, since a disk that went and came back is another one. */
static int
ensure_open(struct calllog *calllog, struct fault *fault)
{
	if (calllog->fd >= 0 && calllog->trouble.text[0] == '\0')
		return 0;
	return open_again(calllog, fault);
}

static void
log_trouble(struct calllog *calllog, const struct fault *why, ms_t now)
{
	calllog->trouble = *why;
	if (strcmp(calllog->last.text, why->text) == 0 && now < calllog->last_at + CALLLOG_REPEAT_MS)
		return;
	calllog->last = *why;
	calllog->last_at = now;
	log_error("call-log: %s; dialling goes on, and up to %d records are kept in memory until it "
	    "can be written", why->text, CALLLOG_KEPT_MAX);
}

/* Syncing */

static void
begin_sync(struct calllog *calllog, ms_t now)
{
	calllog->sync = (struct aiocb){
		.aio_fildes = calllog->fd, .aio_sigevent.sigev_notify = SIGEV_NONE
	};
	calllog->unsynced = false;
	calllog->syncing = aio_fsync(O_DSYNC, &calllog->sync) == 0;
	if (calllog->syncing)
		calllog->sync_look_at = now + CALLLOG_SYNC_LOOK_MS;
	else
		fdatasync(calllog->fd); /* no thread can be had: rather late than never */
}

static void
want_sync(struct calllog *calllog, ms_t now)
{
	if (calllog->syncing)
		calllog->unsynced = true;
	else
		begin_sync(calllog, now);
}

static void
look_at_sync(struct calllog *calllog, ms_t now)
{
	int problem = aio_error(&calllog->sync);
	struct fault why;

	calllog->sync_look_at = now + CALLLOG_SYNC_LOOK_MS;
	if (problem == EINPROGRESS)
		return;
	calllog->syncing = false;
	/* A pipe cannot be synced, nor can some file systems; the line is there all the same. */
	if (problem != 0 && problem != EINVAL && problem != ENOTSUP) {
		fault_set(&why, "cannot sync %s: %s", calllog->path, strerror(problem));
		log_trouble(calllog, &why, now);
	}
	if (calllog->unsynced && calllog->fd >= 0)
		begin_sync(calllog, now);
}

/* Writing */

/* Half a line is taken back, unless somebody has written behind it. */
static void
take_back(const struct calllog *calllog, ssize_t written)
{
	off_t end = lseek(calllog->fd, 0, SEEK_CUR);

	if (written > 0 && end == lseek(calllog->fd, 0, SEEK_END) &&
	    ftruncate(calllog->fd, end - written) != 0)
		log_debug("call-log: half a line stays: %s", strerror(errno));
}

static int
write_line(struct calllog *calllog, const struct call_record *call, struct fault *fault)
{
	char line[RECORD_LINE_MAX + 3];
	size_t n = 0;
	ssize_t written;

	if (calllog->torn)
		line[n++] = '\n';
	n += record_print(call, log_hides_numbers(), line + n);
	line[n++] = '\n';
	errno = ENOSPC;                 /* which is what a short write means */
	written = write(calllog->fd, line, n);
	if (written == (ssize_t)n) {
		calllog->torn = false;
		return 0;
	}
	fault_set(fault, "cannot write to %s: %s", calllog->path, strerror(errno));
	take_back(calllog, written);
	return -1;
}

static void
keep(struct calllog *calllog, const struct call_record *call)
{
	if (calllog->count == CALLLOG_KEPT_MAX) {
		calllog->first = (calllog->first + 1) % CALLLOG_KEPT_MAX;
		calllog->count--;
		calllog->lost++;
	}
	calllog->kept[(calllog->first + calllog->count++) % CALLLOG_KEPT_MAX] = *call;
}

static void
recover(struct calllog *calllog)
{
	if (calllog->trouble.text[0] == '\0')
		return;
	if (calllog->lost > 0)
		log_error("call-log: %s is written again; %lu records are lost, the oldest",
		    calllog->path, calllog->lost);
	else
		log_info("call-log: %s is written again, and nothing is lost", calllog->path);
	calllog->lost = 0;
	calllog->trouble.text[0] = '\0';
	calllog->last.text[0] = '\0';
}

static void
write_kept(struct calllog *calllog, ms_t now)
{
	bool any = false;
	struct fault why;
	int result = ensure_open(calllog, &why);

	while (result == 0 && calllog->count > 0) {
		result = write_line(calllog, &calllog->kept[calllog->first], &why);
		if (result != 0)
			break;
		any = true;
		calllog->first = (calllog->first + 1) % CALLLOG_KEPT_MAX;
		calllog->count--;
	}
	if (calllog->count == 0)
		calllog->first = 0;     /* the places that are never used cost no memory */
	if (any)
		want_sync(calllog, now);
	calllog->again_at = result == 0 ? NEVER : now + CALLLOG_AGAIN_MS;
	if (result == 0)
		recover(calllog);
	else
		log_trouble(calllog, &why, now);
}

void
calllog_add(struct calllog *calllog, const struct call_record *call, ms_t now)
{
	if (calllog->path == NULL)
		return;
	keep(calllog, call);
	calllog->kept[(calllog->first + calllog->count - 1) % CALLLOG_KEPT_MAX].epoch = clock_epoch_ms();
	write_kept(calllog, now);
}

/* The owner's side */

void
calllog_init(struct calllog *calllog, const char *path, ms_t now)
{
	calllog->path = path;
	calllog->fd = -1;
	calllog->torn = false;
	calllog->first = 0;
	calllog->count = 0;
	calllog->lost = 0;
	calllog->again_at = NEVER;
	calllog->trouble.text[0] = '\0';
	calllog->last.text[0] = '\0';
	calllog->last_at = 0;
	calllog->syncing = false;
	calllog->unsynced = false;
	if (path == NULL)
		return;
	write_kept(calllog, now);
}

void
calllog_reopen(struct calllog *calllog, ms_t now)
{
	struct fault why;

	if (calllog->path == NULL)
		return;
	if (open_again(calllog, &why) != 0)
		log_trouble(calllog, &why, now); /* rather the old file than none */
	write_kept(calllog, now);
}

bool
calllog_last(const struct calllog *calllog, struct call_record *last)
{
	char bytes[RECORD_LINE_MAX + 2];
	off_t size = lseek(calllog->fd, 0, SEEK_END), from = size - (off_t)sizeof(bytes);
	ssize_t n = pread(calllog->fd, bytes, sizeof(bytes), from > 0 ? from : 0);
	const char *line;

	if (n < 2)
		return false;
	line = memrchr(bytes, '\n', (size_t)n - 1);
	line = line != NULL ? line + 1 : bytes;
	return record_read(last, line, (size_t)(bytes + n - line));
}

const char *
calllog_trouble(const struct calllog *calllog)
{
	return calllog->trouble.text;
}

ms_t
calllog_due(const struct calllog *calllog)
{
	return ms_min(calllog->again_at, calllog->syncing ? calllog->sync_look_at : NEVER);
}

void
calllog_tick(struct calllog *calllog, ms_t now)
{
	if (calllog->syncing && calllog->sync_look_at <= now)
		look_at_sync(calllog, now);
	if (calllog->again_at <= now)
		write_kept(calllog, now);
}

void
calllog_finish(struct calllog *calllog, ms_t now)
{
	const struct aiocb *const list[] = { &calllog->sync };
	const struct timespec second = { .tv_sec = 1 };

	if (calllog->count > 0)
		write_kept(calllog, now);
	if (calllog->syncing)
		(void)aio_suspend(list, 1, &second);
	if (calllog->unsynced)
		fdatasync(calllog->fd);
	if (calllog->count > 0)
		log_error("call-log: %zu records are lost: %s", calllog->count,
		    calllog->trouble.text);
	if (calllog->fd >= 0)
		close(calllog->fd);
	calllog->fd = -1;
}
