"""Services of different shapes at once, through the one adapter that is loaded once."""
import unittest
import urllib.parse

from harness import KEY, IntegrationTest, check_people, check_statistics, csv_text, eventually
from harness.sums import statistics

PEOPLE, SIZE = 400, 20
UNKNOWN = PEOPLE // 8


class TwoServices(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.plain = self.service("--delay-ms", 150)
        self.odd = self.service("--key-in-query", "secret", "--yaml-only", "--no-picklist", "--delay-ms", 150, base="/v2", document="openapi.yaml")
        self.host_ = self.host()
        self.host_.api.post("/people/import", csv_text(PEOPLE).encode(), content_type="text/csv")
        self.host_.install(self.plain, name="Plain")
        self.host_.install(self.odd, "--map-in", "countryCode=department", "--map-in", "countryName=title", "--map-in", "region=industry", name="Odd")
        for name in ("Plain", "Odd"):
            self.assertEqual(self.host_.api.put(f"/services/{name}/configuration", {"limits": {"chunkPeople": SIZE}}).status, 200)

    def test_each_has_its_own_shape(self):
        plain, odd = (self.host_.api.get(f"/services/{name}").json for name in ("Plain", "Odd"))
        self.assertEqual((plain["discovery"]["security"]["in"], odd["discovery"]["security"]["in"]), ("header", "query"))
        self.assertEqual(odd["discovery"]["baseUrl"], self.odd.origin + "/v2")
        self.assertEqual((plain["discovery"]["paths"]["picklist"], odd["discovery"]["paths"]["picklist"]), (True, False))
        self.assertEqual(len(self.host_.api.get("/services/Plain/picklists").json["items"]), 2)
        # Where no list can be read, a typed value is taken, and a wrong one is the service's to refuse.
        self.host_.campaign("Typed", "Odd", settings={"codeFormat": "anything", "onUnknown": "fail"})
        refused = self.host_.cli("campaign", "create", "Wrong", "--service", "Plain", "--set", "codeFormat=anything", "--set", "onUnknown=fail", "--all")
        self.assertEqual(refused.status, 1)
        self.assertIn("codeFormat", refused.stderr)

    def test_both_run_at_once(self):
        self.host_.campaign("One", "Plain")
        self.host_.campaign("Two", "Odd", settings={"codeFormat": "alpha3", "onUnknown": "fail"})
        runs = {"Plain": self.host_.start_run("One"), "Odd": self.host_.start_run("Two")}
        for run in runs.values():
            self.host_.ended(run)
        self.overlap()
        witnesses = {"Plain": self.plain, "Odd": self.odd}
        for name, run in runs.items():
            with self.subTest(name):
                counts = check_people(self, self.host_, run, PEOPLE)
                self.assertEqual((counts["changed"], counts["failed"]), (PEOPLE - UNKNOWN, UNKNOWN))
                check_statistics(self, self.host_, [run], witnesses[name].witness.statuses(), service=name)
                self.assertEqual(sorted(witnesses[name].witness.people_taken()), list(range(1, PEOPLE + 1)))
        first = self.host_.api.get("/people/1").json["fields"]
        self.assertEqual((first["countryCode"], first["department"]), ("DE", "DEU"))
        loaded = [part["id"] for file in self.host_.api.get("/plugins").json["loaded"] for part in file["components"]]
        self.assertEqual(loaded.count("adapter-openapi"), 1)
        self.assertNotEqual(statistics(self.host_, "Plain"), {})
        self.no_key_in_clear(runs["Odd"])

    def overlap(self):
        """Both had something to do at some moment."""
        spans = []
        for service in (self.plain, self.odd):
            service.settled()
            spans.append((min(line["time"] for line in service.witness.submits()), max(line["time"] for line in service.witness.applied())))
        self.assertLess(max(begin for begin, _ in spans), min(end for _, end in spans))

    def no_key_in_clear(self, run):
        """A key in the query is masked in the URL that a trace shows."""
        shown = self.host_.ok("run", "show", run, "--chunk", "1", "--trace").stdout
        self.assertIn("/v2/submitAsyncAction", shown)
        self.assertNotIn(KEY, shown)
        self.assertNotIn(KEY, self.host_.program.log_text())

    def test_one_is_down_and_the_other_goes_on(self):
        self.host_.campaign("One", "Plain")
        self.host_.campaign("Two", "Odd")
        self.plain.stop()
        stuck = self.host_.start_run("One")
        run = self.host_.start_run("Two")
        self.assertEqual(self.host_.ended(run)["changed"], PEOPLE - UNKNOWN)
        shown = self.host_.run(stuck)
        self.assertEqual((shown["state"], shown["changed"], shown["failed"]), ("running", 0, 0))
        entries = self.host_.ask("log", "--severity", "warning", "--limit", "5")["items"]
        self.assertTrue(entries and entries[0]["service"]["name"] == "Plain", entries)
        self.assertIn(urllib.parse.urlparse(self.plain.origin).netloc, entries[0]["message"])
        self.host_.ok("run", "abort", stuck)
        eventually(lambda: self.host_.run(stuck)["state"] == "aborted", "the end of the aborted run")


if __name__ == "__main__":
    unittest.main()
