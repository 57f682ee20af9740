/* SPDX-License-Identifier: MIT */
/* The call list, SIM and registration, and what each dialect makes of a line. */
#include <string.h>

#include "at/line.h"
#include "fuzz.h"
#include "modem/clcc.h"
#include "modem/dialect.h"
#include "modem/network.h"

static void
check(const struct clcc *list)
{
	const struct clcc_entry *foremost = clcc_foremost(list);
	char phone[TEXT_PHONE_MAX + 1];

	MUST(list->count <= CLCC_MAX);
	MUST((foremost == NULL) == (list->count == 0));
	for (size_t i = 0; i < list->count; i++) {
		const struct clcc_entry *entry = &list->entries[i];
		const char *number = entry->party.number;

		MUST(entry->index > 0 && entry->stat < CLCC_STAT_COUNT);
		MUST(number[0] == '\0' || text_phone(number, strlen(number), phone));
		MUST(clcc_event(entry) != CALL_ASKED_DIAL);
		MUST(clcc_find(list, entry->index, entry->outbound) != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct at_line line = { .len = 0 };
	struct clcc list = { .count = 0 };
	struct network network = { .sim = NETWORK_SIM_UNKNOWN };

	for (size_t at = 0; at < n;) {
		struct at_code code;

		at += at_line_take(&line, (const char *)bytes + at, n - at);
		if (!line.complete)
			break;
		clcc_add(&list, line.text);
		check(&list);
		network_read(&network, line.text);
		if (at_code_read(line.text, &code))
			network_read_error(&network, code.cme);
		MUST(network.sim <= NETWORK_SIM_FAILED && network.registration <= NETWORK_NONE);
		for (size_t i = 0; dialect_at(i) != NULL; i++)
			dialect_read(dialect_at(i), line.text);
	}
	return 0;
}
