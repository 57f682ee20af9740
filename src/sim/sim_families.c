/* SPDX-License-Identifier: MIT */
/*
 * The cellular families of sim/sim_family, from the makers' manuals and from what their modems were
 * seen to say.
 */
#include "sim/sim_family.h"

#define CGSM "+GCAP: +CGSM"
#define CGSM_AND_MORE "+GCAP: +CGSM,+FCLASS,+DS"

/* A family that tells each moment by one state number, in one form. */
#define STATES(say, calling, alerting, active, held_in, waiting, over) \
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, say(calling) }, \
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, say(alerting) }, \
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, say(active) "\n@DONE" }, \
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, say(active) }, \
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, say(active) }, \
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, say(held_in) }, \
	{ SIM_EVENT_WAITING, SIM_SET_EVENTS, say(waiting) "\n@CCWA" }, \
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, say(over) "\n@CODE" }, \
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, say(over) "\n@CODE" }, \
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, say(over) "\n@CODE" }, \
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, say(over) "\n@CODE" }, \
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, say(over) }, \
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, say(over) }, \
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, say(over) }

/* Huawei: ^ORIG ^CONF ^CONN ^CEND, with blanks here and there; each CR comes twice. */

static const struct sim_fact huawei_facts[] = {
	{ "^CVOICE", SIM_FORM_READ, "^CVOICE:0,8000,16,20", SIM_OK },
	{ "^CVOICE", SIM_FORM_SET, NULL, SIM_OK },
	{ "^SYSINFO", SIM_FORM_PLAIN, "^SYSINFO:2,3,0,5,1,,4", SIM_OK },
	{ "^U2DIAG", SIM_FORM_SET, NULL, SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter huawei_parameters[] = {
	{ .name = "^CURC", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = NULL },
};

static const struct sim_saying huawei_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, "^ORIG:%i,0" },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, "^CONF:%i" },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, "^CONN:%i,0\n@DONE" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, "^CONN:%i,0" },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, "^CONN:%i,0" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, "^CEND: %i,0, 67, 17\n@CODE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, "^CEND:%i,0,48,19\n@CODE" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, "^CEND:%i,,104,21\n@CODE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, "^CEND:%i,%s,29,16" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, "^CEND:%i,%s,29,16" },
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, "^CEND:%i,0,28,16" },
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, "^CEND:%i,0,28" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};

/* ZTE: ATD is mute until CONNECT, which is the answer; OK is a refusal. */

static const struct sim_fact zte_facts[] = {
	{ "+CVHU", SIM_FORM_SET, "+CVHU: (0-1)", SIM_OK },
	{ "+CFUN", SIM_FORM_READ, "+CFUN: (0-1,4-7),(0-1)", SIM_OK },
	{ "+ZPAS", SIM_FORM_READ, "+ZPAS: \"UMTS\",\"CS_PS\"", SIM_OK },
	{ "+ZOPRT", SIM_FORM_SET, NULL, SIM_OK },
	{ "%ICSCALL", SIM_FORM_SET, NULL, SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_saying zte_sayings[] = {
	{ SIM_EVENT_ANSWERED, SIM_SET_NONE, "CONNECT" },
	{ SIM_EVENT_REJECTED, SIM_SET_NONE, "OK" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_NONE, "HANGUP: %i" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_NONE, "HANGUP: %i" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};

/* SIMCom: +CLCC unasked, VOICE CALL:, MISSED_CALL:. */

static const struct sim_fact simcom_facts[] = {
	{ "+CLCC", SIM_FORM_TEST, "+CLCC: (0-1)", SIM_OK },
	{ "+AUTOCSQ", SIM_FORM_SET, NULL, SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter simcom_parameters[] = {
	{ .name = "+CLCC", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0-1)", .tail = "" },
	{ .name = "+MORING", .setting = SIM_SET_PROGRESS, .max = 1, .range = "(0-1)",
	  .tail = "" },
	{ .name = NULL },
};

#define CLCC(stat) "+CLCC: %i,%d," #stat ",0,0,\"%n\",%t"
static const struct sim_saying simcom_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, CLCC(2) },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, CLCC(3) },
	{ SIM_EVENT_ALERTING, SIM_SET_PROGRESS, "MO RING" },
	{ SIM_EVENT_ANSWERED, SIM_SET_NONE, "VOICE CALL: BEGIN" },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, CLCC(0) "\n@DONE" },
	{ SIM_EVENT_ANSWERED, SIM_SET_PROGRESS, "MO CONNECTED" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_NONE, "VOICE CALL: BEGIN" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, CLCC(0) },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, CLCC(0) },
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, CLCC(4) },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, CLCC(6) },
	{ SIM_EVENT_BUSY, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, CLCC(6) },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, CLCC(6) },
	{ SIM_EVENT_REJECTED, SIM_SET_NONE, "@CODE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, CLCC(6) },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_NONE, "VOICE CALL: END: %S" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, CLCC(6) },
	{ SIM_EVENT_HUNG_UP, SIM_SET_NONE, "VOICE CALL: END" },
	{ SIM_EVENT_MISSED, SIM_SET_NONE, "MISSED_CALL: %h %n" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef CLCC

/* Quectel EG25: +QIND: "ccinfo"; no RING, and the number once. */

static const struct sim_fact quectel_facts[] = {
	{ "+QURCCFG", SIM_FORM_SET, NULL, SIM_OK },
	{ "+QCFG", SIM_FORM_SET, NULL, SIM_OK },
	{ "+QINISTAT", SIM_FORM_PLAIN, "+QINISTAT: 7", SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter quectel_parameters[] = {
	{ .name = "+QINDCFG", .setting = SIM_SET_EVENTS, .max = 1, .range = "(\"ccinfo\"),(0,1)",
	  .tail = "", .key = "\"ccinfo\"," },
	{ .name = NULL },
};

#define CCINFO(stat) "+QIND: \"ccinfo\",%i,%d," #stat ",0,0,\"%n\",%t"
static const struct sim_saying quectel_sayings[] = {
	STATES(CCINFO, 2, 3, 0, 4, 5, -1),
	{ SIM_EVENT_RING, SIM_SET_NONE, "" },
	{ SIM_EVENT_INCOMING, SIM_SET_NONE, "@CLIP" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef CCINFO

/* Quectel where ccinfo is missing: ^DSCI in its short form. */

static const struct sim_parameter dsci_parameters[] = {
	{ .name = "^DSCI", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = NULL },
};

#define DSCI(stat) "^DSCI: %i,%d," #stat ",0,%n,%t,0"
static const struct sim_saying dsci_sayings[] = {
	STATES(DSCI, 2, 7, 3, 4, 5, 6),
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef DSCI

/* u-blox: +UCALLSTAT, where answered is 7 and then 0, and no code at the end. */

static const struct sim_fact ublox_facts[] = {
	{ "+UDTMFD", SIM_FORM_SET, NULL, SIM_OK },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter ublox_parameters[] = {
	{ .name = "+UCALLSTAT", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)",
	  .tail = "" },
	{ .name = NULL },
};

#define ANSWERED "+UCALLSTAT: %i, 7\n+UCALLSTAT: %i,0"
#define OVER "+UCALLSTAT: %i,6,1"
static const struct sim_saying ublox_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, "+UCALLSTAT: %i,2" },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, "+UCALLSTAT: %i,3" },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, ANSWERED "\n@DONE" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, ANSWERED },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, ANSWERED },
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, "+UCALLSTAT: %i,4" },
	{ SIM_EVENT_WAITING, SIM_SET_EVENTS, "+UCALLSTAT: %i,5\n@CCWA" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, OVER "\n@CODE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, OVER "\n@CODE" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, OVER "\n@CODE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, OVER },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, OVER },
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, OVER },
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, OVER },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef ANSWERED
#undef OVER

/* Infineon: +XCALLSTAT. */

static const struct sim_parameter infineon_parameters[] = {
	{ .name = "+XCALLSTAT", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)",
	  .tail = "" },
	{ .name = NULL },
};

#define XCALLSTAT(stat) "+XCALLSTAT: %i," #stat
static const struct sim_saying infineon_sayings[] = {
	STATES(XCALLSTAT, 2, 3, 7, 4, 5, 6),
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef XCALLSTAT

/* Telit: #ECAM, around the usual codes; ATD has no OK before it rings there. */

static const struct sim_parameter telit_parameters[] = {
	{ .name = "#ECAM", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = NULL },
};

#define ECAM(status) "#ECAM: %i," #status ",1,,,"
static const struct sim_saying telit_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, ECAM(1) "\"%n\",%t" },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, ECAM(2) "\n@DONE" },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, ECAM(3) "\n@DONE" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, ECAM(3) },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, ECAM(3) },
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, ECAM(6) },
	{ SIM_EVENT_WAITING, SIM_SET_EVENTS, ECAM(5) "\n@CCWA" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, ECAM(7) "\n@CODE\n" ECAM(0) },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, "@CODE\n" ECAM(0) },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, "@CODE\n" ECAM(0) },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, "@CODE\n" ECAM(0) },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, ECAM(0) },
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, ECAM(0) },
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, ECAM(0) },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef ECAM

/* Cinterion: ^SLCC lists all calls at every change, in place of the codes at the end. */

static const struct sim_parameter cinterion_parameters[] = {
	{ .name = "^SLCC", .setting = SIM_SET_EVENTS, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = "^SM20", .setting = SIM_SET_NONE, .max = 1, .range = "(0,1)", .tail = "" },
	{ .name = NULL },
};

#define LIST "@CALLS^SLCC: %i,%d,%c,0,0,1[,\"%n\",%t]\n^SLCC: "
static const struct sim_saying cinterion_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, LIST "\n@DONE" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_WAITING, SIM_SET_EVENTS, LIST "\n@CCWA" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, LIST "\n@DONE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, LIST "\n@DONE" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, LIST "\n@DONE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, LIST "\n@DONE" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, LIST },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef LIST

/* Sony Ericsson and kin: *ECAV in place of the codes, with a cause at the end. */

static const struct sim_parameter sonyericsson_parameters[] = {
	{ .name = "*ECAM", .setting = SIM_SET_EVENTS, .max = 2, .range = "(0-2)", .tail = "" },
	{ .name = NULL },
};

#define NUMBER "[,,,\"%u\",%t]"
static const struct sim_saying sonyericsson_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, "*ECAV: %i,1,1" NUMBER },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, "*ECAV: %i,2,1" },
	{ SIM_EVENT_ANSWERED, SIM_SET_EVENTS, "*ECAV: %i,3,1\n@DONE" },
	{ SIM_EVENT_PICKED_UP, SIM_SET_EVENTS, "*ECAV: %i,3,1" },
	{ SIM_EVENT_TAKEN, SIM_SET_EVENTS, "*ECAV: %i,3,1" },
	{ SIM_EVENT_INCOMING, SIM_SET_EVENTS, "*ECAV: %i,6,1" NUMBER },
	{ SIM_EVENT_WAITING, SIM_SET_EVENTS, "*ECAV: %i,5,1" NUMBER "\n@CCWA" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, "*ECAV: %i,7,1\n*ECAV: %i,0,1,08,017\n@DONE" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,019\n@DONE" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,021\n@DONE" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,016" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,016" },
	{ SIM_EVENT_MISSED, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,016" },
	{ SIM_EVENT_WAITING_MISSED, SIM_SET_EVENTS, "*ECAV: %i,0,1,08,016" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};
#undef NUMBER

/* Wavecom: +WIND; ATD has its OK when answered; no OK comes behind +CPIN:. */

static const struct sim_fact wavecom_facts[] = {
	{ "+CPIN", SIM_FORM_READ, "+CPIN: READY", SIM_LATER },
	{ NULL, SIM_FORM_PLAIN, NULL, SIM_OK },
};

static const struct sim_parameter wavecom_parameters[] = {
	{ .name = "+WIND", .setting = SIM_SET_EVENTS, .max = 255, .range = "(0-255)",
	  .tail = "" },
	{ .name = NULL },
};

static const struct sim_saying wavecom_sayings[] = {
	{ SIM_EVENT_DIALLED, SIM_SET_EVENTS, "+WIND: 5,%i" },
	{ SIM_EVENT_ALERTING, SIM_SET_EVENTS, "+WIND: 2" },
	{ SIM_EVENT_BUSY, SIM_SET_EVENTS, "@CODE\n+WIND: 6,%i" },
	{ SIM_EVENT_NO_ANSWER, SIM_SET_EVENTS, "@CODE\n+WIND: 6,%i" },
	{ SIM_EVENT_REJECTED, SIM_SET_EVENTS, "@CODE\n+WIND: 6,%i" },
	{ SIM_EVENT_REMOTE_HANGUP, SIM_SET_EVENTS, "@CODE\n+WIND: 6,%i" },
	{ SIM_EVENT_HUNG_UP, SIM_SET_EVENTS, "+WIND: 6,%i" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};

/* Motorola G24: a second OK is the answer. */

static const struct sim_saying motorola_sayings[] = {
	{ SIM_EVENT_ANSWERED, SIM_SET_NONE, "OK" },
	{ SIM_EVENT_ALERTING, SIM_SET_NONE, NULL },
};

const struct sim_family sim_families_cellular[] = {
	{ .name = "huawei", .what = "^ORIG ^CONF ^CONN ^CEND",
	  .capabilities = CGSM_AND_MORE, .maker = "huawei", .model = "E1752",
	  .revision = "11.126.03.00.00",
	  .double_cr = true, .unknown = "COMMAND NOT SUPPORT", .events = true,
	  .facts = huawei_facts, .parameters = huawei_parameters, .sayings = huawei_sayings },
	{ .name = "zte", .what = "CONNECT is the answer, HANGUP: the end",
	  .capabilities = CGSM_AND_MORE, .maker = "ZTE INCORPORATED", .model = "K3565-Z",
	  .revision = "BD_P673A2V1.0.0B09",
	  .dialled = SIM_EVENT_ANSWERED,
	  .facts = zte_facts, .sayings = zte_sayings },
	{ .name = "simcom", .what = "+CLCC: unasked, VOICE CALL:, MISSED_CALL:",
	  .capabilities = CGSM, .maker = "SIMCOM INCORPORATED", .model = "SIMCOM_SIM7600E",
	  .revision = "LE11B08SIM7600",
	  .facts = simcom_facts, .parameters = simcom_parameters, .sayings = simcom_sayings },
	{ .name = "quectel", .what = "+QIND: \"ccinfo\", and no RING",
	  .capabilities = CGSM, .maker = "Quectel", .model = "EG25", .revision = "EG25GGBR07A08M2G",
	  .facts = quectel_facts, .parameters = quectel_parameters,
	  .sayings = quectel_sayings },
	{ .name = "quectel-dsci", .what = "^DSCI",
	  .capabilities = CGSM, .maker = "Quectel", .model = "EP06", .revision = "EP06ELAR04A03M4G",
	  .facts = quectel_facts, .parameters = dsci_parameters, .sayings = dsci_sayings },
	{ .name = "ublox", .what = "+UCALLSTAT",
	  .capabilities = CGSM, .maker = "u-blox", .model = "LARA-R211", .revision = "30.31",
	  .facts = ublox_facts, .parameters = ublox_parameters, .sayings = ublox_sayings },
	{ .name = "infineon", .what = "+XCALLSTAT",
	  .capabilities = CGSM, .maker = "Infineon", .model = "XMM6260", .revision = "1.0",
	  .parameters = infineon_parameters, .sayings = infineon_sayings },
	{ .name = "telit", .what = "#ECAM around the usual codes",
	  .capabilities = CGSM, .maker = "Telit", .model = "HE910", .revision = "12.00.004",
	  .dialled = SIM_EVENT_ALERTING,
	  .parameters = telit_parameters, .sayings = telit_sayings },
	{ .name = "cinterion", .what = "^SLCC lists in place of codes",
	  .capabilities = CGSM, .maker = "Cinterion", .model = "PHS8-P",
	  .revision = "REVISION 03.001",
	  .parameters = cinterion_parameters, .sayings = cinterion_sayings },
	{ .name = "sonyericsson", .what = "*ECAV in place of codes",
	  .capabilities = CGSM, .maker = "SONY ERICSSON", .model = "GM47", .revision = "R1A",
	  .parameters = sonyericsson_parameters, .sayings = sonyericsson_sayings },
	{ .name = "wavecom", .what = "OK is the answer, +WIND",
	  .capabilities = CGSM, .maker = " WAVECOM MODEM", .model = " MULTIBAND  900E  1800",
	  .revision = "641b09gg",
	  .dialled = SIM_EVENT_ANSWERED,
	  .facts = wavecom_facts, .parameters = wavecom_parameters,
	  .sayings = wavecom_sayings },
	{ .name = "motorola", .what = "a second OK is the answer",
	  .capabilities = CGSM, .maker = "Motorola", .model = "G24-L",
	  .revision = "G24_G_0C.13.0AR",
	  .sayings = motorola_sayings },
	{ .name = "sierra", .what = "no CR LF before a result",
	  .capabilities = CGSM, .maker = "Sierra Wireless, Incorporated", .model = "EM7455",
	  .revision = "SWI9X30C_02.24.05.06", .bare_results = true },
	{ .name = NULL },
};
