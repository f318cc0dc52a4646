"""The way to each service: pauses of runs, breakers, rates."""
import unittest

from harness import IntegrationTest, check_people, eventually
from harness.host import free_port

PEOPLE, SIZE = 600, 20
CHUNKS = PEOPLE // SIZE


class Pause(IntegrationTest):
    def test_a_paused_run_sends_nothing_and_goes_on_after_a_restart(self):
        service = self.service("--delay-ms", 300)
        host = self.ready(service, PEOPLE, SIZE, {"concurrency": 2, "chunksInFlight": 4}, same_port=True)
        run = host.start_run()
        host.wait_run(run, lambda shown: shown["chunks"]["closed"] >= 4, "four closed chunks")
        self.assertIn("paused", host.ok("run", "pause", run).stdout)
        service.settled()
        # What was in flight has come and counts; nothing else went.
        taken = eventually(lambda: host.run(run)["changed"] + host.run(run)["failed"] == (n := len(service.witness.people_taken())) and n,
                           "what was in flight")
        self.assertLess(taken, PEOPLE)
        host.restart()
        self.assertEqual(host.run(run)["state"], "paused")
        self.assertIn("paused", host.ok("run", "list").stdout)
        self.assertEqual(len(service.witness.people_taken()), taken)
        again = host.api.post(f"/runs/{run}/pause")
        self.assertEqual((again.status, again.json["state"]), (200, "paused"), "it does no harm")
        self.assertIn("goes on", host.ok("run", "resume", run).stdout)
        self.assertEqual(host.ended(run)["state"], "done")
        check_people(self, host, run, PEOPLE)
        ended = host.api.post(f"/runs/{run}/pause")
        self.assertEqual((ended.status, ended.code), (409, "RUN_ENDED"))

    def test_a_paused_run_can_be_aborted(self):
        service = self.service("--delay-ms", 300)
        host = self.ready(service, PEOPLE, SIZE, {"concurrency": 2, "chunksInFlight": 4})
        run = host.start_run()
        host.wait_run(run, lambda shown: shown["chunks"]["closed"] >= 2, "two closed chunks")
        host.ok("run", "pause", run)
        host.ok("run", "abort", run)
        self.assertEqual(host.ended(run)["state"], "aborted")
        check_people(self, host, run, None)


class Breaker(IntegrationTest):
    def traffic(self, host):
        return host.api.get("/services/Country Codes").json["traffic"]

    def test_opens_while_nobody_is_there_and_costs_no_chunk_its_attempts(self):
        port = free_port()
        service = self.service("--delay-ms", 50, port=port)
        host = self.ready(service, PEOPLE, SIZE, {"breakerFailures": 4, "maxAttempts": 3, "concurrency": 2})
        service.stop()
        run = host.start_run()
        breaker = eventually(lambda: (t := self.traffic(host)) and t["breaker"]["state"] == "open" and t["breaker"], "an open breaker")
        self.assertGreaterEqual(breaker["failures"], 4)
        self.assertTrue(breaker["reason"])
        self.assertTrue(breaker["openedAt"] and breaker["nextProbeAt"])
        self.assertIn("open since", host.ok("service", "show", "Country Codes").stdout)
        eventually(lambda: self.traffic(host)["breaker"]["probes"] >= 2, "two questions that nobody answered")
        self.assertLess(host.store.value("SELECT max(attempt) FROM chunk"), 4)
        self.assertEqual(host.run(run)["failed"], 0)
        again = self.service("--delay-ms", 50, port=port)
        self.assertEqual(host.ended(run)["state"], "done")
        self.assertEqual(self.traffic(host)["breaker"]["state"], "closed")
        check_people(self, host, run, PEOPLE)
        self.assertEqual(sorted(again.witness.people_taken()), list(range(1, PEOPLE + 1)))
        codes = [entry["code"] for entry in host.api.items("/services/Country Codes/log")]
        self.assertIn("BREAKER_OPEN", codes)
        self.assertIn("BREAKER_CLOSED", codes)


class Rate(IntegrationTest):
    def most_within(self, times, window):
        return max(sum(1 for other in times if at - window < other <= at) for at in times)

    def test_no_more_requests_than_the_window_allows(self):
        service = self.service("--delay-ms", 10)
        host = self.ready(service, 160, SIZE, {"windowRequests": 3, "windowSeconds": 2})
        run = host.start_run()
        eventually(lambda: (t := host.api.get("/services/Country Codes").json["traffic"]) and t["window"], "what counts in the window")
        self.assertEqual(host.ended(run)["state"], "done")
        times = [line["time"] for line in service.witness.submits()]
        self.assertEqual(len(times), 8)
        # As the service sees it, a request may come a moment later than the one behind it.
        self.assertLessEqual(self.most_within(times, 1_900), 3)
        check_people(self, host, run, 160)

    def test_no_more_people_than_the_window_allows(self):
        service = self.service("--delay-ms", 10)
        host = self.ready(service, 120, 50, {"windowPeople": 30, "windowSeconds": 1})
        run = host.start_run()
        self.assertEqual(host.ended(run)["state"], "done")
        self.assertEqual(sorted(line["count"] for line in service.witness.taken()), [30, 30, 30, 30])
        times = [line["time"] for line in service.witness.submits()]
        self.assertLessEqual(self.most_within(times, 950), 1)
        check_people(self, host, run, 120)


if __name__ == "__main__":
    unittest.main()
