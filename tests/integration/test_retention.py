"""What is older than the host is told to keep goes at night; what is younger stays."""
import sqlite3
import unittest

from harness import IntegrationTest, eventually

DAY = 86_400_000


class Retention(IntegrationTest):
    def aged(self, properties):
        """A host with two runs, of which the first one lies 40 days back."""
        host = self.ready(self.service(), 300, 100, properties=properties)
        host.ended(host.start_run())
        host.stop()
        with sqlite3.connect(host.store.path) as db:
            for table in ("activity_segment", "trace", "service_log"):
                db.execute(f"UPDATE {table} SET at = at - {40 * DAY}")
        db.close()
        host.start()
        host.ended(host.start_run())
        return host

    def drop(self, host):
        host.ok("job", "run", "retention")
        return eventually(lambda: next(job for job in host.ask("job", "list")["items"] if job["name"] == "retention")["last"], "the job")

    def counts(self, host):
        of = host.store.value
        return (of("SELECT coalesce(sum(n), 0) FROM activity_segment WHERE run = 1"), of("SELECT coalesce(sum(n), 0) FROM activity_segment WHERE run = 2"),
                of("SELECT count(*) FROM trace t JOIN chunk_log c USING(bucket, chunk) WHERE c.run = 1"),
                of("SELECT count(*) FROM trace t JOIN chunk_log c USING(bucket, chunk) WHERE c.run = 2"))

    def test_what_is_old_goes(self):
        host = self.aged({"retention.activities_days": "30", "retention.log_days": "30", "retention.trace_days": "30"})
        before = self.counts(host)
        self.assertEqual(before[:2], (300, 300))
        logged = host.store.value("SELECT count(*) FROM service_log")
        last = self.drop(host)
        after = self.counts(host)
        self.assertEqual((after[0], after[1], after[2], after[3]), (0, 300, 0, before[3]))
        self.assertIn("dropped 300 activities", last["message"])
        self.assertIn(f"{before[2]} lines of traces", last["message"])
        self.assertLess(host.store.value("SELECT count(*) FROM service_log"), logged)
        self.assertEqual(host.run(1)["people"], 300, "the run and its counts stay")
        self.assertEqual(host.ask("people", "count")["count"], 300)

    def test_unless_told_history_stays(self):
        host = self.aged({})
        before = self.counts(host)
        self.drop(host)
        after = self.counts(host)
        self.assertEqual((after[:2], after[2], after[3]), ((300, 300), 0, before[3]))


if __name__ == "__main__":
    unittest.main()
