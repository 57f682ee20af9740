/* SPDX-License-Identifier: MIT */
/*
 * sim/sim_device - the stand-in modem on its port: the one that behaves, or a dialogue
 * that is played, and a trace of what both sides say.
 */
#ifndef ATDIALLER_SIM_SIM_DEVICE_H
#define ATDIALLER_SIM_SIM_DEVICE_H

#include <stdbool.h>

#include "sim/sim_dialogue.h"
#include "sim/sim_fault.h"
#include "sim/sim_modem.h"
#include "sim/sim_outlet.h"
#include "sim/sim_play.h"
#include "sim/sim_pty.h"
#include "sim/sim_trace.h"
#include "util/fault.h"
#include "util/ms.h"

enum {
	SIM_DEVICE_FILE_MAX = 256 * 1024 /* bytes of a dialogue */
};

struct sim_device_options {
	const struct sim_family *family;
	struct sim_timing timing;
	struct sim_faults faults;
	struct sim_answers answers;
	long baud;                      /* the only speed it understands; 0: any */
	const char *link;               /* NULL: none */
	const char *file;               /* to play; NULL: none */
	bool quiet;
};

struct sim_device {
	const struct sim_device_options *options;
	struct sim_modem modem;         /* when nothing is played */
	struct sim_outlet outlet;
	struct sim_dialogue dialogue;
	struct sim_play play;
	char text[SIM_DEVICE_FILE_MAX + 1]; /* of the dialogue */
	struct sim_pty pty;
	struct sim_trace from_host;
	struct sim_trace from_modem;
	bool frozen;                    /* neither reads nor answers nor moves on */
	bool losing;                    /* the host does not read: said once */
	bool played;                    /* to the end */
	bool broken;                    /* `fault` ends it all: no port, or a wrong line */
	struct fault fault;
};

/* Plugs it in. The options must outlive the device, which must not move. */
int sim_device_start(struct sim_device *device, const struct sim_device_options *options,
    struct fault *fault);

/* The device comes, just powered on, and goes. A failure shows as `broken`. */
void sim_device_plug(struct sim_device *device);
void sim_device_unplug(struct sim_device *device);
bool sim_device_plugged(const struct sim_device *device);

/* What to poll for input; -1: nothing. */
int sim_device_fd(const struct sim_device *device);
int sim_device_watch(const struct sim_device *device);

/* After the one or the other became readable. */
void sim_device_read(struct sim_device *device, ms_t now);
void sim_device_look(struct sim_device *device);

/* Moves on what is due, and says what there is to say. */
void sim_device_work(struct sim_device *device, ms_t now);
ms_t sim_device_due(const struct sim_device *device);

/* A fault comes, or all go, see sim_faults_read. */
int sim_device_fail(struct sim_device *device, const char *text, struct fault *fault);

/* A burst of noise on the line to the host. */
void sim_device_noise(struct sim_device *device);
void sim_device_print_calls(const struct sim_device *device);

/* The port and its link vanish without a word. Safe on a zeroed device that never started. */
void sim_device_finish(struct sim_device *device);

#endif
