"""A service of this test's own: a field of every type in both directions, and values that want coercion."""
import glob
import json
import os
import ssl
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = ["boolean", "integer", "float", "score", "date", "datetime", "email", "string", "url", "text"]
# What comes back for the first, the second, ... person of a chunk, by type.
VALUES = [
    {"boolean": "on", "integer": "42", "float": "1.25", "score": "+5", "date": "2024-02-29", "datetime": "2024-03-01T10:00:00.987+02:00",
     "email": "new@example.com", "string": 12, "url": "https://example.com/new", "text": "long\n" * 500},
    {"boolean": 1, "integer": 7.0, "float": 3, "score": "-3", "date": "2024-13-01", "datetime": "2024-03-01 10:00:00",
     "email": "x" * 250 + "@example.com", "string": "å" * 200, "url": None, "text": True},
    {"boolean": None, "integer": "N/A", "float": "", "score": 9, "date": "", "datetime": "soon", "email": "", "string": "null", "url": "null",
     "text": ["a", {"b": 1}]},
]


def plain(name):
    return name


def declared(prefix, shape=plain, suggest=True):
    return [{"serviceAttribute": shape(prefix + name), "description": {"en_US": name}, "dataType": name,
             **({"suggestedMarketoAttribute": prefix + name} if suggest else {}),
             **({"required": False} if prefix == "out" else {})} for name in TYPES]


def answer(schema):
    return {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}}


def document():
    submit = {"requestBody": {"content": {}}, "callbacks": {"done": {}},
              "responses": {code: {"description": ""} for code in ("201", "400", "401", "403", "429", "500")}}
    return {"openapi": "3.0.3",
            "info": {"title": "Every Type", "version": "1", "x-providerName": "Tests", "x-schemaVersion": "1", "x-supportContact": "a@example.com"},
            "security": [{"key": []}],
            "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}},
                           "schemas": {"serviceDefinition": {}, "serviceStatus": {}, "picklistObject": {}}},
            "paths": {"/getServiceDefinition": {"get": {"responses": answer("serviceDefinition")}},
                      "/status": {"get": {"responses": answer("serviceStatus")}}, "/submitAsyncAction": {"post": submit}}}


def definition(user_driven, shape=plain, suggest=True):
    side = {"userDrivenMapping": user_driven}
    return {"apiName": "every-type", "primaryAttribute": "mode",
            "i18n": {"en_US": {"name": "Every Type", "filterName": "f", "triggerName": "t", "description": "d"}},
            "invocationPayloadDef": {**side, "globalAttributes": [], "headers": [], "fields": [] if user_driven else declared("out", shape, suggest),
                                     "flowAttributes": [{"apiName": "mode", "dataType": "string",
                                                         "i18n": {"en_US": {"name": "Mode", "description": "d", "uiTooltip": "t"}}}]},
            "callbackPayloadDef": {**side, "fields": [] if user_driven else declared("in", shape, suggest),
                                   "attributes": [{"apiName": "note", "dataType": "string",
                                                   "i18n": {"en_US": {"name": "Note", "description": "d"}}}]}}


class TypedService:
    """`trust`: a folder in which the throw-away authority of a check is looked for, for callbacks over https. `shape` makes the
    names of fields on the wire."""

    def __init__(self, key="typed-key", user_driven=False, trust=None, shape=plain, suggest=True):
        self.key, self.user_driven, self.trust, self.submits = key, user_driven, trust, []
        self.shape, self.definition = shape, definition(user_driven, shape, suggest)
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                service.get(self)

            def do_POST(self):
                service.post(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/openapi.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def get(self, request):
        path = request.path.split("?")[0]
        if path == "/openapi.json":
            return self.say(request, 200, document())
        if not self.admits(request):
            return self.say(request, 401, {})
        if path == "/status":
            return self.say(request, 200, {"info": [], "warnings": [], "errors": []})
        return self.say(request, 200, self.definition) if path == "/getServiceDefinition" else self.say(request, 404, {})

    def post(self, request):
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        if not self.admits(request):
            return self.say(request, 401, {})
        self.submits.append(body)
        self.say(request, 201, {})
        threading.Thread(target=self.call_back, args=(body,), daemon=True).start()

    def admits(self, request):
        query = urllib.parse.parse_qs(request.path.partition("?")[2])
        return query.get("key") == [self.key]

    @staticmethod
    def say(request, status, body):
        text = json.dumps(body).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    def entry(self, number, person):
        prefix = "" if self.user_driven else "in"
        values = {self.shape(prefix + name): value for name, value in VALUES[number % len(VALUES)].items()}
        if self.user_driven:
            values = {key: f"seen {person['objectContext']['id']}" for key in person["objectContext"] if key == "tier"}
        return {"leadData": {"id": person["objectContext"]["id"], **values}, "activityData": {"success": True, "note": f"n{number}"}}

    def call_back(self, body):
        entries = [self.entry(number, person) for number, person in enumerate(body["objectData"])]
        text = json.dumps({"munchkinId": body["context"]["subscription"]["munchkinId"], "objectData": entries}).encode()
        headers = {"Content-Type": "application/json", "x-callback-token": body["token"], "x-api-key": body["apiCallBackKey"]}
        context = None
        if self.trust:
            context = ssl.create_default_context(cafile=glob.glob(os.path.join(self.trust, "*", "ca.pem"))[0])
        for _ in range(5):
            try:
                with urllib.request.urlopen(urllib.request.Request(body["callbackUrl"], data=text, headers=headers), context=context, timeout=10):
                    return
            except urllib.error.HTTPError as refused:
                refused.close()
                if refused.code != 503:
                    return
