"""Who may come in: tokens, file modes, listeners, and secrets that are seen nowhere."""
import http.server
import json
import os
import socket
import stat
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from harness import IntegrationTest, csv_text
from harness.programs import STEPGATE
from harness.waiting import WAIT

PLANTED = "planted-secret/7b1e+9"


def answer(url, method="GET", headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers or {}), timeout=WAIT) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read()


class Routes(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.stepgated = self.host()

    def routes(self):
        document = self.stepgated.api.get("/openapi.json").json
        self.assertTrue(document["openapi"].startswith("3.0"))
        for path, methods in document["paths"].items():
            for method in methods:
                if method in ("get", "put", "post", "delete"):
                    yield method.upper(), path.replace("{", "no-").replace("}", "")

    def test_every_route_wants_the_token(self):
        routes = list(self.routes())
        self.assertGreater(len(routes), 40)
        checked = 0
        for method, path in routes:
            if path == "/healthz":
                continue
            # A wrong one of the same length, and the right one in another case.
            right = self.stepgated.api.token
            for token in (None, "x" * len(right), right.swapcase(), right[:-1], right + "x", ""):
                with self.subTest(method=method, path=path, token=token):
                    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
                    status, got, body = answer(self.stepgated.url + path, method, headers)
                    self.assertEqual((status, json.loads(body)["code"]), (401, "TOKEN_WRONG" if token else "TOKEN_MISSING"))
                    self.assertIn("Bearer", got["WWW-Authenticate"])
            with self.subTest(method=method, path=path):
                status, _, body = answer(self.stepgated.url + path, method, {"Authorization": f"Bearer {right}"})
                self.assertNotIn(status, (401, 405, 500), body)
                self.assertNotIn(b"ROUTE_UNKNOWN", body)
            checked += 1
        self.assertEqual(checked, len(routes) - sum(path == "/healthz" for _, path in routes))

    def test_unknown_paths_tell_strangers_nothing(self):
        for path in ("/", "/api/v1/nothing", "/api/v2/people", "/admin", "/api/v1/../../etc/passwd", "/%2e%2e/admin.token"):
            status, _, _ = answer(self.stepgated.url + path)
            self.assertIn(status, (400, 401), path)

    def test_healthz_is_open_and_says_nothing_else(self):
        status, _, body = answer(self.stepgated.url + "/healthz")
        self.assertEqual((status, json.loads(body)), (200, {"status": "ok"}))

    def test_each_listener_knows_its_own_alone(self):
        callbacks = self.stepgated.api.get("/status").json["publicUrl"].rstrip("/").rsplit("/", 1)[0]
        self.assertNotEqual(callbacks, self.stepgated.url)
        right = {"Authorization": f"Bearer {self.stepgated.api.token}"}
        for method, path in [("GET", "/healthz"), *self.routes()]:
            self.assertEqual(answer(callbacks + path, method, right)[0], 404, path)
        self.assertEqual(answer(self.stepgated.url + "/callback/AAAA", "POST", right)[0], 404)

    def test_a_client_with_a_wrong_token_ends_with_4(self):
        wrong = os.path.join(self.folder, "wrong.token")
        with open(wrong, "w", encoding="ascii") as stream:
            stream.write("w" * 43 + "\n")
        done = subprocess.run([STEPGATE, "--url", self.stepgated.url, "--token-file", wrong, "status"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4, done)
        self.assertIn("[TOKEN_WRONG]", done.stderr)
        self.assertIn("--token-file", done.stderr)


class SlowPeers(IntegrationTest):
    """Bodies that do not come hold up nobody else, at neither door."""

    def begin(self, url, path, headers, n):
        parts = urllib.parse.urlsplit(url)
        for _ in range(n):
            peer = socket.create_connection((parts.hostname, parts.port), WAIT)
            self.addCleanup(peer.close)
            peer.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: 1000\r\n\r\nbegun".encode())
            yield peer

    def test_bodies_that_do_not_come(self):
        host = self.host({"api.threads": 4, "callbacks.threads": 4})
        right = f"Authorization: Bearer {host.api.token}\r\nContent-Type: application/json\r\n"
        self.assertEqual(len(list(self.begin(host.url, "/api/v1/fields", right, 40))), 40)
        uploads = right.replace("application/json", "text/csv")
        self.assertEqual(len(list(self.begin(host.url, "/api/v1/people/import", uploads, 10))), 10)
        begin = time.monotonic()
        for _ in range(20):
            self.assertEqual(answer(host.url + "/healthz")[0], 200)
            self.assertEqual(host.api.get("/status").status, 200)
        self.assertLess(time.monotonic() - begin, 5)

    def test_a_stranger_is_refused_before_his_body(self):
        host = self.host()
        begin = time.monotonic()
        for peer in self.begin(host.url, "/api/v1/fields", "Authorization: Bearer wrong\r\n", 10):
            self.assertTrue(peer.recv(100).startswith(b"HTTP/1.1 401"))
        self.assertLess(time.monotonic() - begin, 5)


class OtherServers(IntegrationTest):
    def test_a_url_of_something_else_is_told_so(self):
        answers = {"page": (200, "text/html", b"<html>"), "json": (200, "application/json", b"{}"), "none": (404, "text/html", b"no")}
        for name, (status, media, body) in answers.items():
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self, status=status, media=media, body=body):
                    self.send_response(status)
                    self.send_header("Content-Type", media)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *words):
                    pass
            token = self.place("token")
            with open(token, "w", encoding="ascii") as stream:
                stream.write("t" * 43)
            with self.subTest(name), http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                url = f"http://127.0.0.1:{server.server_port}"
                done = subprocess.run([STEPGATE, "--url", url, "--token-file", token, "status"], capture_output=True, text=True, timeout=60, check=False)
                server.shutdown()
                self.assertEqual(done.returncode, 5, done)
                for word in ("[NOT_STEPGATE]", url, "--url"):
                    self.assertIn(word, done.stderr)


class Files(IntegrationTest):
    def test_modes(self):
        host = self.host()
        def mode(*parts):
            return stat.S_IMODE(os.stat(os.path.join(host.data, *parts)).st_mode)
        self.assertEqual(mode(), 0o700)
        names = [name for name in os.listdir(host.data) if os.path.isfile(os.path.join(host.data, name))]
        self.assertIn("admin.token", names)
        for name in names:
            if name != "stepgated.json":  # the note holds an URL and a process id
                self.assertEqual(mode(name), 0o600, name)
        self.assertEqual(mode("plugins"), 0o700)

    @unittest.skipUnless(os.geteuid() == 0, "wants another user")
    def test_a_token_that_another_user_owns_is_named_with_its_owner(self):
        host = self.host()
        os.chmod(self.folder, 0o755)
        os.chmod(host.folder, 0o755)
        client = [STEPGATE, "--url", host.url, "--token-file", host.token_file, "status"]
        done = subprocess.run(client, user=65534, group=65534, extra_groups=[], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4, done)
        for word in ("[TOKEN_FILE_UNREADABLE]", host.data, "root", "sudo -u root"):
            self.assertIn(word, done.stderr)

    def test_a_token_that_others_may_read_stops_the_start(self):
        host = self.host()
        host.stop()
        os.chmod(host.token_file, 0o644)
        refused = subprocess.run(host.program.command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(refused.returncode, 78, refused)
        for word in ("KEY_FILE_EXPOSED", host.token_file, "chmod 600"):
            self.assertIn(word, refused.stderr)


class Secrets(IntegrationTest):
    def everything(self, host, run):
        """All that can be seen of a host while it runs."""
        shown = {path: host.api.get(path).body for path in (
            "/status", "/credentials", "/services", "/services/Country%20Codes", "/log?limit=1000", "/plugins", f"/runs/{run}",
            f"/runs/{run}/chunks/1", "/openapi.json", "/services/Country%20Codes/mapping", "/people/1/activities")}
        shown["trace"] = host.ok("run", "show", run, "--chunk", "1", "--trace").stdout.encode()
        shown["credential"] = host.ok("credential", "show", "Country Codes").stdout.encode()
        shown["config"] = subprocess.run([*host.program.command, "--print-config"], capture_output=True, timeout=60, check=True).stdout
        return shown

    def files(self, host):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as stream:
                    yield name, stream.read()

    def test_a_planted_key_is_seen_nowhere(self):
        service = self.detour("--api-key", PLANTED)
        key_file = os.path.join(self.folder, "key.txt")
        with open(key_file, "w", encoding="ascii") as stream:
            stream.write(PLANTED + "\n")
        host = self.host({"logging.loggers.root.level": "trace", "logging.loggers.root.channel": "log",
                          "logging.channels.log.class": "FileChannel", "logging.channels.log.path": os.path.join(self.folder, "host.log")})
        host.ok("service", "install", service.url, "--name", "Country Codes", "--create-fields", "--api-key", "@" + key_file, "--yes", "--accept-privacy-notice")
        host.api.post("/people/import", csv_text(80).encode(), content_type="text/csv")
        host.campaign()
        service.answers["/submitAsyncAction"] = lambda request: (500, f"you sent {request.headers['X-API-Key']} to me")
        host.api.put("/services/Country Codes/configuration", {"limits": {"maxAttempts": 1, "idempotent": True}})
        bad = host.ended(host.start_run())["id"]
        service.answers["/status"] = lambda request: (500, f"key {request.headers['X-API-Key']} is fine, I am not")
        self.assertEqual(host.cli("service", "status", "Country Codes").status, 1)
        del service.answers["/submitAsyncAction"], service.answers["/status"]
        good = host.ended(host.start_run())["id"]
        sent = [request.headers["X-API-Key"] for request in service.asked("/submitAsyncAction")]
        self.assertEqual(set(sent), {PLANTED}, "the test itself")
        self.assertIn(b"you sent ***", host.api.get(f"/runs/{bad}/chunks/1").body)
        for run in (bad, good):
            for name, text in self.everything(host, run).items():
                self.assertNotIn(PLANTED.encode(), text, name)
        seen = dict(self.files(host))
        self.assertIn("stepgate.db-wal", seen, "looked at while it runs")
        self.assertIn("host.log", seen, "logging.* keys work")
        self.assertGreater(len(seen["host.log"]), 0)
        host.stop()
        for name, text in [*seen.items(), *self.files(host)]:
            if name == "key.txt":
                continue
            self.assertNotIn(PLANTED.encode(), text, name)
            self.assertNotIn(json.dumps(PLANTED).strip('"').encode(), text, name)
            if name != "admin.token":
                self.assertNotIn(host.api.token.encode(), text, name)


if __name__ == "__main__":
    unittest.main()
