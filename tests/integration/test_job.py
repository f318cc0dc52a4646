"""The whole job, over HTTP and natively, on the same people; what can be seen of it afterwards."""
import csv
import os
import unittest
from collections import Counter

from harness import KEY, IntegrationTest, check_people, check_statistics, results, write_csv

PEOPLE = 2400
FIELDS = ("countryCode", "countryName", "region")


class TheWholeJob(IntegrationTest):
    def do_it(self, host, service, *words):
        """As a person would: install, import, campaign, run and watch."""
        csv_file = write_csv(os.path.join(self.folder, "people.csv"), PEOPLE)
        host.install(service, *words)
        self.assertIn(f"{PEOPLE:,}", host.ok("people", "import", csv_file).stdout)
        host.campaign()
        watched = host.ok("campaign", "run", "Enrich")
        self.assertIn("done", watched.stdout)
        return host.ask("run", "list")["items"][0]["id"]

    def test_over_http_and_natively(self):
        service = self.service("--delay-ms", "50")
        http, native = self.host(), self.host(plugins=[self.native()])
        by_http, natively = self.do_it(http, service), self.do_it(native, "plugin:adapter-country-codes")
        counts = check_people(self, http, by_http, PEOPLE)
        self.assertEqual(counts, check_people(self, native, natively, PEOPLE))
        self.assertEqual((counts["changed"], counts["failed"]), (PEOPLE - PEOPLE // 8, PEOPLE // 8))
        self.assertEqual(counts["field_writes"], sum(http.store.filled(field) for field in FIELDS))
        for field in FIELDS:
            self.assertEqual(http.store.values_of(field), native.store.values_of(field))
        self.assertEqual([row[:3] for row in results_of(http, by_http)], [row[:3] for row in results_of(native, natively)])
        check_statistics(self, http, [by_http], service.witness.statuses())
        check_statistics(self, native, [natively])
        self.compare_with_witness(service, http, counts)

    def compare_with_witness(self, service, host, counts):
        service.settled()
        everyone = sorted(host.store.values_of("email"))
        self.assertEqual(sorted(service.witness.people_taken()), everyone)
        self.assertEqual(sorted(service.witness.people_applied()), everyone)
        applied = service.witness.applied()
        self.assertEqual(sum(line["fields"] for line in applied), counts["field_writes"])
        self.assertEqual(sum(line["failed"] for line in applied), counts["failed"])
        self.assertEqual(len(service.witness.taken()), counts["chunks"])


def results_of(host, run):
    return [tuple(row.values()) for row in results(host, run)]


class WhatIsSeenAfterwards(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.host_, self.people = self.host(), 160
        self.key_of_service = self.service()
        self.host_.install(self.key_of_service)
        self.host_.ok("people", "import", write_csv(os.path.join(self.folder, "p.csv"), self.people))
        self.host_.campaign()
        self.run_ = self.host_.start_run()
        self.host_.ended(self.run_)

    def test_failed_results_as_csv(self):
        rows = list(csv.DictReader(self.host_.ok("run", "results", self.run_, "--failed", "--output", "csv").stdout.splitlines()))
        self.assertEqual([int(row["person"]) for row in rows], list(range(8, self.people + 1, 8)))
        self.assertEqual(Counter(row["code"] for row in rows), {"COUNTRY_UNKNOWN": self.people // 8})
        self.assertTrue(all("Narnia" in row["reason"] for row in rows))

    def test_a_person_and_the_history(self):
        shown = self.host_.ok("people", "show", "person2@example.com").stdout
        for word in ("Deutschland", "Germany", "countryCode", "Country Codes"):
            self.assertIn(word, shown)
        history = self.host_.api.get("/people/2/activities").json["items"]
        self.assertEqual(Counter(item["type"] for item in history), {"service": 1, "dataValueChange": 3})
        change = next(item for item in history if item.get("field") == "countryCode")
        self.assertEqual((change["old"], change["new"], change["source"]), (None, "DE", "Country Codes (1)"))
        step = next(item for item in history if item["type"] == "service")
        self.assertEqual((step["primaryValue"], step["outcome"], step["attributes"]["matchedBy"]), ("alpha2", "changed", "alias"))

    def test_no_trace_and_no_file_shows_a_secret(self):
        shown = self.host_.ok("run", "show", self.run_, "--chunk", "1", "--trace").stdout
        self.assertIn("submitAsyncAction", shown)
        self.assertIn("person1@example.com", shown)
        self.assertIn("x-callback-token: ***", shown)
        self.assertIn('"token":"***"', shown)
        self.assertIn("X-API-Key: ***", shown)
        everything = [shown, self.host_.program.log_text(), self.host_.ok("log", "--limit", "1000").stdout,
                      self.host_.api.get(f"/runs/{self.run_}/chunks/1").body.decode()]
        everything += [text for (text,) in self.host_.store.rows("SELECT text FROM trace")]
        self.host_.stop()
        for folder, _, files in os.walk(self.host_.data):
            for name in files:
                with open(os.path.join(folder, name), "rb") as stream:
                    everything.append(stream.read().decode("latin-1"))
        for text in everything:
            self.assertNotIn(KEY, text)

    def test_export_and_the_same_again(self):
        out = os.path.join(self.folder, "out.csv")
        self.host_.ok("people", "export", out, "--where", "countryCode=DE", "--fields", "email,country,countryCode,lastName")
        with open(out, encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.assertEqual(len(rows), self.people // 4)
        self.assertEqual({row["countryCode"] for row in rows}, {"DE"})
        self.assertEqual({row["country"] for row in rows}, {"Germany", "Deutschland"})
        self.assertEqual(rows[0]["lastName"], "O'Neill, \"1\"")
        self.host_.ok("people", "export", out)
        again = self.host_.ask("people", "import", out)
        self.assertEqual((again["inserted"], again["updated"], again["unchanged"], again["refused"]), (0, 0, self.people, 0))


if __name__ == "__main__":
    unittest.main()
