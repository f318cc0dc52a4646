"""Each kind of credentials against a service that checks it: install, steps, a run, and what is never shown."""
import base64
import unittest
from urllib.parse import quote, quote_plus

from harness import KEY
from room import SECRET, CredentialsTest


class EachKind(CredentialsTest):
    def check_never_shown(self, host, run, *secrets):
        """Neither in traces and logs nor in the store or any answer, in whatever form."""
        shown = host.ok("run", "show", run, "--chunk", "1", "--trace").stdout
        self.assertTrue("submitAsyncAction" in shown, "the submit is traced")
        shown += host.ok("service", "show", "Country Codes").stdout + host.ok("log").stdout + host.program.log_text()
        shown += str(host.api.get("/services/Country Codes").body) + str(host.api.get("/credentials").body)
        shown += "".join(text for (text,) in host.store.rows("SELECT text FROM trace"))
        for secret in secrets:
            for form in (secret, quote(secret, safe=""), quote_plus(secret), base64.b64encode(secret.encode()).decode()):
                self.assertFalse(form in shown, f"shown as {form}")

    def test_basic(self):
        service, host = self.service("--delay-ms", "200", "--auth", "basic", "--password", SECRET), self.host()
        ran = self.install(host, service, "--username", "sample", "--password", self.secret_file(SECRET))
        self.assertRegex(ran.stdout, r"status: answered, HTTP 200")
        run = self.run_all(host)
        self.check_never_shown(host, run, SECRET, f"sample:{SECRET}")
        self.assertIn("***", host.ok("run", "show", run, "--chunk", "1", "--trace").stdout)
        self.assertEqual(self.auth(service)["unauthorized"], 1, "the one question without credentials")

    def test_basic_that_is_refused_is_not_stored(self):
        service, host = self.service("--auth", "basic"), self.host()
        ran = self.install(host, service, "--username", "sample", "--password", "wrong", expect=1)
        self.assertRegex(ran.stdout + ran.stderr, r"configuration: complete(.|\n)*status: .*HTTP 401")
        self.assertIn("[CREDENTIALS_REFUSED]", ran.stderr)
        self.assertEqual(host.api.get("/credentials").json["items"], [])
        self.install(host, service, "--username", "sample", "--password", "env:SAMPLE_PASSWORD", expect=2)
        self.install(host, service, "--username", "sample", "--password", "sample-password")

    def test_realm(self):
        """Asked for as the document says; compared with the service's challenge; never sent."""
        words = ("--username", "sample", "--password", "sample-password")
        service, host = self.service("--auth", "basic", "--realm", "Codes", "--realm-required", "true"), self.host()
        self.assertIn("--realm", self.install(host, service, *words, expect=1).stdout)
        ran = self.install(host, service, *words, "--realm", "Other")
        self.assertIn('calls its realm "Codes", not "Other"', ran.stdout + ran.stderr)
        self.assertIn("REALM_DIFFERS", host.ok("service", "log", "Country Codes").stdout)
        again = host.ok("service", "credentials", "Country Codes", *words, "--realm", "Codes")
        self.assertNotIn("realm", again.stdout + again.stderr)
        refuses = self.service("--auth", "basic", "--realm-required", "false")
        self.install(host, refuses, *words, "--realm", "Codes", name="No Realm", expect=2)

    def oauth2(self, flags, *words):
        service, host = self.service("--delay-ms", "200", "--auth", "oauth2", "--client-secret", SECRET, *flags), self.host()
        ran = self.install(host, service, "--client-id", "sample-client", "--client-secret", self.secret_file(SECRET), *words)
        self.assertRegex(ran.stdout, r"token: granted, HTTP 200(.|\n)*status: answered, HTTP 200")
        run = self.run_all(host)
        self.check_never_shown(host, run, SECRET)
        self.assertNotIn("access-", host.ok("run", "show", run, "--chunk", "1", "--trace").stdout)
        return self.auth(service)

    def test_oauth2_with_the_client_in_the_body(self):
        self.assertEqual(self.oauth2(["--client-auth", "body"])["refused"], 0)

    def test_oauth2_with_basic_client_authentication(self):
        counts = self.oauth2(["--client-auth", "basic", "--lifetime-as-text"])
        self.assertEqual((counts["tokenRequests"], counts["refused"]), (4, 2), "once to check, once for all the rest")

    def test_oauth2_with_raw_basic_and_a_scope(self):
        counts = self.oauth2(["--client-auth", "basic-raw", "--scope", "people"])
        self.assertEqual(counts["tokenRequests"] - counts["refused"], 2)

    def test_oauth2_with_renamed_parameters_and_no_lifetime(self):
        self.oauth2(["--grant-type-name", "gt", "--client-id-name", "cid", "--client-secret-name", "cs", "--token-lifetime-ms", "0"])

    def test_oauth2_that_is_refused_is_not_stored(self):
        service, host = self.service("--auth", "oauth2", "--scope", "people"), self.host()
        words = ("--client-id", "sample-client", "--client-secret")
        ran = self.install(host, service, *words, "wrong", expect=1)
        self.assertRegex(ran.stdout + ran.stderr, r"token: .*HTTP 401")
        self.assertIn("[CREDENTIALS_REFUSED]", ran.stderr)
        scope = self.install(host, service, *words, "sample-secret", "--scope", "other", expect=1)
        self.assertRegex(scope.stdout + scope.stderr, r"invalid_scope")
        self.auth(service, "token-status=503")
        down = self.install(host, service, *words, "sample-secret", expect=1)
        self.assertRegex(down.stdout + down.stderr, r"token: .*HTTP 503")
        self.assertEqual(host.api.get("/credentials").json["items"], [])

    def test_key_in_the_query(self):
        service, host = self.service("--delay-ms", "200", "--key-in-query", "k", "--api-key", SECRET), self.host()
        self.install(host, service, "--api-key", self.secret_file(SECRET))
        self.check_never_shown(host, self.run_all(host), SECRET)

    def test_key_under_another_name_than_declared(self):
        service, host = self.service("--change", 'document set /components/securitySchemes/apiKey/name "X-Declared"'), self.host()
        self.install(host, service, "--api-key", KEY, expect=1)
        self.install(host, service, "--api-key", KEY, "--credential-name", "X-API-Key")
        self.run_all(host)
        host.ok("service", "configure", "Country Codes", "--credential-name=")
        self.assertEqual(host.cli("service", "status", "Country Codes").status, 1)

    def test_none(self):
        service, host = self.service("--auth", "none"), self.host()
        self.assertIn("SECURITY_MISSING", self.install(host, service, expect=1).stderr)
        self.install(host, service, "--no-security")
        self.run_all(host)

    def test_a_status_that_does_not_ask_proves_nothing(self):
        service, host = self.service("--change", "status open"), self.host()
        ran = self.install(host, service, "--api-key", "whatever", expect=1)  # the definition does ask
        self.assertIn("NOT_VERIFIABLE", ran.stdout + ran.stderr)
        self.assertEqual(host.api.get("/credentials").json["items"][0]["state"], "not-verifiable")


if __name__ == "__main__":
    unittest.main()
