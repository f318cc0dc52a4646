"""Where the programs of this build are, and a process that is started, killed and looked after."""
import os
import re
import signal
import subprocess

from .waiting import WAIT, eventually

STEPGATED = os.environ["STEPGATED"]
STEPGATE = os.environ["STEPGATE"]
SAMPLE_SERVICE = os.environ["SAMPLE_SERVICE"]
SAMPLE_PLUGINS = os.environ["SAMPLE_PLUGINS"]  # a folder: the native sample adapters
FIXTURES = os.environ["FIXTURES"]  # a folder of plugin files: good ones and bad ones, so never a plugin directory as it is

# What a sanitizer says; a program that goes on after it has failed the test all the same.
DAMAGE = re.compile(r"ERROR: \w+Sanitizer|runtime error:|WARNING: ThreadSanitizer|terminate called")


class Program:
    """A process in the background with a log file of its own."""

    def __init__(self, name, command, log, env=None):
        self.name, self.command, self.log = name, command, log
        with open(log, "a", encoding="utf-8") as stream:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
                                            env={**os.environ, **(env or {})})

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process.poll() is None

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return stream.read()

    def wait_for_file(self, path):
        """Until the file is there and has something in it."""
        def there():
            if not self.running():
                raise AssertionError(f"{self.name} ended with {self.process.returncode}; its log:\n{self.log_text()[-4000:]}")
            return os.path.exists(path) and os.path.getsize(path) > 0
        eventually(there, f"{self.name}: {path}", 60)

    def terminate(self, seconds=WAIT, how=signal.SIGTERM):
        """Ends it as an operator does. Its exit status must be 0 and nothing may be wrong in its log."""
        if self.running():
            self.process.send_signal(how)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not end within {seconds} s; its log:\n{self.log_text()[-4000:]}") from None
        text = self.log_text()
        if status != 0 or DAMAGE.search(text):
            raise AssertionError(f"{self.name} ended with {status}; its log:\n{text[-8000:]}")

    def kill(self):
        """kill -9: the program is told nothing."""
        if self.running():
            self.process.kill()
        self.process.wait()
