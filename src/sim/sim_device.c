/* SPDX-License-Identifier: MIT */
#include "sim/sim_device.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool
is_played(const struct sim_device *device)
{
	return device->options->file != NULL;
}

static void
announce(const struct sim_device *device)
{
	const char *link = device->options->link;

	printf("modem-sim: %s modem at %s%s%s%s\n",
	    device->options->family->name, device->pty.name,
	    link == NULL ? "" : " (", link == NULL ? "" : link, link == NULL ? "" : ")");
}

static void
say(const struct sim_device *device, const char *text)
{
	if (!device->options->quiet)
		sim_trace_say('*', "%s", text);
}

static int
read_dialogue(struct sim_device *device, struct fault *fault)
{
	const char *name = device->options->file;
	FILE *file = fopen(name, "r");
	size_t n;
	bool failed;

	if (file == NULL)
		return fault_set(fault, "cannot read %s: %s", name, strerror(errno));
	n = fread(device->text, 1, sizeof(device->text), file);
	failed = ferror(file) != 0;
	fclose(file);
	if (failed || n > SIM_DEVICE_FILE_MAX || memchr(device->text, '\0', n) != NULL)
		return fault_set(fault, "%s is no dialogue: unreadable, too long or not text", name);
	device->text[n] = '\0';
	return sim_dialogue_read(&device->dialogue, name, device->text, fault);
}

int
sim_device_start(struct sim_device *device, const struct sim_device_options *options,
    struct fault *fault)
{
	device->options = options;
	device->from_host = (struct sim_trace){ .mark = '>', .show_empty = true };
	device->from_modem = (struct sim_trace){ .mark = '<' };
	device->pty = (struct sim_pty){ .master = -1, .watch = -1 };
	if (is_played(device)) {
		if (read_dialogue(device, fault) < 0)
			return -1;
		sim_play_start(&device->play, &device->dialogue, options->family,
		    &options->timing);
	}
	sim_device_plug(device);
	if (device->broken)
		return fault_set(fault, "%s", device->fault.text);
	return 0;
}

static void
power_on(struct sim_device *device)
{
	const struct sim_device_options *options = device->options;

	sim_modem_init(&device->modem, options->family, &options->timing);
	device->modem.core.faults = options->faults;
	device->modem.core.answers = options->answers;
	sim_outlet_init(&device->outlet);
}

void
sim_device_plug(struct sim_device *device)
{
	const struct sim_device_options *options = device->options;

	device->frozen = false;
	power_on(device);
	if (sim_pty_plug(&device->pty, options->link, &device->fault) < 0)
		device->broken = true;
	else
		announce(device);
}

static const char *
output(const struct sim_device *device, size_t *n)
{
	return is_played(device) ? sim_play_output(&device->play, n) :
	    sim_modem_output(&device->modem, n);
}

static void
drop_output(struct sim_device *device, size_t n)
{
	if (is_played(device))
		sim_play_wrote(&device->play, n);
	else
		sim_modem_wrote(&device->modem, n);
}

void
sim_device_unplug(struct sim_device *device)
{
	size_t n;

	sim_pty_unplug(&device->pty);
	output(device, &n);
	drop_output(device, n);
	power_on(device);
	sim_trace_flush(&device->from_host);
	sim_trace_flush(&device->from_modem);
	say(device, "unplugged");
}

bool
sim_device_plugged(const struct sim_device *device)
{
	return device->pty.master >= 0;
}

int
sim_device_fd(const struct sim_device *device)
{
	return device->frozen ? -1 : sim_pty_fd(&device->pty);
}

int
sim_device_watch(const struct sim_device *device)
{
	return device->pty.watch;
}

static void
show(const struct sim_device *device, struct sim_trace *trace, const char *bytes, size_t n)
{
	if (!device->options->quiet)
		sim_trace_feed(trace, bytes, n);
}

/* What nobody takes is lost: a modem without flow control cannot wait. */
static void
write_port(struct sim_device *device, const char *bytes, size_t n)
{
	size_t taken;

	if (!device->pty.in_use || n == 0)
		return;
	taken = sim_pty_write(&device->pty, bytes, n);
	show(device, &device->from_modem, bytes, taken);
	if (taken < n && !device->losing)
		sim_trace_say('!', "the host does not read: bytes are lost");
	device->losing = taken < n;
}

static void
write_output(struct sim_device *device, ms_t now)
{
	const struct sim_faults *faults = &device->modem.core.faults;
	bool split = faults->flaw[SIM_FLAW_SPLIT].on;
	ms_t late = faults->flaw[SIM_FLAW_SLOW].on ? faults->flaw[SIM_FLAW_SLOW].ms : 0;
	size_t n;
	const char *bytes = output(device, &n);

	sim_outlet_put(&device->outlet, bytes, n, now + late);
	drop_output(device, n);
	for (;;) {
		bytes = sim_outlet_peek(&device->outlet, split, now, &n);
		if (n == 0)
			return;
		write_port(device, bytes, n);
		sim_outlet_wrote(&device->outlet, n, split, now);
	}
}

static void
play_on(struct sim_device *device, ms_t now)
{
	struct sim_play_news news;

	while (!device->broken && sim_play_next(&device->play, now, &news)) {
		write_output(device, now);
		switch (news.event) {
		case SIM_PLAY_SHOW:
			say(device, news.text);
			break;
		case SIM_PLAY_UNPLUG:
			sim_device_unplug(device);
			break;
		case SIM_PLAY_PLUG:
			sim_device_plug(device);
			break;
		case SIM_PLAY_DONE:
			device->played = true;
			break;
		case SIM_PLAY_FAILED:
			fault_set(&device->fault, "%s", news.text);
			device->broken = true;
			break;
		}
	}
	write_output(device, now);
}

void
sim_device_work(struct sim_device *device, ms_t now)
{
	struct sim_note note;

	if (device->frozen)
		return;
	if (is_played(device)) {
		play_on(device, now);
		return;
	}
	if (sim_modem_due(&device->modem) <= now)
		sim_modem_tick(&device->modem, now);
	write_output(device, now);
	while (sim_modem_next(&device->modem, &note))
		if (note.loud || !device->options->quiet)
			sim_trace_say(note.loud ? '!' : '*', "%s", note.text);
}

ms_t
sim_device_due(const struct sim_device *device)
{
	if (device->frozen)
		return NEVER;
	return ms_min(sim_outlet_due(&device->outlet),
	    is_played(device) ? sim_play_due(&device->play) : sim_modem_due(&device->modem));
}

static void
close_port(struct sim_device *device)
{
	enum sim_pty_news news;

	sim_trace_flush(&device->from_host);
	say(device, "the host closed the port");
	if (sim_pty_closed(&device->pty, &news, &device->fault) < 0)
		device->broken = true;
	else if (news == SIM_PTY_RENAMED)
		announce(device);
}

void
sim_device_read(struct sim_device *device, ms_t now)
{
	char bytes[512];
	int n = sim_pty_read(&device->pty, bytes, sizeof(bytes));

	if (n < 0) {
		close_port(device);
		return;
	}
	if (device->options->baud != 0 && sim_pty_baud(&device->pty) != device->options->baud)
		return;                 /* at a wrong speed nothing is to be understood */
	show(device, &device->from_host, bytes, (size_t)n);
	if (!is_played(device))
		sim_modem_feed(&device->modem, bytes, (size_t)n, now);
	for (int at = 0; at < n && is_played(device) && !device->broken;) {
		at += (int)sim_play_feed(&device->play, bytes + at, (size_t)(n - at), now);
		play_on(device, now);
	}
}

void
sim_device_look(struct sim_device *device)
{
	if (sim_pty_look(&device->pty) == SIM_PTY_OPENED)
		say(device, "the host opened the port");
}

int
sim_device_fail(struct sim_device *device, const char *text, struct fault *fault)
{
	struct sim_core *core = &device->modem.core;

	if (sim_faults_read(&core->faults, text, fault) < 0)
		return -1;
	core->silent = false;
	return 0;
}

void
sim_device_noise(struct sim_device *device)
{
	static const char noise[] =
	    "\xff\x00~\x81{U\xfe\r\x12\x13\"+C\x9a,,\xf0\x0f\nX\x7f\xaaN\xc3";

	write_port(device, noise, sizeof(noise) - 1);
	sim_trace_flush(&device->from_modem);
}

void
sim_device_print_calls(const struct sim_device *device)
{
	const struct sim_core *core =
	    is_played(device) ? &device->play.modem.core : &device->modem.core;

	if (sim_calls_idle(&core->calls))
		printf("  no call%s\n", core->off_hook ? ", but off hook" : "");
	for (int i = 0; i < SIM_CALLS_MAX; i++) {
		const struct sim_call *call = &core->calls.call[i];

		if (call->state != SIM_CALL_NONE)
			printf("  %d %s %s %s\n", i + 1, sim_call_state_name(call->state),
			    call->incoming ? "from" : "to",
			    call->number[0] == '\0' ? "a withheld number" : call->number);
	}
}

void
sim_device_finish(struct sim_device *device)
{
	if (device->options != NULL)
		sim_pty_unplug(&device->pty);
}
