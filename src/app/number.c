/* SPDX-License-Identifier: MIT */
#include "app/number.h"

#include <string.h>

/* *31# and #31# show or hide our own number for one call (22.030 6.5.5.1): a call, not a code. */
static bool
is_service_code(const char *phone)
{
	if (phone[0] == '+')
		phone++;                /* no country begins with * or #: the + would be ignored */
	if (phone[0] != '*' && phone[0] != '#')
		return false;
	return strncmp(phone + 1, "31#", 3) != 0 || phone[4] == '\0' || phone[4] == '*' ||
	    strchr(phone + 4, '#') != NULL;
}

int
number_check(const char *asked, char phone[TEXT_PHONE_MAX + 1], struct fault *fault)
{
	if (asked[0] == '\0')
		return fault_set(fault, "there is no number in it");
	if (!text_phone(asked, strlen(asked), phone))
		return fault_set(fault, "it is not a telephone number: up to 40 of 0-9 * # are "
		    "expected, after a + perhaps");
	if (is_service_code(phone))
		return fault_set(fault, "it is a service code, which could divert the line");
	return 0;
}
