"""Erasing a person: out of people, history, logs, traces and late results, and out of the bytes of the file; nobody else loses anything."""
import glob
import json
import os
import unittest

from harness import IntegrationTest, eventually

MARK = "zz-erase-me"


class Erase(IntegrationTest):
    def bytes_with(self, host, text):
        """Files of the data directory that hold it."""
        found = []
        for path in filter(os.path.isfile, glob.glob(f"{host.data}/*")):
            with open(path, "rb") as stream:
                if text.encode() in stream.read():
                    found.append(path)
        return found

    def marked(self, people, chunk, *flags, **limits):
        """A host whose person 7 bears the mark in each field that goes out."""
        host = self.ready(self.service(*flags), people, chunk, limits)
        done = host.api.post("/people/import", f"id,email,city\n7,{MARK}@example.com,{MARK}\n".encode(), content_type="text/csv")
        self.assertEqual(done.status, 200, done)
        self.assertTrue(self.bytes_with(host, MARK))
        return host

    def others(self, host, people):
        return {person: host.api.get(f"/people/{person}/activities").json for person in (1, 6, 8, people)}

    def test_nothing_is_left(self):
        host = self.marked(300, 100)
        for _ in range(2):
            host.ended(host.start_run())
        kept, counts = self.others(host, 300), host.run(1)
        refused = host.cli("people", "erase", 7)
        self.assertEqual(refused.status, 2, refused)
        erased = host.ask("people", "erase", 7, "--yes")
        self.assertTrue(erased["wasThere"])
        self.assertEqual((erased["activities"], erased["damagedSegments"]), (3, 0))  # two runs and an import
        self.assertGreater(erased["traces"], 0)
        self.assertEqual(host.api.get("/people/7").code, "PERSON_NOT_FOUND")
        self.assertEqual(host.store.value("SELECT sum(n) FROM activity_segment WHERE run IN (1, 2)"), 598)
        self.assertEqual(self.others(host, 300), kept)
        self.assertEqual(host.run(1)["changed"], counts["changed"], "what was counted stays counted")
        self.assertEqual(host.ask("people", "count")["count"], 299)
        host.stop()
        self.assertEqual(self.bytes_with(host, MARK), [])
        host.start()
        again = host.cli("people", "erase", 7, "--yes")
        self.assertEqual((again.status, "PERSON_NOT_FOUND" in again.stderr), (3, True), again)
        # The number can be given anew, and runs go on without and with it.
        host.ended(host.start_run())
        self.assertEqual(host.run(3)["people"], 299)

    def test_small_chunks_and_late_results(self):
        host = self.marked(12, 4, "--delay-ms", "2500", deadlineSeconds=1)
        run = host.start_run()
        host.ended(run)
        eventually(lambda: host.store.value("SELECT count(*) FROM late") == 3, "late results of every chunk")
        self.assertEqual(host.ask("people", "erase", 7, "--yes")["lateResults"], 1)
        late = [json.loads(text) for (text,) in host.store.rows("SELECT results FROM late")]
        self.assertEqual(sorted(one["id"] for results in late for one in results["people"]), [n for n in range(1, 13) if n != 7])
        host.stop()
        self.assertEqual(self.bytes_with(host, MARK), [])

    def test_not_while_a_service_has_them(self):
        host = self.marked(12, 4, "--delay-ms", "1500")
        run = host.start_run()
        eventually(lambda: host.run(run)["entered"] == 12, "everyone on the way")
        refused = host.api.delete("/people/7")
        self.assertEqual((refused.status, refused.code), (409, "PERSON_IN_FLIGHT"))
        host.ended(run)
        self.assertEqual(host.api.delete("/people/7").status, 200)


if __name__ == "__main__":
    unittest.main()
