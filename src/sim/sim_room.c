/* SPDX-License-Identifier: MIT */
#include "sim/sim_room.h"

#include <stdio.h>
#include <string.h>

#include "util/array.h"
#include "util/text.h"

enum {
	SHOWN_MAX = 600,                /* bytes of a script's line */
	GOING_AWAY = 1001               /* RFC 6455 7.4.1 */
};

static void
attend(struct sim_room *room, struct sim_guest *guest, ms_t now)
{
	struct sim_peer_news news;

	while (guest->fd >= 0 && sim_peer_next(&guest->peer, &news, now)) {
		switch (news.event) {
		case SIM_PEER_HAS_OPENED:
			guest->opened = true;
			sim_talk_tell(&room->talk, '*', "dialler %u has connected from %s",
			    guest->number, guest->from);
			break;
		case SIM_PEER_HAS_SAID:
			sim_talk_hear(&room->talk, guest, &news);
			break;
		case SIM_PEER_HAS_ENDED:
			sim_talk_tell(&room->talk, '*', "dialler %u from %s is gone: %s",
			    guest->number, guest->from, news.why);
			sim_guest_go(guest, false);
			break;
		}
	}
}

static unsigned
seats_taken(const struct sim_room *room)
{
	unsigned taken = 0;

	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		taken += room->guests[i].fd >= 0;
	return taken;
}

/* Until there is nothing left to hear, and nothing that could be written. */
static void
serve(struct sim_room *room, struct sim_guest *guest, ms_t now)
{
	room->talk.several = seats_taken(room) > 1;
	do {
		attend(room, guest, now);
	} while (sim_guest_write(guest));
}

static struct sim_guest *
free_seat(struct sim_room *room)
{
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		if (room->guests[i].fd < 0)
			return &room->guests[i];
	return NULL;
}

/* The newest authenticated dialler; without one, if any will do, the newest of all. */
static struct sim_guest *
newest(struct sim_room *room, bool any)
{
	struct sim_guest *best = NULL;

	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++) {
		struct sim_guest *guest = &room->guests[i];

		if (guest->fd < 0 || guest->peer.state != SIM_PEER_OPEN ||
		    (guest->rank == 0 && !any))
			continue;
		if (best == NULL || guest->rank > best->rank ||
		    (guest->rank == best->rank && guest->number > best->number))
			best = guest;
	}
	return best;
}

static struct sim_script_view
view(const struct sim_room *room)
{
	struct sim_script_view view = { .refusals = room->talk.refusals };

	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++) {
		const struct sim_guest *guest = &room->guests[i];
		bool open = guest->fd >= 0 && guest->peer.state == SIM_PEER_OPEN;

		view.present += guest->fd >= 0 && guest->opened;
		view.connected += open;
		view.authenticated += open && guest->rank > 0;
	}
	return view;
}

static int
ask(struct sim_room *room, const struct message *message, ms_t now, struct fault *fault)
{
	struct sim_guest *guest = newest(room, false);

	if (guest == NULL)
		return fault_set(fault, "no dialler is authenticated");
	if (sim_talk_say(&room->talk, guest, message, fault) < 0)
		return -1;
	serve(room, guest, now);
	return 0;
}

/* Patriot sends the number twice: cleaned, and as it was typed. */
static int
ask_to_dial(struct sim_room *room, const struct sim_script_line *line, ms_t now,
    struct fault *fault)
{
	struct message message = { .type = MESSAGE_DIAL_REQUEST };
	size_t n = 0;

	if (line->n > MESSAGE_FIELD_MAX)
		return fault_set(fault, "a number has at most %d characters", MESSAGE_FIELD_MAX);
	memcpy(message.raw_phone_no, line->text, line->n);
	for (size_t i = 0; i < line->n; i++)
		if (line->text[i] != '\0' && strchr("0123456789+*#", line->text[i]) != NULL)
			message.phone_no[n++] = line->text[i];
	return ask(room, &message, now, fault);
}

static void
print_help(void)
{
	const char *usage, *what;

	for (size_t i = 0; sim_script_line_help(i, &usage, &what); i++)
		printf("  %-16s%s\n", usage, what);
}

static void
print_narration(const struct sim_script_line *line)
{
	char shown[SHOWN_MAX];

	puts(text_printable(line->text, line->n, shown, sizeof(shown)));
}

/* What needs any connection at all, authenticated or not. */
static int
do_to_newest(struct sim_room *room, const struct sim_script_line *line, ms_t now,
    struct fault *fault)
{
	struct sim_guest *guest = newest(room, true);

	if (guest == NULL)
		return fault_set(fault, "no dialler is connected");
	if (line->verb == SIM_SCRIPT_DROP) {
		sim_talk_tell(&room->talk, '*', "dialler %u is dropped", guest->number);
		sim_guest_go(guest, true);
		return 0;
	}
	if (line->verb == SIM_SCRIPT_CLOSE)
		sim_peer_close(&guest->peer, line->code, now);
	else if (sim_talk_send(&room->talk, guest, line->text, line->n, fault) < 0)
		return -1;
	serve(room, guest, now);
	return 0;
}

int
sim_room_obey(struct sim_room *room, const struct sim_script_line *line, ms_t now,
    struct fault *fault)
{
	switch (line->verb) {
	case SIM_SCRIPT_NONE:
		break;
	case SIM_SCRIPT_DIAL:
		return ask_to_dial(room, line, now, fault);
	case SIM_SCRIPT_HANGUP:
		return ask(room, &(struct message){ .type = MESSAGE_HANGUP_REQUEST }, now, fault);
	case SIM_SCRIPT_STATUS:
		return ask(room, &(struct message){ .type = MESSAGE_CALL_STATUS_REQUEST }, now,
		    fault);
	case SIM_SCRIPT_SEND:
	case SIM_SCRIPT_DROP:
	case SIM_SCRIPT_CLOSE:
		return do_to_newest(room, line, now, fault);
	case SIM_SCRIPT_SAY:
		print_narration(line);
		break;
	case SIM_SCRIPT_SLEEP:
	case SIM_SCRIPT_EXPECT:
		return fault_set(fault, "that is for scripts");
	case SIM_SCRIPT_HELP:
		print_help();
		break;
	case SIM_SCRIPT_QUIT:
		sim_room_stop(room, now);
		break;
	}
	return 0;
}

static int
follow(struct sim_room *room, const struct sim_script_line *line, ms_t now, struct fault *fault)
{
	char shown[SHOWN_MAX];
	struct fault why;

	if (line->verb == SIM_SCRIPT_SLEEP)
		return 0;
	if (line->verb == SIM_SCRIPT_EXPECT) {
		sim_talk_tell(&room->talk, '=', "%s",
		    text_printable(line->text, line->n, shown, sizeof(shown)));
		return 0;
	}
	if (sim_room_obey(room, line, now, &why) < 0)
		return sim_script_fail(room->talk.script, why.text, fault);
	return 0;
}

static void
run_script(struct sim_room *room, ms_t now)
{
	struct fault fault;
	int result = 0;

	while (!room->stopping) {
		struct sim_script_view present = view(room);
		struct sim_script_line line;

		result = sim_script_step(room->talk.script, &present, now, &line, &fault);
		if (result > 0)
			result = follow(room, &line, now, &fault) < 0 ? -1 : 1;
		if (result <= 0)
			break;
	}
	if (result >= 0)
		return;
	fflush(stdout);
	fprintf(stderr, "%s\n", fault.text);
	room->failed = true;
	sim_room_stop(room, now);
}

void
sim_room_init(struct sim_room *room)
{
	room->listener = -1;
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		room->guests[i].fd = -1;
}

void
sim_room_prepare(const struct sim_room *room, struct pollfd slots[SIM_ROOM_SLOTS])
{
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		sim_guest_prepare(&room->guests[i], &slots[i]);
	/* When all seats are taken, who else comes waits outside. */
	slots[SIM_ROOM_GUESTS] = (struct pollfd){ .fd = room->listener, .events = POLLIN };
	if (room->stopping || seats_taken(room) == SIM_ROOM_GUESTS)
		slots[SIM_ROOM_GUESTS].fd = -1;
}

static void
let_in(struct sim_room *room, ms_t now)
{
	struct sim_guest *guest = free_seat(room);

	if (guest != NULL && sim_guest_come(guest, room->listener, &room->identity, now))
		guest->number = ++room->comings;
}

void
sim_room_ready(struct sim_room *room, const struct pollfd slots[SIM_ROOM_SLOTS], ms_t now)
{
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++) {
		if (room->guests[i].fd < 0 || slots[i].revents == 0)
			continue;
		sim_guest_read(&room->guests[i], slots[i].revents);
		serve(room, &room->guests[i], now);
	}
	if (slots[SIM_ROOM_GUESTS].revents != 0)
		let_in(room, now);
}

ms_t
sim_room_due(const struct sim_room *room)
{
	ms_t due = NEVER;

	if (room->talk.script != NULL && !room->stopping)
		due = sim_script_due(room->talk.script);
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		if (room->guests[i].fd >= 0)
			due = ms_min(due, sim_peer_due(&room->guests[i].peer));
	return due;
}

void
sim_room_tick(struct sim_room *room, ms_t now)
{
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++) {
		struct sim_guest *guest = &room->guests[i];

		if (guest->fd < 0 || now < sim_peer_due(&guest->peer))
			continue;
		sim_peer_tick(&guest->peer, now);
		serve(room, guest, now);
	}
	if (room->talk.script != NULL)
		run_script(room, now);
}

void
sim_room_stop(struct sim_room *room, ms_t now)
{
	room->stopping = true;
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++) {
		if (room->guests[i].fd < 0)
			continue;
		sim_peer_close(&room->guests[i].peer, GOING_AWAY, now);
		serve(room, &room->guests[i], now);
	}
}

bool
sim_room_empty(const struct sim_room *room)
{
	return seats_taken(room) == 0;
}

void
sim_room_finish(struct sim_room *room)
{
	for (size_t i = 0; i < ARRAY_LEN(room->guests); i++)
		sim_guest_go(&room->guests[i], false);
}
