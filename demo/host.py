"""Starting and asking the real programs: stepgated, stepgate and the sample service, each in a folder of the demonstration."""
import json
import os
import signal
import subprocess
import time


class Program:
    """A process in the background, ended with the demonstration."""

    def __init__(self, name, command, log):
        self.name, self.log = name, log
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=open(log, "w"), stderr=subprocess.STDOUT)

    def wait_for(self, path, seconds=20):
        """Until the file is there."""
        for _ in range(int(seconds / 0.02)):
            if os.path.exists(path) and os.path.getsize(path) > 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit(f"{self.name} did not start; its log:\n{open(self.log).read()[-4000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise SystemExit(f"{self.name} did not end within 15 s of SIGTERM; its log is {self.log}")


class Service(Program):
    """The sample service over HTTP, with its own log as the witness of what happened."""

    def __init__(self, binaries, folder):
        os.makedirs(folder, exist_ok=True)
        self.key_file, self.witness = os.path.join(folder, "api-key"), os.path.join(folder, "witness.jsonl")
        port_file = os.path.join(folder, "port")
        key = os.urandom(12).hex()
        with open(os.open(self.key_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
            stream.write(key + "\n")
        super().__init__("the sample service", [os.path.join(binaries, "stepgate-sample-service"), "--listen", "127.0.0.1:0",
                                                "--port-file", port_file, "--api-key", key, "--log", self.witness],
                         os.path.join(folder, "service.log"))
        self.wait_for(port_file)
        self.url = f"http://127.0.0.1:{open(port_file).read().strip()}/openapi.json"


class Host(Program):
    """stepgated on a folder of its own and free ports."""

    def __init__(self, binaries, folder, plugins=()):
        os.makedirs(folder, exist_ok=True)
        self.binaries, self.folder = binaries, folder
        self.data = os.path.join(folder, "data")
        self.store = os.path.join(self.data, "stepgate.db")
        properties = os.path.join(folder, "stepgated.properties")
        directories = ", ".join(["${system.installed}", *plugins])
        with open(properties, "w", encoding="utf-8") as stream:
            stream.write(f"data.directory = {self.data}\napi.listen = 127.0.0.1:0\ncallbacks.listen = 127.0.0.1:0\n"
                         f"plugins.directories = {directories}\n")
        super().__init__("stepgated", [os.path.join(binaries, "stepgated"), f"--config={properties}"],
                         os.path.join(folder, "stepgated.log"))
        note = os.path.join(self.data, "stepgated.json")
        self.wait_for(note)
        self.url = json.load(open(note))["url"]
        self.token_file = os.path.join(self.data, "admin.token")

    def command(self, *words):
        return [os.path.join(self.binaries, "stepgate"), "--url", self.url, "--token-file", self.token_file, *words]

    def show(self, *words):
        """Runs the command line client where the reader sees it; ends the demonstration when it fails."""
        print("\n$ stepgate " + " ".join(words), flush=True)
        status = subprocess.run(self.command(*words)).returncode
        if status != 0:
            raise SystemExit(f"`stepgate {' '.join(words)}` ended with {status}; the host's log is {self.log}")

    def ask(self, *words):
        """The JSON that the client gives."""
        done = subprocess.run(self.command("--output", "json", *words), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"`stepgate {' '.join(words)}` ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)
