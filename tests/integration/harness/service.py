"""The sample service over HTTP, with its own log as the witness of what happened."""
import http.client
import json
import os

from .programs import SAMPLE_SERVICE, Program
from .waiting import WAIT, eventually
from .witness import Witness

KEY = "sample-key"


class Service:
    """The program with the given flags; `port` 0 is a free one."""

    def __init__(self, folder, *flags, base="", document="openapi.json", port=0):
        os.makedirs(folder, exist_ok=True)
        self.witness = Witness(os.path.join(folder, "witness.jsonl"))
        port_file = os.path.join(folder, "port")
        words = [SAMPLE_SERVICE, "--listen", f"127.0.0.1:{port}", "--port-file", port_file, "--log", self.witness.path, *map(str, flags)]
        if base:
            words += ["--base-path", base]
        self.program = Program("the sample service", words, os.path.join(folder, "service.log"))
        self.program.wait_for_file(port_file)
        with open(port_file, encoding="ascii") as stream:
            self.port = int(stream.read())
        self.base = base
        self.origin = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.origin}{base}/{document}"

    def stop(self):
        self.program.terminate()

    def get(self, path, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            connection.request(method, self.base + path, headers={"X-API-Key": KEY})
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def stats(self):
        return self.get("/stats")

    def settled(self):
        """The service's counters once it has nothing more to say."""
        return eventually(lambda: (s := self.stats())["callbacksPending"] == 0 and s, "the service's last callback")
