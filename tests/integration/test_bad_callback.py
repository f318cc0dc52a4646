"""What a service says wrongly: answers that are none, and callbacks that nobody asked for. The chunk stays good until a good one comes."""
import http.client
import json
import unittest
from urllib.parse import urlsplit

from harness import IntegrationTest, csv_text, eventually
from harness.waiting import WAIT

PEOPLE = 4


class BadService(IntegrationTest):
    limits = {"chunkPeople": PEOPLE, "maxAttempts": 1}
    properties = {"callbacks.max_bytes": "4096"}

    def setUp(self):
        super().setUp()
        self.service_ = self.detour()
        self.stepgated = self.host(self.properties)
        self.stepgated.install(self.service_)
        configured = self.stepgated.api.put("/services/Country Codes/configuration", {"limits": self.limits})
        self.assertEqual(configured.status, 200, configured)
        self.stepgated.api.post("/people/import", csv_text(PEOPLE).encode(), content_type="text/csv")
        self.stepgated.campaign()

    def log_codes(self):
        return [item["code"] for item in self.stepgated.api.items("/log?limit=100")]

    def nobody_changed(self):
        self.assertEqual(self.stepgated.store.filled("countryCode"), 0)


class Answers(BadService):
    def failed_with(self, answer, code):
        self.service_.answers["/submitAsyncAction"] = answer
        run = self.stepgated.ended(self.stepgated.start_run())
        self.assertEqual((run["failed"], run["open"]), (PEOPLE, 0), run)
        self.assertEqual([failure["code"] for failure in run["failures"]], [code])
        self.assertEqual(len(self.service_.asked("/submitAsyncAction")), 1)
        chunk = self.stepgated.api.get(f"/runs/{run['id']}/chunks/1").json
        self.assertEqual(chunk["state"], "failed")
        self.assertIn(code, self.log_codes())
        self.nobody_changed()
        ran = self.stepgated.cli("run", "watch", run["id"])
        self.assertEqual(ran.status, 6, "every person failed")

    def test_refused(self):
        self.failed_with((400, '{"error": "no"}'), "HTTP_400")

    def test_unwilling(self):
        self.failed_with((403, "{}"), "HTTP_403")

    def test_busy_for_ever(self):
        self.failed_with((429, "{}", {"Retry-After": "0"}), "RETRIES_EXHAUSTED")

    def test_a_redirect_is_no_answer(self):
        self.failed_with((302, "", {"Location": self.service_.origin + "/elsewhere"}), "HTTP_302")
        self.assertEqual(self.service_.asked("/elsewhere"), [])

    def test_refused_credentials_pause_the_service(self):
        self.service_.answers["/submitAsyncAction"] = (401, "{}")
        run = self.stepgated.start_run()
        shown = eventually(lambda: (s := self.stepgated.api.get("/services/Country Codes").json)["paused"] and s, "the pause")
        self.assertEqual(shown["paused"], "CREDENTIALS_REFUSED")
        self.assertEqual(self.stepgated.run(run)["failed"], 0)
        again = self.stepgated.api.post("/campaigns/Enrich/run")
        self.assertEqual((again.status, again.code), (409, "SERVICE_PAUSED"))
        del self.service_.answers["/submitAsyncAction"]
        self.stepgated.ok("service", "credentials", "Country Codes", "--api-key", "sample-key")
        self.assertEqual(self.stepgated.ended(run)["changed"], PEOPLE)


class Callbacks(BadService):
    def setUp(self):
        super().setUp()
        self.service_.answers["/submitAsyncAction"] = (201, "{}")
        self.run_ = self.stepgated.start_run()
        self.asked = eventually(lambda: self.service_.asked("/submitAsyncAction"), "the submit")[0].json
        self.stepgated.wait_run(self.run_, lambda run: run["chunks"]["open"] == 1)

    def call_back(self, body, token=None, url=None, method="POST"):
        where = urlsplit(url or self.asked["callbackUrl"])
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=WAIT)
        try:
            headers = {"Content-Type": "application/json", "x-callback-token": token or self.asked["token"]}
            connection.request(method, where.path, body.encode() if isinstance(body, str) else body, headers)
            answer = connection.getresponse()
            text = answer.read()
            self.assertIsInstance(json.loads(text), dict, text)
            return answer.status
        finally:
            connection.close()

    def good(self):
        ids = [entry["objectContext"]["id"] for entry in self.asked["objectData"]]
        return json.dumps({"munchkinId": self.asked["context"]["subscription"]["munchkinId"], "objectData": [
            {"leadData": {"id": person, "countryCode": "XX"}, "activityData": {"success": True}} for person in ids]})

    def still_good(self):
        """Nothing has happened yet, and the token is as good as before."""
        self.nobody_changed()
        self.assertEqual(self.stepgated.run(self.run_)["open"], PEOPLE)
        self.assertEqual(self.call_back(self.good()), 200)
        self.assertEqual(self.stepgated.ended(self.run_)["changed"], PEOPLE)
        self.assertEqual(set(self.stepgated.store.values_of("countryCode").values()), {"XX"})

    def test_a_wrong_token(self):
        for token in ("nobody", self.asked["token"] + "x", self.asked["token"][:-1], "\u00e9"):
            with self.subTest(token):
                self.assertEqual(self.call_back(self.good(), token), 401)
        eventually(lambda: self.log_codes().count("CALLBACK_TOKEN_WRONG") == 1, "one entry for all of them", 5)
        self.still_good()

    def test_an_unreadable_body(self):
        for body in ("", "{", "<html>", '{"objectData": [{"leadData": {"id": "x"', b"\xff\xfe{}", "[" * 3000):
            with self.subTest(body):
                self.assertEqual(self.call_back(body), 400)
        eventually(lambda: self.log_codes().count("CALLBACK_UNREADABLE") == 1, "one entry for all of them", 5)
        self.still_good()

    def test_an_unknown_chunk(self):
        base, _, code = self.asked["callbackUrl"].rpartition("/")
        other = code[:-1] + ("A" if code[-1] != "A" else "B")
        for url in (base + "/" + other, base + "/", base + "/" + "A" * len(code), base + "/" + "x" * 5000):
            with self.subTest(url):
                self.assertEqual(self.call_back(self.good(), url=url), 404)
        self.still_good()

    def test_too_large(self):
        self.assertEqual(self.call_back(self.good() + " " * 8192), 413)
        eventually(lambda: self.log_codes().count("CALLBACK_TOO_LARGE") == 1, "the entry", 5)
        self.still_good()

    def test_another_method(self):
        self.assertEqual(self.call_back("", method="GET"), 405)
        self.still_good()

    def test_people_of_others_are_left_alone(self):
        self.stepgated.api.post("/people/import", csv_text(1, first=99).encode(), content_type="text/csv")
        body = json.loads(self.good())
        stranger = dict(body["objectData"][0], leadData={"id": PEOPLE + 1, "countryCode": "YY"})
        body["objectData"].append(stranger)
        self.assertEqual(self.call_back(json.dumps(body)), 200)
        self.stepgated.ended(self.run_)
        self.assertNotIn("YY", self.stepgated.store.values_of("countryCode").values())
        self.assertIn("PERSON_UNKNOWN", self.log_codes())

    def test_results_twice_and_other_results(self):
        self.assertEqual([self.call_back(self.good()), self.call_back(self.good())], [200, 200])
        self.assertEqual(self.call_back(self.good().replace("XX", "ZZ")), 409)
        self.assertEqual(set(self.stepgated.store.values_of("countryCode").values()), {"XX"})


if __name__ == "__main__":
    unittest.main()
