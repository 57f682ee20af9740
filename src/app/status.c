/* SPDX-License-Identifier: MIT */
#include "app/status.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/clock.h"
#include "io/file.h"
#include "report/glance.h"
#include "report/status.h"
#include "util/text.h"
#include "util/utc.h"

#define STATUS_USUAL "/run/atdialler/status.json"

const char *
status_path(const struct config *config, char path[PATH_MAX])
{
	const char *folder = getenv("RUNTIME_DIRECTORY");

	path[0] = '\0';
	if (config->status_file != NULL)
		text_copy(path, PATH_MAX, config->status_file);
	else if (folder != NULL && folder[0] == '/') /* it may be a list: systemd.exec(5) */
		snprintf(path, PATH_MAX, "%.*s/status.json", (int)strcspn(folder, ":"), folder);
	return path;
}

static bool __attribute__((format(printf, 3, 4)))
is_not(struct snapshot *snapshot, const char *remedy, const char *format, ...)
{
	va_list args;

	*snapshot = (struct snapshot){ .modem.signal = -1 };
	va_start(args, format);
	vsnprintf(snapshot->reason, sizeof(snapshot->reason), format, args);
	va_end(args);
	text_copy(snapshot->remedy, sizeof(snapshot->remedy), remedy);
	return false;
}

static bool
is_gone(long pid)
{
	return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* A file that a killed daemon left must not be believed, nor one of a daemon that hangs. */
static bool
judge_age(struct snapshot *snapshot, const char *path)
{
	int64_t age = clock_utc_ms() / 1000 - snapshot->written;
	long pid = snapshot->pid;
	char span[UTC_SPAN_SIZE];

	utc_span(age, span);
	if (pid <= 0 || is_gone(pid))
		return is_not(snapshot, "start it again, and look into its log for why it ended: "
		    "journalctl -u atdialler", "atdialler does not run: its process %ld, which "
		    "wrote %.250s %s ago, is gone", pid, path, span);
	if (age <= STATUS_STALE_S)
		return true;
	is_not(snapshot, "look into its log, and restart it: systemctl restart atdialler",
	    "atdialler, process %ld, has not written %.250s for %s: it hangs, or it cannot write "
	    "there", pid, path, span);
	snapshot->pid = pid;
	return false;
}

bool
status_look(const struct config *config, struct snapshot *snapshot)
{
	char path[PATH_MAX], text[STATUS_TEXT_MAX];
	struct fault fault;
	size_t n;

	status_path(config, path);
	if (path[0] == '\0')
		text_copy(path, sizeof(path), STATUS_USUAL);
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return is_not(snapshot, "start it: systemctl start atdialler; if it ends at once, "
		    "atdialler --check-config says why; if it does run, name its file: "
		    "--status-file /run/atdialler/NAME/status.json for the instance NAME",
		    "atdialler does not run: there is no %.300s", path);
	if (file_read(path, text, sizeof(text), &n, &fault) != 0)
		return is_not(snapshot, "ask as a user who may read it", "%.399s", fault.text);
	if (status_parse(snapshot, text, n, &fault) != 0)
		return is_not(snapshot, "name the right file: --status-file", "%.200s: %.190s", path,
		    fault.text);
	return judge_age(snapshot, path);
}

bool
status_print(const struct config *config, FILE *out)
{
	struct snapshot snapshot;
	char text[STATUS_TEXT_MAX];

	status_look(config, &snapshot);
	if (config->json > 0 && status_format(&snapshot, text, sizeof(text)) > 0)
		fprintf(out, "%s\n", text);
	else
		fputs(glance(&snapshot, clock_utc_ms() / 1000, text, sizeof(text)), out);
	return snapshot.ready;
}
