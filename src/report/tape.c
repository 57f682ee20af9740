/* SPDX-License-Identifier: MIT */
#include "report/tape.h"

#include <string.h>

void
tape_init(struct tape *tape)
{
	tape->first = 0;
	tape->first_end = 0;
	tape->second_end = 0;
	tape->wrapped = false;
	tape->touched = 0;
	tape->state[0] = '\0';
}

static size_t
size_of(const struct tape_entry *entry)
{
	return sizeof(*entry) + entry->n;
}

static void
remember_state(struct tape *tape, const char *step, size_t n)
{
	if (n == 0 || step[0] != '=')
		return;
	if (n >= sizeof(tape->state))
		n = sizeof(tape->state) - 1;
	memcpy(tape->state, step, n);
	tape->state[n] = '\0';
}

static bool
is_empty(const struct tape *tape)
{
	return tape->first == tape->first_end;
}

static void
drop_oldest(struct tape *tape)
{
	struct tape_entry entry;

	memcpy(&entry, tape->bytes + tape->first, sizeof(entry));
	if (entry.kind == TAPE_STEP)
		remember_state(tape, tape->bytes + tape->first + sizeof(entry), entry.n);
	tape->first += size_of(&entry);
	if (!is_empty(tape))
		return;
	tape->first = 0;
	tape->first_end = tape->second_end;
	tape->second_end = 0;
	tape->wrapped = false;
}

static void
drop_old(struct tape *tape, ms_t now)
{
	ms_t at;

	while (!is_empty(tape)) {
		memcpy(&at, tape->bytes + tape->first + offsetof(struct tape_entry, at), sizeof(at));
		if (at >= now - TAPE_MS)
			return;
		drop_oldest(tape);
	}
}

/* Where so many bytes go. New memory is the last resort but one, dropping what is young last. */
static char *
make_room(struct tape *tape, size_t size)
{
	for (;;) {
		size_t end = tape->wrapped ? tape->second_end : tape->first_end;
		size_t limit = tape->wrapped ? tape->first : TAPE_BYTES;

		if (!tape->wrapped && end + size > tape->touched && tape->first >= size)
			tape->wrapped = true;
		else if (end + size <= limit)
			return tape->bytes + end;
		else
			drop_oldest(tape);
	}
}

void
tape_add(struct tape *tape, enum tape_kind kind, const char *bytes, size_t n, ms_t now)
{
	const struct tape_entry entry = {
		.at = now, .n = (uint16_t)(n > TAPE_ENTRY_MAX ? TAPE_ENTRY_MAX : n),
		.kind = (uint8_t)kind
	};
	size_t *end;
	char *to;

	drop_old(tape, now);
	to = make_room(tape, size_of(&entry));
	memcpy(to, &entry, sizeof(entry));
	memcpy(to + sizeof(entry), bytes, entry.n);
	end = tape->wrapped ? &tape->second_end : &tape->first_end;
	*end += size_of(&entry);
	if (*end > tape->touched)
		tape->touched = *end;
}

void
tape_read(struct tape_reader *reader, const struct tape *tape)
{
	*reader = (struct tape_reader){ .tape = tape, .at = tape->first };
}

bool
tape_next(struct tape_reader *reader, struct tape_entry *entry, const char **bytes)
{
	const struct tape *tape = reader->tape;

	if (!reader->second && reader->at == tape->first_end) {
		reader->second = true;
		reader->at = 0;
	}
	if (reader->second && reader->at >= tape->second_end)
		return false;
	memcpy(entry, tape->bytes + reader->at, sizeof(*entry));
	*bytes = tape->bytes + reader->at + sizeof(*entry);
	reader->at += size_of(entry);
	return true;
}
