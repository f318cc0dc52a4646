"""`stepgate check` with every kind of credentials, right and wrong, given in every way; what is secret is in no output."""
import base64
import json
import os
import subprocess
import unittest
from urllib.parse import quote, quote_plus

from harness import IntegrationTest
from harness.programs import STEPGATE
from scripted import Scripted, definition, document

SECRET = "s3cret/with+odd=characters &ä\"\\"
USER = "üser"
OUTPUTS = ("json", "text", "junit")


def forms_of(secret):
    """However a secret may be spelt on its way to a service or into a report."""
    raw = secret.encode()
    return {secret, quote(secret, safe=""), quote_plus(secret), quote(secret), json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1],
            base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode(), base64.b64encode(raw).decode().rstrip("=")}


class CheckCredentials(IntegrationTest):
    def check(self, url, *words, output="json", expect=0, stdin="", env=None):
        done = subprocess.run([STEPGATE, "check", url, "--deadline", "20", "--trace", "--output", output, *map(str, words)], input=stdin,
                              capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **(env or {})})
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        self.said = done.stdout + done.stderr
        return json.loads(done.stdout) if output == "json" else done.stdout

    def codes(self, report):
        return {one["code"] for one in report["findings"]}

    def hidden(self, *secrets):
        self.assertIn("getServiceDefinition", self.said, "the trace is there")
        for secret in secrets:
            self.assertEqual([form for form in forms_of(secret) if form in self.said], [])

    def secret_file(self, text=SECRET, end="\n"):
        path = self.place("secret")
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.write(text + end)
        return "@" + path

    def given_in_every_way(self, service, flag, *words):
        """The same secret from the command line, a file, the environment and standard input."""
        ways = [("argument", SECRET, "", {}), ("file", self.secret_file(), "", {}), ("file of Windows", self.secret_file(end="\r\nmore\n"), "", {}),
                ("environment", "env:CHECK_SECRET", "", {"CHECK_SECRET": SECRET}), ("input", "-", SECRET + "\n", {})]
        for name, form, stdin, env in ways:
            with self.subTest(name):
                acts = () if name == "argument" else ("--no-submit",)
                report = self.check(service.url, *words, *acts, flag, form, stdin=stdin, env=env)
                self.assertEqual((report["verdict"], report["findings"]), ("pass", []))
                self.assertTrue(all(step["ok"] for step in report["exchange"]["credentials"]), report["exchange"])
                self.hidden(SECRET)

    def refused(self, service, *words, code="CREDENTIALS_REFUSED", secrets=(), outputs=OUTPUTS):
        for output in outputs:
            report = self.check(service.url, *words, output=output, expect=1)
            self.assertIn(code, report if output != "json" else self.codes(report))
            for secret in secrets:
                self.assertEqual([form for form in forms_of(secret) if form in self.said], [])
        self.assertEqual(service.stats()["submits"], 0)


class Basic(CheckCredentials):
    def test_right(self):
        service = self.service("--auth", "basic", "--username", USER, "--password", SECRET)
        self.given_in_every_way(service, "--password", "--username", USER)
        self.hidden(f"{USER}:{SECRET}")

    def test_both_from_standard_input(self):
        service = self.service("--auth", "basic", "--username", USER, "--password", SECRET)
        report = self.check(service.url, "--no-submit", "--username", "-", "--password", "-", stdin=f"{USER}\n{SECRET}\n")
        self.assertEqual(report["verdict"], "pass", report)

    def test_every_output_hides_it(self):
        service = self.service("--auth", "basic", "--username", USER, "--password", SECRET)
        for output, acts in (("json", ()), ("text", ("--no-submit",)), ("junit", ("--no-submit",))):
            with self.subTest(output):
                self.check(service.url, "--username", USER, "--password", self.secret_file(), *acts, output=output)
                self.hidden(SECRET, f"{USER}:{SECRET}")

    def test_wrong_and_missing(self):
        service = self.service("--auth", "basic", "--username", USER, "--password", SECRET)
        wrong = SECRET[:-3] + "x"
        self.refused(service, "--username", USER, "--password", self.secret_file(wrong), secrets=(wrong, f"{USER}:{wrong}"))
        self.refused(service, "--username", USER, code="CREDENTIALS_MISSING", outputs=("json",))

    def test_realm(self):
        words = ("--no-submit", "--username", USER, "--password", self.secret_file())
        flags = ("--auth", "basic", "--username", USER, "--password", SECRET, "--realm", "Codes")
        service = self.service(*flags, "--realm-required", "true")
        self.refused(service, *words, code="CREDENTIALS_MISSING", outputs=("json",))
        self.assertEqual(self.check(service.url, *words, "--realm", "Codes")["findings"], [])
        report = self.check(service.url, *words, "--realm", "Other")
        self.assertEqual((report["verdict"], self.codes(report)), ("pass", {"REALM_DIFFERS"}))
        self.hidden(SECRET)
        optional = self.service(*flags)
        self.assertEqual(self.check(optional.url, *words)["findings"], [])
        self.assertEqual(self.check(optional.url, *words, "--realm", "Codes")["findings"], [])


class OAuth2(CheckCredentials):
    words = ("--client-id", "sample-client")

    def oauth(self, *flags):
        return self.service("--auth", "oauth2", "--client-secret", SECRET, *flags)

    def test_right(self):
        self.given_in_every_way(self.oauth(), "--client-secret", *self.words)
        self.assertNotIn("access-", self.said, "no token is shown")

    def test_every_output_hides_it(self):
        for flags in (("--client-auth", "basic"), ("--client-auth", "basic-raw"), ("--refresh-tokens",), ("--token-lifetime-ms", "0")):
            for output, acts in (("text", ()), ("junit", ("--no-submit",))):
                with self.subTest(flags=flags, output=output):
                    self.check(self.oauth(*flags).url, *self.words, "--client-secret", self.secret_file(), *acts, output=output)
                    self.hidden(SECRET, f"sample-client:{SECRET}", quote_plus("sample-client") + ":" + quote_plus(SECRET))
                    self.assertNotIn("access-", self.said)
                    self.assertNotIn("refresh-", self.said.replace("refresh-token", ""))

    def test_renamed_parameters(self):
        service = self.oauth("--grant-type-name", "gt", "--client-id-name", "cid", "--client-secret-name", "cs")
        self.assertEqual(self.check(service.url, "--no-submit", *self.words, "--client-secret", self.secret_file())["findings"], [])
        self.hidden(SECRET)

    def test_wrong_and_missing(self):
        service, wrong = self.oauth(), SECRET[:-3] + "x"
        self.refused(service, *self.words, "--client-secret", self.secret_file(wrong), secrets=(wrong, f"sample-client:{wrong}"))
        self.refused(service, *self.words, code="CREDENTIALS_MISSING", outputs=("json",))
        self.refused(self.oauth("--scope", "people"), *self.words, "--client-secret", self.secret_file(), "--scope", "other", code="SCOPE_REFUSED",
                     secrets=(SECRET,), outputs=("json",))

    def test_scope(self):
        service = self.oauth("--scope", "people")
        for given in (("--scope", "people"), ("--input", "scope=people"), ()):
            report = self.check(service.url, "--no-submit", *self.words, "--client-secret", self.secret_file(), *given)
            self.assertEqual(report["verdict"], "pass", report)
        self.check(service.url, *self.words, "--client-secret", self.secret_file(), "--scope", "people", output="text")
        self.assertIn("acts for real, on 5 people", self.said, "a scope is no secret")


class Echoes(CheckCredentials):
    """Services that repeat what they were given."""

    def scripted(self, *script, **options):
        service = Scripted(*script, **options)
        self.addCleanup(service.close)
        return service

    def test_a_token_endpoint_that_repeats_the_secret(self):
        def tokens(headers, body):
            told = body.decode() + " " + headers.get("Authorization", "")
            return 401, {"error": "invalid_client", "error_description": f"not {SECRET}; you sent {told}"}
        service = self.scripted(document_=document({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}}),
                                tokens=tokens, bearer=True)
        for output in OUTPUTS:
            self.check(service.url, "--client-id", "me", "--client-secret", self.secret_file(), output=output, expect=1)
            for secret in (SECRET, f"me:{SECRET}"):
                self.assertEqual([form for form in forms_of(secret) if form in self.said], [])

    def test_a_service_that_repeats_its_key(self):
        def script(submit):
            headers = dict(submit.headers)
            submit.answer(400, json.dumps({"you": headers, "key": SECRET}), X_Echo=quote(SECRET))
        made = definition()
        made["i18n"]["en_US"]["description"] = f"key {SECRET}"
        service = self.scripted(script, definition_=made, by_query=("key", SECRET),
                                document_=document({"type": "apiKey", "in": "query", "name": "key"}))
        for output in OUTPUTS:
            with self.subTest(output):
                self.check(service.url, "--api-key", self.secret_file(), output=output, expect=1)
                self.assertEqual([form for form in forms_of(SECRET) if form in self.said], [])
                self.assertEqual([one for one in service.submits if one.json["token"] in self.said or one.json["apiCallBackKey"] in self.said], [])


if __name__ == "__main__":
    unittest.main()
