/* SPDX-License-Identifier: MIT */
#include "app/config_show.h"

#include <stdlib.h>
#include <string.h>

#include "app/config_file.h"
#include "app/setting.h"

enum {
	WIDTH = 78,                     /* of a comment */
	SOURCE_AT = 48                  /* the column of where a value is from */
};

void
config_show_help(FILE *out)
{
	const struct key *key;

	fputs("usage: atdialler [--config FILE] [options]\n"
	    "       atdialler --list-devices [--probe] [--device DEV]\n"
	    "       atdialler --show-certificate [options]\n"
	    "       atdialler --doctor [--test-call NUMBER] [options]\n"
	    "       atdialler --check-config [options]\n"
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

/* As a comment, in lines of at most WIDTH. */
static void
print_wrapped(const char *text, FILE *out)
{
	while (*text != '\0') {
		size_t n = strlen(text);

		if (n > WIDTH - 2)
			for (n = WIDTH - 2; n > 0 && text[n] != ' '; n--)
				continue;
		fprintf(out, "# %.*s\n", (int)n, text);
		text += n;
		text += strspn(text, " ");
	}
}

void
config_show_sample(FILE *out)
{
	static const char *const when[] = {
		[KEY_AT_ONCE] = "at once", [KEY_RECONNECT] = "connects to Patriot anew",
		[KEY_RESTART] = "needs a restart", [KEY_COMMAND_LINE] = "",
	};
	const struct key *key;

	fputs("# /etc/atdialler/atdialler.conf: the options of atdialler(8), as atdialler.conf(5) "
	    "describes\n"
	    "# them. Behind each # without a blank is a key with its default, or with what it is to "
	    "be.\n"
	    "# In brackets: what a change of it does after SIGHUP (systemctl reload atdialler).\n"
	    "# atdialler --check-config tells whether all is well.\n", out);
	for (size_t row = 0; (key = config_key(row)) != NULL; row++) {
		char text[400];

		if (key->live == KEY_COMMAND_LINE)
			continue;
		snprintf(text, sizeof(text), "%s [%s]", key->help, when[key->live]);
		putc('\n', out);
		print_wrapped(text, out);
		fprintf(out, "#%s = %s\n", key->name, key->preset != NULL ? key->preset :
		    key->kind == KEY_FLAG ? "no" : key->argument);
	}
}

/* Up to the column of the source, or at least two blanks. */
static void
print_value(const char *mark, const struct key *key, const char *value, const char *source,
    FILE *out)
{
	char *text = NULL;
	size_t n = 0;
	FILE *line = open_memstream(&text, &n);

	if (line == NULL)
		return;
	fprintf(line, "%s%s = ", mark, key->name);
	config_file_print_value(value, line);
	fclose(line);
	fprintf(out, "%-*s  # %s\n", SOURCE_AT - 2, text, source);
	free(text);
}

static void
print_key(const struct config *config, size_t row, FILE *out)
{
	char number[SETTING_NUMBER_MAX], source[CONFIG_WHERE_MAX];
	const struct key *key = config_key(row);
	const char *value;

	size_t i = 0;

	while ((value = setting_text(key, config, i, number)) != NULL) {
		print_value("", key, value, config_source(config, row, i++, source), out);
		if (key->kind != KEY_LIST)
			break;
	}
	if (i == 0)
		print_value("#", key, key->argument,
		    config->origins[row].from == CONFIG_ENVIRONMENT ?
		    "the environment has it" : "not set", out);
}

void
config_show_force(const struct config *config, FILE *out)
{
	const struct key *key;

	fprintf(out, "# Config file: %s\n", config->file != NULL ? config->file : "none");
	for (size_t row = 0; (key = config_key(row)) != NULL; row++)
		if (key->live != KEY_COMMAND_LINE)
			print_key(config, row, out);
}
