/* SPDX-License-Identifier: MIT */
/*
 * app/number - which numbers may be dialled.
 */
#ifndef ATDIALLER_APP_NUMBER_H
#define ATDIALLER_APP_NUMBER_H

#include "util/fault.h"
#include "util/text.h"

/*
 * Checks a number as the desktop sent it, in the form ^\+?[0-9*#]{1,40}$ and not
 * a service code, and copies it to `phone`. -1 and a fault that may be logged: it holds no
 * more of the number than its last digits.
 */
int number_check(const char *asked, char phone[TEXT_PHONE_MAX + 1], struct fault *fault);

#endif
