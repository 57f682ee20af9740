/* SPDX-License-Identifier: MIT */
#include "app/doctor_port.h"

#include <CUnit/CUnit.h>

static void
udevs_notes_keep_modemmanager_off(void)
{
	CU_ASSERT_TRUE(doctor_port_is_ignored("S:x\nE:ID_MM_DEVICE_IGNORE=1\nE:ID_BUS=usb\n"));
	CU_ASSERT_TRUE(doctor_port_is_ignored("I:1\nE:ID_BUS=usb\nE:ID_MM_PORT_IGNORE=1\n"));
	CU_ASSERT_FALSE(doctor_port_is_ignored("I:1\nE:ID_MM_DEVICE_IGNORE=0\nE:ID_BUS=usb\n"));
	CU_ASSERT_FALSE(doctor_port_is_ignored("I:1\nE:ID_MM_CANDIDATE=1\n"));
	CU_ASSERT_FALSE(doctor_port_is_ignored("I:1\nE:NOT:ID_MM_DEVICE_IGNORE=1\n"));
	CU_ASSERT_FALSE(doctor_port_is_ignored(""));
}

CU_TestInfo doctor_tests[] = {
	{ "udev's notes keep ModemManager off", udevs_notes_keep_modemmanager_off },
	CU_TEST_INFO_NULL,
};
