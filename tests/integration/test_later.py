"""A native adapter that finishes chunks later, from a thread of its own: waiting costs no thread of the host."""
import os
import unittest

from harness import IntegrationTest, check_people, check_statistics, csv_text, eventually

CHUNKS, SIZE, DELAY_MS = 500, 4, 2000
PEOPLE = CHUNKS * SIZE


class Later(IntegrationTest):
    def test_five_hundred_chunks_wait_without_threads(self):
        host = self.host(plugins=[self.fixture("fixture_later")])
        host.install("plugin:fixture-later", name="Later")
        limits = {"chunkPeople": SIZE, "chunksInFlight": CHUNKS, "concurrency": 32}
        self.assertEqual(host.api.put("/services/Later/configuration", {"limits": limits}).status, 200)
        host.api.post("/people/import", csv_text(PEOPLE).encode(), content_type="text/csv")
        host.campaign("Enrich", "Later", settings={"delayMs": DELAY_MS})
        tasks = f"/proc/{host.program.pid}/task"
        before = len(os.listdir(tasks))
        run = host.start_run()
        most, waiting = before, 0

        def ended():
            nonlocal most, waiting
            most = max(most, len(os.listdir(tasks)))
            shown = host.run(run)
            waiting = max(waiting, shown["chunks"]["open"])
            return shown["state"] == "done" and shown

        shown = eventually(ended, "the run's end", 60)
        self.assertGreater(waiting, CHUNKS // 2, "they waited at the same time")
        self.assertLessEqual(most - before, 40, "threads that came on demand are those that send, and no more")
        self.assertEqual(shown["chunks"], {"open": 0, "closed": CHUNKS})
        counts = check_people(self, host, run, PEOPLE)
        self.assertEqual((counts["changed"], counts["failed"], counts["field_writes"]), (PEOPLE, 0, PEOPLE))
        self.assertEqual(set(host.store.values_of("countryCode").values()), {"ZZ"})
        check_statistics(self, host, [run], service="Later")
        step = host.api.get("/people/7/activities").json["items"][0]
        self.assertEqual(step["attributes"], {"finishedBy": "thread"})


if __name__ == "__main__":
    unittest.main()
