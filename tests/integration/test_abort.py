"""Ending a run, and ending only the watching of it."""
import re
import signal
import subprocess
import unittest

from harness import IntegrationTest, check_people, check_statistics, eventually

PEOPLE, SIZE = 1000, 50
CHUNKS = PEOPLE // SIZE


class Abort(IntegrationTest):
    def slow(self, delay=400, in_flight=2):
        self.service_ = self.service("--delay-ms", delay)
        return self.ready(self.service_, PEOPLE, SIZE, {"concurrency": in_flight, "chunksInFlight": in_flight})

    def test_in_the_middle(self):
        host = self.slow()
        run = host.start_run()
        host.wait_run(run, lambda shown: shown["chunks"]["closed"] >= 4, "four closed chunks")
        host.ok("run", "abort", run)
        shown = host.ended(run)
        self.assertEqual(shown["state"], "aborted")
        self.service_.settled()
        counts = check_people(self, host, run, None)
        # Whoever was with the service came back and counts; the rest left the flow, or never entered it, untouched.
        taken, applied = self.service_.witness.people_taken(), self.service_.witness.people_applied()
        self.assertEqual(sorted(taken), sorted(applied))
        self.assertEqual(counts["changed"] + counts["failed"], len(taken))
        self.assertLess(len(taken), PEOPLE)
        self.assertEqual((shown["people"], shown["entered"]), (PEOPLE, counts["entered"]))
        check_statistics(self, host, [run], self.service_.witness.statuses())
        untouched = set(range(1, PEOPLE + 1)) - set(taken)
        self.assertEqual({host.store.values_of("countryCode")[person] for person in untouched}, {None})
        self.assertEqual(host.cli("run", "watch", run).status, 6)
        again = host.api.post(f"/runs/{run}/abort")
        self.assertEqual((again.status, again.code), (409, "RUN_ENDED"))
        host.restart()
        self.assertEqual(check_people(self, host, run, None), counts)

    def test_is_durable_when_it_is_answered(self):
        host = self.slow()
        run = host.start_run()
        host.wait_run(run, lambda shown: shown["chunks"]["open"] > 0, "a chunk under way")
        answer = host.api.post(f"/runs/{run}/abort")
        host.kill()
        self.assertEqual((answer.status, answer.json["state"]), (200, "aborting"))
        self.service_.settled()
        host.start()
        self.assertEqual(host.run(run)["state"], "aborting")
        sent = len(self.service_.witness.people_taken())
        # Nobody else is sent; what the service had is waited for.
        eventually(lambda: host.run(run)["chunks"]["open"] <= 2, "what waited has left")
        self.assertEqual(len(self.service_.witness.people_taken()), sent)

    def test_of_a_paused_run(self):
        host = self.slow()
        run = host.start_run()
        host.ok("run", "pause", run)
        host.ok("run", "abort", run)
        self.assertEqual(host.ended(run)["state"], "aborted")

    def test_a_service_that_is_down(self):
        host = self.slow()
        self.service_.stop()
        run = host.start_run()
        eventually(lambda: host.store.value("SELECT count(*) FROM chunk WHERE state = 1") > 0, "a chunk that waits for its next attempt")
        host.ok("run", "abort", run)
        shown = host.ended(run)
        self.assertEqual((shown["left"], shown["changed"], shown["failed"]), (shown["entered"], 0, 0))
        self.assertGreater(shown["left"], 0)
        check_people(self, host, run, None)

    def test_control_c_ends_the_watching_alone(self):
        host = self.slow(delay=300, in_flight=4)
        client = subprocess.Popen(host.command("campaign", "run", "Enrich"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(client.kill)
        run = eventually(lambda: (found := host.api.items("/runs")) and found[0]["id"], "the run")
        host.wait_run(run, lambda shown: shown["chunks"]["closed"] >= 2, "two closed chunks")
        client.send_signal(signal.SIGINT)
        _, said = client.communicate(timeout=20)
        self.assertEqual(client.returncode, 130, said)
        again = re.search(r"stepgate (run watch \d+)", said)
        self.assertTrue(again, said)
        self.assertEqual(host.run(run)["state"], "running")
        watched = host.ok(*again[1].split())
        self.assertIn("done", watched.stdout)
        self.assertEqual(check_people(self, host, run, PEOPLE)["failed"], PEOPLE // 8)


if __name__ == "__main__":
    unittest.main()
