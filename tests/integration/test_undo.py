"""Taking a run back: what it wrote goes, what was changed since stays, and a crash in the middle makes no difference."""
import unittest

from harness import IntegrationTest, eventually

FIELDS = ("countryCode", "countryName", "region")


class Undo(IntegrationTest):
    def enriched(self, people, chunk=1000):
        """A host after a run, and the run's number."""
        host = self.ready(self.service(), people, chunk)
        run = host.start_run()
        host.ended(run)
        return host, run

    def values(self, host):
        return {field: host.store.values_of(field) for field in FIELDS}

    def nothing(self, people):
        return {field: dict.fromkeys(range(1, people + 1)) for field in FIELDS}

    def change(self, host, text):
        done = host.api.post("/people/import", text.encode(), content_type="text/csv")
        self.assertEqual(done.status, 200, done)

    def test_all_but_what_was_changed_since(self):
        host, run = self.enriched(200, 50)
        written = host.run(run)["fieldWrites"]
        self.assertGreater(written, 0)
        self.change(host, "id,countryCode,region\n1,XX,\n2,DE,Here\n")  # an empty cell says nothing; 2 has that code already
        shown = host.ask("run", "undo", run)
        self.assertEqual({key: shown[key] for key in ("state", "left", "gone", "unreadable")},
                         {"state": "undone", "left": 2, "gone": 0, "unreadable": 0}, shown)
        self.assertEqual(shown["fields"], written - 2)
        expected = self.nothing(200)
        expected["countryCode"][1], expected["region"][2] = "XX", "Here"
        self.assertEqual(self.values(host), expected)
        left = host.ask("run", "undo", run, "--left")["items"]
        self.assertEqual([(one["person"], one["field"], one["written"], one["found"], one["gone"]) for one in left],
                         [(1, "countryCode", "DE", "XX", False), (2, "region", "Europe", "Here", False)])
        self.assertIn("changed since", host.ok("run", "undo", run, "--left").stdout)

    def test_is_recorded(self):
        host, run = self.enriched(10)
        host.ok("run", "undo", run)
        history = host.api.get("/people/1/activities").json["items"]
        taken_back = [item for item in history if item.get("source") == f"Undo of run {run}"]
        self.assertEqual({(item["type"], item["field"], item["new"]) for item in taken_back},
                         {("dataValueChange", field, None) for field in FIELDS}, history)
        self.assertEqual({item["old"] for item in taken_back}, {"DE", "Germany", "Europe"})
        # What the run did is still told as it was.
        self.assertEqual(len([item for item in history if item.get("run") == run and item["type"] == "dataValueChange"]), 3)
        self.assertEqual(host.run(run)["fieldWrites"], host.ask("run", "undo", run, "--show")["fields"])

    def test_refused(self):
        service = self.service("--delay-ms", "1500")
        host = self.ready(service, 20, 10)
        run = host.start_run()
        early = host.cli("run", "undo", run)
        self.assertEqual((early.status, "RUN_NOT_ENDED" in early.stderr), (1, True), early)
        self.assertEqual(host.api.get(f"/runs/{run}/undo").code, "RUN_NOT_UNDONE")
        host.ended(run)
        host.ok("run", "undo", run)
        again = host.cli("run", "undo", run)
        self.assertEqual((again.status, "RUN_UNDONE" in again.stderr), (1, True), again)
        self.assertEqual(host.api.post("/runs/99/undo").status, 404)
        self.assertEqual(host.api.get(f"/runs/{run}/undo/left?after=x").code, "CURSOR_INVALID")

    def test_killed_in_the_middle(self):
        people = 20_000
        host, run = self.enriched(people)
        written = host.run(run)["fieldWrites"]
        asked = host.api.post(f"/runs/{run}/undo")
        self.assertEqual((asked.status, asked.json["state"]), (202, "undoing"))
        eventually(lambda: host.api.get(f"/runs/{run}/undo").json["fields"] > 0, "the first of it", pause=0.005)
        host.kill()
        host.start()
        shown = eventually(lambda: (now := host.api.get(f"/runs/{run}/undo").json)["state"] == "undone" and now, "the end of the undo")
        self.assertEqual((shown["fields"], shown["left"], shown["gone"]), (written, 0, 0))
        self.assertEqual(self.values(host), self.nothing(people))
        # Each value was taken back once.
        of_undo = host.store.value("SELECT coalesce(sum(n), 0) FROM activity_segment WHERE run IS NULL OR run = 0")
        self.assertLessEqual(of_undo, people)


if __name__ == "__main__":
    unittest.main()
