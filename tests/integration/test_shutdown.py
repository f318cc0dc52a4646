"""SIGTERM while a run is on: the host ends soon and well, and goes on where it was."""
import signal
import time
import unittest

from harness import IntegrationTest, check_people, check_statistics

PEOPLE, SIZE = 1000, 50
CHUNKS = PEOPLE // SIZE
LIMIT = 10  # seconds


class Shutdown(IntegrationTest):
    def interrupt(self, *flags, how=signal.SIGTERM, closed=4, times=1, **limits):
        """A run whose host is stopped in the middle, `times` times."""
        service = self.service("--delay-ms", 400, "--callback-retries", 40, "--retry-ms", 100, *flags)
        host = self.ready(service, PEOPLE, SIZE, {"concurrency": 4, "chunksInFlight": 4, **limits}, same_port=True)
        run = host.start_run()
        for stop in range(times):
            host.wait_run(run, lambda shown, n=closed * (stop + 1): shown["chunks"]["closed"] >= n, "closed chunks")
            begun = time.monotonic()
            host.program.terminate(LIMIT, how)
            self.assertLess(time.monotonic() - begun, LIMIT)
            self.assertLess(host.store.step(run)["chunks_closed"], CHUNKS)
            host.start()
        host.ended(run)
        service.settled()
        return service, host, run

    def judge(self, service, host, run):
        counts = check_people(self, host, run, PEOPLE)
        self.assertEqual((counts["changed"], counts["failed"], counts["left_flow"]), (PEOPLE - PEOPLE // 8, PEOPLE // 8, 0))
        self.assertEqual(sorted(service.witness.people_taken()), list(range(1, PEOPLE + 1)))
        check_statistics(self, host, [run])

    def test_term_and_again(self):
        self.judge(*self.interrupt(times=3))

    def test_interrupt_while_the_service_holds_its_answers(self):
        self.judge(*self.interrupt("--hold", how=signal.SIGINT))

    def test_nothing_is_left_behind_after_an_orderly_end(self):
        service, host, run = self.interrupt()
        host.stop()
        # A store that nobody has open any more is one file.
        self.assertEqual(host.store.value("PRAGMA integrity_check"), "ok")
        self.assertEqual(host.store.value("SELECT count(*) FROM chunk"), 0)
        host.start()
        self.judge(service, host, run)


if __name__ == "__main__":
    unittest.main()
