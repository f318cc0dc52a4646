"""Callbacks that are missing, forged, unreadable, repeated, partial or early."""
import unittest

from harness import IntegrationTest, check_people, check_statistics, results

PEOPLE, SIZE = 200, 20
CHUNKS = PEOPLE // SIZE
UNKNOWN = PEOPLE // 8  # that the service fails anyway


class Callbacks(IntegrationTest):
    def go(self, *flags, limits=None, delay=100):
        self.service_ = self.service("--delay-ms", delay, "--retry-ms", 20, *flags)
        self.host_ = self.ready(self.service_, PEOPLE, SIZE, limits)
        self.run_ = self.host_.start_run()
        self.host_.ended(self.run_)
        self.service_.settled()

    def judge(self, answers=None):
        """The sums, now and after a restart; the failures by code."""
        answers = {201: CHUNKS} if answers is None else answers
        counts = check_people(self, self.host_, self.run_, PEOPLE)
        check_statistics(self, self.host_, [self.run_], answers or None)
        self.host_.restart()
        self.assertEqual(check_people(self, self.host_, self.run_, PEOPLE), counts)
        check_statistics(self, self.host_, [self.run_], answers or None)
        self.assertEqual(counts["field_writes"], 3 * counts["changed"])
        return self.host_.store.failures(self.run_)

    def statuses(self, step):
        return {line["status"] for line in self.service_.witness.callbacks(step)}

    def logged(self, code):
        return len([entry for entry in self.host_.ask("log", "--severity", "warning", "--limit", "1000")["items"] if entry["code"] == code])

    def lots(self, step):
        return len(self.service_.witness.callbacks(step))

    def test_none(self):
        self.go("--no-callback-every", 5, limits={"deadlineSeconds": 2})
        failures = self.judge()
        self.assertEqual(failures["CALLBACK_TIMEOUT"], CHUNKS // 5 * SIZE)
        late = [seq for seq, _, _, code, *_ in self.host_.store.closed_chunks(self.run_) if code == "CALLBACK_TIMEOUT"]
        shown = self.host_.api.get(f"/runs/{self.run_}/chunks/{late[0]}").json
        # Whoever runs a host behind a proxy needs to see where the service was told to call.
        sent = next(entry["text"] for entry in shown["trace"] if entry["kind"] == "request").partition('"callbackUrl":"')[2].partition('"')[0]
        self.assertTrue(sent.startswith("http://127.0.0.1:"), sent)
        self.assertIn(sent, shown["message"])
        self.assertIn(sent.partition("/callback/")[0], self.host_.ok("run", "results", self.run_, "--failed", "--limit", "1000").stdout)

    def test_a_forged_token_first(self):
        self.go("--bad-token-every", 2)
        self.assertEqual((self.statuses("forged"), self.lots("forged")), ({401}, CHUNKS // 2))
        self.assertEqual(self.logged("CALLBACK_TOKEN_WRONG"), CHUNKS // 2)
        self.assertEqual(self.statuses("good"), {200})
        self.assertEqual(self.judge(), {"COUNTRY_UNKNOWN": UNKNOWN})

    def test_an_unreadable_body_first(self):
        self.go("--garbage-every", 2)
        self.assertEqual((self.statuses("garbage"), self.lots("garbage")), ({400}, CHUNKS // 2))
        self.assertEqual(self.logged("CALLBACK_UNREADABLE"), CHUNKS // 2)
        self.assertEqual(self.statuses("good"), {200})
        self.assertEqual(self.judge(), {"COUNTRY_UNKNOWN": UNKNOWN})

    def test_everything_twice(self):
        self.go("--duplicate-every", 1)
        self.assertEqual((self.statuses("duplicate"), self.lots("duplicate")), ({200}, CHUNKS))
        self.assertEqual(self.judge(), {"COUNTRY_UNKNOWN": UNKNOWN})
        self.assertEqual(self.host_.store.activities(self.run_), PEOPLE)

    def test_errors_of_whole_chunks(self):
        self.go("--chunk-error-every", 5)
        failures = self.judge()
        self.assertEqual(failures["SERVICE_FAILED"], CHUNKS // 5 * SIZE)

    def test_errors_of_people(self):
        self.go("--lead-error-every", 10)
        failures = self.judge()
        self.assertEqual(sum(failures.values()) - failures["COUNTRY_UNKNOWN"], failures["INJECTED_ERROR"])
        self.assertEqual(failures["INJECTED_ERROR"], PEOPLE // 10)

    def test_people_who_are_left_out(self):
        self.go("--partial-every", 7)
        failures = self.judge()
        self.assertEqual(failures["NO_RESULT"], PEOPLE // 7)
        left_out = [row["person"] for row in results(self.host_, self.run_) if row["code"] == "NO_RESULT"]
        self.assertEqual(len(left_out), PEOPLE // 7)
        history = self.host_.api.get(f"/people/{left_out[0]}/activities").json["items"]
        self.assertEqual([(item["type"], item["code"]) for item in history], [("service", "NO_RESULT")])

    def test_before_the_answer(self):
        self.go("--hold")
        self.assertEqual(self.judge(answers={}), {"COUNTRY_UNKNOWN": UNKNOWN})
        self.assertEqual(sorted(self.service_.witness.people_applied()), list(range(1, PEOPLE + 1)))

    def test_the_token_elsewhere(self):
        for where in ("bearer", "body"):
            with self.subTest(where):
                self.go("--token-in", where)
                self.assertEqual(self.statuses("good"), {200})
                self.assertEqual(check_people(self, self.host_, self.run_, PEOPLE)["failed"], UNKNOWN)

    def test_all_of_it_at_once(self):
        self.go("--no-callback-every", 9, "--bad-token-every", 2, "--garbage-every", 3, "--duplicate-every", 2, "--chunk-error-every", 4,
                "--lead-error-every", 10, "--partial-every", 7, "--reject-every", 4, "--unavailable-every", 7, limits={"deadlineSeconds": 4})
        failures = self.judge(self.service_.witness.statuses())
        self.assertEqual(set(failures), {"CALLBACK_TIMEOUT", "SERVICE_FAILED", "INJECTED_ERROR", "NO_RESULT", "COUNTRY_UNKNOWN"})


if __name__ == "__main__":
    unittest.main()
