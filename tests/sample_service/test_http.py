"""HTTP as it may come from strangers: framing, limits, garbage, many connections."""
import http.client
import json
import random
import re
import socket
import unittest

from harness import WAIT, Host, Service, chunk, person

HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


def status_lines(data):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", data)]


class Framing(unittest.TestCase):
    def test_keep_alive_and_pipelining(self):
        with Service() as service:
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=WAIT)
            for _ in range(3):
                connection.request("GET", "/healthz")
                self.assertEqual(connection.getresponse().read(), b'{"status":"ok"}')
            connection.close()
            data = service.raw((HEAD + b"\r\n") * 50 + b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            self.assertEqual(status_lines(data), [200] * 50 + [404])

    def test_chunked_bodies(self):
        with Host() as host, Service() as service:
            body = json.dumps(chunk(host, [person(i) for i in range(50)])).encode()

            def pieces():
                for i in range(0, len(body), 700):
                    yield body[i:i + 700]

            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=WAIT)
            for _ in range(2):
                connection.request("POST", "/submitAsyncAction", pieces(), {"X-API-Key": "sample-key"}, encode_chunked=True)
                self.assertEqual(connection.getresponse().read(), b"")
                self.assertEqual(len(host.next_call().entries), 50)
            connection.close()

    def test_byte_by_byte(self):
        request = b"POST /getPicklist HTTP/1.1\r\nHost: x\r\nX-API-Key: sample-key\r\nTransfer-Encoding: chunked\r\n\r\n" \
                  b"1a;x=y\r\n" + b'{"name":"onUnknown","type"' + b"\r\n8\r\n" + b':"flow"}' + b"\r\n0\r\nTrailer: 1\r\n\r\n"
        with Service() as service, socket.create_connection(("127.0.0.1", service.port), timeout=WAIT) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(len(request)):
                connection.sendall(request[i:i + 1])
            self.assertEqual(status_lines(connection.recv(65536)), [200])

    def test_expect_continue(self):
        with Service() as service, socket.create_connection(("127.0.0.1", service.port), timeout=WAIT) as connection:
            connection.sendall(b"POST /reset HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            self.assertEqual(status_lines(connection.recv(65536)), [100])
            connection.sendall(b"{}")
            self.assertEqual(status_lines(connection.recv(65536)), [200])

    def test_head_and_wrong_methods(self):
        with Service() as service:
            answer = service.request("HEAD", "/openapi.json")
            self.assertEqual((answer.status, answer.body), (200, b""))
            self.assertGreater(int(answer.headers["Content-Length"]), 1000)
            wrong = service.get("/submitAsyncAction")
            self.assertEqual((wrong.status, wrong.headers["Allow"]), (405, "POST"))
            self.assertEqual(service.post("/status", "").status, 405)
            self.assertEqual(service.get("//status").status, 404)
            self.assertEqual(service.get("/status/").status, 404)


class Hostile(unittest.TestCase):
    def refused(self, service, data):
        lines = status_lines(service.raw(data))
        return lines[-1] if lines else None

    def test_what_is_no_request(self):
        with Service() as service:
            for data, status in (
                    (b"\r\n\r\n", 400), (b"GET\r\n\r\n", 400), (b"GET / HTTP/1.1\r\n\r\n", 400), (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
                    (HEAD + b"no colon\r\n\r\n", 400), (HEAD + b" folded: x\r\n\r\n", 400), (HEAD + b"A\x00B: x\r\n\r\n", 400),
                    (HEAD + b"Content-Length: x\r\n\r\n", 400), (HEAD + b"Content-Length: -1\r\n\r\n", 400),
                    (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
                    (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", 400),
                    (HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                    (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 501), (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                    (HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
                    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400)):
                self.assertEqual(self.refused(service, data), status, data)
            self.assertEqual(service.get("/healthz").status, 200)

    def test_what_is_too_large(self):
        with Service() as service:
            self.assertEqual(self.refused(service, HEAD + b"A: " + b"x" * 20000 + b"\r\n\r\n"), 431)
            self.assertEqual(self.refused(service, b"x" * 40000), 431)
            self.assertEqual(self.refused(service, HEAD + b"A: b\r\n" * 200 + b"\r\n"), 400)
            self.assertEqual(self.refused(service, HEAD + b"Content-Length: 40000000\r\n\r\n" + b"x" * 300000), 413)
            self.assertEqual(self.refused(service, HEAD + b"Transfer-Encoding: chunked\r\n\r\n2625a00\r\n"), 413)
            self.assertEqual(service.get("/healthz").status, 200)

    def test_a_body_of_31_megabytes_is_read(self):
        with Service() as service:
            answer = service.submit(b'{"x":"' + b"y" * (31 << 20) + b'"}')
            self.assertEqual((answer.status, answer.json["message"]), (400, "token is missing"))

    def test_random_bytes(self):
        dice = random.Random(7)
        seeds = [HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", HEAD + b"Content-Length: 5\r\n\r\nhello"]
        with Service() as service:
            for _ in range(300):
                data = bytearray(dice.choice(seeds))
                for _ in range(dice.randint(1, 6)):
                    data[dice.randrange(len(data))] = dice.randrange(256)
                service.raw(bytes(data[:dice.randint(1, len(data))]))
            self.assertEqual(service.get("/healthz").status, 200)

    def test_random_json(self):
        dice = random.Random(8)
        with Host() as host, Service("--callback-retries", "0") as service:
            seed = json.dumps(chunk(host, [person(1, "Öster\u0000reich"), person(2)])).encode()
            # The URL stays whole: another one could be anybody's.
            url = seed.index(host.url.encode())
            places = [i for i in range(len(seed)) if not url - 2 < i < url + len(host.url) + 2]
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=WAIT)
            for _ in range(300):
                data = bytearray(seed)
                for _ in range(dice.randint(1, 4)):
                    data[dice.choice(places)] = dice.choice(b'{}[]",:\\0e-\x00\xff')
                connection.request("POST", "/submitAsyncAction", bytes(data), {"X-API-Key": "sample-key"})
                answer = connection.getresponse()
                answer.read()
                self.assertIn(answer.status, (201, 400))
            connection.close()
            self.assertEqual(service.get("/healthz").status, 200)

    def test_many_idle_connections(self):
        with Service() as service:
            idle = [socket.create_connection(("127.0.0.1", service.port), timeout=WAIT) for _ in range(200)]
            self.assertEqual(service.get("/healthz").status, 200)
            for connection in idle:
                connection.close()


if __name__ == "__main__":
    unittest.main()
