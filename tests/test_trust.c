/* SPDX-License-Identifier: MIT */
#include "link/trust.h"

#include <CUnit/CUnit.h>
#include <string.h>

#include "util/array.h"

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

enum {
	ISSUER = CERTIFICATE_FORGED | CERTIFICATE_UNTRUSTED | CERTIFICATE_OLD_ISSUER |
	    CERTIFICATE_WEAK_CHAIN | CERTIFICATE_ODD,
	IDENTITY = CERTIFICATE_WRONG_NAME | CERTIFICATE_EXPIRED | CERTIFICATE_NOT_YET |
	    CERTIFICATE_NO_SERVER,
	ALL = (CERTIFICATE_NEW_KEY << 1) - 1
};

static const struct certificate shown = {
	.subject = "CN=desk", .issuer = "CN=CA", .names = "desk.example", .key = "RSA 1024 bits",
	.signature = "RSA-SHA1", .odd = "revoked", .pin = { 0xab },
	.since = 0, .until = 86400, .now = 172800
};

static void
what_counts_follows_from_the_options(void)
{
	static const struct {
		bool issuers, pins, store;
		unsigned counts;
	} rows[] = {
		{ false, false, false, ISSUER | IDENTITY },
		{ true, false, false, ISSUER | IDENTITY },
		{ false, true, false, CERTIFICATE_NOT_PINNED },
		{ false, false, true, IDENTITY | CERTIFICATE_NEW_KEY },
		{ true, true, false, ISSUER | IDENTITY | CERTIFICATE_NOT_PINNED },
		{ true, false, true, ISSUER | IDENTITY | CERTIFICATE_NEW_KEY },
		{ false, true, true, IDENTITY | CERTIFICATE_NOT_PINNED | CERTIFICATE_NEW_KEY },
		{ true, true, true, ALL & ~CERTIFICATE_WEAK_KEY },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct trust trust = { .pin_count = rows[i].pins };

		trust.store.file = rows[i].store ? "file" : NULL;
		CU_ASSERT_EQUAL(trust_counts(&trust, rows[i].issuers),
		    rows[i].counts | CERTIFICATE_WEAK_KEY);
	}
}

static void
only_what_counts_is_refused(void)
{
	struct trust trust = { .store = { .file = "file" } };
	struct fault fault = { "" };

	for (unsigned flaw = 1; flaw < ALL; flaw <<= 1) {
		struct certificate certificate = shown;

		certificate.flaws = flaw;
		CU_ASSERT_EQUAL(trust_judge(&trust, &certificate, ALL & ~flaw, "h", &fault), 0);
		CU_ASSERT_STRING_EQUAL(fault.text, "");
		CU_ASSERT_EQUAL(trust_judge(&trust, &certificate, flaw, "h", &fault), -1);
		CU_ASSERT_EQUAL(strncmp(fault.text, "certificate refused; ", 21), 0);
		fault.text[0] = '\0';
	}
}

static void
each_refusal_has_what_it_has_and_what_was_wanted(void)
{
	static const struct {
		unsigned flaw;
		const char *said[4];
	} rows[] = {
		{ CERTIFICATE_WRONG_NAME, { "desk.example", "patriot.example" } },
		{ CERTIFICATE_EXPIRED,
		  { "expired 1970-01-02 00:00 UTC", "our clock says 1970-01-03 00:00 UTC",
		    "from 1970-01-01 00:00 UTC" } },
		{ CERTIFICATE_NOT_YET,
		  { "not valid before 1970-01-01 00:00 UTC", "our clock says 1970-01-03 00:00 UTC",
		    "until 1970-01-02 00:00 UTC" } },
		{ CERTIFICATE_UNTRUSTED, { "issuer not trusted", "CN=CA" } },
		{ CERTIFICATE_WEAK_KEY, { "RSA 1024 bits", "RSA 2048" } },
		{ CERTIFICATE_WEAK_CHAIN, { "RSA-SHA1", "SHA-256" } },
		{ CERTIFICATE_NOT_PINNED, { "is sha256:ab00", "pinned is sha256:cd00" } },
		{ CERTIFICATE_NEW_KEY, { "sha256:ab00", "rm '/a b/known'" } },
		{ CERTIFICATE_OLD_ISSUER, { "our clock says 1970-01-03" } },
		{ CERTIFICATE_ODD, { "revoked" } },
		{ CERTIFICATE_NO_SERVER, { "extended key usage", "purpose TLS server" } },
	};
	const struct trust trust = {
		.pins = { { 0xcd } }, .pin_count = 1, .store = { .file = "/a b/known" }
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct certificate certificate = shown;
		struct fault fault;

		certificate.flaws = rows[i].flaw;
		trust_judge(&trust, &certificate, ALL, "patriot.example", &fault);
		for (size_t j = 0; j < 4 && rows[i].said[j]; j++)
			CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, rows[i].said[j]));
	}
}

static void
several_flaws_stand_side_by_side_and_all_at_once_fit(void)
{
	struct trust trust = { .pin_count = 1, .store = { .file = "/var/lib/atdialler/known" } };
	struct certificate certificate = shown;
	struct fault fault;

	certificate.flaws = CERTIFICATE_UNTRUSTED | CERTIFICATE_WRONG_NAME | CERTIFICATE_WEAK_KEY;
	trust_judge(&trust, &certificate, ALL, "h", &fault);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "issuer not trusted (CN=CA)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "it is for desk.example, but the url says h"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "too weak"));

	certificate.flaws = ~0U;
	trust_judge(&trust, &certificate, ALL, "h", &fault);
	CU_ASSERT(strlen(fault.text) < sizeof(fault.text));
	/* A command must not be cut short. */
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "rm /var/lib/atdialler/known; "));
}

static void
pins_are_read_and_written(void)
{
	struct trust trust = { .pin_count = 0 };
	struct certificate certificate = shown;
	struct fault fault = { "" };
	char text[TRUST_PIN_TEXT];

	CU_ASSERT_FALSE(trust_has_pin(&trust, &certificate));
	CU_ASSERT_EQUAL(trust_add_pin(&trust, "sha256:" HEX, &fault), 0);
	CU_ASSERT_STRING_EQUAL(trust_pin_text(trust.pins[0], text), "sha256:" HEX);
	CU_ASSERT_FALSE(trust_has_pin(&trust, &certificate));
	memcpy(certificate.pin, trust.pins[0], sizeof(certificate.pin));
	CU_ASSERT_TRUE(trust_has_pin(&trust, &certificate));
	CU_ASSERT_EQUAL(trust_add_pin(&trust, "sha256:FF112233445566778899AABBCCDDEEFF"
	    "00112233445566778899AABBCCDDEEFF", &fault), 0);
	CU_ASSERT_EQUAL(trust.pins[1][0], 0xff);
	CU_ASSERT_EQUAL(trust.pins[1][31], 0xff);
	CU_ASSERT_TRUE(trust_has_pin(&trust, &certificate));
	while (trust.pin_count < TRUST_PINS_MAX)
		CU_ASSERT_EQUAL(trust_add_pin(&trust, "sha256:" HEX, &fault), 0);
	CU_ASSERT_EQUAL(trust_add_pin(&trust, "sha256:" HEX, &fault), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "at most 8"));
}

static void
what_is_no_pin_is_refused(void)
{
	static const char *const rows[] = {
		"", "sha256", "sha256:", HEX, "sha1:" HEX, "SHA256:" HEX, "sha256:" HEX "0",
		"sha256:" HEX " ", "sha256: " HEX, "sha256:0" HEX,
		"sha256:0g112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
		"sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeef",
		"sha256:ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct trust trust = { .pin_count = 0 };
		struct fault fault = { "" };

		CU_ASSERT_EQUAL(trust_add_pin(&trust, rows[i], &fault), -1);
		CU_ASSERT_EQUAL(trust.pin_count, 0);
		CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "64 hexadecimal digits"));
	}
}

CU_TestInfo trust_tests[] = {
	{ "what counts follows from the options", what_counts_follows_from_the_options },
	{ "only what counts is refused", only_what_counts_is_refused },
	{ "each refusal has what it has and what was wanted",
	    each_refusal_has_what_it_has_and_what_was_wanted },
	{ "several flaws stand side by side, and all at once fit",
	    several_flaws_stand_side_by_side_and_all_at_once_fit },
	{ "pins are read and written", pins_are_read_and_written },
	{ "what is no pin is refused", what_is_no_pin_is_refused },
	CU_TEST_INFO_NULL
};
