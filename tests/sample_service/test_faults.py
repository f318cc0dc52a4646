"""Each fault flag, and that the good part around it stays good."""
import json
import unittest

from harness import Host, Service, chunk, person


def statuses(service, host, count):
    return [service.submit(chunk(host, [person(i)])).status for i in range(1, count + 1)]


class OfASubmit(unittest.TestCase):
    def test_refusals_come_every_nth_time(self):
        for flag, status, after in (("--reject-every", 429, "1"), ("--unavailable-every", 503, "1"), ("--error-every", 500, None)):
            with self.subTest(flag=flag), Host() as host, Service(flag, "3") as service:
                answers = [service.submit(chunk(host, [person(i)])) for i in range(1, 7)]
                self.assertEqual([answer.status for answer in answers], [201, 201, status] * 2)
                self.assertEqual(answers[2].headers["Retry-After"], after)
                self.assertEqual(answers[2].json["errorCode"], "INJECTED")
                self.assertEqual(service.settled()["callbacksDelivered"], 4)
                self.assertEqual(sorted(next(iter(host.next_call().entries)) for _ in range(4)), [1, 2, 4, 5])
                self.assertTrue(host.has_no_call(0.05))

    def test_retry_after(self):
        with Host() as host, Service("--reject-every", "1", "--retry-after", "7") as service:
            self.assertEqual(service.submit(chunk(host, [person(1)])).headers["Retry-After"], "7")

    def test_any_status(self):
        for status, works in ((200, True), (202, True), (204, True), (400, False), (413, False), (302, False)):
            with self.subTest(status=status), Host() as host, Service("--status-code", str(status)) as service:
                self.assertEqual(statuses(service, host, 2), [status] * 2)
                self.assertEqual(service.settled()["callbacksDelivered"], 2 if works else 0)

    def test_work_in_spite_of_the_refusal(self):
        with Host() as host, Service("--status-code", "400", "--work-anyway") as service:
            self.assertEqual(statuses(service, host, 1), [400])
            self.assertEqual(list(host.next_call().entries), [1])

    def test_reset_counts_anew(self):
        with Host() as host, Service("--error-every", "2") as service:
            self.assertEqual(statuses(service, host, 1), [201])
            service.settled()
            service.post("/reset", "")
            self.assertEqual(service.stats()["submits"], 0)
            self.assertEqual(statuses(service, host, 2), [201, 500])


class OfACallback(unittest.TestCase):
    def test_chunk_error(self):
        with Host() as host, Service("--chunk-error-every", "2") as service:
            statuses(service, host, 2)
            calls = [host.next_call().json for _ in range(2)]
            wrong = next(call for call in calls if "errorCode" in call)
            self.assertEqual(wrong["errorCode"], "SERVICE_FAILED")
            self.assertEqual(wrong["munchkinId"], "123-ABC-456")
            self.assertTrue(wrong["errorMessage"])
            self.assertNotIn("objectData", wrong)

    def test_people_fail_or_are_left_out_across_chunks(self):
        with Host() as host, Service("--lead-error-every", "5", "--partial-every", "3") as service:
            entries = {}
            for first in (1, 7):
                service.submit(chunk(host, [person(i) for i in range(first, first + 6)]))
                entries |= host.next_call().entries
            self.assertEqual(set(entries), {1, 2, 4, 5, 7, 8, 10, 11})
            failed = {i for i, entry in entries.items() if not entry["activityData"]["success"]}
            self.assertEqual(failed, {5, 10})
            self.assertEqual(entries[5]["activityData"]["errorCode"], "INJECTED_ERROR")
            stats = service.stats()
            self.assertEqual((stats["entriesOk"], stats["entriesFailed"], stats["entriesOmitted"]), (6, 2, 4))

    def test_everybody_left_out(self):
        with Host() as host, Service("--partial-every", "1") as service:
            statuses(service, host, 1)
            self.assertEqual(host.next_call().json["objectData"], [])

    def test_duplicate(self):
        with Host() as host, Service("--duplicate-every", "2") as service:
            statuses(service, host, 2)
            service.settled()
            bodies = [host.next_call().body for _ in range(3)]
            self.assertTrue(host.calls.empty())
            self.assertEqual(len(set(bodies)), 2)

    def test_forged_token_first(self):
        for place in ("header", "body"):
            with self.subTest(place=place), Host([(401, {})]) as host, \
                    Service("--bad-token-every", "1", "--token-in", place) as service:
                service.submit(chunk(host, [person(1)], token="good"))
                calls = [host.next_call(), host.next_call()]
                tokens = [call.headers["x-callback-token"] if place == "header" else call.json["token"] for call in calls]
                self.assertNotEqual(tokens[0], "good")
                self.assertEqual(len(tokens[0]), 4)
                self.assertEqual(tokens[1], "good")
                self.assertEqual(calls[0].entries, calls[1].entries)
                self.assertEqual(service.settled()["callbacksDelivered"], 1)

    def test_garbage_first(self):
        with Host([(400, {})]) as host, Service("--garbage-every", "1") as service:
            service.submit(chunk(host, [person(1)]))
            broken = host.next_call()
            self.assertRaises(json.JSONDecodeError, lambda: broken.json)
            self.assertTrue(broken.headers["x-callback-token"])
            self.assertEqual(list(host.next_call().entries), [1])

    def test_all_before_the_good_one(self):
        with Host([(401, {}), (400, {}), (500, {})]) as host, \
                Service("--garbage-every", "1", "--bad-token-every", "1", "--duplicate-every", "1", "--retry-ms", "1") as service:
            service.submit(chunk(host, [person(1)]))
            service.settled()
            steps = [(line["step"], line["attempt"], line["status"]) for line in service.log("callback")]
            self.assertEqual(steps, [("forged", 1, 401), ("garbage", 1, 400), ("good", 1, 500), ("good", 2, 200),
                                     ("duplicate", 1, 200)])

    def test_no_callback(self):
        with Host() as host, Service("--no-callback-every", "2") as service:
            self.assertEqual(statuses(service, host, 4), [201] * 4)
            self.assertEqual(service.settled()["callbacksDelivered"], 2)
            self.assertEqual(sorted(next(iter(host.next_call().entries)) for _ in range(2)), [1, 3])


if __name__ == "__main__":
    unittest.main()
