"""A flow step service of the test's own, in this process: what it says of itself can be changed while it runs, and what it was
asked is kept. Results come back at once, or when the test lets them."""
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "played-key"


def labels(name):
    return {"en_US": {"name": name, "description": name, "uiTooltip": name}}


def attribute(name, data_type="string", label=None, **more):
    return {"apiName": name, "i18n": labels(label or name), "dataType": data_type, **more}


def field(name, data_type="string", suggestion=None, **more):
    return {"serviceAttribute": name, "description": labels(name), "dataType": data_type,
            "suggestedMarketoAttribute": suggestion or name, **more}


def definition():
    return {"apiName": "played", "i18n": {"en_US": {"name": "Played", "filterName": "f", "triggerName": "t", "description": "d"}},
            "primaryAttribute": "plan",
            "invocationPayloadDef": {
                "globalAttributes": [], "headers": [],
                "flowAttributes": [attribute("plan", hasPicklist=True, enforcePicklistSelect=True), attribute("size", "integer")],
                "fields": [field("email", "email", required=True), field("firstName"), field("city")],
                "userDrivenMapping": False},
            "callbackPayloadDef": {"attributes": [attribute("note")], "fields": [field("city"), field("leadScore", "score")],
                                   "userDrivenMapping": False}}


class Played:
    """Everything that it says is an attribute; change it under way."""

    def __init__(self):
        self.title, self.definition = "Played", definition()
        self.security = {"kind": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}
        self.server = None  # of the document; its own origin unless told otherwise
        self.status = {"info": [], "warnings": [], "errors": []}
        self.choices = {"plan": ["basic", "gold"]}
        self.guide, self.resources = None, {}  # path: (content type, bytes)
        self.answer, self.code = lambda person, submitted: {"leadData": {"id": person["objectContext"]["id"]}, "activityData": {"success": True}}, 201
        self.asked = []  # (path, body, headers)
        self.held, self.hold = [], False
        self.stalled = {}  # path: an event that it waits for before it answers
        self.lock = threading.Lock()
        played = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                played.handle(self, None)

            def do_POST(self):
                played.handle(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self.http.server_address[1]}"
        self.url = self.origin + "/openapi.json"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()

    def document(self):
        paths = {"/getServiceDefinition": "get", "/status": "get", "/submitAsyncAction": "post", "/getPicklist": "post"}
        if self.guide is not None:
            paths["/providerInstructions"] = "get"
        for path in self.resources:
            paths[path] = "get"
        return {"openapi": "3.0.3", "info": {"title": self.title, "version": "1", "x-providerName": "Players", "x-schemaVersion": "0.3.1",
                                             "x-supportContact": "help@example.com"},
                "servers": [{"url": self.server or self.origin}], "security": [{name: []} for name in self.security],
                "components": {"securitySchemes": self.security, "schemas": {}},
                "paths": {path: {verb: {"responses": {"200": {"description": "good"}}}} for path, verb in paths.items()}}

    def handle(self, request, body):
        path = request.path.split("?")[0]
        with self.lock:
            self.asked.append((path, json.loads(body) if body else None, dict(request.headers)))
        if path == "/openapi.json":
            return self.send(request, 200, self.document())
        if path in self.stalled:
            self.stalled[path].wait(20)
        if self.security and "kind" in self.security and request.headers.get("X-API-Key") != KEY:
            return self.send(request, 401, {})
        if path == "/getServiceDefinition":
            return self.send(request, 200, self.definition)
        if path == "/status":
            return self.send(request, 200, self.status)
        if path == "/getPicklist":
            return self.picklist(request, json.loads(body))
        if path == "/providerInstructions" and self.guide is not None:
            return self.send_bytes(request, 200, "text/html", self.guide.encode())
        if path in self.resources:
            return self.send_bytes(request, 200, *self.resources[path])
        if path == "/submitAsyncAction":
            return self.submit(request, json.loads(body))
        return self.send(request, 404, {})

    def picklist(self, request, asked):
        choices = self.choices.get(asked["name"])
        if choices is None:
            return self.send(request, 500, {"why": "not today"})
        return self.send(request, 200, {"choices": [{"displayValue": {"en_US": str(value)}, "submittedValue": value} for value in choices]})

    def submit(self, request, submitted):
        self.send(request, self.code, {})
        with self.lock:
            self.held.append(submitted)
        if not self.hold:
            self.release()

    def release(self):
        """Calls back for everything that is held."""
        with self.lock:
            held, self.held = self.held, []
        for submitted in held:
            threading.Thread(target=self.call_back, args=(submitted,), daemon=True).start()

    def call_back(self, submitted):
        body = {"munchkinId": "1", "objectData": [self.answer(person, submitted) for person in submitted["objectData"]]}
        call = urllib.request.Request(submitted["callbackUrl"], data=json.dumps(body).encode(), method="POST", headers={
            "Content-Type": "application/json", "x-callback-token": submitted["token"], "x-api-key": submitted["apiCallBackKey"]})
        try:
            urllib.request.urlopen(call, timeout=30).read()
        except urllib.error.URLError:
            pass  # the host was stopped; what it thinks of a callback is its own affair

    def submits(self):
        with self.lock:
            return [body for path, body, _ in self.asked if path == "/submitAsyncAction"]

    def headers_of(self, path):
        with self.lock:
            return [headers for asked, _, headers in self.asked if asked == path]

    def count(self, path):
        return len(self.headers_of(path))

    @staticmethod
    def send(request, status, answer):
        Played.send_bytes(request, status, "application/json", json.dumps(answer).encode())

    @staticmethod
    def send_bytes(request, status, content_type, body):
        request.send_response(status)
        request.send_header("Content-Type", content_type)
        request.send_header("Content-Length", str(len(body)))
        try:
            request.end_headers()
            request.wfile.write(body)
        except ConnectionError:
            pass  # nobody waits for it any more
