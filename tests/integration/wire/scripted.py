"""A service that does to the letter what a test tells it: when it answers, with what, when it cuts, and when it calls back."""
import http.client
import json
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from harness.waiting import WAIT, eventually

KEY = "scripted-key"
ANSWER_CODES = ("201", "400", "401", "403", "429", "500")


def named(name, **more):
    return {"apiName": name, "i18n": {"en_US": {"name": name, "description": name, "uiTooltip": name}}, "dataType": "string", **more}


def field(name, data_type="string", suggestion=None, **more):
    return {"serviceAttribute": name, "suggestedMarketoAttribute": suggestion or name, "description": {"en_US": name}, "dataType": data_type, **more}


def definition(**invocation):
    """One flow attribute `mode`, `email` out, `department` in as `code`, one activity attribute; `invocation` is laid over its part."""
    return {"apiName": "scripted", "primaryAttribute": "mode",
            "i18n": {"en_US": {"name": "Scripted", "filterName": "f", "triggerName": "t", "description": "d"}},
            "invocationPayloadDef": {"globalAttributes": [], "headers": [], "flowAttributes": [named("mode")], "userDrivenMapping": False,
                                     "fields": [field("mail", "email", "email")], **invocation},
            "callbackPayloadDef": {"userDrivenMapping": False, "attributes": [named("note")], "fields": [field("code", suggestion="department")]}}


def answers(schema):
    return {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}}


def document(scheme=None):
    submit = {"requestBody": {"content": {}}, "callbacks": {"done": {}}, "responses": {code: {"description": ""} for code in ANSWER_CODES}}
    return {"openapi": "3.0.3",
            "info": {"title": "Scripted", "version": "1", "x-providerName": "Tests", "x-schemaVersion": "1", "x-supportContact": "a@example.com"},
            "security": [{"it": []}],
            "components": {"securitySchemes": {"it": scheme or {"type": "apiKey", "in": "header", "name": "X-Scripted-Key"}},
                           "schemas": {"serviceDefinition": {}, "serviceStatus": {}, "picklistObject": {}}},
            "paths": {"/getServiceDefinition": {"get": {"responses": answers("serviceDefinition")}},
                      "/status": {"get": {"responses": answers("serviceStatus")}}, "/submitAsyncAction": {"post": submit}}}


class Submit:
    """One request as it came: its line, its headers in order and case, its body; and the socket to answer on."""

    def __init__(self, handler, body):
        self.line, self.headers, self.body = handler.requestline, handler.headers.items(), body
        self.json = json.loads(body)
        self.people = [entry["objectContext"]["id"] for entry in self.json["objectData"]]
        self.handler, self.answered = handler, threading.Event()

    def answer(self, status, body="{}", **headers):
        """`headers`: names with _ for -. Ends when the host has read it all and has closed the connection, as it was told to."""
        text = body if isinstance(body, bytes) else body.encode()
        lines = {"Content-Type": "application/json", "Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if status == 204:
            text = b""
        else:
            lines["Content-Length"] = len(text)
        self.raw(f"HTTP/1.1 {status} It\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n", text)
        self.until_closed()

    def until_closed(self):
        """Until the host has closed the connection: it has seen all that was sent to it, or it gave up."""
        self.handler.close_connection = True
        self.handler.connection.settimeout(WAIT)
        try:
            while self.handler.connection.recv(4096):
                pass
        except ConnectionError:
            pass
        self.answered.set()

    def raw(self, head, body=b""):
        self.handler.wfile.write(head.encode() + body)
        self.handler.wfile.flush()

    def cut(self, reset=False):
        """Ends the connection, by a reset if told."""
        if reset:
            self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.handler.connection.shutdown(socket.SHUT_RDWR)
        self.handler.close_connection = True
        self.answered.set()

    def good(self, value="XX", people=None, **more):
        """The results that a service by the book would bring."""
        return {"munchkinId": self.json["context"]["subscription"]["munchkinId"], "objectData": [
            {"leadData": {"id": person, "code": value}, "activityData": {"success": True, "note": "n"}}
            for person in (self.people if people is None else people)], **more}

    def call_back(self, body=None, token=None, headers=None):
        """(status, JSON of the host's answer). Without a body: good results."""
        body = self.good() if body is None else body
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        where = urlsplit(self.json["callbackUrl"])
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=WAIT)
        try:
            connection.request("POST", where.path, text, {
                "Content-Type": "application/json", "x-api-key": self.json["apiCallBackKey"],
                "x-callback-token": self.json["token"] if token is None else token, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


class Scripted:
    """`script`: what to do with each submit in turn, a function of the Submit; the last one goes on for all that follow."""

    def __init__(self, *script, definition_=None, document_=None, tokens=None, bearer=False, by_query=None):
        self.script, self.submits, self.asked, self.definition = list(script), [], [], definition_ or definition()
        self.document, self.tokens, self.bearer, self.lock = document_ or document(), tokens, bearer, threading.Lock()
        self.by_query, self.redirects, self.port = by_query, {}, 0
        self.open()

    def open(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                service.asked.append((self.command, self.path, self.headers.items(), b""))
                path = self.path.partition("?")[0]
                answer = {"/openapi.json": service.document, "/getServiceDefinition": service.definition, "/status": {"info": []}}.get(path)
                if path in service.redirects:
                    return self.say(302, {}, service.redirects[path])
                if path != "/openapi.json" and not service.admits(self):
                    return self.say(401, {})
                return self.say(404 if answer is None else 200, answer or {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path.partition("?")[0] != "/submitAsyncAction":
                    service.asked.append((self.command, self.path, self.headers.items(), body))
                    return self.say(*service.tokens(self.headers, body)) if service.tokens else self.say(404, {})
                submit = Submit(self, body)
                with service.lock:
                    service.submits.append(submit)
                    turn = min(len(service.submits), len(service.script)) - 1
                return service.script[turn](submit)

            def say(self, status, body, location=None):
                text = json.dumps(body).encode()
                self.send_response(status)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Connection", "close")  # so that a submit finds a service that is down, not an old connection
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                """Connections break here on purpose."""

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        self.origin = f"http://127.0.0.1:{self.port}"
        self.url = self.origin + "/openapi.json"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def admits(self, handler):
        if self.by_query:
            return parse_qs(urlsplit(handler.path).query).get(self.by_query[0]) == [self.by_query[1]]
        return self.bearer and handler.headers.get("Authorization") or handler.headers.get("X-Scripted-Key") == KEY

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def submitted(self, count=1):
        """Waits for so many submits; the last of them."""
        eventually(lambda: len(self.submits) >= count, f"submit {count} of {self.origin}")
        return self.submits[count - 1]

    def answered(self, count=1):
        """The same, and the host has read the answer."""
        submit = self.submitted(count)
        if not submit.answered.wait(WAIT):
            raise AssertionError(f"the host did not read the answer to submit {count}")
        return submit
