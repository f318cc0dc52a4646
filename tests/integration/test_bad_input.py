"""What is wrong is refused by a code of its own, in the API and in the client alike, and nothing is half done."""
import json
import os
import re
import unittest

from harness import IntegrationTest, free_port

KEPT = ("person", "field", "service", "credential", "service_plan", "picklist", "campaign", "run")
NAME = "Country Codes"
STATUSES = {400: 1, 404: 3, 409: 1, 413: 1, 422: 1, 502: 1}  # of the API, and what the client ends with


class Refusals(IntegrationTest):
    """One host for each test: refusals must leave it as it was."""

    def setUp(self):
        super().setUp()
        self.stepgated = self.host()
        self.service_ = self.detour()

    def kept(self):
        return {table: self.stepgated.store.rows(f"SELECT * FROM {table}") for table in KEPT}

    def log_codes(self):
        return [item["code"] for item in self.stepgated.api.items("/log?limit=100")]

    def judge_answer(self, answer, status, code, subject):
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["status"], status)
        self.assertIn(subject, problem["subject"])
        self.assertTrue(problem["fact"], problem)
        self.assertTrue(problem["remedy"], problem)
        return problem

    def refused(self, ask, words, status, code, subject, stdin=None):
        """`ask()` asks the API, `words` are the client's for the same. Gives the problem."""
        before = self.kept()
        problem = self.judge_answer(ask(), status, code, subject)
        self.assertEqual(self.kept(), before)
        if words:
            ran = self.stepgated.cli(*words, stdin=stdin)
            self.assertEqual(ran.status, STATUSES[status], ran)
            error = next(line for line in ran.stderr.splitlines() if line.startswith("error: "))
            self.assertTrue(error.endswith(f"[{code}]"), ran)
            self.assertIn(subject, error)
            self.assertIn(re.sub(r"\s+", " ", problem["remedy"]).rstrip("."), error)
            self.assertEqual(self.kept(), before)
            ran = self.stepgated.cli("--output", "json", *words, stdin=stdin)
            self.assertEqual((ran.status, ran.stdout), (STATUSES[status], ""), "stdout is for results")
        return problem

    def refused_document(self, code, status=422, url=None):
        url = url or self.service_.url
        problem = self.refused(lambda: self.stepgated.api.post("/services", {"url": url}),
                               ("service", "install", url, "--api-key", "sample-key", "--yes"), status, code, url)
        self.assertEqual(self.stepgated.api.get("/services").json["items"], [])
        return problem

    def draft(self):
        answer = self.stepgated.api.post("/services", {"url": self.service_.url, "name": NAME})
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def credentials(self, key="sample-key"):
        return self.stepgated.api.put(f"/services/{NAME}/credential", {"inputs": {"apiKey": key}})


class Documents(Refusals):
    def test_nobody_there(self):
        self.refused_document("DOCUMENT_UNREACHABLE", url=f"http://127.0.0.1:{free_port()}/openapi.json")

    def test_no_document_there(self):
        self.service_.answers["/openapi.json"] = (404, "{}")
        self.assertIn("404", self.refused_document("DOCUMENT_UNREACHABLE")["fact"])

    def test_no_url(self):
        self.refused_document("URL_INVALID", url="country-codes")

    def test_a_page(self):
        self.service_.answers["/openapi.json"] = (200, "<!DOCTYPE html><html>Hello</html>", {"Content-Type": "text/html"})
        self.refused_document("NOT_OPENAPI")

    def test_json_of_something_else(self):
        self.service_.answers["/openapi.json"] = (200, '{"name": "package", "version": "1.0.0"}')
        self.refused_document("NOT_OPENAPI")

    def test_broken_json(self):
        whole = json.dumps(self.service_.original("/openapi.json"))
        self.service_.answers["/openapi.json"] = (200, whole[:len(whole) // 2])
        self.refused_document("DOCUMENT_UNREADABLE")

    def test_nothing(self):
        self.service_.answers["/openapi.json"] = (200, "")
        self.assertIn("empty", self.refused_document("DOCUMENT_UNREADABLE")["fact"])

    def test_an_older_version(self):
        self.service_.answers["/openapi.json"] = (200, '{"swagger": "2.0", "info": {"title": "T"}, "paths": {}}')
        self.assertIn("2.0", self.refused_document("OPENAPI_VERSION_UNSUPPORTED")["fact"])

    def test_missing_paths(self):
        self.service_.changed("/openapi.json", lambda document: (document["paths"].pop("/status"), document["paths"].pop("/getServiceDefinition")))
        problem = self.refused_document("PATH_MISSING")
        for path in ("/status", "/getServiceDefinition"):
            self.assertIn(path, problem["fact"])
        self.assertNotIn("/submitAsyncAction", problem["fact"])

    def test_no_security(self):
        self.service_.changed("/openapi.json", lambda document: document.pop("security"))
        self.refused_document("SECURITY_MISSING")

    def findings(self):
        return {finding["code"]: finding for finding in self.draft()["findings"]}

    def test_a_newer_version_is_read_with_a_warning(self):
        self.service_.changed("/openapi.json", lambda document: document.update(openapi="3.1.0"))
        self.assertTrue(self.findings()["OPENAPI_3_1"]["marketoRefuses"])
        self.assertIn("OPENAPI_3_1", self.log_codes())

    def test_missing_fields_of_the_provider_are_warnings(self):
        self.service_.changed("/openapi.json", lambda document: [document["info"].pop(name) for name in list(document["info"]) if name.startswith("x-")])
        self.assertEqual(self.findings()["INFO_FIELD_MISSING"]["severity"], "warning")
        shown = self.stepgated.ok("service", "show", NAME)
        self.assertIn("INFO_FIELD_MISSING", shown.stdout + shown.stderr)

    def test_a_name_that_is_taken(self):
        self.draft()
        self.refused(lambda: self.stepgated.api.post("/services", {"url": self.service_.url, "name": NAME.upper()}), (), 409, "NAME_TAKEN", NAME.upper())


class Onboarding(Refusals):
    def setUp(self):
        super().setUp()
        self.draft()

    def test_wrong_credentials(self):
        problem = self.refused(lambda: self.credentials("wrong-key"), ("service", "credentials", NAME, "--api-key", "wrong-key"), 422,
                               "CREDENTIALS_REFUSED", NAME)
        self.assertEqual([(step["step"], step["ok"]) for step in problem["errors"]], [("configuration", True), ("status", False)])
        self.assertEqual(problem["errors"][-1]["http"], 401)
        self.assertEqual(self.log_codes().count("CREDENTIALS_REFUSED"), 3)
        self.assertNotIn("wrong-key", json.dumps(problem) + self.stepgated.program.log_text())

    def test_a_service_that_is_unwell_says_nothing_about_credentials(self):
        self.service_.answers["/status"] = (500, "{}")
        problem = self.refused(self.credentials, ("service", "credentials", NAME, "--api-key", "sample-key"), 502, "STATUS_FAILED", NAME)
        self.assertIn("500", problem["fact"])

    def test_a_failing_status_is_told_remembered_and_logged_once(self):
        self.credentials()
        self.stepgated.api.post(f"/services/{NAME}/definition")
        shown, mapping = self.stepgated.api.get(f"/services/{NAME}").json, self.stepgated.api.get(f"/services/{NAME}/mapping").json
        self.service_.answers["/status"] = (500, "{}")
        problem = self.judge_answer(self.stepgated.api.get(f"/services/{NAME}/status"), 502, "STATUS_FAILED", NAME)
        self.assertIn("500", problem["fact"])
        ran = self.stepgated.cli("service", "status", NAME)
        self.assertEqual(ran.status, 1, ran)
        self.assertIn("[STATUS_FAILED]", ran.stderr)
        self.assertEqual(self.log_codes().count("STATUS_FAILED"), 1, "the same again says nothing new")
        now = self.stepgated.api.get(f"/services/{NAME}").json
        for name in ("state", "paused", "definition", "credential", "configuration"):
            self.assertEqual(now[name], shown[name], name)
        self.assertEqual(self.stepgated.api.get(f"/services/{NAME}/mapping").json, mapping)

    def test_bad_definitions(self):
        self.credentials()
        for status, text, code, answered in ((503, "{}", "DEFINITION_UNREACHABLE", 422), (200, "<html>", "DEFINITION_UNREADABLE", 422),
                                             (200, "{}", "DEFINITION_INCOMPLETE", 422)):
            with self.subTest(code):
                self.service_.answers["/getServiceDefinition"] = (status, text)
                self.refused(lambda: self.stepgated.api.post(f"/services/{NAME}/definition"), (), answered, code, NAME)

    def test_a_required_mapping_that_is_missing(self):
        self.credentials()
        self.service_.changed("/getServiceDefinition", lambda definition: [
            field.update(suggestedMarketoAttribute="nothing") for field in definition["invocationPayloadDef"]["fields"]])
        self.stepgated.api.post(f"/services/{NAME}/definition")
        self.stepgated.ok("service", "map", NAME, "--confirm")
        problem = self.refused(lambda: self.stepgated.api.post(f"/services/{NAME}/activate"), ("service", "activate", NAME), 409,
                               "SERVICE_INCOMPLETE", NAME)
        self.assertIn("MAPPING_REQUIRED", [part["code"] for part in problem["errors"]])
        self.assertEqual(self.stepgated.api.get(f"/services/{NAME}").json["state"], "draft")

    def test_a_mapping_to_nowhere(self):
        self.credentials()
        self.stepgated.api.post(f"/services/{NAME}/definition")
        rows = {"outgoing": {"rows": [{"serviceAttribute": "country", "field": "contry"}]}}
        problem = self.refused(lambda: self.stepgated.api.put(f"/services/{NAME}/mapping", rows), ("service", "map", NAME, "--out", "country=contry"),
                               422, "MAPPING_UNKNOWN_FIELD", NAME)
        self.assertEqual(problem["errors"][0]["serviceAttribute"], "country")

    def test_a_campaign_of_a_draft(self):
        ask = {"name": "A", "service": NAME, "audience": {"all": True}}
        self.refused(lambda: self.stepgated.api.post("/campaigns", ask), ("campaign", "create", "A", "--service", NAME, "--all"), 409,
                     "SERVICE_NOT_ACTIVE", NAME)


class Files(Refusals):
    def refused_file(self, text, code, status=422):
        path = os.path.join(self.folder, "people.csv")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        ask = lambda: self.stepgated.api.post("/people/import", text.encode(), content_type="text/csv")
        return self.refused(ask, ("people", "import", path), status, code, "")

    def test_files_that_are_refused_as_a_whole(self):
        for text, code in (("", "CSV_EMPTY"), ("Berlin,Germany\nParis,France\n", "CSV_NO_HEADER"), ("email,contry\na@x.org,France\n", "CSV_UNKNOWN_COLUMN"),
                           ("city\nBonn\n", "CSV_NO_KEY"), ("email,city,city\na@x.org,a,b\n", "CSV_DUPLICATE_COLUMN")):
            with self.subTest(code):
                self.refused_file(text, code)
        self.assertIn("contry", self.refused_file("email,contry\na@x.org,France\n", "CSV_UNKNOWN_COLUMN")["subject"])

    def test_bad_dates_are_refused_line_by_line(self):
        path = os.path.join(self.folder, "people.csv")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("email,dateOfBirth\na@x.org,2024-02-30\nb@x.org,2024-02-29\nc@x.org,yesterday\n")
        answer = self.stepgated.ask("people", "import", path)
        self.assertEqual((answer["inserted"], answer["refused"]), (1, 2))
        self.assertEqual([(one["line"], one["field"]) for one in answer["errors"]], [(2, "dateOfBirth"), (4, "dateOfBirth")])
        self.assertEqual(len({one["code"] for one in answer["errors"]}), 1)
        self.assertEqual(self.stepgated.store.value("SELECT count(*) FROM person"), 1)


if __name__ == "__main__":
    unittest.main()
