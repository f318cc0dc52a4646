"""The log that a host's store is compared with."""
import hashlib
import unittest

from harness import Host, Service, chunk, person


class Witness(unittest.TestCase):
    def test_notes_what_came_before_the_answer_leaves(self):
        with Host() as host, Service() as service:
            people = [person(i) for i in (1, 2, 3, 7, 9, 10, 4)]
            service.submit(chunk(host, people, token="secret"), headers={"X-Request-Source": "stepgate"})
            (line,) = service.log("submit")
            self.assertEqual(line | {"time": 0}, {
                "time": 0, "kind": "submit", "n": 1, "batchid": "run-7", "campaignId": 1207,
                "token": hashlib.sha256(b"secret").hexdigest(), "status": 201, "source": "stepgate",
                "count": 7, "first": 1, "last": 4, "ids": "1..3,7,9..10,4"})
            self.assertGreater(line["time"], 1_500_000_000_000)

    def test_notes_each_attempt_of_a_callback(self):
        with Host([(503, {})]) as host, Service("--retry-ms", "1") as service:
            service.submit(chunk(host, [person(1), person(2, "Atlantis"), person(3)], token="secret"))
            service.settled()
            lines = service.log("callback")
            self.assertEqual([(line["attempt"], line["status"]) for line in lines], [(1, 503), (2, 200)])
            line = lines[1]
            self.assertEqual(line["token"], hashlib.sha256(b"secret").hexdigest())
            self.assertEqual({key: line[key] for key in ("n", "count", "ok", "failed", "fields", "ids", "failedIds")},
                             {"n": 1, "count": 3, "ok": 2, "failed": 1, "fields": 6, "ids": "1..3", "failedIds": "2"})

    def test_notes_refusals_with_their_people(self):
        with Host() as host, Service("--reject-every", "1") as service:
            service.submit(chunk(host, [person(4), person(5)]))
            service.submit("{")
            self.assertEqual([(line["n"], line["status"], line.get("ids")) for line in service.log("submit")],
                             [(1, 429, "4..5"), (0, 400, None)])
            self.assertEqual(service.log("callback"), [])

    def test_notes_a_chunk_error_without_people(self):
        with Host() as host, Service("--chunk-error-every", "1") as service:
            service.submit(chunk(host, [person(1)]))
            service.settled()
            (line,) = service.log("callback")
            self.assertEqual((line["chunkError"], line["count"]), ("SERVICE_FAILED", 0))

    def test_never_holds_a_secret(self):
        with Host() as host, Service("--api-key", "top-secret-key") as service:
            service.submit(chunk(host, [person(1)], token="one-time-secret"), key="top-secret-key")
            service.settled()
            with open(service.log_path, encoding="utf-8") as file:
                text = file.read()
            for secret in ("top-secret-key", "one-time-secret", "key-of-the-host", host.url):
                self.assertNotIn(secret, text)

    def test_a_log_is_gone_on_with(self):
        with Service() as service, Service("--log", service.log_path) as other:
            other.get("/healthz")
            self.assertEqual(len(service.log("started")), 2)


if __name__ == "__main__":
    unittest.main()
