/* SPDX-License-Identifier: MIT */
#include "app/doctor_call.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/number.h"
#include "io/clock.h"

struct progress {
	ms_t dialled_at;
	bool rang;
	bool answered;
	bool interrupted;
	char why[120];                  /* it was not dialled */
};

/* A call must not outlive whoever presses Ctrl-C. */
static int
catch_signals(sigset_t *before)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, before);
	return signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void
report(const struct call *call)
{
	switch (call->state) {
	case CALL_DIALLING:
		fputs("         dialling\n", stderr);
		return;
	case CALL_ALERTING:
		fputs("         ringing at the far end\n", stderr);
		return;
	case CALL_ACTIVE:
		fputs("         connected\n", stderr);
		return;
	case CALL_IDLE:
	case CALL_INCOMING:
	case CALL_ENDING:
		return;
	}
}

static void
hear(struct phone *phone, struct progress *progress)
{
	struct modem_news news;

	while (phone_next(phone, &news, clock_ms())) {
		if (news.event == MODEM_NEWS_NOT_DIALLED) {
			text_copy(progress->why, sizeof(progress->why), news.text);
			continue;
		}
		report(&news.call);
		progress->rang = progress->rang || news.call.state == CALL_ALERTING;
		progress->answered = progress->answered || news.call.state == CALL_ACTIVE;
	}
}

static bool
is_up(const struct phone *phone)
{
	return modem_call(&phone->modem)->state != CALL_IDLE || phone->modem.dial_by != NEVER;
}

/* What is left to be read would end us once signals may come again. */
static void
let_signals_go(int signals, const sigset_t *before)
{
	struct signalfd_siginfo info;

	while (read(signals, &info, sizeof(info)) > 0)
		continue;
	close(signals);
	sigprocmask(SIG_SETMASK, before, NULL);
}

/* Whether the modem notices that somebody answers: else a person at the telephone is given time. */
static bool
listens(const struct modem *modem)
{
	return modem->bringup.has_list || modem->voice.class != NULL;
}

static void
follow(struct phone *phone, int signals, struct progress *progress)
{
	ms_t until = clock_ms() + DOCTOR_CALL_MS;

	while (is_up(phone) && clock_ms() < until && !progress->interrupted &&
	    !(progress->answered && listens(&phone->modem))) {
		progress->interrupted = doctor_modem_turn(phone, signals, until);
		hear(phone, progress);
	}
}

/* False when the modem does not end it. */
static bool
hang_up(struct phone *phone, struct progress *progress)
{
	ms_t until = clock_ms() + DOCTOR_HANGUP_MS;
	struct fault fault;

	if (is_up(phone))
		modem_hangup(&phone->modem, clock_ms(), &fault);
	while (is_up(phone) && clock_ms() < until) {
		doctor_modem_turn(phone, -1, until);
		hear(phone, progress);
	}
	return !is_up(phone);
}

static void
say_unanswered(const struct phone *phone, const struct progress *progress, const char *number,
    struct check *check)
{
	const struct call *call = modem_call(&phone->modem);

	if (call->end == CALL_END_BUSY || call->end == CALL_END_NO_ANSWER ||
	    call->end == CALL_END_REJECTED) {
		check_set(check, CHECK_WARNING, "%s: %s", number, call_end_name(call->end));
		check_advise(check, "the line works; call a number that somebody answers");
	} else if (call->end == CALL_END_LOCAL && progress->rang) {
		check_set(check, CHECK_OK, "%s rang and was not answered; hung up", number);
	} else if (call->end == CALL_END_LOCAL) {
		check_set(check, CHECK_BAD, "%s: nothing was heard of it within %d s; hung up",
		    number, DOCTOR_CALL_MS / 1000);
		check_advise(check, "call it from a telephone; is the signal good enough?");
	} else {
		check_set(check, CHECK_BAD, "%s: %s", number, call_end_name(call->end));
		check_advise(check, "does the SIM card or the line allow calls out, and to that "
		    "number? try it from a telephone");
	}
}

static void
conclude(const struct phone *phone, const struct progress *progress, bool over, const char *number,
    struct check *check)
{
	if (!over) {
		check_set(check, CHECK_BAD, "%s: the modem does not end the call", number);
		check_advise(check, "unplug the modem now: the call may still be up");
	} else if (progress->why[0] != '\0') {
		check_set(check, CHECK_BAD, "%s was not dialled: %s", number, progress->why);
		check_advise(check, "try again");
	} else if (progress->interrupted) {
		check_set(check, CHECK_WARNING, "%s: broken off, and hung up", number);
	} else if (progress->answered && listens(&phone->modem)) {
		check_set(check, CHECK_OK, "%s answered; hung up", number);
	} else if (progress->answered) {
		check_set(check, CHECK_OK, "%s was dialled; hung up after %d s. Did it ring? Only the "
		    "telephone on the line can tell", number, DOCTOR_CALL_MS / 1000);
	} else {
		say_unanswered(phone, progress, number, check);
	}
}

/* False when it is not to be dialled: `check` says why. */
static bool
plan_call(const struct modem *modem, const struct config *config, struct number_plan *plan,
    struct check *check)
{
	struct fault fault;

	if (number_plan(&config->rules, config->test_call, modem_dials_plus(modem), plan,
	    &fault) != 0) {
		check_set(check, CHECK_BAD, "refused: %s", fault.text);
		check_advise(check, "nothing was dialled; Patriot would be refused, too");
	} else if (plan->emergency) {
		check_set(check, CHECK_BAD, "refused: %s is an emergency number", plan->shown);
		check_advise(check, "nothing was dialled: a test must not keep those busy; Patriot may "
		    "dial it");
	} else {
		return true;
	}
	return false;
}

/* What has come since the modem was brought up, the questions to it have swallowed. */
static bool
is_line_free(struct doctor_modem *modem)
{
	const struct bringup *bringup = &modem->phone.modem.bringup;
	struct clcc_entry entry;

	if (bringup->has_list && ask_put(&modem->ask, bringup->dialect->list) &&
	    clcc_read(&entry, modem->ask.line, "+CLCC:", false))
		return false;
	return !modem->ask.rang;
}

void
doctor_call_make(struct doctor_modem *modem, const struct config *config, struct check *check)
{
	struct progress progress = { .why = "" };
	struct phone *phone = &modem->phone;
	struct number_plan plan;
	struct fault fault;
	sigset_t before;
	int signals;
	bool over;

	if (!plan_call(&phone->modem, config, &plan, check))
		return;
	if (!is_line_free(modem)) {
		check_set(check, CHECK_BAD, "not made: somebody is calling");
		check_advise(check, "take that call, and try again when it is over");
		return;
	}
	signals = catch_signals(&before);
	fprintf(stderr, "         calling %s now (on this line: %s); Ctrl-C hangs up\n", plan.shown,
	    plan.wire);
	if (modem_dial(&phone->modem, plan.shown, plan.wire, clock_ms(), &fault) != 0) {
		check_set(check, CHECK_BAD, "%s was not dialled: %s", plan.shown, fault.text);
		check_advise(check, "mend that, and try again");
	} else {
		follow(phone, signals, &progress);
		over = hang_up(phone, &progress);
		conclude(phone, &progress, over, plan.shown, check);
	}
	let_signals_go(signals, &before);
}
