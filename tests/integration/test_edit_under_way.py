"""Everything but the URL is edited while a run is under way: chunks in flight keep their plan, the next one uses the new one."""
import os
import unittest

from harness import eventually, write_csv
from lifecycle.case import LifecycleTest
from lifecycle.played import KEY, attribute

PEOPLE = 16


class EditUnderWay(LifecycleTest):
    def setUp(self):
        super().setUp()
        self.host_, self.service_ = self.host(), self.played()
        invocation = self.service_.definition["invocationPayloadDef"]
        invocation["globalAttributes"].append(attribute("region"))
        invocation["headers"] = [{"name": "X-Source", "description": "where from"}]
        self.install(self.host_, self.service_, "Played", "--global", "region=EU", "--header", "X-Source=first")
        self.host_.ok("people", "import", write_csv(os.path.join(self.folder, "people.csv"), PEOPLE))
        self.host_.ok("service", "configure", "Played", "--limit", "chunkPeople=1", "--limit", "chunksInFlight=1")
        self.service_.hold = True
        self.campaign(self.host_)

    def next_submit(self):
        """The result of the one that is in flight goes back, and the next comes."""
        before = len(self.service_.submits())
        eventually(lambda: self.service_.held, "a chunk in flight")
        self.service_.release()
        eventually(lambda: len(self.service_.submits()) > before, "the next submit")
        return self.service_.submits()[-1]

    def headers(self):
        return {name.lower(): value for name, value in self.service_.headers_of("/submitAsyncAction")[-1].items()}

    def test_every_edit_takes_hold_with_the_next_chunk(self):
        host = self.host_
        run = host.start_run()
        eventually(self.service_.submits, "a submit")
        context = lambda submitted: submitted["objectData"][0]["objectContext"]
        self.assertEqual(set(context(self.service_.submits()[-1])), {"id", "email", "firstName", "city"})

        host.ok("service", "configure", "Played", "--name", "Renamed")
        self.next_submit()
        host.ok("service", "configure", "Renamed", "--global", "region=US", "--header", "X-Source=second")
        self.assertEqual(self.next_submit()["context"]["admin"], {"region": "US"})
        self.assertEqual(self.headers()["x-source"], "second")

        host.ok("service", "map", "Renamed", "--out", "firstName=lastName", "--accept-privacy-notice")
        self.assertIn("O'Neill", context(self.next_submit())["firstName"])
        host.ok("service", "map", "Renamed", "--off", "firstName")
        self.assertIsNone(context(self.next_submit())["firstName"])
        host.ok("service", "map", "Renamed", "--in", "city=title")
        self.service_.answer = lambda person, _: {"leadData": {"id": person["objectContext"]["id"], "city": "here"}, "activityData": {"success": True}}
        self.next_submit()
        self.next_submit()
        self.assertIn("here", host.store.values_of("title").values())
        # The chunk that was in flight was written by the plan that it was sent with.
        self.assertEqual(list(host.store.values_of("city").values()).count("here"), 1)

        host.ok("service", "configure", "Renamed", "--limit", "deadlineSeconds=1800")
        self.next_submit()
        due = host.store.value("SELECT due_at - first_try_at FROM chunk WHERE run = ? ORDER BY chunk DESC LIMIT 1", run)
        self.assertAlmostEqual(due, 1_800_000, delta=60_000)
        host.ok("service", "configure", "Renamed", "--limit", "chunkPeople=2")
        self.assertEqual(len(self.next_submit()["objectData"]), 2)
        host.ok("service", "credentials", "Renamed", "--api-key", KEY)
        self.next_submit()
        self.edit_ca(host)
        self.next_submit()

        self.service_.hold = False
        self.service_.release()
        ended = host.ended(run)
        self.assertEqual((ended["state"], ended["failed"], ended["failures"]), ("done", 0, []))
        sources = {item["source"] for person in (1, PEOPLE) for item in host.api.get(f"/people/{person}/activities").json["items"]
                   if item["type"] == "dataValueChange"}
        self.assertIn("Renamed (1)", sources)

    def edit_ca(self, host):
        ca = os.path.join(self.folder, "ca.pem")
        self.assertEqual(os.system(f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
                                   f"-keyout {self.folder}/key.pem -out {ca} 2>/dev/null"), 0)
        host.ok("service", "configure", "Renamed", "--ca", ca)
        self.assertIn("BEGIN CERTIFICATE", host.ask("service", "show", "Renamed")["tls"]["ca"])

    def test_the_url_stays(self):
        words = self.refused(self.host_, "URL_FIXED", "service", "configure", "Played", "--document-url", "http://127.0.0.1:1/other.json")
        self.assertIn("service replace", words)
        same = self.host_.api.put("/services/Played/configuration", {"url": self.service_.url})
        self.assertEqual(same.status, 200)

    def test_names_that_are_taken_or_none(self):
        self.install(self.host_, self.service_, "Other", "--global", "region=EU")
        self.assertEqual(self.host_.api.put("/services/Played/configuration", {"name": "OTHER"}).code, "NAME_TAKEN")
        self.assertEqual(self.host_.api.put("/services/Played/configuration", {"name": " "}).code, "NAME_INVALID")
        self.assertEqual(self.host_.api.put("/services/Played/configuration", {"name": "PLAYED"}).json["name"], "PLAYED")


class RequiredRows(LifecycleTest):
    """One table over draft and active, by removing and by switching off."""

    def test_required_rows_stay_and_optional_ones_go(self):
        host, played = self.host(), self.played()
        host.ok("service", "install", played.url, "--name", "Played", "--api-key", KEY, "--create-fields", "--draft")
        for state in ("draft", "active"):
            if state == "active":
                self.install(host, played)
            for row in ({"active": False}, {"field": None}):
                with self.subTest(state, row=row):
                    required = host.api.put("/services/Played/mapping", {"outgoing": {"rows": [{"serviceAttribute": "email", **row}]}})
                    self.assertEqual((required.status, required.code), (422, "MAPPING_REQUIRED"))
                    optional = host.api.put("/services/Played/mapping", {"outgoing": {"rows": [{"serviceAttribute": "city", **row}]}})
                    self.assertEqual(optional.status, 200, optional)
                    back = host.api.put("/services/Played/mapping", {"outgoing": {"rows": [{"serviceAttribute": "city", "field": "city", "active": True}]},
                                                                     "acceptPrivacyNotice": True})
                    self.assertEqual(back.status, 200, back)


if __name__ == "__main__":
    unittest.main()
