"""How results go back: headers, order, connections, retries, delay, a submit that is held."""
import json
import socket
import time
import unittest

from harness import KEY, Host, Service, chunk, eventually, person

TOKEN = "MTIzLUFCQy00NTY/+w=="


class Callback(unittest.TestCase):
    def test_carries_what_the_host_sent(self):
        with Host() as host, Service() as service:
            service.submit(chunk(host, [person(1)], token=TOKEN))
            call = host.next_call()
        self.assertEqual(call.path, "/callback/c1?x=1")
        self.assertEqual(call.headers["x-callback-token"], TOKEN)
        self.assertEqual(call.headers["x-api-key"], "key-of-the-host")
        self.assertEqual(call.headers["Content-Type"], "application/json")
        self.assertTrue(call.headers["Host"].startswith("127.0.0.1:"))
        self.assertIsNone(call.headers["Authorization"])
        self.assertEqual(call.json["munchkinId"], "123-ABC-456")
        self.assertNotIn("token", call.json)

    def test_token_in_other_places(self):
        with Host() as host, Service("--token-in", "bearer") as service:
            service.submit(chunk(host, [person(1)], token=TOKEN))
            call = host.next_call()
            self.assertEqual(call.headers["Authorization"], "Bearer " + TOKEN)
            self.assertIsNone(call.headers["x-callback-token"])
        with Host() as host, Service("--token-in", "body") as service:
            service.submit(chunk(host, [person(1)], token=TOKEN))
            call = host.next_call()
            self.assertEqual(call.json["token"], TOKEN)
            self.assertIsNone(call.headers["x-callback-token"])
            self.assertEqual(list(call.entries), [1])

    def test_goes_over_kept_connections(self):
        with Host() as host, Service("--callback-conns", "2") as service:
            for i in range(20):
                service.submit(chunk(host, [person(i)]))
            ids = {next(iter(host.next_call().entries)) for _ in range(20)}
            self.assertEqual(ids, set(range(20)))
            self.assertLessEqual(host.connections, 2)

    def test_comes_after_the_delay(self):
        with Host() as host, Service("--delay-ms", "300") as service:
            start = time.monotonic()
            self.assertEqual(service.submit(chunk(host, [person(1)])).status, 201)
            self.assertEqual(service.stats()["callbacksPending"], 1)
            self.assertTrue(host.calls.empty())
            host.next_call()
            self.assertGreaterEqual(time.monotonic() - start, 0.3)

    def test_of_a_held_submit_comes_before_its_answer(self):
        with Host() as host, Service("--hold", "--delay-ms", "50") as service:
            self.assertEqual(service.submit(chunk(host, [person(1)])).status, 201)
            self.assertEqual(service.stats()["callbacksDelivered"], 1)
            self.assertEqual(host.calls.qsize(), 1)

    def test_a_held_submit_whose_client_has_gone_does_no_harm(self):
        with Host() as host, Service("--hold", "--delay-ms", "50") as service:
            data = json.dumps(chunk(host, [person(1)])).encode()
            head = f"POST /submitAsyncAction HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\nContent-Length: {len(data)}\r\n\r\n"
            with socket.create_connection(("127.0.0.1", service.port)) as connection:
                connection.sendall(head.encode() + data)
            self.assertEqual(list(host.next_call().entries), [1])
            self.assertEqual(service.settled()["callbacksDelivered"], 1)

    def test_a_held_submit_fails_with_its_callback(self):
        with Host([(400, {})]) as host, Service("--hold") as service:
            self.assertEqual(service.submit(chunk(host, [person(1)])).status, 502)


class Retries(unittest.TestCase):
    FAST = ("--retry-ms", "5", "--callback-retries", "3")

    def test_what_may_pass(self):
        for status in (404, 408, 409, 429, 500, 503):
            with self.subTest(status=status), Host([(status, {})] * 2) as host, Service(*self.FAST) as service:
                service.submit(chunk(host, [person(1)]))
                stats = service.settled()
                self.assertEqual(stats["callbackAttempts"], 3)
                self.assertEqual((stats["callbacksDelivered"], stats["callbacksFailed"]), (1, 0))
                self.assertEqual(host.calls.qsize(), 3)

    def test_not_what_will_not_pass(self):
        for status in (400, 401, 403, 413):
            with self.subTest(status=status), Host([(status, {})]) as host, Service(*self.FAST) as service:
                service.submit(chunk(host, [person(1)]))
                stats = service.settled()
                self.assertEqual((stats["callbackAttempts"], stats["callbacksFailed"]), (1, 1))

    def test_end_at_some_time(self):
        with Host([(500, {})] * 9) as host, Service(*self.FAST) as service:
            service.submit(chunk(host, [person(1)]))
            stats = service.settled()
            self.assertEqual((stats["callbackAttempts"], stats["callbacksFailed"]), (4, 1))

    def test_wait_as_long_as_the_host_asks(self):
        with Host([(429, {"Retry-After": "1"})]) as host, Service(*self.FAST) as service:
            service.submit(chunk(host, [person(1)]))
            host.next_call()
            start = time.monotonic()
            host.next_call()
            self.assertGreater(time.monotonic() - start, 0.9)

    def test_a_host_that_is_down(self):
        with Host() as host:
            url = host.url
        with Service(*self.FAST) as service:
            service.submit(chunk(url, [person(1)]))
            stats = service.settled()
            self.assertEqual((stats["callbackAttempts"], stats["callbacksFailed"]), (4, 1))
            self.assertEqual([line["status"] for line in service.log("callback")], [0, 0, 0, 0])

    def test_a_host_that_does_not_answer(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            with Service("--callback-timeout-ms", "100", "--callback-retries", "0") as service:
                service.submit(chunk(url, [person(1)]))
                self.assertEqual(service.settled()["callbacksFailed"], 1)

    def test_a_kept_connection_that_the_host_has_closed(self):
        with Host([(200, {"Connection": "close"})]) as host, Service(*self.FAST) as service:
            for i in (1, 2):
                service.submit(chunk(host, [person(i)]))
                self.assertEqual(list(host.next_call().entries), [i])
            eventually(lambda: service.stats()["callbacksDelivered"] == 2)
            self.assertEqual(service.stats()["callbackRetries"], 0)


if __name__ == "__main__":
    unittest.main()
