/* SPDX-License-Identifier: MIT */
#include "at/codes.h"

#include <string.h>

#include "at/fields.h"
#include "at/line.h"
#include "util/array.h"
#include "util/text.h"

enum match { WHOLE, BEGIN };

static const struct final {
	const char *text;
	enum match match;
	enum at_result result;
	bool call;
} finals[] = {
	{ "OK",                     WHOLE, AT_OK,          false },
	{ "ERROR",                  WHOLE, AT_ERROR,       false },
	{ "+CME ERROR:",            BEGIN, AT_ERROR,       false },
	{ "+CMS ERROR:",            BEGIN, AT_ERROR,       false },
	{ "+EXT ERROR:",            BEGIN, AT_ERROR,       false }, /* Calypso */
	{ "MODEM ERROR:",           BEGIN, AT_ERROR,       false }, /* Motorola EZX */
	{ "COMMAND NOT SUPPORT",    WHOLE, AT_ERROR,       false }, /* Huawei */
	{ "TOO MANY PARAMETERS",    WHOLE, AT_ERROR,       false }, /* Huawei */
	{ "OPERATION NOT ALLOWED",  WHOLE, AT_ERROR,       false }, /* Motorola G24 */
	{ "UNKNOWN CALLING ERROR",  WHOLE, AT_ERROR,       false }, /* Motorola G24 */
	{ "NA",                     WHOLE, AT_ERROR,       false }, /* Samsung Z810 */
	{ "CONNECT",                WHOLE, AT_CONNECT,     true  },
	{ "CONNECT ",               BEGIN, AT_CONNECT,     true  },
	{ "VCON",                   WHOLE, AT_CONNECT,     true  },
	{ "#VCON",                  WHOLE, AT_CONNECT,     true  },
	{ "NO CARRIER",             WHOLE, AT_NO_CARRIER,  true  },
	{ "BUSY",                   WHOLE, AT_BUSY,        true  },
	{ "NO ANSWER",              WHOLE, AT_NO_ANSWER,   true  },
	{ "NO DIALTONE",            WHOLE, AT_NO_DIALTONE, true  },
	{ "NO DIAL TONE",           WHOLE, AT_NO_DIALTONE, true  },
	{ "LINE IN USE",            WHOLE, AT_LINE_IN_USE, true  },
	{ "LINE-IN-USE",            WHOLE, AT_LINE_IN_USE, true  },
	{ "NO LINE",                WHOLE, AT_LINE_IN_USE, true  },
	{ "BLACKLISTED",            BEGIN, AT_BLACKLISTED, true  },
	{ "BLACKLIST FULL",         WHOLE, AT_BLACKLISTED, true  },
	{ "DELAYED",                BEGIN, AT_BLACKLISTED, true  },
};

/* What could otherwise pass for a maker's name while bring-up asks for one. */
static const char *const unasked[] = {
	AT_LINE_DLE, "RING", "+CRING:", "CID RING", "CIDM", "+CLIP:", "+CCWA:", "+CNAP:", "+CDIP:", "+COLP:",
	"+CSSI:", "+CSSU:", "+CIEV:", "+CREG:", "+CEREG:", "+CGREG:", "+CLCC:",
	"DATE", "TIME", "NMBR", "NBR", "NAME", "DDN", "MESG", "ANID=", "NDID=", "DRON=", "DROF=",
	"^ORIG:", "^CONF:", "^CONN:", "^CEND:", "^CCALLSTATE:", "^DDTMF:", "^DSCI:", "^SLCC:",
	"+QIND:", "VOICE CALL:", "MISSED_CALL:", "MO RING", "MO CONNECTED", "+RXDTMF:",
	"+UCALLSTAT:", "+UUDTMFD:", "+XCALLSTAT:", "#ECAM:", "*ECAV:", "*ECAM:", "*CPI:", "%CPI:",
	"+WIND:", "+WORG:", "+WCNT:", "+WEND:", "HANGUP:", "+ZCEND:",
	"^RSSI", "^HRSSILVL:", "^MODE:", "^DSFLOWRPT:", "^HCSQ:", "^CSNR:", "^BOOT:", "^SRVST:",
	"^SIMST:", "^STIN:", "^NDISSTAT:", "^LWURC:", "^EONS:", "^RFSWITCH", "^CSCHANNELINFO:",
	"^PDPDEACT:", "^NDISEND:", "^LTERSRP:", "^ECCLIST:", "^DSDORMANT:", "^SMMEMFULL:",
	"+ZDONR:", "+ZPASR:", "+ZUSIMR:", "+ZPSTM:", "+ZEND", "+MSTK", "+CTZV:", "+CGEV:",
	"+CMTI:", "+CMT:", "+CDS:", "+CDSI:", "+CBM:", "+CUSD:", "+CUSATP:", "*PSUTTZ:",
	"*PSNWID:", "DST:", "+CNSMOD:", "+CDRIND",
	"RDY", "+CFUN:", "+CPIN:", "SMS DONE", "PB DONE", "Call Ready", "SMS Ready", "^SYSSTART",
	"+QINISTAT", "NORMAL POWER DOWN", "POWERED DOWN", "UNDER_VOLTAGE", "OVER_VOLTAGE",
};

bool
at_code_read(const char *line, struct at_code *code)
{
	for (size_t i = 0; i < ARRAY_LEN(finals); i++) {
		struct at_fields fields;
		long number;

		if (finals[i].match == WHOLE ? strcmp(line, finals[i].text) != 0
		                             : !text_starts(line, finals[i].text))
			continue;
		code->result = finals[i].result;
		code->call = finals[i].call;
		code->cme = AT_CME_NONE;
		if (at_fields_begin(&fields, line, "+CME ERROR:") &&
		    at_fields_number(&fields, &number))
			code->cme = (int)number;
		return true;
	}
	return false;
}

bool
at_code_unasked(const char *line)
{
	for (size_t i = 0; i < ARRAY_LEN(unasked); i++)
		if (text_starts(line, unasked[i]))
			return true;
	return false;
}

const char *
at_result_name(enum at_result result)
{
	static const char *const names[] = {
		[AT_OK] = "ok",
		[AT_ERROR] = "error",
		[AT_CONNECT] = "connect",
		[AT_NO_CARRIER] = "no carrier",
		[AT_BUSY] = "busy",
		[AT_NO_ANSWER] = "no answer",
		[AT_NO_DIALTONE] = "no dial tone",
		[AT_LINE_IN_USE] = "line in use",
		[AT_BLACKLISTED] = "blocked by the modem's redial limit",
		[AT_TIMEOUT] = "no answer from the modem",
	};

	return names[result];
}
