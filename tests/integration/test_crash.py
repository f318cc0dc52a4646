"""kill -9 in the middle: nobody is lost, nobody goes twice, and the sums are those of an undisturbed run."""
import time
import unittest
from collections import Counter

from harness import IntegrationTest, check_people, check_statistics, eventually

CHUNKS, SIZE = 20, 50
PEOPLE = CHUNKS * SIZE
DELAY_MS = 600
# The service tries again for as long as a host needs to come back.
PATIENT = ("--callback-retries", "40", "--retry-ms", "100")


class Crash(IntegrationTest):
    def prepared(self, service, in_flight=4, **limits):
        """A host that is ready to run PEOPLE in CHUNKS."""
        return self.ready(service, PEOPLE, SIZE, {"concurrency": in_flight, "chunksInFlight": in_flight, **limits}, same_port=True)

    def undisturbed(self):
        host = self.prepared(self.service())
        run = host.start_run()
        host.ended(run)
        return check_people(self, host, run, PEOPLE), host.store.values_of("countryCode")

    def judge(self, service, host, run):
        """The same sums and the same people as without the crash; nobody twice, by the service and by the store."""
        counts, codes = self.undisturbed()
        self.assertEqual(check_people(self, host, run, PEOPLE), counts)
        self.assertEqual(host.store.values_of("countryCode"), codes)
        check_statistics(self, host, [run])
        service.settled()
        self.assertEqual(sorted(service.witness.people_taken()), sorted(codes), "everyone was sent once")
        delivered = Counter(service.witness.people_applied())
        self.assertEqual(delivered, Counter(codes.keys()), "everyone was delivered once")
        self.nobody_changed_twice(host)

    def nobody_changed_twice(self, host):
        for person in (1, PEOPLE // 2, PEOPLE - 1):
            history = host.api.get(f"/people/{person}/activities").json["items"]
            self.assertEqual(Counter(item["type"] for item in history), {"service": 1, "dataValueChange": 3})

    def quiet(self, service, host, run, closed):
        """True when some chunks are closed, all that were born have been taken, and neither a birth nor a callback is near. A
        crash between a birth and the first byte of its request leaves the chunk unclear, as no host can know; see below."""
        store, applied = host.store, {line["n"] for line in service.witness.applied()}
        born = store.value("SELECT count(*) FROM chunk_log WHERE run = ?1", run) + store.value("SELECT count(*) FROM chunk WHERE run = ?1", run)
        waiting = [line for line in service.witness.taken() if line["n"] not in applied]
        settled = all(DELAY_MS * 0.2 < time.time() * 1000 - line["time"] < DELAY_MS * 0.6 for line in waiting)
        return len(applied) >= closed and waiting and born == len(applied) + len(waiting) and settled

    def test_while_chunks_come_and_go(self):
        service = self.service("--delay-ms", DELAY_MS, *PATIENT)
        host = self.prepared(service)
        run = host.start_run()
        # Twice, in different places: some chunks are closed, some wait, most have not been born.
        for closed in (4, 10):
            eventually(lambda closed=closed: self.quiet(service, host, run, closed), f"{closed} chunks closed", pause=0.01)
            host.kill()
            self.assertGreaterEqual(host.store.step(run)["chunks_closed"], closed)
            self.assertLess(host.store.step(run)["chunks_closed"], CHUNKS)
            host.start()
        host.ended(run)
        self.judge(service, host, run)

    def test_anywhere_when_sending_twice_is_harmless(self):
        """Of a service that is called idempotent, what the crash left unclear is sent again; the store counts once."""
        service = self.service("--delay-ms", "60", *PATIENT)
        host = self.prepared(service, idempotent=True)
        run = host.start_run()
        for closed in (1, 6, 11):
            host.wait_run(run, lambda shown, closed=closed: shown["chunks"]["closed"] >= closed, f"{closed} chunks closed")
            host.kill()
            host.start()
        host.ended(run)
        counts, codes = self.undisturbed()
        self.assertEqual(check_people(self, host, run, PEOPLE), counts)
        self.assertEqual(host.store.values_of("countryCode"), codes)
        self.nobody_changed_twice(host)
        self.assertEqual(set(service.witness.people_taken()), set(codes))

    def test_while_everything_waits_for_callbacks_that_come_to_a_closed_door(self):
        service = self.service("--delay-ms", "1500", *PATIENT)
        host = self.prepared(service, in_flight=32)
        run = host.start_run()
        eventually(lambda: len(service.witness.taken()) == CHUNKS, "all submits")
        host.kill()
        # Down until the service has found the door closed for every chunk.
        eventually(lambda: len({line["n"] for line in service.witness.callbacks("good") if line["status"] == 0}) == CHUNKS,
                   "a failed delivery of every chunk")
        self.assertEqual(host.store.step(run)["chunks_closed"], 0)
        host.start()
        shown = host.ended(run)
        self.assertEqual(shown["chunks"], {"open": 0, "closed": CHUNKS})
        self.judge(service, host, run)

    def test_while_submits_wait_for_an_answer(self):
        """The answer was lost with the host: such a chunk is ambiguous and must not be sent again; its callback ends it."""
        service = self.service("--hold", "--delay-ms", "1200", *PATIENT)
        host = self.prepared(service, in_flight=32)
        run = host.start_run()
        eventually(lambda: service.stats()["callbacksPending"] == CHUNKS, "all submits")
        host.kill()
        host.start()
        host.ended(run)
        self.judge(service, host, run)


if __name__ == "__main__":
    unittest.main()
