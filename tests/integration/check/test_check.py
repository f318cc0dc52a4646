"""`stepgate check` against real services: verdicts, exit statuses, what is written, what is shown and what is left behind."""
import base64
import json
import os
import re
import signal
import subprocess
import unittest
import xml.etree.ElementTree as xml
from urllib.parse import quote, quote_plus

from harness import KEY, IntegrationTest, eventually
from harness.programs import STEPGATE
from typed_service import TYPES, TypedService

PEOPLE = [{"id": 7, "email": "seven@example.com", "country": "Deutschland", "city": "Köln"},
          {"id": 3, "email": "three@example.com", "country": "日本"}, {"id": 12, "email": "twelve@example.com", "country": "Narnia"},
          {"id": 900, "email": "nobody@example.com", "country": ""}]


class CheckTest(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.temporary = self.place("tmp")
        os.makedirs(self.temporary)
        self.addCleanup(lambda: self.assertEqual(os.listdir(self.temporary), [], "the check left something behind"))

    def command(self, url, *words):
        patience = () if "--deadline" in words else ("--deadline", "20")
        return [STEPGATE, "check", url, *patience, *map(str, words)]

    def environment(self):
        return {**os.environ, "TMPDIR": self.temporary}

    def run_check(self, url, *words):
        return subprocess.run(self.command(url, *words), capture_output=True, text=True, timeout=120, check=False, env=self.environment())

    def check(self, url, *words, expect=0):
        """The one object that stands on stdout."""
        done = self.run_check(url, "--output", "json", *words)
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def codes(self, report):
        return [(one["severity"], one["code"]) for one in report["findings"]]

    def people_file(self, name="people.json", people=None):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            if name.endswith(".json"):
                json.dump(PEOPLE if people is None else people, stream)
            else:
                stream.write("id,email,country,city\n" + "".join(
                    f"{one['id']},{one['email']},{one['country']},{one.get('city', '')}\n" for one in PEOPLE))
        return path

    def typed(self, **options):
        service = TypedService(**options)
        self.addCleanup(service.stop)
        return service


class Verdicts(CheckTest):
    def test_a_clean_service_passes_without_a_finding(self):
        service = self.service()
        report = self.check(service.url, "--api-key", KEY, "--strict")
        self.assertEqual((report["url"], report["verdict"], report["findings"]), (service.url, "pass", []))
        self.assertEqual(report["exchange"]["people"], {"changed": 4, "unchanged": 0, "failed": 1})
        self.assertEqual([one["outcome"] for one in report["outcomes"]], ["changed"] * 4 + ["failed"])
        self.assertEqual(report["outcomes"][4]["code"], "COUNTRY_EMPTY")
        self.assertEqual(report["outcomes"][0]["activity"]["attributes"]["matchedBy"], "exact")
        self.assertIn({"id": 1, "field": "countryCode", "value": "GB"}, report["written"])
        self.assertEqual(len(report["written"]), report["exchange"]["fieldWrites"])
        self.assertEqual(report["exchange"]["badDay"]["callbacks"], 2)
        self.assertEqual(report["exchange"]["badDay"]["people"], {"changed": 0, "unchanged": 4, "failed": 1})

    def test_nothing_is_submitted_without_the_wish(self):
        service = self.service()
        self.assertEqual(self.check(service.url, "--api-key", KEY, "--no-submit")["verdict"], "pass")
        self.assertEqual(service.stats()["submits"], 0)

    def test_what_could_not_be_read_is_told_apart_from_nobody(self):
        service = self.service()
        missing = self.check(service.origin + "/nothing", expect=1)
        self.assertEqual((missing["verdict"], self.codes(missing)), ("fail", [("error", "DOCUMENT_UNREACHABLE")]))
        self.assertEqual(self.codes(self.check(service.origin + "/providerInstructions", expect=1)), [("error", "NOT_OPENAPI")])
        service.stop()
        self.assertEqual(self.check(service.url, expect=2)["verdict"], "error")

    def test_usage(self):
        service = self.service()
        self.assertEqual(self.run_check(service.url, "--no-such-flag").returncode, 2)
        self.assertEqual(self.check(service.url, "--api-key", KEY, "--set", "noSuch=1", expect=2)["verdict"], "error")
        self.assertEqual(self.check(service.url, "--people", "/nowhere.csv", expect=2)["findings"][0]["code"], "PEOPLE_UNREADABLE")
        self.assertEqual(service.stats()["submits"], 0)

    def test_credentials(self):
        service = self.service()
        self.assertEqual(self.codes(self.check(service.url, expect=1)), [("error", "CREDENTIALS_MISSING")])
        refused = self.check(service.url, "--api-key", "another", expect=1)
        self.assertEqual(self.codes(refused), [("error", "CREDENTIALS_REFUSED")])
        self.assertEqual([one["ok"] for one in refused["exchange"]["credentials"]], [True, False])

    def test_a_warning_fails_only_when_told(self):
        service = self.service("--token-in", "body")
        self.assertEqual(self.codes(self.check(service.url, "--api-key", KEY)), [("warning", "TOKEN_IN_BODY")])
        self.assertEqual(self.check(service.url, "--api-key", KEY, "--strict", expect=1)["verdict"], "fail")

    def test_no_callback(self):
        service = self.service("--no-callback-every", "1")
        report = self.check(service.url, "--api-key", KEY, "--deadline", "1", expect=1)
        self.assertEqual(self.codes(report), [("error", "CALLBACK_MISSING")])
        self.assertRegex(report["findings"][0]["where"], r"^http://127\.0\.0\.1:\d+/callback/")

    def test_a_callback_that_never_comes_again(self):
        service = self.service("--callback-retries", "0")
        report = self.check(service.url, "--api-key", KEY, "--deadline", "6")
        self.assertEqual((report["verdict"], self.codes(report)), ("pass", [("warning", "CALLBACK_NOT_REPEATED")]))

    def test_everyone_failed(self):
        service = self.service("--chunk-error-every", "1")
        self.assertEqual(self.codes(self.check(service.url, "--api-key", KEY, expect=1)), [("error", "EVERYONE_FAILED")])

    def test_load(self):
        report = self.check(self.service().url, "--api-key", KEY, "--load")
        self.assertEqual(sum(report["exchange"]["load"]["people"].values()), 1000)

    def test_junit_and_text(self):
        service = self.service("--status-code", "400")
        suite = xml.fromstring(self.run_check(service.url, "--api-key", KEY, "--output", "junit").stdout)
        self.assertEqual((suite.tag, suite.get("failures")), ("testsuite", "1"))
        self.assertIn("EVERYONE_FAILED", suite.find("testcase").get("name"))
        text = self.run_check(service.url, "--api-key", KEY)
        self.assertEqual(text.returncode, 1)
        self.assertRegex(text.stdout, r"acts for real, on 5 people(.|\n)*Errors\n +EVERYONE_FAILED(.|\n)*: fail \(1 errors")


class Written(CheckTest):
    """The very values that a stepgated run writes."""

    def real(self, url, key, people_csv, written_fields, settings):
        """{(id, field): value} as a real host wrote them."""
        host = self.host()
        host.ok("service", "install", url, "--name", "Real", "--api-key", key, "--create-fields", "--yes", "--accept-privacy-notice")
        host.ok("people", "import", people_csv, "--create-fields")
        host.campaign(service="Real", settings=settings)
        run = host.start_run()
        self.assertEqual(host.ended(run)["state"], "done")
        ids = [person["id"] for person in host.api.items("/people?limit=1000")]
        written = {}
        for one in ids:
            values = host.api.get(f"/people/{one}").json
            values = values.get("fields", values.get("values", values))
            for activity in host.api.get(f"/people/{one}/activities?limit=100").json["items"]:
                if activity["type"] == "dataValueChange" and activity["run"] == run:
                    written[one, activity["field"]] = values[activity["field"]]
        self.assertEqual({field for _, field in written}, written_fields)
        return written

    def as_checked(self, report):
        self.assertEqual(report["verdict"], "pass", report)
        cells = {(one["id"], one["field"]): one["value"] for one in report["written"]}
        self.assertEqual(len(cells), len(report["written"]))
        return cells

    def test_of_the_sample_service(self):
        service, people = self.service(), self.people_file("people.csv")
        report = self.check(service.url, "--api-key", KEY, "--people", people, "--set", "codeFormat=alpha3", "--set", "onUnknown=clear")
        checked = self.as_checked(report)
        self.assertEqual(checked[7, "countryCode"], "DEU")
        self.assertEqual([one["id"] for one in report["outcomes"]], [3, 7, 12, 900])
        fields = {"countryCode", "countryName", "region"}
        self.assertEqual(checked, self.real(service.url, KEY, people, fields, {"codeFormat": "alpha3", "onUnknown": "clear"}))

    def test_of_every_type(self):
        service = self.typed()
        people = os.path.join(self.folder, "typed.csv")
        with open(people, "w", encoding="utf-8") as stream:
            stream.write("id,email\n" + "".join(f"{n},p{n}@example.com\n" for n in (1, 2, 5)))
        report = self.check(service.url, "--api-key", "typed-key", "--people", people, "--set", "mode=x")
        checked = self.as_checked(report)
        self.assertEqual((checked[1, "inboolean"], checked[1, "ininteger"], checked[1, "inscore"]), (True, 42, 5))
        self.assertEqual((checked[1, "indatetime"], checked[2, "intext"], checked[5, "inscore"]), ("2024-03-01T08:00:00Z", "true", 9))
        self.assertEqual(checked[5, "inboolean"], False, "null is false")
        self.assertNotIn((2, "inemail"), checked, "too long an address is an error of the value")
        self.assertLess(len(checked[2, "instring"].encode()), 256)
        sampled = [one for one in report["findings"] if one["code"] == "OUTGOING_SAMPLED"]
        self.assertEqual(len(sampled), 10, "no field of a host is called outinteger")
        values = {code for _, code in self.codes(report)}
        self.assertLessEqual({"VALUE_NOT_INTEGER", "VALUE_NOT_DATE", "VALUE_NOT_DATETIME", "VALUE_TOO_LONG", "TEXT_CUT"}, values)
        real = self.real(service.url, "typed-key", people, {field for _, field in checked}, {"mode": "x"})
        self.assertEqual(checked, real)

    def test_field_names_of_any_shape(self):
        plain = self.check(self.typed(suggest=False).url, "--api-key", "typed-key")
        self.assertEqual(plain["verdict"], "pass", plain)
        shapes = {"dots": "a.b.{}", "braces": "{{{{my.{}}}}}", "non-ascii": "größe-{}-日本", "digits first": "1st {}",
                  "200 characters": "x" * 180 + "_{}", "a quote": "it's \"{}\"", "one letter apart": "{}!"}
        for shape, form in shapes.items():
            with self.subTest(shape):
                service = self.typed(suggest=False, shape=form.format)
                report = self.check(service.url, "--api-key", "typed-key")
                self.assertEqual([code for severity, code in self.codes(report) if severity == "error"], [])
                self.assertEqual(len(report["written"]), len(plain["written"]))
                self.assertEqual(set(service.submits[0]["objectData"][0]["objectContext"]) - {"id"},
                                 {form.format("out" + name) for name in TYPES})

    def test_columns_of_any_shape(self):
        service = self.typed(suggest=False, shape="a.{}".format)
        people = self.people_file(people=[{"email": "a@example.com", "a.outstring": "gold", "First Name!": "x", "": "y"}])
        report = self.check(service.url, "--api-key", "typed-key", "--people", people)
        self.assertEqual(report["verdict"], "pass", report)
        self.assertEqual(service.submits[0]["objectData"][0]["objectContext"]["a.outstring"], "gold")

    def test_a_suggestion_that_no_service_can_have(self):
        service = self.typed()
        for field in service.definition["callbackPayloadDef"]["fields"]:
            if field["dataType"] == "datetime":
                field["suggestedMarketoAttribute"] = "updatedAt"
        report = self.check(service.url, "--api-key", "typed-key")
        self.assertIn(("warning", "SUGGESTION_READ_ONLY"), self.codes(report))
        self.assertIn({"id": 1, "field": "updatedAt2", "value": "2024-03-01T08:00:00Z"}, report["written"])

    def test_halves_after_413_count_as_the_first_chunk(self):
        whole = self.check(self.service().url, "--api-key", KEY)
        halved = self.check(self.service("--odd", "most-people").url, "--api-key", KEY)
        self.assertIn(("warning", "CHUNK_SPLIT"), self.codes(halved))
        self.assertEqual(halved["written"], whole["written"])

    def test_where_the_user_maps(self):
        service = self.typed(user_driven=True)
        people = self.people_file(people=[{"email": "a@example.com", "tier": "gold"}, {"email": "b@example.com", "tier": None}])
        report = self.check(service.url, "--api-key", "typed-key", "--people", people, "--outgoing", "email,tier", "--incoming", "tier")
        self.assertEqual(report["written"], [{"id": 1, "field": "tier", "value": "seen 1"}, {"id": 2, "field": "tier", "value": "seen 2"}])
        contexts = [person["objectContext"] for person in service.submits[0]["objectData"]]
        self.assertEqual(contexts, [{"id": 1, "email": "a@example.com", "tier": "gold"}, {"id": 2, "email": "b@example.com", "tier": None}])


class Around(CheckTest):
    def test_secrets_are_masked_in_every_form(self):
        secret = "s3cret +/ä=&key"
        service = self.typed(key=secret)
        done = self.run_check(service.url, "--api-key", secret, "--trace", "--output", "json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("submitAsyncAction", done.stderr)
        token = service.submits[0]["token"]
        for hidden in (secret, token, service.submits[0]["apiCallBackKey"]):
            forms = (hidden, quote(hidden, safe=""), quote_plus(hidden), base64.b64encode(hidden.encode()).decode())
            self.assertEqual([form for form in forms if form in done.stderr + done.stdout], [])

    def test_a_token_in_the_body_is_masked_in_a_real_host_too(self):
        service, host = self.service("--token-in", "body"), self.host()
        host.install(service, "--accept-privacy-notice")
        host.ok("people", "import", self.people_file("people.csv"))
        host.campaign()
        run = host.start_run()
        host.ended(run)
        shown = host.ok("run", "show", run, "--chunk", "1", "--trace").stdout
        self.assertEqual(re.findall(r'"token":"([^"]*)"', shown), ["***", "***"])

    def test_over_https(self):
        service = self.typed(trust=self.temporary)
        report = self.check(service.url, "--api-key", "typed-key", "--tls")
        self.assertEqual(report["verdict"], "pass", report)
        self.assertTrue(service.submits[0]["callbackUrl"].startswith("https://127.0.0.1:"))
        self.assertTrue(report["exchange"]["caFile"].startswith(self.temporary))

    def test_interrupted_it_leaves_nothing_behind(self):
        service = self.service("--no-callback-every", "1")
        with subprocess.Popen(self.command(service.url, "--api-key", KEY, "--output", "json"), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, env=self.environment()) as process:
            eventually(lambda: service.stats()["submits"] == 1, "the submit")
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out)["verdict"], "error")


if __name__ == "__main__":
    unittest.main()
