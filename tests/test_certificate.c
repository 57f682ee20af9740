/* SPDX-License-Identifier: MIT */
#include "link/certificate.h"

#include <CUnit/CUnit.h>
#include <gnutls/x509.h>
#include <string.h>

#include "identity.h"

/* What goes wrong in a handshake is shown by test_tls; this is the rest. */

static struct identity identity;

static struct fault
refuse(unsigned failed)
{
	struct fault fault = { "" };

	if (identity.der_len == 0)
		identity_make(&identity, &(struct identity_wish){ .common_name = "x",
		    .dns = { "one.example", "two.example" } });
	CU_ASSERT_EQUAL(certificate_refused(identity.der, identity.der_len, failed,
	    "three.example", &fault), -1);
	return fault;
}

static void
a_check_we_have_no_words_for_is_told_in_gnutls_own(void)
{
	struct fault fault = refuse(GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED);

	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "certificate refused; "));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "revoked"));
}

static void
several_checks_stand_side_by_side(void)
{
	struct fault fault = refuse(GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_UNEXPECTED_OWNER |
	    GNUTLS_CERT_INSECURE_ALGORITHM);

	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "not the one we trust (CN=x)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text,
	    "it is for one.example, two.example, but the url says three.example"));
	CU_ASSERT_PTR_NOT_NULL(strstr(fault.text, "too weak"));
}

static void
even_all_at_once_fit_in_one_line(void)
{
	struct fault fault = refuse(~0U);

	CU_ASSERT(strlen(fault.text) < sizeof(fault.text));
	CU_ASSERT_EQUAL(strcspn(fault.text, "\r\n"), strlen(fault.text));
}

static void
what_is_no_certificate_is_refused_without_details(void)
{
	struct fault fault = { "" };

	CU_ASSERT_EQUAL(certificate_refused("hello", 5, GNUTLS_CERT_INVALID, "x", &fault), -1);
	CU_ASSERT_STRING_EQUAL(fault.text, "certificate refused");
}

CU_TestInfo certificate_tests[] = {
	{ "a check we have no words for is told in GnuTLS's own",
	    a_check_we_have_no_words_for_is_told_in_gnutls_own },
	{ "several checks stand side by side", several_checks_stand_side_by_side },
	{ "even all at once fit in one line", even_all_at_once_fit_in_one_line },
	{ "what is no certificate is refused without details",
	    what_is_no_certificate_is_refused_without_details },
	CU_TEST_INFO_NULL
};
