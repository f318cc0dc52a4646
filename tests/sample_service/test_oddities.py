"""Every oddity changes what the service says, and nothing else does."""
import socket
import subprocess
import threading
import unittest

from harness import BINARY, Service, chunk, person

READS = [("GET", "/openapi.json"), ("GET", "/getServiceDefinition"), ("GET", "/status"), ("GET", "/brandIcon"), ("GET", "/serviceIcon"),
         ("GET", "/providerInstructions")]
COUNTRIES = ["Germany", "Deutschland", "France", "Spain", "Japan", "Brazil", "USA", "Narnia"]


class Listener:
    """Takes one callback byte by byte, so that any framing shows."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/c"
        self.taken = b""
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        connection, _ = self.socket.accept()
        with connection:
            while not self.complete():
                piece = connection.recv(1 << 20)
                if not piece:
                    return
                self.taken += piece
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    def complete(self):
        head, mark, body = self.taken.partition(b"\r\n\r\n")
        if not mark:
            return False
        lines = {name.lower(): value for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n")[1:])}
        if b"transfer-encoding" in lines:
            return body.endswith(b"0\r\n\r\n")
        return len(body) >= int(lines[b"content-length"])

    def text(self):
        self.thread.join(10)
        self.socket.close()
        head, _, body = self.taken.partition(b"\r\n\r\n")
        return b"\n".join(line for line in head.split(b"\r\n") if not line.startswith(b"Host:")) + b"\n\n" + body


def asked(answer):
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status, headers, answer.body


def said(*flags):
    """Everything that a service says of itself and does, by spot."""
    with Service(*flags) as service:
        port = str(service.port).encode()
        seen = {path: asked(service.request(method, path)) for method, path in READS}
        seen["/getPicklist"] = asked(service.post("/getPicklist", {"type": "flow", "name": "codeFormat"}))
        seen["keyless"] = asked(service.get("/status", key=None))
        listener = Listener()
        people = [person(i, country) for i, country in enumerate(COUNTRIES, 1)]
        first = service.submit(chunk("http://127.0.0.1:9/c", people))
        later = service.submit(chunk(listener.url, people))
        seen["submit"] = first.status, asked(later)[2], later.headers.get("Retry-After") or first.headers.get("Retry-After")
        seen["callback"] = listener.text() if later.status != 413 else b""
        return {spot: str(value).replace(str(port, "ascii"), "PORT").replace(listener.url.rsplit(":", 1)[1], "") for spot, value in seen.items()}


class Oddities(unittest.TestCase):
    def test_every_one_changes_something(self):
        listed = subprocess.run([BINARY, "--odd", "list"], capture_output=True, text=True, check=True).stdout.splitlines()
        names = [line.split()[0] for line in listed]
        self.assertGreater(len(names), 150)
        self.assertEqual(len(set(names)), len(names), "a name stands twice")
        self.assertTrue(all(len(line.split(maxsplit=1)) == 2 for line in listed), "an oddity without a summary")
        clean = said()
        self.assertEqual(said(), clean)
        for name in names:
            if name.startswith("held"):
                continue  # seen by whoever waits for the answer; tested below
            with self.subTest(name):
                odd = said("--odd", name)
                self.assertNotEqual([spot for spot in clean if clean[spot] != odd[spot]], [])

    def test_a_pair_and_a_change_of_ones_own(self):
        with Service("--odd", "no-title,status-ok", "--change", "status set /more 1") as service:
            self.assertNotIn("title", service.get("/openapi.json").json["info"])
            self.assertEqual(service.get("/status").json, {"status": "ok"})  # `body` comes after what changes the tree
        with Service("--change", "definition set /apiName \"other\"") as service:
            self.assertEqual(service.get("/getServiceDefinition").json["apiName"], "other")

    def test_held_answers_come_after_the_callback(self):
        for name, status in (("held", 201), ("held-500", 500), ("held-502", 502)):
            with Service("--odd", name) as service:
                listener = Listener()
                answer = service.submit(chunk(listener.url, [person(1)]))
                self.assertEqual(answer.status, status)
                self.assertTrue(listener.complete())
                listener.text()
                self.assertEqual(service.stats()["callbacksDelivered"], 1)

    def test_what_it_does_not_know(self):
        for words in (("--odd", "no-such-oddity"), ("--change", "document paint /info"), ("--change", "definition set /x {")):
            done = subprocess.run([BINARY, *words], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
