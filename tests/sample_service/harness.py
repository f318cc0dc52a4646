"""A running sample service and the host that it calls back, for the tests of this folder."""
import http.client
import http.server
import json
import os
import queue
import socket
import subprocess
import tempfile
import threading
import time

BINARY = os.environ["SAMPLE_SERVICE"]
KEY = "sample-key"
WAIT = 10  # seconds, for what comes at once unless something is wrong


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Service:
    """The program with the given flags, on a free port of the loopback."""

    def __init__(self, *flags):
        self.folder = tempfile.TemporaryDirectory()
        self.log_path = os.path.join(self.folder.name, "witness.jsonl")
        self.port_file = os.path.join(self.folder.name, "port")
        command = [BINARY, "--listen", "127.0.0.1:0", "--port-file", self.port_file, "--log", self.log_path, *flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.greeting = self.process.stdout.readline().strip()
        if not self.greeting:
            raise AssertionError("the service did not start: " + self.process.stderr.read())
        with open(self.port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it as an operator does; a crash on the way shows here, with what the sanitizers said."""
        if self.process.poll() is None:
            self.process.terminate()
        _, errors = self.process.communicate(timeout=WAIT)
        self.folder.cleanup()
        if self.process.returncode != 0:
            raise AssertionError(f"the service ended with {self.process.returncode}: {errors}")

    def request(self, method, path, body=None, headers=None, key=KEY):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        headers = dict(headers or {})
        if key is not None:
            headers["X-API-Key"] = key
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body, **options):
        return self.request("POST", path, body, **options)

    def submit(self, body, **options):
        return self.post("/submitAsyncAction", body, **options)

    def raw(self, data):
        """Sends bytes as they are and gives back everything that comes until the service closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=WAIT) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            while piece := connection.recv(65536):
                received += piece
            return received

    def stats(self):
        return self.get("/stats").json

    def settled(self):
        """The statistics once no callback is under way."""
        return eventually(lambda: (s := self.stats())["callbacksPending"] == 0 and s)

    def log(self, kind):
        with open(self.log_path, encoding="utf-8") as file:
            return [line for line in map(json.loads, file) if line["kind"] == kind]


class Call:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def entries(self):
        return {entry["leadData"]["id"]: entry for entry in self.json["objectData"]}


class Host:
    """Takes callbacks. `answers` are used up one by one, (status, headers) each; then it is 200."""

    def __init__(self, answers=()):
        self.calls = queue.Queue()
        self.answers = list(answers)
        self.connections = 0
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self):
                host.connections += 1
                super().setup()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                host.calls.put(Call(self.path, self.headers, body))
                status, headers = host.answers.pop(0) if host.answers else (200, {})
                text = b'{"status": "ok"}'
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A service that is stopped breaks its connections."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/callback/c1?x=1"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def next_call(self):
        return self.calls.get(timeout=WAIT)

    def has_no_call(self, seconds=0.15):
        time.sleep(seconds)
        return self.calls.empty()


def person(lead_id, country="Germany", flow=None, **fields):
    return {
        "objectType": "lead",
        "objectContext": {"id": lead_id, "country": country, "email": f"p{lead_id}@example.com", "city": None, **fields},
        "flowStepContext": {"codeFormat": "alpha2", "onUnknown": "fail"} if flow is None else flow,
    }


def chunk(host, people, token="dG9rZW4tMTIzNDU2Nzg5MA==", **changes):
    return {
        "token": token,
        "apiCallBackKey": "key-of-the-host",
        "batchid": "run-7",
        "campaignId": 1207,
        "callbackUrl": host.url if isinstance(host, Host) else host,
        "context": {"subscription": {"munchkinId": "123-ABC-456"}, "admin": {}},
        "objectData": people,
        **changes,
    }


def eventually(probe):
    deadline = time.monotonic() + WAIT
    while not (value := probe()):
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)
    return value
