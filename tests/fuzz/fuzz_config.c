/* SPDX-License-Identifier: MIT */
/*
 * The command line, one argument a line, and behind an empty line the config file; and what is made
 * of their values.
 */
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/config.h"
#include "app/config_file.h"
#include "app/config_show.h"
#include "fuzz.h"
#include "io/device.h"
#include "link/trust.h"
#include "link/url.h"

enum {
	ARGUMENTS_MAX = 16,
	LONG = CONFIG_FILE_LINE_MAX / 3 /* a value may be twice as long in quotes */
};

static void
check_device(const char *text)
{
	struct fault fault = { .text = "" };
	static struct device device;

	if (device_read(&device, text, &fault) != 0)
		MUST(fault.text[0] != '\0');
}

static void
check_pins(const struct config_list *pins)
{
	static struct trust trust;
	struct fault fault = { .text = "" };
	char text[TRUST_PIN_TEXT];

	trust.pin_count = 0;
	for (size_t i = 0; i < pins->n; i++) {
		if (trust_add_pin(&trust, pins->items[i], &fault) != 0)
			return;
		trust_pin_text(trust.pins[trust.pin_count - 1], text);
		MUST(strcasecmp(text, pins->items[i]) == 0);
	}
	MUST(trust.pin_count == pins->n);
}

static void
check(const struct config *config)
{
	struct fault fault = { .text = "" };
	struct url url = { .host = "" };

	MUST(config->device != NULL && config->baud >= 300 && config->baud <= 4000000);
	check_device(config->device);
	check_pins(&config->pins);
	if (url_parse(&url, config->url, &fault) != 0)
		MUST(fault.text[0] != '\0');
	else
		MUST(url.path[0] == '/' && strpbrk(url.path, " \r\n") == NULL &&
		    strpbrk(url.authority, " /\r\n") == NULL);
	if (config->connect_to != NULL)
		url_parse_host(config->connect_to, url.host, url.port, &fault);
}

/* Makes a file of it, and its name. */
static int
make_file(const char *bytes, size_t n, char name[32])
{
	int fd = memfd_create("config", 0);

	MUST(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	snprintf(name, 32, "/proc/self/fd/%d", fd);
	return fd;
}

/* What --check-config prints is a config file with the same in force. */
static void
check_round(const struct config *config)
{
	char name[] = "atdialler", *argv[] = { name, NULL }, path[32], *text = NULL;
	struct config_input input = { .argc = 1, .argv = argv, .file = path };
	struct config other;
	struct fault fault;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	int fd;

	MUST(out != NULL);
	config_show_force(config, out);
	fclose(out);
	fd = make_file(text, n, path);
	MUST(config_load(&other, &input, &fault) == 0);
	for (enum key_live live = KEY_AT_ONCE; live < KEY_COMMAND_LINE; live++)
		MUST(!config_differs(config, &other, live));
	config_finish(&other);
	close(fd);
	free(text);
}

static void
load(int argc, char **argv, const char *file, size_t n)
{
	const struct config_input input = { .argc = argc, .argv = argv, .file = file };
	struct config config;
	struct fault fault = { .text = "" };

	if (config_load(&config, &input, &fault) != 0) {
		MUST(fault.text[0] != '\0');
	} else if (config.action == CONFIG_RUN) {
		check(&config);
		if (n < LONG)
			check_round(&config);
	}
	config_finish(&config);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = malloc(n + 1), *rest = text, name[] = "atdialler", path[32];
	char *argv[ARGUMENTS_MAX + 2] = { name }, *file;
	int argc = 1, fd = -1;

	MUST(text != NULL);
	memcpy(text, bytes, n);
	text[n] = '\0';
	file = strstr(text, "\n\n");
	if (file != NULL) {
		*file = '\0';
		file += 2;
		fd = make_file(file, (size_t)(text + n - file), path);
	}
	while (argc <= ARGUMENTS_MAX && rest != NULL)
		argv[argc++] = strsep(&rest, "\n");
	load(argc, argv, fd >= 0 ? path : NULL, n);
	if (fd >= 0)
		close(fd);
	free(text);
	return 0;
}
