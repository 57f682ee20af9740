/* SPDX-License-Identifier: MIT */
/* Who is calling, and why a call ended: whatever a line says, what we keep is a number or none. */
#include <string.h>

#include "at/line.h"
#include "fuzz.h"
#include "modem/caller.h"
#include "modem/cause.h"
#include "modem/mdmf.h"

static void
check(const struct caller *caller)
{
	char phone[TEXT_PHONE_MAX + 1];

	MUST(memchr(caller->number, '\0', sizeof(caller->number)) != NULL);
	MUST(memchr(caller->name, '\0', sizeof(caller->name)) != NULL);
	MUST(caller->number[0] == '\0' ||
	    text_phone(caller->number, strlen(caller->number), phone));
	MUST(caller->number[0] == '\0' || !caller->withheld);
}

/* A record in hexadecimal, in memory of just its size. */
static void
check_record(const char *line)
{
	char *hex = strdup(line);
	struct mdmf mdmf = { .absent = false };

	MUST(hex != NULL);
	if (mdmf_read(&mdmf, hex)) {
		MUST(memchr(mdmf.number, '\0', sizeof(mdmf.number)) != NULL);
		MUST(memchr(mdmf.name, '\0', sizeof(mdmf.name)) != NULL);
	}
	free(hex);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct at_line line = { .len = 0 };
	struct caller block = { .withheld = false };

	for (size_t at = 0; at < n;) {
		struct caller caller = { .withheld = false };
		enum call_end end = CALL_END_UNKNOWN;

		at += at_line_take(&line, (const char *)bytes + at, n - at);
		if (!line.complete)
			break;
		if (!caller_read_clip(&caller, line.text) &&
		    !caller_read_ccwa(&caller, line.text))
			caller_read_ring(&caller, line.text);
		check(&caller);
		caller_read_block(&block, line.text);
		check(&block);
		check_record(line.text);
		cause_read_report(line.text, &end);
		MUST(call_end_name(end) != NULL);
	}
	return 0;
}
