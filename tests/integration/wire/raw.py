"""Callbacks as bytes on a socket, for what no well-behaved client sends."""
import json
import socket
from urllib.parse import urlsplit

from harness.waiting import WAIT


class RawAnswer:
    def __init__(self, version, status, headers, body):
        self.version, self.status, self.headers, self.body = version, status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class RawCallback:
    """A connection to where a submit's callback goes."""

    def __init__(self, submit):
        self.submit, self.where = submit, urlsplit(submit.json["callbackUrl"])
        self.socket = socket.create_connection((self.where.hostname, self.where.port), timeout=WAIT)
        self.reader = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.reader.close()
        self.socket.close()

    def write(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def head(self, length=None, method="POST", target=None, version="HTTP/1.1", token=None, lines=()):
        """A request without its body; `length` None: the lines say how long it is."""
        told = [f"{method} {target or self.where.path} {version}", f"Host: {self.where.netloc}",
                f"x-callback-token: {self.submit.json['token'] if token is None else token}", *lines]
        if length is not None:
            told.append(f"Content-Length: {length}")
        return "\r\n".join(told) + "\r\n\r\n"

    def post(self, body, **options):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.write(self.head(len(body), **options).encode("latin-1") + body)
        return self.read()

    def read(self):
        """The next answer on the connection."""
        line = self.reader.readline().decode("latin-1").rstrip("\r\n")
        if not line:
            raise AssertionError("the host closed the connection without an answer")
        version, status, *_ = line.split(" ")
        headers = {}
        while text := self.reader.readline().decode("latin-1").rstrip("\r\n"):
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        body = self.reader.read(int(headers["content-length"])) if "content-length" in headers else b""
        return RawAnswer(version, int(status), headers, body)

    def at_end(self):
        return self.reader.read(1) == b""
