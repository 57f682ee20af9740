/* SPDX-License-Identifier: MIT */
/* The command line, one argument a line, and what is made of its values. */
#include <string.h>
#include <strings.h>

#include "app/config.h"
#include "fuzz.h"
#include "io/device.h"
#include "link/trust.h"
#include "link/url.h"

enum {
	ARGUMENTS_MAX = 16
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

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = malloc(n + 1), *rest = text, name[] = "atdialler";
	char *argv[ARGUMENTS_MAX + 2] = { name };
	int argc = 1;
	struct config config;
	struct fault fault = { .text = "" };

	MUST(text != NULL);
	memcpy(text, bytes, n);
	text[n] = '\0';
	while (argc <= ARGUMENTS_MAX && rest != NULL)
		argv[argc++] = strsep(&rest, "\n");
	if (config_parse(&config, argc, argv, &fault) != 0)
		MUST(fault.text[0] != '\0');
	else if (config.action == CONFIG_RUN)
		check(&config);
	free(text);
	return 0;
}
