/* SPDX-License-Identifier: MIT */
#include "modem/call.h"

#include <CUnit/CUnit.h>
#include <string.h>

enum {
	STATES = CALL_ENDING + 1,
	EVENTS = CALL_LOST + 1
};

static enum call_order
step(enum call_state from, enum call_event on, enum call_state *to)
{
	struct call call = { .state = from };
	enum call_order order = call_step(&call, on);

	*to = call.state;
	return order;
}

static void
the_end_and_the_loss_lead_to_idle_from_everywhere(void)
{
	enum call_state to;

	for (int from = 0; from < STATES; from++) {
		CU_ASSERT_EQUAL(step((enum call_state)from, CALL_HEARD_END, &to), CALL_ORDER_NONE);
		CU_ASSERT_EQUAL(to, CALL_IDLE);
		CU_ASSERT_EQUAL(step((enum call_state)from, CALL_LOST, &to), CALL_ORDER_NONE);
		CU_ASSERT_EQUAL(to, CALL_IDLE);
	}
}

static void
only_an_idle_line_is_dialled_on(void)
{
	enum call_state to;

	for (int from = 0; from < STATES; from++) {
		for (int on = 0; on < EVENTS; on++) {
			enum call_order order = step((enum call_state)from, (enum call_event)on,
			    &to);
			bool dials = from == CALL_IDLE && on == CALL_ASKED_DIAL;

			CU_ASSERT_EQUAL(order == CALL_ORDER_DIAL, dials);
		}
		step((enum call_state)from, CALL_ASKED_DIAL, &to);
		CU_ASSERT_EQUAL(to, from == CALL_IDLE ? CALL_DIALLING : (enum call_state)from);
	}
}

static void
a_hang_up_is_always_ordered_and_nothing_else_orders_one(void)
{
	enum call_state to;

	for (int from = 0; from < STATES; from++) {
		for (int on = 0; on < EVENTS; on++) {
			enum call_order order = step((enum call_state)from, (enum call_event)on,
			    &to);

			CU_ASSERT_EQUAL(order == CALL_ORDER_HANGUP, on == CALL_ASKED_HANGUP);
		}
		step((enum call_state)from, CALL_ASKED_HANGUP, &to);
		CU_ASSERT_EQUAL(to, from == CALL_IDLE ? CALL_IDLE : CALL_ENDING);
	}
}

static void
a_call_never_goes_back(void)
{
	static const int progress[STATES] = {
		[CALL_DIALLING] = 1, [CALL_INCOMING] = 1, [CALL_ALERTING] = 2, [CALL_ACTIVE] = 3,
		[CALL_ENDING] = 4,
	};
	enum call_state to;

	for (int from = 0; from < STATES; from++) {
		for (int on = 0; on < EVENTS; on++) {
			step((enum call_state)from, (enum call_event)on, &to);
			CU_ASSERT(to == CALL_IDLE || progress[to] >= progress[from]);
		}
	}
}

static void
what_was_said_before_changes_nothing(void)
{
	for (int from = 0; from < STATES; from++) {
		for (int on = CALL_HEARD_DIALLING; on < EVENTS; on++) {
			enum call_state once, twice;

			step((enum call_state)from, (enum call_event)on, &once);
			step(once, (enum call_event)on, &twice);
			CU_ASSERT_EQUAL(once, twice);
		}
	}
}

static void
a_step_leaves_number_and_direction_alone(void)
{
	for (int from = 0; from < STATES; from++) {
		for (int on = 0; on < EVENTS; on++) {
			struct call call = {
				.state = (enum call_state)from, .outbound = true, .number = "0911",
				.end = CALL_END_BUSY
			};

			call_step(&call, (enum call_event)on);
			CU_ASSERT(call.outbound && call.end == CALL_END_BUSY);
			CU_ASSERT_STRING_EQUAL(call.number, "0911");
		}
	}
}

static void
every_state_and_end_has_a_name_of_its_own(void)
{
	for (int a = 0; a < STATES; a++)
		for (int b = 0; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(call_state_name((enum call_state)a),
			    call_state_name((enum call_state)b));
	for (int a = 0; a <= CALL_END_MODEM_LOST; a++)
		for (int b = 0; b < a; b++)
			CU_ASSERT_STRING_NOT_EQUAL(call_end_name((enum call_end)a),
			    call_end_name((enum call_end)b));
}

CU_TestInfo call_tests[] = {
	{ "the end and the loss lead to idle from everywhere",
	  the_end_and_the_loss_lead_to_idle_from_everywhere },
	{ "only an idle line is dialled on", only_an_idle_line_is_dialled_on },
	{ "a hang-up is always ordered, and nothing else orders one",
	  a_hang_up_is_always_ordered_and_nothing_else_orders_one },
	{ "a call never goes back", a_call_never_goes_back },
	{ "what was said before changes nothing", what_was_said_before_changes_nothing },
	{ "a step leaves number and direction alone", a_step_leaves_number_and_direction_alone },
	{ "every state and end has a name of its own",
	  every_state_and_end_has_a_name_of_its_own },
	CU_TEST_INFO_NULL
};
