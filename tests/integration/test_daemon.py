"""The daemon as a system starts it: options, configuration that is wrong, signals, and a second one in the way."""
import json
import os
import re
import signal
import subprocess
import time
import unittest
import urllib.request

from harness import IntegrationTest, eventually
from harness.programs import STEPGATE, STEPGATED

REFUSED = 78


def run(*words, **options):
    return subprocess.run([STEPGATED, *words], capture_output=True, text=True, timeout=60, check=False, **options)


class Options(IntegrationTest):
    def test_help_and_version(self):
        for program in (STEPGATED, STEPGATE):
            for flag in ("--help", "--version"):
                done = subprocess.run([program, flag], capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""), (program, flag))
                self.assertTrue(done.stdout)
        self.assertRegex(run("--version").stdout, r"^stepgated \d+\.\d+\.\d+ \(commit \S+, plugin ABI \d+\.\d+\)\n$")
        for word in ("--config", "--pidfile", "--daemon", "--print-config"):
            self.assertIn(word, run("--help").stdout)

    def test_the_printed_configuration_says_where_each_value_is_from(self):
        path = self.place("conf")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("api.threads = 3\n")
        shown = run(f"--config={path}", "--set=callbacks.threads=5", "--print-config")
        self.assertEqual(shown.returncode, 0, shown)
        self.assertRegex(shown.stdout, "# from: line 1\napi\\.threads = 3\n")
        self.assertRegex(shown.stdout, "# from: command line\ncallbacks\\.threads = 5\n")

    def test_the_reference_file_is_one_that_is_taken(self):
        path = self.place("reference")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(run("--print-reference").stdout)
        self.assertEqual(run(f"--config={path}", "--print-config").returncode, 0)


class WrongConfiguration(IntegrationTest):
    def refused(self, text, code, *words):
        path = self.place("conf")
        data = self.place("data")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(f"data.directory = {data}\napi.listen = 127.0.0.1:0\ncallbacks.listen = 127.0.0.1:0\n{text}\n")
        done = run(f"--config={path}")
        self.assertEqual(done.returncode, REFUSED, done)
        self.assertIn(f"[{code}]", done.stderr)
        for word in words or (path,):
            self.assertIn(word, done.stderr)
        self.assertNotIn("stopped", done.stderr, "it had been started")
        return done.stderr

    def test_keys_and_values(self):
        for text, code, words in (
                ("api.lisen = 127.0.0.1:0", "CONFIG_UNKNOWN_KEY", ("api.lisen", "api.listen", "line 4")),
                ("api.threads = 2\napi.threads = 3", "CONFIG_DUPLICATE_KEY", ("api.threads", "line 4", "line 5")),
                ("api.threads = many", "CONFIG_BAD_VALUE", ("api.threads", "many", "1 to 1024")),
                ("api.threads = 0", "CONFIG_BAD_VALUE", ("api.threads", "1 to 1024")),
                ("callbacks.public_url = ftp://x", "CONFIG_BAD_VALUE", ("callbacks.public_url", "http")),
                ("store.synchronous = OFF", "CONFIG_BAD_VALUE", ("store.synchronous", "FULL", "NORMAL")),
                ("outgoing.ca_file = /nowhere/ca.pem", "CONFIG_BAD_VALUE", ("outgoing.ca_file", "/nowhere/ca.pem", "line 4", "No such file", "PEM")),
                ("outgoing.ca_file = tls/ca.pem", "CONFIG_BAD_VALUE", ("outgoing.ca_file", "/tls/ca.pem", "line 4", "data.directory")),
                ("outgoing.ca_file = /", "CONFIG_BAD_VALUE", ("outgoing.ca_file", "is no file")),
                ("outgoing.ca_file = /etc/passwd", "CONFIG_BAD_VALUE", ("outgoing.ca_file", "/etc/passwd", "line 4")),
                ("plugins.trusted_owners = nobody-has-this-name", "CONFIG_BAD_VALUE", ("plugins.trusted_owners", "nobody-has-this-name")),
                ("subscription.munchkin_id = me", "CONFIG_BAD_VALUE", ("subscription.munchkin_id",)),
                ("logging.loggers.root.channel = c\nlogging.channels.c.class = FileChannel\nlogging.channels.c.path = /proc/nowhere/x",
                 "CONFIG_BAD_VALUE", ("logging.channels", "/proc/nowhere/x"))):
            with self.subTest(text):
                self.refused(text, code, *words)

    def test_files_that_cannot_be_read(self):
        for path in (os.path.join(self.folder, "none.properties"), self.folder):
            done = run(f"--config={path}")
            self.assertEqual(done.returncode, REFUSED, done)
            self.assertIn("[CONFIG_UNREADABLE]", done.stderr)
            self.assertIn(path, done.stderr)

    def test_the_command_line(self):
        for words in (("--set=api.threads=x",), ("--set=api.threds=1",), ("--nonsense",), ("word",)):
            done = run(*words)
            self.assertEqual(done.returncode, REFUSED, done)
            self.assertTrue(done.stderr)

    def test_an_empty_data_directory(self):
        path = self.place("conf")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("data.directory =\n")
        for words, where in (((f"--config={path}",), f"{path} line 1"), (("--set=data.directory=",), "the command line"),
                             (("--set=data.directory= ",), "the command line")):
            done = run(*words, cwd=self.folder)
            self.assertEqual(done.returncode, REFUSED, done)
            for word in ("[CONFIG_BAD_VALUE]", "data.directory", where, "/var/lib/stepgate"):
                self.assertIn(word, done.stderr)

    def test_a_data_directory_that_is_none(self):
        path = self.place("file")
        with open(path, "w", encoding="utf-8"):
            pass
        done = run(f"--set=data.directory={path}")
        self.assertEqual(done.returncode, REFUSED, done)
        self.assertIn("[DATA_DIRECTORY_UNUSABLE]", done.stderr)
        self.assertIn(path, done.stderr)


class Background(IntegrationTest):
    """--daemon ends when the host serves, and otherwise as the foreground does."""

    def start(self, *words):
        return run("--daemon", *words, f"--set=data.directory={self.place('data')}", "--set=api.listen=127.0.0.1:0",
                   "--set=callbacks.listen=127.0.0.1:0")

    def test_what_stops_a_start_is_told(self):
        taken = self.host()
        port = re.search(r":(\d+)$", taken.url)[1]
        pid_file = self.place("pid")
        for words, code in (
                (("--set=api.threads=many",), "CONFIG_BAD_VALUE"),
                (("--set=api.threds=1",), "CONFIG_UNKNOWN_KEY"),
                ((f"--config={self.folder}/none",), "CONFIG_UNREADABLE"),
                (("word",), "USAGE"),
                ((f"--pidfile={pid_file}", f"--config={taken.folder}/stepgated.properties"), "STORE_")):
            with self.subTest(words):
                done = self.start(*words) if code != "STORE_" else run("--daemon", *words)
                self.assertEqual(done.returncode, REFUSED, done)
                self.assertIn(f"[{code}", done.stderr)
        self.assertFalse(os.path.exists(pid_file), "the process that it names is gone")
        for key in ("api.listen", "callbacks.listen"):
            with self.subTest(key):
                data = self.place("data")
                listen = {"api.listen": "127.0.0.1:0", "callbacks.listen": "127.0.0.1:0", key: f"127.0.0.1:{port}"}
                done = run("--daemon", f"--set=data.directory={data}", *[f"--set={name}={value}" for name, value in listen.items()])
                self.assertEqual(done.returncode, REFUSED, done)
                self.assertIn("[LISTEN_FAILED]", done.stderr)

    def test_it_serves_when_the_command_has_ended(self):
        data, pid_file = self.place("data"), self.place("pid")
        done = run("--daemon", f"--set=data.directory={data}", "--set=api.listen=127.0.0.1:0", "--set=callbacks.listen=127.0.0.1:0",
                   f"--pidfile={pid_file}")
        self.assertEqual(done.returncode, 0, done)
        with open(pid_file, encoding="ascii") as stream:
            pid = int(stream.read())
        try:
            # No waiting: the note is there, and what it names answers.
            with open(os.path.join(data, "stepgated.json"), encoding="utf-8") as stream:
                url = json.load(stream)["url"]
            with urllib.request.urlopen(url + "/healthz", timeout=30) as answer:
                self.assertEqual(answer.status, 200)
            self.assertEqual(os.getsid(pid), pid, "it left the session")
            self.assertEqual({os.readlink(f"/proc/{pid}/fd/{n}") for n in range(3)}, {"/dev/null"})
            self.assertEqual(os.readlink(f"/proc/{pid}/cwd"), "/")
        finally:
            os.kill(pid, signal.SIGTERM)
        eventually(lambda: not os.path.exists(f"/proc/{pid}"), "the end", 10)

    def test_help_is_given_and_a_cut_flag_is_refused(self):
        self.assertEqual(run("--daemon", "--help").stdout, run("--help").stdout)
        done = self.start("--daem")  # beside the whole one: the second is cut short
        self.assertEqual((done.returncode, "[USAGE]" in done.stderr), (REFUSED, True), done)


class Life(IntegrationTest):
    def test_a_daemon_with_a_pid_file(self):
        folder, pid_file = self.place("host"), self.place("pid")
        done = run("--daemon", f"--pidfile={pid_file}", f"--set=data.directory={folder}", "--set=api.listen=127.0.0.1:0", "--set=callbacks.listen=127.0.0.1:0")
        self.assertEqual(done.returncode, 0, done)
        note = os.path.join(folder, "stepgated.json")
        eventually(lambda: os.path.exists(note), "the start")
        with open(note, encoding="utf-8") as stream:
            noted = json.load(stream)
        with open(pid_file, encoding="ascii") as stream:
            pid = int(stream.read())
        try:
            self.assertEqual(pid, noted["pid"])
            # It finds its host by the note alone.
            shown = subprocess.run([STEPGATE, "status"], env={**os.environ, "STEPGATE_DATA": folder}, capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(shown.returncode, 0, shown)
        finally:
            os.kill(pid, signal.SIGTERM)
        eventually(lambda: not os.path.exists(f"/proc/{pid}"), "the end", 10)
        self.assertFalse(os.path.exists(note))
        self.assertFalse(os.path.exists(pid_file))

    def test_each_ending_signal_ends_it_soon(self):
        for how in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            with self.subTest(how):
                host = self.host()
                begin = time.monotonic()
                host.program.terminate(10, how)
                self.assertLess(time.monotonic() - begin, 10)
                self.assertFalse(os.path.exists(host.note))

    def test_it_ends_soon_with_work_in_hand(self):
        service = self.service("--hold", "--delay-ms", 60_000)
        host = self.ready(service, 50, 10)
        host.start_run()
        eventually(lambda: service.witness.submits(), "a submit")
        begin = time.monotonic()
        host.program.terminate(10)
        self.assertLess(time.monotonic() - begin, 10)
        service.program.kill()

    def test_a_second_one_on_the_same_data_is_refused(self):
        host = self.host()
        done = run(f"--config={os.path.join(host.folder, 'stepgated.properties')}")
        self.assertEqual(done.returncode, REFUSED, done)
        self.assertRegex(done.stderr, r"\[[A-Z]+(_[A-Z]+)+\]")
        self.assertIn(host.data, done.stderr)
        self.assertEqual(host.api.get("/status").status, 200)
        self.assertTrue(os.path.exists(host.note), "the second one took the first one's note along")

    def test_a_port_in_use_is_named(self):
        host = self.host()
        port = re.search(r":(\d+)$", host.url)[1]
        callbacks = re.search(r":(\d+)/", host.api.get("/status").json["publicUrl"])[1]
        for key, taken in (("api.listen", port), ("callbacks.listen", callbacks)):
            with self.subTest(key):
                listen = {"api.listen": "127.0.0.1:0", "callbacks.listen": "127.0.0.1:0", key: f"127.0.0.1:{taken}"}
                data = self.place("data")
                done = run(f"--set=data.directory={data}", *[f"--set={name}={value}" for name, value in listen.items()])
                self.assertEqual(done.returncode, REFUSED, done)
                self.assertIn(f"127.0.0.1:{taken}", done.stderr)
                self.assertRegex(done.stderr, r"\[[A-Z]+(_[A-Z]+)+\]")
                self.assertFalse(os.path.exists(os.path.join(data, "stepgated.json")))


if __name__ == "__main__":
    unittest.main()
