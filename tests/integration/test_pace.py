"""Chunks wait for the service side by side, not one behind the other."""
import unittest

from harness import IntegrationTest, check_people

CHUNKS, SIZE, DELAY_MS = 20, 50, 200


class Pace(IntegrationTest):
    def go(self, *flags):
        service = self.service("--delay-ms", DELAY_MS, *flags)
        host = self.ready(service, CHUNKS * SIZE, SIZE)
        run = host.start_run()
        host.ended(run)
        check_people(self, host, run, CHUNKS * SIZE)
        submits = {line["n"]: line["time"] for line in service.witness.submits()}
        callbacks = {line["n"]: line["time"] for line in service.settled() and service.witness.applied()}
        return submits, callbacks

    def side_by_side(self, submits, callbacks):
        """The most chunks that the service had at a time."""
        events = sorted([(at, 1) for at in submits.values()] + [(at, -1) for at in callbacks.values()])
        most = now = 0
        for _, step in events:
            now += step
            most = max(most, now)
        return most

    def test_twenty_chunks_take_little_longer_than_one(self):
        submits, callbacks = self.go()
        self.assertEqual((len(submits), len(callbacks)), (CHUNKS, CHUNKS))
        took = (max(callbacks.values()) - min(submits.values())) / 1000
        # In a row it would be four seconds, whatever the machine.
        self.assertLess(took, 2.0)
        self.assertGreaterEqual(self.side_by_side(submits, callbacks), CHUNKS // 2)

    def test_a_service_that_holds_its_answers_is_asked_by_several_threads(self):
        submits, callbacks = self.go("--hold")
        self.assertGreaterEqual(self.side_by_side(submits, callbacks), 4)
        self.assertLess((max(callbacks.values()) - min(submits.values())) / 1000, 2.0)


if __name__ == "__main__":
    unittest.main()
