"""Submits that are refused, unclear or never answered: whoever can be helped is, and the counts say what happened."""
import time
import unittest

from harness import KEY, IntegrationTest, check_people, check_statistics, eventually, results
from harness.host import free_port

PEOPLE, SIZE = 200, 20
CHUNKS = PEOPLE // SIZE
UNKNOWN = PEOPLE // 8  # that the service fails anyway


class Submits(IntegrationTest):
    def go(self, *flags, limits=None, in_front=None):
        """Runs everyone through a service with these flags to the end."""
        self.service_ = self.service("--delay-ms", 100, *flags)
        entry = self.front(self.service_, in_front) if in_front else self.service_
        self.host_ = self.ready(entry, PEOPLE, SIZE, limits)
        self.run_ = self.host_.start_run()
        self.host_.ended(self.run_)
        return entry

    def judge(self, answers):
        """The sums, now and after a restart; the step's counts."""
        counts = check_people(self, self.host_, self.run_, PEOPLE)
        check_statistics(self, self.host_, [self.run_], answers)
        self.host_.restart()
        self.assertEqual(check_people(self, self.host_, self.run_, PEOPLE), counts)
        check_statistics(self, self.host_, [self.run_], answers)
        return counts

    def all_came_through(self, counts):
        self.assertEqual((counts["changed"], counts["failed"]), (PEOPLE - UNKNOWN, UNKNOWN))
        self.assertEqual(sorted(self.service_.witness.people_taken()), list(range(1, PEOPLE + 1)))

    def test_429_is_sent_again(self):
        self.go("--reject-every", 3)
        statuses = self.service_.witness.statuses()
        self.assertGreaterEqual(statuses[429], 3)
        self.assertEqual(statuses[201], CHUNKS)
        self.all_came_through(self.judge(statuses))
        self.assertEqual(sum(attempt - 1 for _, _, attempt, *_ in self.host_.store.closed_chunks(self.run_)), statuses[429])

    def test_503_is_sent_again(self):
        self.go("--unavailable-every", 4)
        statuses = self.service_.witness.statuses()
        self.assertGreaterEqual(statuses[503], 2)
        self.all_came_through(self.judge(statuses))

    def test_a_new_attempt_has_a_new_token_and_keeps_the_pause(self):
        self.go("--reject-every", 5)
        by_people = {}
        for line in self.service_.witness.submits():
            by_people.setdefault(line["ids"], []).append(line)
        again = [lines for lines in by_people.values() if len(lines) > 1]
        self.assertTrue(again)
        for lines in again:
            self.assertEqual(len({line["token"] for line in lines}), len(lines))
            self.assertGreaterEqual(lines[1]["time"] - lines[0]["time"], 950, "Retry-After was one second")

    def test_attempts_end(self):
        self.go("--status-code", 429, limits={"maxAttempts": 2})
        counts = self.judge({429: 2 * CHUNKS})
        self.assertEqual(self.host_.store.failures(self.run_), {"RETRIES_EXHAUSTED": PEOPLE})
        self.assertEqual(counts["field_writes"], 0)

    def test_500_is_unclear_and_waits_for_a_callback_that_does_not_come(self):
        self.go("--error-every", 5, limits={"deadlineSeconds": 2})
        statuses = self.service_.witness.statuses()
        self.assertEqual(statuses, {500: CHUNKS // 5, 201: CHUNKS - CHUNKS // 5})
        self.judge(statuses)
        self.assertEqual(self.host_.store.failures(self.run_)["CALLBACK_TIMEOUT"], CHUNKS // 5 * SIZE)

    def test_500_and_the_work_is_done_all_the_same(self):
        self.go("--error-every", 2, "--work-anyway")
        statuses = self.service_.witness.statuses()
        self.assertEqual(statuses, {500: CHUNKS // 2, 201: CHUNKS // 2})
        counts = self.judge(statuses)
        self.assertEqual((counts["changed"], counts["failed"]), (PEOPLE - UNKNOWN, UNKNOWN))

    def test_400_fails_the_chunk(self):
        self.go("--status-code", 400)
        self.judge({400: CHUNKS})
        self.assertEqual(self.host_.store.failures(self.run_), {"HTTP_400": PEOPLE})

    def test_400_and_results_all_the_same_are_kept_and_not_applied(self):
        self.go("--status-code", 400, "--work-anyway")
        self.service_.settled()
        self.assertEqual([line["status"] for line in self.service_.witness.callbacks()], [200] * CHUNKS)
        counts = self.judge({400: CHUNKS})
        self.assertEqual((counts["failed"], counts["field_writes"]), (PEOPLE, 0))
        self.assertEqual(self.host_.store.value("SELECT count(*) FROM late"), CHUNKS)

    def test_413_is_halved_until_it_fits(self):
        front = self.go(in_front=lambda body: 413 if len(body["objectData"]) > 6 else 0)
        refused = [people for status, people in front.answered if status == 413]
        self.assertIn(SIZE, refused)
        sizes = [line["count"] for line in self.service_.witness.taken()]
        self.assertLessEqual(max(sizes), 6)
        self.all_came_through(self.judge({413: len(refused), 201: len(sizes)}))
        # What was learnt holds: a second run is cut to fit at once.
        del front.answered[:]
        run = self.host_.start_run()
        self.host_.ended(run)
        self.assertEqual(front.answered, [])

    def test_413_for_one_person_fails_that_person_alone(self):
        self.go(in_front=lambda body: 413 if any(entry["objectContext"]["id"] == 7 for entry in body["objectData"]) else 0)
        check_people(self, self.host_, self.run_, PEOPLE)
        self.assertEqual(self.host_.store.failures(self.run_), {"COUNTRY_UNKNOWN": UNKNOWN, "HTTP_413": 1})
        self.assertEqual([row["person"] for row in results(self.host_, self.run_) if row["code"] == "HTTP_413"], ["7"])


class Credentials(IntegrationTest):
    def test_401_pauses_the_service_until_new_credentials_come(self):
        port = free_port()
        old = self.service(port=port)
        host = self.ready(old, PEOPLE, SIZE)
        old.stop()
        new = self.service("--api-key", "another-key", "--delay-ms", 100, port=port)
        run = host.start_run()
        paused = eventually(lambda: host.api.get("/services/Country Codes").json["paused"], "the pause")
        self.assertIn("credentials", paused.lower())
        self.assertEqual(host.api.get("/status").json["services"]["paused"], 1)
        eventually(lambda: host.store.value("SELECT count(*) FROM chunk WHERE state > 1") == 0, "all submits back in the queue")
        refused = len(new.witness.submits()) or new.stats()
        self.assertTrue(refused)
        shown = host.run(run)
        self.assertEqual((shown["failed"], shown["changed"], shown["state"] in ("running", "paused")), (0, 0, True), shown)
        host.restart()  # a pause is no matter of memory
        self.assertTrue(host.api.get("/services/Country Codes").json["paused"])

        wrong = host.cli("service", "credentials", "Country Codes", "--api-key", KEY)
        self.assertEqual(wrong.status, 1)
        host.ok("service", "credentials", "Country Codes", "--api-key", "another-key")
        if host.api.get("/services/Country Codes").json["paused"]:
            host.ok("service", "resume", "Country Codes")
        started = time.monotonic()
        host.ended(run)
        self.assertLess(time.monotonic() - started, 20)
        counts = check_people(self, host, run, PEOPLE)
        self.assertEqual((counts["changed"], counts["failed"]), (PEOPLE - UNKNOWN, UNKNOWN))
        self.assertEqual(sorted(new.witness.people_taken()), list(range(1, PEOPLE + 1)))
        check_statistics(self, host, [run])


if __name__ == "__main__":
    unittest.main()
