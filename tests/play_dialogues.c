/* SPDX-License-Identifier: MIT */
/*
 * Plays every dialogue in every mode and says how it went in TAP. The folder, or single
 * files, are its arguments.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "dialogue.h"

static int number, failures;

static void
play_in(const char *path, const char *name, enum dialogue_mode mode)
{
	char why[1024] = "";
	enum dialogue_verdict verdict = dialogue_play(path, mode, why, sizeof(why));

	printf("%sok %d - %s %s%s%s\n", verdict == DIALOGUE_FAILED ? "not " : "", ++number, name,
	    dialogue_mode_name(mode), verdict == DIALOGUE_SKIPPED ? " # SKIP " : "",
	    verdict == DIALOGUE_SKIPPED ? why : "");
	if (verdict == DIALOGUE_FAILED) {
		printf("# %s\n", why);
		failures++;
	}
}

static void
play(const char *path)
{
	const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;

	for (int mode = 0; mode < DIALOGUE_MODES; mode++)
		play_in(path, name, (enum dialogue_mode)mode);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct stat status;
		char pattern[4096];
		glob_t found;

		if (stat(argv[i], &status) == 0 && !S_ISDIR(status.st_mode)) {
			play(argv[i]);
			continue;
		}
		snprintf(pattern, sizeof(pattern), "%s/*.txt", argv[i]);
		if (glob(pattern, 0, NULL, &found) != 0) {
			fprintf(stderr, "no dialogues in %s\n", argv[i]);
			return 99;
		}
		for (size_t k = 0; k < found.gl_pathc; k++)
			play(found.gl_pathv[k]);
		globfree(&found);
	}
	printf("1..%d\n", number);
	return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
