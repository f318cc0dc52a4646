"""A stepgated on a folder of its own: started, stopped, killed, started again; asked by CLI, by REST and by SQL."""
import json
import os
import random
import socket
import subprocess

from .api import Api
from .programs import STEPGATE, STEPGATED, Program
from .service import KEY
from .store import Store
from .waiting import eventually

ENDED = ("done", "aborted")


class Ran:
    """What a run of `stepgate` left."""

    def __init__(self, words, done):
        self.words, self.status, self.stdout, self.stderr = words, done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.stdout)

    def __repr__(self):
        return f"`stepgate {' '.join(self.words)}` ended with {self.status}\nstdout: {self.stdout}\nstderr: {self.stderr}"


def free_port():
    """A port that stays the host's own while it is down: below the range from which connections take theirs."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Host:
    """`properties` go to the configuration file as they are; `plugins` are folders beside the installed ones.
    With `same_port` callbacks find the host where it was after a restart."""

    def __init__(self, folder, properties=None, plugins=(), same_port=False, env=None):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.env = folder, env
        self.data = os.path.join(folder, "data")
        self.note = os.path.join(self.data, "stepgated.json")
        self.token_file = os.path.join(self.data, "admin.token")
        self.log = os.path.join(folder, "stepgated.log")
        self.store = Store(os.path.join(self.data, "stepgate.db"))
        self.properties = {
            "data.directory": self.data, "api.listen": "127.0.0.1:0",
            "callbacks.listen": f"127.0.0.1:{free_port() if same_port else 0}",
            "plugins.directories": ", ".join(["${system.installed}", *plugins]), **(properties or {})}
        self.start()

    # -- its life --

    def start(self, *flags):
        path = os.path.join(self.folder, "stepgated.properties")
        with open(path, "w", encoding="utf-8") as stream:
            stream.writelines(f"{key} = {value}\n" for key, value in self.properties.items())
        if os.path.exists(self.note):  # of one that was killed
            os.remove(self.note)
        self.program = Program("stepgated", [STEPGATED, f"--config={path}", *flags], self.log, self.env)
        self.program.wait_for_file(self.note)
        with open(self.note, encoding="utf-8") as stream:
            self.url = json.load(stream)["url"]
        with open(self.token_file, encoding="ascii") as stream:
            self.api = Api(self.url, stream.read().strip())

    def stop(self, seconds=30):
        self.program.terminate(seconds)

    def kill(self):
        self.program.kill()

    def restart(self):
        self.stop()
        self.start()

    # -- asking it --

    def command(self, *words):
        return [STEPGATE, "--url", self.url, "--token-file", self.token_file, *map(str, words)]

    def cli(self, *words, stdin=None):
        """Runs `stepgate` to its end, whatever that is."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, input=stdin, timeout=120, check=False,
                              stdin=subprocess.DEVNULL if stdin is None else None)
        return Ran([str(word) for word in words], done)

    def ok(self, *words, stdin=None):
        """The same, which must end with 0."""
        ran = self.cli(*words, stdin=stdin)
        if ran.status != 0:
            raise AssertionError(f"{ran}\nthe host's log ends:\n{self.program.log_text()[-2000:]}")
        return ran

    def ask(self, *words):
        """The JSON that the client gives."""
        return self.ok("--output", "json", *words).json

    # -- the usual steps --

    def install(self, service, *words, name="Country Codes"):
        """`service` is a Service, a Front, or plugin:ID. Active afterwards."""
        url = service if isinstance(service, str) else service.url
        key = () if isinstance(service, str) else ("--api-key", KEY)
        self.ok("service", "install", url, "--name", name, "--create-fields", *key, *words, "--yes", "--accept-privacy-notice")

    def campaign(self, name="Enrich", service="Country Codes", *words, audience=("--all",), settings=None):
        """Made with every parameter of the profile countries, unless others are given."""
        chosen = {"codeFormat": "alpha2", "onUnknown": "fail"} if settings is None else settings
        pairs = [word for item in chosen.items() for word in ("--set", "=".join(map(str, item)))]
        self.ok("campaign", "create", name, "--service", service, *pairs, *audience, *words)

    def start_run(self, campaign="Enrich"):
        """The new run's number, at once."""
        answer = self.api.post(f"/campaigns/{campaign}/run")
        if answer.status != 201:
            raise AssertionError(f"the run did not start: {answer}")
        return answer.json["run"]

    def run(self, number):
        return self.api.get(f"/runs/{number}").json

    def ended(self, number, seconds=60):
        """The run once it has ended."""
        return eventually(lambda: (run := self.run(number))["state"] in ENDED and run, f"the end of run {number}", seconds, 0.05)

    def wait_run(self, number, probe, what="what was waited for", seconds=60):
        """The run as soon as `probe(run)` is true of it."""
        return eventually(lambda: probe(run := self.run(number)) and run, f"run {number}: {what}", seconds)
