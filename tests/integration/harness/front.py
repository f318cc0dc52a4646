"""An HTTP server in front of a sample service, for answers that the service has no flag for."""
import http.client
import http.server
import json
import threading


class Front:
    """Passes everything on; a submit is first shown to `rule(body)`, whose status, if it gives one, is the answer."""

    def __init__(self, service, rule):
        self.answered = []  # (status, people) of submits that were not passed on
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                self.pass_on(None)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path.endswith("/submitAsyncAction"):
                    told = json.loads(body)
                    status = rule(told)
                    if status:
                        front.answered.append((status, len(told["objectData"])))
                        self.reply(status, {}, b"")
                        return
                self.pass_on(body)

            def pass_on(self, body):
                connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
                try:
                    connection.request(self.command, self.path, body, dict(self.headers))
                    answer = connection.getresponse()
                    self.reply(answer.status, {"Content-Type": answer.headers.get("Content-Type", "text/plain")}, answer.read())
                finally:
                    connection.close()

            def reply(self, status, headers, body):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                """A host that is stopped breaks its connections."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/openapi.json"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
