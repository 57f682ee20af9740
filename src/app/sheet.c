/* SPDX-License-Identifier: MIT */
#include "app/sheet.h"

#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "io/log.h"
#include "util/text.h"

void
sheet_init(struct sheet *sheet, const char *name, const char *path, ms_t every, ms_t now)
{
	*sheet = (struct sheet){ .name = name, .every = every, .write_at = NEVER };
	if (path == NULL || path[0] == '\0')
		return;
	text_copy(sheet->path, sizeof(sheet->path), path);
	sheet->write_at = now;
}

bool
sheet_is_kept(const struct sheet *sheet)
{
	return sheet->path[0] != '\0';
}

bool
sheet_wants(struct sheet *sheet, const char *text, ms_t now)
{
	uint64_t value = text_hash(text);
	bool changed = value != sheet->seen;

	if (!sheet_is_kept(sheet))
		return false;
	sheet->seen = value;
	return changed || sheet->write_at <= now;
}

void
sheet_write(struct sheet *sheet, const char *text, size_t n, ms_t now)
{
	struct fault fault;

	sheet->write_at = now + sheet->every;
	if (file_replace(sheet->path, text, n, 0644, &fault) == 0) {
		if (sheet->last.text[0] != '\0')
			log_info("%s: %s is written again", sheet->name, sheet->path);
		sheet->last.text[0] = '\0';
		sheet->there = true;
		return;
	}
	if (strcmp(fault.text, sheet->last.text) != 0)
		log_error("%s: %s; dialling goes on, but nobody sees there how it is", sheet->name,
		    fault.text);
	sheet->last = fault;
}

void
sheet_remove(struct sheet *sheet)
{
	if (sheet->there)
		unlink(sheet->path);
	sheet->there = false;
}
