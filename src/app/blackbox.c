/* SPDX-License-Identifier: MIT */
#include "app/blackbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/state.h"
#include "app/trace.h"
#include "io/file.h"
#include "io/log.h"
#include "util/mask.h"
#include "util/text.h"
#include "util/version.h"

#define PREFIX "blackbox-"

/* What lasts, or comes again all night, must not push out what happened before. */
static const struct {
	const char *name;
	ms_t quiet;
} reasons[BLACKBOX_REASONS] = {
	[BLACKBOX_CALL_FAILED] = { "call-failed", 60000 },
	[BLACKBOX_NOT_DIALLED] = { "not-dialled", 60000 },
	[BLACKBOX_HANG_UP] = { "hang-up", 60000 },
	[BLACKBOX_MODEM_LOST] = { "modem-lost", 600000 },
	[BLACKBOX_LINK_LOST] = { "link-lost", 600000 },
};

void
blackbox_init(struct blackbox *blackbox, bool on)
{
	blackbox->on = on;
	blackbox->write_at = NEVER;
	for (int i = 0; i < BLACKBOX_REASONS; i++)
		blackbox->quiet_until[i] = 0;
	tape_init(&blackbox->tape);
}

struct tape *
blackbox_tape(struct blackbox *blackbox)
{
	return blackbox->on ? &blackbox->tape : NULL;
}

void
blackbox_mark(struct blackbox *blackbox, enum blackbox_reason reason, ms_t now)
{
	char note[60];
	int n;

	if (!blackbox->on)
		return;
	n = snprintf(note, sizeof(note), "# black box: %s", reasons[reason].name);
	tape_add(&blackbox->tape, TAPE_STEP, note, (size_t)n, now);
	if (now < blackbox->quiet_until[reason])
		return;
	blackbox->quiet_until[reason] = now + reasons[reason].quiet;
	if (blackbox->write_at != NEVER)
		return;
	blackbox->reason = reason;
	blackbox->write_at = now + BLACKBOX_AFTER_MS;
}

void
blackbox_judge(struct blackbox *blackbox, const struct call_record *call, ms_t now)
{
	static const bool failures[RECORD_OUTCOMES] = {
		[RECORD_CALL + CALL_END_NO_DIALTONE] = true,
		[RECORD_CALL + CALL_END_LINE_IN_USE] = true,
		[RECORD_CALL + CALL_END_NOT_REGISTERED] = true,
		[RECORD_CALL + CALL_END_BARRED] = true,
		[RECORD_CALL + CALL_END_FAILED] = true,
		[RECORD_CALL + CALL_END_MODEM_LOST] = true,
	};

	if (call->outcome == RECORD_NOT_DIALLED)
		blackbox_mark(blackbox, BLACKBOX_NOT_DIALLED, now);
	else if (failures[call->outcome])
		blackbox_mark(blackbox, BLACKBOX_CALL_FAILED, now);
}

ms_t
blackbox_due(const struct blackbox *blackbox)
{
	return blackbox->write_at;
}

/* Writing */

static int
is_ours(const struct dirent *entry)
{
	return text_starts(entry->d_name, PREFIX);
}

/* Their names sort by time. */
static void
remove_oldest(const char *path)
{
	char folder[PATH_MAX];
	struct dirent **entries;
	int n, fd;

	text_copy(folder, sizeof(folder), path);
	*strrchr(folder, '/') = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	n = scandir(folder, &entries, is_ours, alphasort);
	for (int i = 0; i < n; i++) {
		if (fd >= 0 && i < n - BLACKBOX_FILES_MAX)
			unlinkat(fd, entries[i]->d_name, 0);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	if (fd >= 0)
		close(fd);
}

static bool
begins_with_port(const struct tape *tape)
{
	struct tape_reader reader;
	struct tape_entry entry;
	const char *bytes;

	tape_read(&reader, tape);
	return tape_next(&reader, &entry, &bytes) && entry.kind == TAPE_PORT &&
	    entry.n == 0;
}

/* What whoever plays it has to know first. */
static bool
write_head(const struct blackbox *blackbox, const struct modem *modem, const char *utc, int fd)
{
	const char *name = modem_dialect_name(modem);
	char state[TAPE_STATE_MAX];
	bool call;

	text_copy(state, sizeof(state), blackbox->tape.state);
	mask_short_numbers(state, strlen(state), '0');
	call = state[0] != '\0' && !text_starts(state, "= idle");
	return dprintf(fd, "# atdialler %s, black box: %s, written %s\n", version_text(),
	    reasons[blackbox->reason].name, utc) > 0 &&
	    (begins_with_port(&blackbox->tape) ? dprintf(fd, "from start\n") > 0 :
	    name[0] == '\0' || dprintf(fd, "dialect %s\n", name) > 0) &&
	    (!call || dprintf(fd, "given%s\n", state + 1) > 0);
}

static int
write_file(const struct blackbox *blackbox, const struct modem *modem, char path[PATH_MAX],
    struct fault *fault)
{
	const time_t seconds = time(NULL);
	char name[80], utc[32];
	struct tm tm;
	bool whole;
	int fd;

	gmtime_r(&seconds, &tm);
	strftime(utc, sizeof(utc), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(name, sizeof(name), PREFIX "%s-%s.txt", utc, reasons[blackbox->reason].name);
	if (state_path(name, path, fault) != 0 || file_make_way(path, fault) != 0)
		return -1;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fault_set(fault, "cannot make %s: %s", path, strerror(errno));
	whole = write_head(blackbox, modem, utc, fd) && trace_copy(&blackbox->tape, fd);
	if (!whole)
		fault_set(fault, "cannot write to %s: %s", path, strerror(errno));
	close(fd);
	remove_oldest(path);
	return whole ? 0 : -1;
}

void
blackbox_tick(struct blackbox *blackbox, const struct modem *modem, ms_t now)
{
	char path[PATH_MAX];
	struct fault fault;

	if (now < blackbox->write_at)
		return;
	blackbox->write_at = NEVER;
	if (write_file(blackbox, modem, path, &fault) == 0)
		log_info("black box: what led to it is in %s", path);
	else
		log_warn("black box: %s", fault.text);
}
