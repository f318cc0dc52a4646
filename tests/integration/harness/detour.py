"""A service in front of the sample service, which answers some paths otherwise and remembers what it was asked."""
import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .service import KEY
from .waiting import WAIT


class Request:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Detour:
    """`detour.answers[path]` is (status, body) or (status, body, headers), or a function of the request that gives one. What is
    not there is passed on to the service, with this address in the place of the service's own."""

    def __init__(self, service):
        self.service, self.answers, self.requests = service, {}, []
        detour = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = Request(self.command, self.path.partition("?")[0], self.headers, body)
                detour.requests.append(request)
                answer = detour.answers.get(request.path)
                status, text, headers = (*(answer(request) if callable(answer) else answer or detour.pass_on(self, request)), {})[:3]
                text = text if isinstance(text, bytes) else text.encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers, "Content-Length": len(text)}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = handle_any

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.origin + "/openapi.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def pass_on(self, handler, request):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=WAIT)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() not in ("host", "connection")}
            connection.request(request.method, handler.path, request.body, headers)
            answer = connection.getresponse()
            text = answer.read().replace(self.service.origin.encode(), self.origin.encode())
            return answer.status, text, {"Content-Type": answer.headers.get("Content-Type", "application/json")}
        finally:
            connection.close()

    def original(self, path):
        """The JSON that the service itself gives."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=WAIT)
        try:
            connection.request("GET", path, headers={"X-API-Key": KEY})
            return json.loads(connection.getresponse().read().replace(self.service.origin.encode(), self.origin.encode()))
        finally:
            connection.close()

    def changed(self, path, change):
        """From now on the service's own answer after `change(json)`."""
        document = self.original(path)
        change(document)
        self.answers[path] = (200, json.dumps(document))

    def asked(self, path):
        return [request for request in self.requests if request.path == path]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
