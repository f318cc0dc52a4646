"""Something that stands before a sample service: TLS, another document, another check of credentials."""
import http.client
import http.server
import threading


class Proxy:
    """On a free port of the loopback. `rewrite(body)` changes the document; `allows(headers)` says whether a request may pass, and then the
    service's own key goes along; `tls` is an ssl.SSLContext."""

    def __init__(self, service, rewrite=None, allows=None, tls=None, host="localhost"):
        self.service, self.rewrite, self.allows, self.seen = service, rewrite, allows, []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                proxy.forward(self)

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # a client that refuses our certificate is what some tests want
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_port
        self.origin = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self.url = self.origin + "/openapi.json"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def forward(self, handler):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.seen.append((handler.command, handler.path, dict(handler.headers)))
        document = handler.path.startswith("/openapi.json")
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in ("host", "connection", "content-length")}
        if self.allows and not document:
            if not self.allows(handler.headers):
                return self.answer(handler, 401, "application/json", b"{}")
            headers["X-API-Key"] = "sample-key"
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        try:
            connection.request(handler.command, handler.path, body or None, headers)
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if document and self.rewrite:
            answer = self.rewrite(answer)
        self.answer(handler, response.status, response.headers.get("Content-Type", "application/json"), answer)

    @staticmethod
    def answer(handler, status, content_type, body):
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
