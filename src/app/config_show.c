/* SPDX-License-Identifier: MIT */
#include "app/config_show.h"

#include "app/config.h"

void
config_show_help(FILE *out)
{
	const struct key *key;

	fputs("usage: atdialler [--config FILE] [options]\n"
	    "       atdialler --list-devices [--probe] [--device DEV]\n"
	    "       atdialler --show-certificate [options]\n"
	    "       atdialler --doctor [--test-call NUMBER] [options]\n"
	    "       atdialler --explain NUMBER [options]\n"
	    "       atdialler --status [--json]\n"
	    "Dials on a modem what the Patriot desktop client asks for, and tells it what the line "
	    "does.\n\n", out);
	for (size_t row = 0; (key = config_key(row)) != NULL; row++) {
		char name[40];

		snprintf(name, sizeof(name), "--%s%s%s", key->name,
		    key->argument != NULL ? " " : "", key->argument != NULL ? key->argument : "");
		fprintf(out, "  %c%c%c %-26s %s\n", key->letter != 0 ? '-' : ' ',
		    key->letter != 0 ? key->letter : ' ', key->letter != 0 ? ',' : ' ', name,
		    key->help);
		if (key->preset != NULL)
			fprintf(out, "  %31s(default: %s)\n", "", key->preset);
	}
	fputs("\nExit status: 0 asked to stop, 1 failure that a restart may mend, 2 usage or "
	    "configuration,\n3 --show-certificate: it is not trusted; --doctor, --status: something is "
	    "not ready;\n--explain: the number is refused.\nMore: man atdialler\n", out);
}
